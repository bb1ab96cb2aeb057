"""From what a reader types to a query tree.

The language (``docs/query-language.md``): words, ``"exact phrase"``, ``-not``, ``a OR b``, ``word*``, ``judul:``,
``wilayah:``, ``pejabat:``, ``sejak:``, ``sampai:``, ``tanggal:``. ``OR`` binds its two neighbours and nothing else.

Two modes share one reading. Lenient, for the search box: it never fails; what cannot be used as an operator is searched
as plain words, and a problem says so. Strict, for programs: the first problem is an error. Time is linear in the text:
one scan blanks out the signs that mean nothing where they stand, one cuts the rest into pieces, one pass turns pieces into
clauses. All three keep offsets, so spans and positions are those of the text as typed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Protocol

from index.article import RegionCode
from index.dates import parse_period
from index.errors import QuerySyntaxError
from index.query.ast import (
    Alternatives,
    Clause,
    InRegion,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    Scored,
    Span,
    WithOfficial,
    Word,
)
from index.query.printer import to_text

MAX_QUERY_CHARS = 2_000
"""Longest query read, in characters; people type fewer than a hundred."""

MAX_CLAUSES = 64
"""Most clauses kept of a query, members of alternatives counted each."""

MIN_PREFIX_CHARS = 3
"""Fewest letters before an asterisk: shorter beginnings fit half the vocabulary."""

MAX_PROBLEMS = 10
"""Most problems reported of one query."""

MAX_VALUE_WORDS = 4
"""Words tried together as a field's value that was typed without quotes: "wilayah:tanjung jabung barat"."""

OR_WORDS = ("OR", "ATAU")
"""The word between alternatives, in capitals."""

FIELDS = {
    "judul": "judul",
    "title": "judul",
    "wilayah": "wilayah",
    "region": "wilayah",
    "pejabat": "pejabat",
    "official": "pejabat",
    "sejak": "sejak",
    "since": "sejak",
    "sampai": "sampai",
    "until": "sampai",
    "tanggal": "tanggal",
    "date": "tanggal",
}
"""Names of fields as typed, Indonesian or English, and the field each means."""

NATIONAL = RegionCode("ID")
"""Region of national offices; no gazetteer entry."""

_QUOTES = '"“”„«»″'
_BRACKETS = r"()\[\]{}"
# Only ASCII letters: ignoring case would otherwise read "ſ" as "s", which is no field's name.
_FIELD = f"(?a:{'|'.join(FIELDS)})"
_MINUS = r"[-−]"
_SIGNS = re.compile(
    rf"""
      [{_QUOTES}][^{_QUOTES}*]*(?P<quoted_star>\*)?[^{_QUOTES}]*[{_QUOTES}](?P<joint>{_MINUS}*)
    | (?P<open>(?:(?<![^\s{_BRACKETS}]){_MINUS}?(?:{_FIELD}:)?)?[{_QUOTES}])(?![^{_QUOTES}]*[{_QUOTES}])
    | (?<![^\s{_BRACKETS}]){_MINUS}?(?:{_FIELD}:)?[^\W_]{{{MIN_PREFIX_CHARS},}}\*+(?![^\s{_BRACKETS}])
    | (?P<bracket>[{_BRACKETS}])
    | (?P<star>\*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Signs, whether they mean something where they stand (phrases, prefixes) or nothing."""

_PIECE = re.compile(
    rf"""
    (?P<minus>(?<!\S){_MINUS}(?=[^\s-]))?
    (?:(?P<field>{_FIELD}):)?
    (?:
        [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]
      | (?P<word>[^\s{_QUOTES}]+)
      | (?(field)(?=\s|\Z)|(?!))
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_VALUE_WORD = re.compile(rf"[^\s{_BRACKETS}*]+")
_OPERATORS = re.compile(rf"(?:{_MINUS}|{_FIELD}:)+", re.IGNORECASE)
_OFFICE = re.compile(r"(?P<title>[a-z_]*)@(?P<region>[\d.]*|ID)(?:\s(?P<person>.+))?")
"""An office as :func:`index.query.to_text` writes it and as the facet's values are: ``bupati@15.06``."""


class Mode(StrEnum):
    """How mistakes are taken."""

    LENIENT = "lenient"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a query that could not be used as typed.

    Attributes:
        message: What, and what happened instead; Indonesian, for the reader.
        position: Offset of it in the text.
        suggestion: The whole query mended, or None where there is no telling.
    """

    message: str
    position: int
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A query, and what was wrong with it."""

    query: Query
    problems: tuple[Problem, ...] = ()


class Resolver(Protocol):
    """Knows what names of regions and officials mean; the gazetteer is one.

    A code, a title class or a person that it returned must mean itself when asked again: queries are printed so.
    """

    def region(self, text: str) -> RegionCode | None:
        """Return the code of the region that ``text`` names."""

    def official(self, text: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return title class, region and person that ``text`` names, each None where it does not say; else None."""


def parse(text: str, *, resolver: Resolver, mode: Mode = Mode.LENIENT, today: date) -> Parsed:
    """Return the query that ``text`` means.

    Args:
        text: What was typed.
        resolver: Turns names of regions and officials into codes.
        mode: Whether mistakes are reported beside the query or raised.
        today: The local day, for periods that are relative to it ("sejak:kemarin").

    Raises:
        QuerySyntaxError: In strict mode, at the first problem.
    """
    too_long = _too_long(text)
    if mode is Mode.STRICT and too_long is not None:
        raise QuerySyntaxError(too_long.message, position=too_long.position)
    reader = _Reader(_cut(text), resolver, today)
    query = reader.read()
    problems = reader.problems if too_long is None else [*reader.problems, too_long]
    if mode is Mode.STRICT and problems:
        first = min(problems, key=lambda problem: problem.position)
        raise QuerySyntaxError(first.message, position=first.position)
    return Parsed(query=query, problems=tuple(_with_suggestion(problem, query) for problem in problems))


def _too_long(text: str) -> Problem | None:
    if len(text) <= MAX_QUERY_CHARS:
        return None
    message = f"Pencarian terlalu panjang; hanya {MAX_QUERY_CHARS} huruf pertama yang dipakai."
    return Problem(message=message, position=MAX_QUERY_CHARS)


def _cut(text: str) -> str:
    """Return the beginning of a text that is too long, without the word that the cut goes through."""
    if len(text) <= MAX_QUERY_CHARS:
        return text
    kept = text[: MAX_QUERY_CHARS + 1]
    blank = max((at for at, character in enumerate(kept) if character.isspace()), default=MAX_QUERY_CHARS)
    return kept[:blank]


def _with_suggestion(problem: Problem, query: Query) -> Problem:
    """Suggest what was searched, unless something better is known: it means the same and has no mistake."""
    return problem if problem.suggestion is not None else replace(problem, suggestion=_printed(query))


@dataclass(slots=True)
class _Reader:
    """One reading of one text."""

    text: str
    resolver: Resolver
    today: date
    problems: list[Problem] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    size: int = 0
    """Clauses so far, members of alternatives counted each."""
    joining: Span | None = None
    """The OR whose right side comes next."""
    is_mending: bool = False
    """Whether this reading is of a mended text, only to see what it means."""

    def read(self) -> Query:
        signs = self._without_idle_signs()
        for match in _PIECE.finditer(signs):
            if self.size >= MAX_CLAUSES:
                self.problem(f"Hanya {MAX_CLAUSES} bagian pertama dari pencarian yang dipakai.", match.start())
                break
            self._take(match)
        if self.joining is not None:
            self._idle_or(self.joining)
        if not self.clauses and not self.text.isspace() and self.text:
            self.problem("Tidak ada kata yang dapat dicari; tulis sedikitnya satu kata.", 0)
        return Query(clauses=tuple(self.clauses), text=self.text)

    def problem(self, message: str, position: int, suggestion: str | None = None) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(message=message, position=position, suggestion=suggestion))

    def _without_idle_signs(self) -> str:
        """Return the text with the signs that mean nothing blanked out, offsets kept, and report them."""
        return _SIGNS.sub(self._sign, self.text)

    def _sign(self, match: re.Match[str]) -> str:
        """Return what takes the place of a sign: itself, or as many blanks."""
        if match["bracket"]:
            self.problem("Tanda kurung tidak dipakai dalam pencarian ini; tanda kurung diabaikan.", match.start())
        elif match["star"]:
            message = f"Tanda * hanya berlaku di akhir kata, setelah sedikitnya {MIN_PREFIX_CHARS} huruf; diabaikan."
            self.problem(message, match.start())
        elif match["open"]:
            message = "Tanda kutip tidak ditutup; kata-katanya dicari tanpa tanda kutip."
            self.problem(message, match.end() - 1, self._mended(len(self.text), len(self.text), '"'))
        elif match["quoted_star"]:
            message = "Tanda * tidak berlaku di dalam tanda kutip; diabaikan."
            self.problem(message, match.start("quoted_star"))
            return _without_joint(match).replace("*", " ")
        else:
            return _without_joint(match)
        return " " * len(match[0])

    def _take(self, match: re.Match[str]) -> None:
        if match["word"] in OR_WORDS and not match["minus"] and not match["field"]:
            self._take_or(_span(match))
            return
        for clause in self._clauses(match):
            self._add(clause)

    def _take_or(self, span: Span) -> None:
        left = self.clauses[-1] if self.clauses else None
        if self.joining is None and isinstance(left, Word | Phrase | Prefix | Alternatives):
            self.joining = span
        else:
            self._idle_or(span)

    def _idle_or(self, span: Span) -> None:
        """Search an OR without two sides as a word; in small letters, so that it stays one when it is printed."""
        self.problem("OR harus berada di antara dua kata; di sini dicari sebagai kata biasa.", span.start)
        self._append(Word(text=self.text[span.start : span.end].lower(), span=span))

    def _add(self, clause: Clause) -> None:
        if self.joining is None:
            self._append(clause)
            return
        joining, self.joining = self.joining, None
        left = self.clauses[-1]
        if isinstance(clause, Word | Phrase | Prefix) and isinstance(left, Word | Phrase | Prefix | Alternatives):
            before: tuple[Scored, ...] = left.members if isinstance(left, Alternatives) else (left,)
            span = Span(start=left.span.start, end=clause.span.end)
            self.clauses[-1] = Alternatives(members=(*before, clause), span=span)
            self.size += 1
            return
        self._idle_or(joining)
        self._append(clause)

    def _append(self, clause: Clause) -> None:
        self.clauses.append(clause)
        self.size += 1

    def _clauses(self, match: re.Match[str]) -> Iterator[Clause]:
        """Yield what a piece of the text means; mostly one clause."""
        for clause in self._positive(match):
            yield Not(member=clause, span=_span(match)) if match["minus"] else clause

    def _positive(self, match: re.Match[str]) -> Iterator[Clause]:
        """Yield what a piece means apart from a minus before it."""
        if not match["field"]:
            yield from _plain(match)
        elif not _is_searchable(_value(match)):
            yield from self._field_without_value(match)
        elif FIELDS[match["field"].lower()] == "judul":
            yield from (replace(clause, title_only=True) for clause in _plain(match))
        else:
            restriction = self._restriction(FIELDS[match["field"].lower()], match)
            yield from [restriction] if restriction is not None else _value_words(match)

    def _field_without_value(self, match: re.Match[str]) -> Iterator[Word]:
        name = match["field"]
        self.problem(
            f"Setelah “{name}:” harus langsung ada isinya, tanpa spasi; “{name}” dicari sebagai kata biasa.",
            match.start("field"),
            self._mended(match.end(), match.end() + _leading_spaces(self.text[match.end() :]), ""),
        )
        yield Word(text=name, span=Span(start=match.start("field"), end=match.end("field")))

    def _restriction(self, name: str, match: re.Match[str]) -> Clause | None:
        """Return the restriction that ``name:value`` means, or None, with a problem, where the value means nothing."""
        read = self._reader_of(name)
        clause = read(_value(match), _span(match))
        if clause is None:
            self.problem(_UNKNOWN[name].format(_value(match)), match.start("field"), self._quoted(match, read))
        return clause

    def _reader_of(self, name: str) -> "_ValueReader":
        match name:
            case "wilayah":
                return self._region
            case "pejabat":
                return self._official
            case _:
                return partial(self._period, name)

    def _region(self, value: str, span: Span) -> Clause | None:
        code = self.resolver.region(value)
        return InRegion(code=code, span=span) if code is not None else None

    def _official(self, value: str, span: Span) -> Clause | None:
        office = _OFFICE.fullmatch(value)
        found = self._office(office) if office else self.resolver.official(value)
        if found is None:
            return None
        title, region, person = found
        return WithOfficial(title=title, region=region, person=person, span=span)

    def _office(self, office: re.Match[str]) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Check ``title@region person``, of which every part may be left out, but not all."""
        title, person = office["title"] or None, office["person"]
        region = RegionCode(office["region"]) if office["region"] else None
        if title is not None and (self.resolver.official(title.replace("_", " ")) or ("",))[0] != title:
            return None
        if region not in (None, NATIONAL) and self.resolver.region(region) != region:
            return None
        return (title, region, person) if title or region or person else None

    def _period(self, name: str, value: str, span: Span) -> Clause | None:
        since, dots, until = value.partition("..") if name == "tanggal" else (value, "", "")
        first = parse_period(since, self.today)
        last = parse_period(until, self.today) if dots else first
        if first is None or last is None or first.first > last.last:
            return None
        return PublishedBetween(
            first=first.first if name != "sampai" else None,
            last=last.last if name != "sejak" else None,
            span=span,
        )

    def _quoted(self, match: re.Match[str], read: "_ValueReader") -> str | None:
        """Return the query with quotes around the words behind a field that mean something only together."""
        if match["word"] is None or not self._can_suggest():
            return None
        words = list(_VALUE_WORD.finditer(self.text[:MAX_QUERY_CHARS], match.start("word")))[:MAX_VALUE_WORDS]
        for last in reversed(words[1:]):
            value = self.text[match.start("word") : last.end()]
            if read(value, _span(match)) is not None:
                return self._mended(match.start("word"), last.end(), f'"{value}"')
        return None

    def _can_suggest(self) -> bool:
        return not self.is_mending and len(self.problems) < MAX_PROBLEMS

    def _mended(self, start: int, end: int, replacement: str) -> str | None:
        """Return what the text means with a part of it replaced, printed: free of its other mistakes as well."""
        if not self._can_suggest():
            return None
        text = self.text[:start] + replacement + self.text[end:]
        return _printed(_Reader(text, self.resolver, self.today, is_mending=True).read())


_ValueReader = Callable[[str, Span], Clause | None]

_UNKNOWN = {
    "wilayah": "Wilayah “{}” tidak dikenal; kata-katanya dicari biasa.",
    "pejabat": "Pejabat “{}” tidak dikenal; kata-katanya dicari biasa.",
} | dict.fromkeys(
    ("sejak", "sampai", "tanggal"), "Tanggal “{}” tidak dikenal; tulis misalnya 2024, 2024-02, atau 20/02/2024."
)


def _value(match: re.Match[str]) -> str:
    """Return what stands behind a field's name."""
    return str(match["phrase"] if match["phrase"] is not None else match["word"] or "").strip()


def _plain(match: re.Match[str]) -> Iterator[Word | Phrase | Prefix]:
    """Yield a word, prefix or phrase; signs by themselves ask for nothing."""
    if match["phrase"] is None:
        yield from _word(match["word"], _span(match))
    elif _is_searchable(match["phrase"]):
        yield Phrase(text=" ".join(match["phrase"].split()), span=_span(match))


def _word(word: str, span: Span) -> Iterator[Word | Prefix]:
    if word.endswith("*"):
        yield Prefix(text=word.rstrip("*"), span=span)
    elif _is_searchable(word):
        yield Word(text=word, span=span)


def _value_words(match: re.Match[str]) -> Iterator[Word | Prefix]:
    """Yield the words of a value that means nothing, without what would make one an operator when it is printed."""
    if match["word"] is not None and match["word"].endswith("*"):
        yield from _word(match["word"], _span(match))
        return
    start = match.start("phrase") if match["phrase"] is not None else match.start("word")
    for found in _VALUE_WORD.finditer(match["phrase"] if match["phrase"] is not None else match["word"]):
        word = _OPERATORS.sub("", found[0], count=1) if _OPERATORS.match(found[0]) else found[0]
        span = Span(start=start + found.end() - len(word), end=start + found.end())
        yield from _word(word.lower() if word in OR_WORDS else word, span)


def _without_joint(match: re.Match[str]) -> str:
    """Return a phrase or prefix; a hyphen glued to a closing quote joins words, it leaves none out: a blank."""
    joint = match["joint"] or ""
    return match[0][: len(match[0]) - len(joint)] + " " * len(joint)


def _printed(query: Query) -> str | None:
    """Return the query as text, or None where there is nothing to show or it is too long to be read again."""
    text = to_text(query)
    return text if 0 < len(text) <= MAX_QUERY_CHARS else None


def _is_searchable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _leading_spaces(text: str) -> int:
    return len(text) - len(text.lstrip())


def _span(match: re.Match[str]) -> Span:
    return Span(start=match.start(), end=match.end())
