"""From what a reader types to a query tree.

The language (``docs/query-language.md``): words, ``"exact phrase"``, ``-not``, ``a OR b``, ``word*``, ``judul:``,
``wilayah:``, ``pejabat:``, ``sejak:``, ``sampai:``, ``tanggal:``. ``OR`` binds its two neighbours and nothing else.

Two modes share one reading. Lenient, for the search box: it never fails; what cannot be used as an operator is searched
as plain words, and a problem says so. Strict, for programs: the first problem is an error. Time is linear in the text:
one scan cuts it into pieces, one pass turns pieces into clauses.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Protocol, cast

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

MAX_QUERY_CHARS = 2_000
"""Longest query read, in characters; people type fewer than a hundred."""

MAX_CLAUSES = 64
"""Most clauses kept of a query."""

MIN_PREFIX_CHARS = 3
"""Fewest letters before an asterisk: shorter beginnings fit half the vocabulary."""

MAX_PROBLEMS = 10
"""Most problems reported of one query."""

MAX_VALUE_WORDS = 4
"""Words tried together as a field's value typed without quotes: ``wilayah:tanjung jabung barat``."""

MAX_SHOWN_CHARS = 60
"""Longest part of a query that a message repeats, in characters."""

NATIONAL = RegionCode("ID")
"""Region of national offices; no place that a gazetteer resolves."""

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

_QUOTES = '"“”„«»″'
_DASHES = "-−"
_BRACKETS = r"()\[\]{}"
# Only ASCII letters: ignoring case would otherwise take "ſ" for "s", and no field has such a name.
_FIELD = f"(?a:{'|'.join(FIELDS)})"
_PIECE = re.compile(
    rf"""
      (?P<bracket>[{_BRACKETS}])
    | (?P<minus>(?<![^\s{_BRACKETS}])[{_DASHES}](?=[^\s-]))?
      (?:(?P<field>{_FIELD}):(?=[^\s{_BRACKETS}]))?
      (?:
          [{_QUOTES}](?P<phrase>[^{_QUOTES}]*+)[{_QUOTES}]
        | (?P<stray>[{_QUOTES}](?=\w)(?!{_FIELD}:))?(?P<word>[^\s{_QUOTES}{_BRACKETS}]+)
      )
    | (?P<lone>[{_QUOTES}])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_VALUE_WORD = re.compile(rf"[^\s{_QUOTES}{_BRACKETS}]+")
_PUNCTUATION = ",;.!?"
_PLAIN_WORD = re.compile(r"[^\W_]\w*(?:[-'’./]\w+)*")
"""A word of a value that could not be used, free of anything that has a meaning in the language."""

_OFFICE = re.compile(r"(?P<title>[a-z_]*)@(?P<region>[\w.]*)(?:\s+(?P<person>[^\s@][^@]*))?", re.IGNORECASE)
"""An office as the facet writes it, ``bupati@15.06``, with or without a person."""

_UNKNOWN = {
    "wilayah": "Wilayah “{}” tidak dikenal; kata-katanya dicari biasa.",
    "pejabat": "Pejabat “{}” tidak dikenal; kata-katanya dicari biasa.",
} | dict.fromkeys(
    ("sejak", "sampai", "tanggal"),
    "Tanggal “{}” tidak dikenal; tulis misalnya 2024, 2024-02, atau 20/02/2024. Katanya dicari biasa.",
)


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
    """Knows what names of regions and officials mean; the gazetteer is one."""

    def region(self, text: str) -> RegionCode | None:
        """Return the code of the region that ``text`` names; a known code names itself."""

    def official(self, text: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return title class, region and person that ``text`` names, each None where it does not say; else None."""


def parse(text: str, *, resolver: Resolver, mode: Mode = Mode.LENIENT, today: date) -> Parsed:
    """Return the query that ``text`` means.

    Args:
        text: What was typed.
        resolver: Turns names of regions and officials into codes.
        mode: Whether mistakes are reported beside the query or raised.
        today: The local day, for ``sejak:kemarin`` and days without a year.

    Raises:
        QuerySyntaxError: In strict mode, at the first problem.
    """
    reader = _Reader(_cut(text), resolver, today)
    if len(text) > MAX_QUERY_CHARS:
        reader.problem(
            f"Pencarian terlalu panjang; hanya {MAX_QUERY_CHARS} huruf pertama yang dipakai.", len(reader.text)
        )
        if mode is Mode.STRICT:  # what the cut itself breaks is not the mistake
            raise QuerySyntaxError(reader.problems[0].message, position=MAX_QUERY_CHARS)
    query = reader.read()
    if mode is Mode.STRICT and reader.problems:
        first = min(reader.problems, key=lambda problem: problem.position)
        raise QuerySyntaxError(first.message, position=first.position)
    return Parsed(query=query, problems=tuple(reader.problems))


def _cut(text: str) -> str:
    """Return the beginning of a text that is too long, without the word that the cut would go through."""
    if len(text) <= MAX_QUERY_CHARS or text[MAX_QUERY_CHARS].isspace():
        return text[:MAX_QUERY_CHARS]
    whole_words = re.match(r".*\s", text[:MAX_QUERY_CHARS], re.DOTALL)
    return whole_words[0] if whole_words else text[:MAX_QUERY_CHARS]


@dataclass(slots=True)
class _Reader:
    """One reading of one text."""

    text: str
    resolver: Resolver
    today: date
    problems: list[Problem] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    size: int = 0
    """Clauses so far, each member of alternatives counted."""

    joining: Span | None = None
    """The OR whose right side comes next."""

    bracketed: bool = False
    """Brackets were met; one problem tells of them all."""

    def read(self) -> Query:
        for match in _PIECE.finditer(self.text):
            if self.size >= MAX_CLAUSES:
                self.problem(f"Hanya {MAX_CLAUSES} bagian pertama dari pencarian yang dipakai.", match.start())
                break
            self._take(match)
        if self.joining is not None:
            self.problem("Setelah OR harus ada kata; OR diabaikan.", self.joining.start)
        if not self.clauses and not self.problems and self.text.strip():
            self.problem("Tidak ada kata yang dapat dicari; tulis sedikitnya satu kata.", 0)
        return Query(clauses=tuple(self.clauses), text=self.text)

    def problem(self, message: str, position: int, suggestion: str | None = None) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(message=message, position=position, suggestion=suggestion))

    def _take(self, match: re.Match[str]) -> None:
        if match["bracket"]:
            self._bracket(match.start())
            return
        if match["stray"] or match["lone"]:
            self._stray_quote(match)
        if match["lone"]:
            return
        if match["word"] in OR_WORDS and not match["minus"] and not match["field"]:
            self._take_or(match)
            return
        for clause in islice(self._clauses(match), MAX_CLAUSES - self.size):
            self._add(clause)

    def _bracket(self, position: int) -> None:
        if not self.bracketed:
            self.bracketed = True
            mended = " ".join(re.sub(rf"[{_BRACKETS}]", " ", self.text).split())
            message = "Tanda kurung tidak dipakai dalam pencarian ini; tanda kurung diabaikan."
            self.problem(message, position, suggestion=mended or None)

    def _stray_quote(self, match: re.Match[str]) -> None:
        position = match.start("stray") if match["stray"] else match.start("lone")
        closable = _is_searchable(self.text[position:])
        self.problem(
            "Tanda kutip tidak ditutup; kata-katanya dicari tanpa tanda kutip.",
            position,
            suggestion=f'{self.text.rstrip()}"' if closable else None,
        )

    def _take_or(self, match: re.Match[str]) -> None:
        span = _span(match)
        if (
            self.joining is None
            and self.clauses
            and isinstance(self.clauses[-1], Word | Phrase | Prefix | Alternatives)
        ):
            self.joining = span
        else:
            self.problem("OR harus berada di antara dua kata; di sini OR diabaikan.", span.start)

    def _add(self, clause: Clause) -> None:
        self.size += 1
        if self.joining is None:
            self.clauses.append(clause)
            return
        joining, self.joining = self.joining, None
        if not isinstance(clause, Word | Phrase | Prefix):
            self.problem("OR hanya menggabungkan kata, frasa, atau awalan kata; di sini OR diabaikan.", joining.start)
            self.clauses.append(clause)
            return
        left = self.clauses[-1]
        before: tuple[Scored, ...] = left.members if isinstance(left, Alternatives) else (cast("Scored", left),)
        span = Span(start=left.span.start, end=clause.span.end)
        self.clauses[-1] = Alternatives(members=(*before, clause), span=span)

    def _clauses(self, match: re.Match[str]) -> Iterator[Clause]:
        """Yield what a piece of the text means; mostly one clause."""
        name = FIELDS[match["field"].lower()] if match["field"] else None
        clauses: Sequence[Clause]
        if name is None:
            clauses = self._plain(match)
        elif name == "judul":
            clauses = [replace(clause, title_only=True) for clause in self._plain(match)]
        else:
            clauses = self._restriction(name, match)
        if match["minus"]:
            yield from (Not(member=clause, span=_span(match)) for clause in clauses)
        else:
            yield from clauses

    def _plain(self, match: re.Match[str]) -> list[Word | Phrase | Prefix]:
        if match["phrase"] is None:
            return list(self._word(match))
        star = match["phrase"].find("*")
        if star >= 0:
            self.problem("Tanda * tidak berlaku di dalam tanda kutip; di sini diabaikan.", match.start("phrase") + star)
        words = " ".join(match["phrase"].replace("*", " ").split())
        return [Phrase(text=words, span=_span(match))] if _is_searchable(words) else []

    def _word(self, match: re.Match[str]) -> Iterator[Word | Prefix]:
        word, span = match["word"], Span(start=match.start("word"), end=match.end("word"))
        star = word.find("*")
        if star < 0:
            if word.endswith(":") and word[:-1].lower() in FIELDS:
                self._field_alone(word, span)
                yield from _plain_words(word, span.start)
            elif word[0] in _DASHES:
                # Behind a quote or another dash it leaves nothing out; it is punctuation.
                yield from _plain_words(word, span.start)
            elif _is_searchable(word):
                yield Word(text=word, span=span)
            return
        stem = word.rstrip("*")
        if star == len(stem) and len(stem) >= MIN_PREFIX_CHARS and stem.isalnum():
            yield Prefix(text=stem, span=span)
            return
        self.problem(
            f"Tanda * hanya berlaku di akhir kata, setelah sedikitnya {MIN_PREFIX_CHARS} huruf; di sini diabaikan.",
            span.start + star,
            suggestion=self._with(span, word.replace("*", "").lstrip(_DASHES)),
        )
        yield from _plain_words(word, span.start)

    def _field_alone(self, word: str, span: Span) -> None:
        """Report a field's name with a blank behind its colon; it is a word then."""
        following = re.compile(r"\s*").match(self.text, span.end)
        gap = Span(start=span.end, end=following.end() if following else span.end)
        self.problem(
            f"Setelah “{word}” harus langsung ada isinya, tanpa spasi; di sini dicari sebagai kata biasa.",
            span.start,
            suggestion=self._with(gap, "") if gap.end < len(self.text) else None,
        )

    def _with(self, span: Span, replacement: str) -> str | None:
        """Return the text with another part in place of ``span``; None where nothing is left."""
        return (self.text[: span.start] + replacement + self.text[span.end :]).strip() or None

    def _restriction(self, name: str, match: re.Match[str]) -> list[Clause]:
        """Return the restriction that ``name:value`` means, or its words where the value means nothing."""
        group = "phrase" if match["phrase"] is not None else "word"
        value = match[group].strip() if group == "phrase" else match[group].rstrip(_PUNCTUATION)
        clause = self._restricting(name, value, _span(match))
        if clause is not None:
            return [clause]
        shown = value if len(value) <= MAX_SHOWN_CHARS else f"{value[:MAX_SHOWN_CHARS]}…"
        self.problem(_UNKNOWN[name].format(shown), match.start(), suggestion=self._quoted(name, match))
        return list(_plain_words(match[group], match.start(group)))

    def _restricting(self, name: str, value: str, span: Span) -> Clause | None:
        """Return the restriction that a field with this value means, or None."""
        if not _is_searchable(value):
            return None
        if name == "wilayah":
            code = self.resolver.region(value)
            return InRegion(code=code, span=span) if code is not None else None
        if name == "pejabat":
            return self._official(value, span)
        return self._period(name, value, span)

    def _quoted(self, name: str, match: re.Match[str]) -> str | None:
        """Return the text with quotes around the words behind a field where they mean something together."""
        if match["word"] is None or len(self.problems) >= MAX_PROBLEMS:
            return None
        start = match.start("word")
        words = list(islice(_VALUE_WORD.finditer(self.text, start), MAX_VALUE_WORDS))
        for last in reversed(words[1:]):
            value = self.text[start : last.end()].rstrip(_PUNCTUATION)
            if self._restricting(name, value, _span(match)) is not None:
                return self._with(Span(start=start, end=start + len(value)), f'"{value}"')
        return None

    def _official(self, value: str, span: Span) -> Clause | None:
        # No name holds an "@": what is written as an office is one, or unknown.
        found = self._office(value) if "@" in value else self.resolver.official(value)
        if found is None or not any(found):
            return None
        title, region, person = found
        return WithOfficial(title=title, region=region, person=person, span=span)

    def _office(self, value: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return what ``bupati@15.06`` says, the way that queries are printed and facets are written."""
        match = _OFFICE.fullmatch(value)
        if match is None:
            return None
        code = match["region"]
        region = NATIONAL if code.upper() == NATIONAL else self.resolver.region(code) if code else None
        if region is None and code:
            return None
        title = match["title"].lower() or None
        return (title, region, match["person"]) if title or region or match["person"] else None

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


def _plain_words(text: str, offset: int) -> Iterator[Word]:
    """Yield the words of ``text``, which begins at ``offset`` of the query, as nothing but words."""
    for found in _PLAIN_WORD.finditer(text):
        word = found[0].lower() if found[0] in OR_WORDS else found[0]
        yield Word(text=word, span=Span(start=offset + found.start(), end=offset + found.end()))


def _is_searchable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _span(match: re.Match[str]) -> Span:
    return Span(start=match.start(), end=match.end())
