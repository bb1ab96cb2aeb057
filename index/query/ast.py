"""What a reader asked, as a closed set of frozen nodes.

The parser makes them, ranking and engines read them with ``match``; a new kind of node fails type checking until every
reader handles it. Words are kept as typed: analysis belongs to ranking, so that index, query and marks share one
analyser.

A query is an OR of its scored clauses (words, prefixes, alternatives): any of them may match, more and rarer ones rank
higher. Phrases, ``-not`` and field restrictions are filters: they decide what may match at all. A group is a query of
its own; it stands only where that makes a difference, inside alternatives and behind a minus.
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
class Near:
    """``"kata kata"~5``: these words, in these forms, in any order, near one another. Required.

    ``distance`` is the number of other words that may stand between the first and the last of them.
    """

    text: str
    distance: int
    span: Span
    title_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wildcard:
    """``peng*an``: every word of this form; an asterisk stands for any letters, none included."""

    pattern: str
    span: Span
    title_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """``a OR b``: one clause that any of its members satisfies; see :func:`is_required` for when it is required."""

    members: tuple["Member", ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """``(a b)``: several clauses that are read like a query of their own."""

    clauses: tuple["Clause", ...]
    span: Span


Term = Word | Phrase | Near | Prefix | Wildcard
"""What is looked up in the text."""

Scored = Term | Alternatives


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


@dataclass(frozen=True, slots=True, kw_only=True)
class InSection:
    """``rubrik:``: stories in the section with this name, in any spelling of case and punctuation."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """``tag:``: stories with this tag, in any spelling of case and punctuation."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBy:
    """``penulis:``: stories whose byline holds all these words."""

    name: str
    span: Span


Restriction = InRegion | WithOfficial | PublishedBetween | InSection | Tagged | WrittenBy
Member = Scored | Group | Restriction
"""What may stand beside OR."""

Clause = Scored | Group | Not | Restriction


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query: its clauses in the order typed. No clause at all asks for everything."""

    clauses: tuple[Clause, ...] = ()
    text: str = ""


def is_filter(clause: Clause) -> bool:
    """Tell whether the clause only says what may match: a restriction, or alternatives and groups of nothing else."""
    match clause:
        case Alternatives():
            return all(is_filter(member) for member in clause.members)
        case Group():
            return all(is_filter(member) for member in clause.clauses)
        case Not():
            return is_filter(clause.member)
        case _:
            return isinstance(clause, Restriction)


def is_required(clause: Clause) -> bool:
    """Tell whether hits must satisfy the clause, in place of ranking higher when they do.

    A group is required when something in it is, or when it only leaves out; alternatives are when all members are.
    """
    match clause:
        case Word() | Prefix() | Wildcard():
            return False
        case Alternatives():
            return all(is_required(member) for member in clause.members)
        case Group():
            wanted = [member for member in clause.clauses if not isinstance(member, Not)]
            return not wanted or any(is_required(member) for member in wanted)
        case _:
            return True
