"""A query tree back to text that parses to the same tree."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from index.dates import parse_period
from index.query.ast import (
    Alternatives,
    Clause,
    Group,
    InRegion,
    InSection,
    Near,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    Tagged,
    Term,
    Wildcard,
    WithOfficial,
    Word,
    WrittenBy,
)


def to_text(query: Query) -> str:
    """Return the query as a reader would type it; parsing it again gives the same clauses, spans apart."""
    return _in_a_row(query.clauses)


def _in_a_row(clauses: Iterable[Clause]) -> str:
    return " ".join(map(_clause, clauses))


def _clause(clause: Clause) -> str:
    match clause:
        case Word() | Phrase() | Near() | Prefix() | Wildcard():
            return f"judul:{_term(clause)}" if clause.title_only else _term(clause)
        case Alternatives():
            return " OR ".join(map(_clause, clause.members))
        case Group():
            return f"({_in_a_row(clause.clauses)})"
        case Not(member=Alternatives() | Not()):
            return f"-({_clause(clause.member)})"
        case Not():
            return f"-{_clause(clause.member)}"
        case InRegion():
            return f"wilayah:{clause.code}"
        case WithOfficial():
            return f'pejabat:"{_official(clause)}"'
        case InSection():
            return f'rubrik:"{clause.name}"'
        case Tagged():
            return f'tag:"{clause.name}"'
        case WrittenBy():
            return f'penulis:"{clause.name}"'
        case PublishedBetween():
            return _period(clause.first, clause.last)
        case _:
            assert_never(clause)


def _term(term: Term) -> str:
    match term:
        case Word():
            return term.text
        case Phrase():
            return f'"{term.text}"'
        case Near():
            return f'"{term.text}"~{term.distance}'
        case Prefix():
            return f"{term.text}*"
        case Wildcard():
            return term.pattern
        case _:
            assert_never(term)


def _official(clause: WithOfficial) -> str:
    if clause.title is None and clause.region is None:
        return clause.person or ""
    office = f"{clause.title or ''}@{clause.region or ''}"
    return f"{office} {clause.person}" if clause.person is not None else office


def _period(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return f"sampai:{last}" if last is not None else f"sejak:{first}"
    for text in (f"{first}", f"{first:%Y-%m}", f"{first:%Y}"):
        period = parse_period(text)
        if period is not None and (period.first, period.last) == (first, last):
            return f"tanggal:{text}"
    return f"tanggal:{first}..{last}"
