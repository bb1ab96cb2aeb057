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
    for text in _whole_periods(first):
        period = parse_period(text)
        if period is not None and (period.first, period.last) == (first, last):
            return f"tanggal:{text}"
    parts = [f"sejak:{first.isoformat()}"] if first is not None else []
    if last is not None:
        parts.append(f"sampai:{last.isoformat()}")
    return " ".join(parts)


def _whole_periods(first: date | None) -> tuple[str, ...]:
    """Return the day, month and year that begin with ``first``, as text."""
    if first is None:
        return ()
    day = first.isoformat()
    return day, day[:7], day[:4]
