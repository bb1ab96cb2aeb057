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
from index.dates import MAX_DATE_CHARS, Period, find_days, parse_period
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
_PLAIN_WORD = re.compile(r"[^\W_]\w*(?:[-'’./]\w+)*")
"""A word of a value that could not be used, free of anything that has a meaning in the language."""

_OFFICE = re.compile(r"(?P<title>[a-z_]*)@(?P<region>[\w.]*)(?:\s+(?P<person>\S.*))?", re.IGNORECASE)
"""An office as the facet writes it, ``bupati@15.06``, with or without a person."""


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
    reader = _Reader(text[:MAX_QUERY_CHARS], resolver, today)
    if len(text) > MAX_QUERY_CHARS:
        reader.problem(
            f"Pencarian terlalu panjang; hanya {MAX_QUERY_CHARS} huruf pertama yang dipakai.", MAX_QUERY_CHARS
        )
    query = reader.read()
    if mode is Mode.STRICT and reader.problems:
        first = min(reader.problems, key=lambda problem: problem.position)
        raise QuerySyntaxError(first.message, position=first.position)
    return Parsed(query=query, problems=tuple(reader.problems))


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
        closable = any(character.isalnum() for character in self.text[position:])
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
        words = match["phrase"].split()
        return [Phrase(text=" ".join(words), span=_span(match))] if words else []

    def _word(self, match: re.Match[str]) -> Iterator[Word | Prefix]:
        word, span = match["word"], Span(start=match.start("word"), end=match.end("word"))
        star = word.find("*")
        if star < 0:
            if word[0] in _DASHES:
                # Behind a quote or another dash it leaves nothing out; it is punctuation.
                yield from _plain_words(word, span.start)
            elif any(character.isalnum() for character in word):
                yield Word(text=word, span=span)
            return
        stem = word.rstrip("*")
        if star == len(stem) and len(stem) >= MIN_PREFIX_CHARS and stem.isalnum():
            yield Prefix(text=stem, span=span)
            return
        self.problem(
            f"Tanda * hanya berlaku di akhir kata, setelah sedikitnya {MIN_PREFIX_CHARS} huruf; di sini diabaikan.",
            span.start + star,
            suggestion=(self.text[: span.start] + word.replace("*", "") + self.text[span.end :]).strip() or None,
        )
        yield from _plain_words(word, span.start)

    def _restriction(self, name: str, match: re.Match[str]) -> list[Clause]:
        """Return the restriction that ``name:value`` means, or its words where the value means nothing."""
        value = (match["phrase"] if match["phrase"] is not None else match["word"]).strip()
        span = _span(match)
        clause: Clause | None
        if name == "wilayah":
            clause = self._region(value, span)
        elif name == "pejabat":
            clause = self._official(value, span)
        else:
            clause = self._period(name, value, span)
        if clause is not None:
            return [clause]
        group = "phrase" if match["phrase"] is not None else "word"
        return list(_plain_words(match[group], match.start(group)))

    def _region(self, value: str, span: Span) -> Clause | None:
        code = self.resolver.region(value)
        if code is None:
            self.problem(f"Wilayah “{value}” tidak dikenal; kata-katanya dicari biasa.", span.start)
            return None
        return InRegion(code=code, span=span)

    def _official(self, value: str, span: Span) -> Clause | None:
        found = self._office(value) or self.resolver.official(value)
        if found is None or not any(found):
            self.problem(f"Pejabat “{value}” tidak dikenal; kata-katanya dicari biasa.", span.start)
            return None
        title, region, person = found
        return WithOfficial(title=title, region=region, person=person, span=span)

    def _office(self, value: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return what ``bupati@15.06`` says, the way that queries are printed and facets are written."""
        match = _OFFICE.fullmatch(value)
        if match is None:
            return None
        region = self.resolver.region(match["region"]) if match["region"] else None
        if region is None and match["region"]:
            return None
        title = match["title"].lower() or None
        return (title, region, match["person"]) if title or region or match["person"] else None

    def _period(self, name: str, value: str, span: Span) -> Clause | None:
        period = parse_period(value) or self._nearby_day(value)
        if period is None:
            message = (
                f"Tanggal “{value}” tidak dikenal; tulis misalnya 2024, 2024-02, atau 20/02/2024. Katanya dicari biasa."
            )
            self.problem(message, span.start)
            return None
        first = period.first if name in ("sejak", "tanggal") else None
        last = period.last if name in ("sampai", "tanggal") else None
        return PublishedBetween(first=first, last=last, span=span)

    def _nearby_day(self, value: str) -> Period | None:
        """Return the day that ``kemarin`` or ``20 Februari`` is as seen from today."""
        for found in find_days(value[:MAX_DATE_CHARS], self.today):
            if (found.start, found.end) == (0, len(value)):
                return Period(first=found.day, last=found.day)
        return None


def _plain_words(text: str, offset: int) -> Iterator[Word]:
    """Yield the words of ``text``, which begins at ``offset`` of the query, as nothing but words."""
    for found in _PLAIN_WORD.finditer(text):
        word = found[0].lower() if found[0] in OR_WORDS else found[0]
        yield Word(text=word, span=Span(start=offset + found.start(), end=offset + found.end()))


def _span(match: re.Match[str]) -> Span:
    return Span(start=match.start(), end=match.end())
