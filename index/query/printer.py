"""A query tree back to text that parses to the same tree."""

from datetime import date
from typing import assert_never

from index.dates import parse_period
from index.query.ast import (
    Alternatives,
    Clause,
    InRegion,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    WithOfficial,
    Word,
)


def to_text(query: Query) -> str:
    """Return the query as a reader would type it; parsing it again gives the same clauses, spans apart."""
    return " ".join(_clause(clause) for clause in query.clauses)


def _clause(clause: Clause) -> str:
    match clause:
        case Word():
            return _in_title(clause.text, title_only=clause.title_only)
        case Phrase():
            return _in_title(f'"{clause.text}"', title_only=clause.title_only)
        case Prefix():
            return _in_title(f"{clause.text}*", title_only=clause.title_only)
        case Alternatives():
            return " OR ".join(_clause(member) for member in clause.members)
        case Not():
            return f"-{_clause(clause.member)}"
        case InRegion():
            return f"wilayah:{clause.code}"
        case WithOfficial():
            return f'pejabat:"{_official(clause)}"'
        case PublishedBetween():
            return _period(clause.first, clause.last)
        case _:
            assert_never(clause)


def _in_title(text: str, *, title_only: bool) -> str:
    return f"judul:{text}" if title_only else text


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
