"""What a reader asked, as a closed set of frozen nodes.

The parser makes them, ranking and engines read them with ``match``; a new kind of node fails type checking until every
reader handles it. Words are kept as typed: analysis belongs to ranking, so that index, query and marks share one
analyser.

A query is an OR of its scored clauses (words, prefixes, alternatives): any of them may match, more and rarer ones rank
higher. Phrases, ``-not`` and field restrictions are filters: they decide what may match at all.
"""

from dataclasses import dataclass
from datetime import date

from index.article import RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open character range ``[start, end)`` in the query text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as typed; matches any of its forms."""

    text: str
    span: Span
    title_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in quotes: these words, in these forms, side by side. Required."""

    text: str
    span: Span
    title_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """``kata*``: every word that begins so. ``text`` is without the asterisk."""

    text: str
    span: Span
    title_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """``a OR b``: one clause that any of its members satisfies. Required when all members are (phrases)."""

    members: tuple["Scored", ...]
    span: Span


Scored = Word | Phrase | Prefix | Alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """``-x``: what matches ``x`` is left out."""

    member: "Clause"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class InRegion:
    """``wilayah:``, resolved to a code: stories about the region or any region inside it."""

    code: RegionCode
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WithOfficial:
    """``pejabat:``, resolved: stories naming this person, or holders of this office.

    Attributes:
        title: Title class such as ``bupati``, or None for any office.
        region: The office's region, or None for any.
        person: Person's name as typed, or None for whoever holds the office.
    """

    title: str | None
    region: RegionCode | None
    person: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedBetween:
    """``sejak:`` and ``sampai:``: local days, both ends included; None is open."""

    first: date | None
    last: date | None
    span: Span


Restriction = InRegion | WithOfficial | PublishedBetween
Clause = Scored | Not | Restriction


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query: its clauses in the order typed. No clause at all asks for everything."""

    clauses: tuple[Clause, ...] = ()
    text: str = ""
