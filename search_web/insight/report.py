"""What the log of searches tells: what is asked most, what finds nothing, what is slow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from search_web.insight.log import QueryLog

ROWS = 20
"""Queries per table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryCount:
    """How often something was searched for, how much it last found, and how often a hit was opened."""

    query: str
    times: int
    total: int
    clicks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowQuery:
    """The slowest search with a text, in milliseconds."""

    query: str
    filters: str
    milliseconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Searches of a local day, and how many of them found nothing."""

    day: str
    searches: int
    empty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was searched in some days.

    Attributes:
        days: How many days are looked at.
        searches: How many searches there were.
        empty: How many found nothing.
        clicks: How many hits were opened.
        daily: The days that had searches, the oldest first.
        top: The most frequent queries.
        nothing: The most frequent queries that found nothing.
        slow: The slowest queries.
    """

    days: int
    searches: int
    empty: int
    clicks: int
    daily: tuple[DayCount, ...]
    top: tuple[QueryCount, ...]
    nothing: tuple[QueryCount, ...]
    slow: tuple[SlowQuery, ...]


def report(log: QueryLog, now: datetime, *, days: int) -> Report:
    """Return what was searched in the last ``days`` days."""
    since = (now - timedelta(days=days)).isoformat(timespec="hours")[:13]
    daily = tuple(
        DayCount(day=str(day), searches=_whole(searches), empty=_whole(empty))
        for day, searches, empty in log.select(
            "SELECT substr(hour, 1, 10), count(*), sum(total = 0) FROM searches WHERE hour >= ? GROUP BY 1 ORDER BY 1",
            (since,),
        )
    )
    ((clicks,),) = log.select("SELECT count(*) FROM clicks WHERE hour >= ?", (since,))
    return Report(
        days=days,
        searches=sum(day.searches for day in daily),
        empty=sum(day.empty for day in daily),
        clicks=_whole(clicks),
        daily=daily,
        top=_queries(log, since, only_empty=False),
        nothing=_queries(log, since, only_empty=True),
        slow=_slow(log, since),
    )


def _queries(log: QueryLog, since: str, *, only_empty: bool) -> tuple[QueryCount, ...]:
    """Return the most frequent queries, or those that found nothing; what was found is of the latest search."""
    rows = log.select(
        "SELECT query, count(*), total, max(rowid),"
        " (SELECT count(*) FROM clicks WHERE lower(clicks.query) = lower(searches.query) AND clicks.hour >= ?)"
        " FROM searches WHERE hour >= ? AND query <> '' AND (total = 0 OR NOT ?)"
        " GROUP BY lower(query) ORDER BY count(*) DESC, query LIMIT ?",
        (since, since, only_empty, ROWS),
    )
    return tuple(
        QueryCount(query=str(query), times=_whole(times), total=_whole(total), clicks=_whole(clicks))
        for query, times, total, _, clicks in rows
    )


def _slow(log: QueryLog, since: str) -> tuple[SlowQuery, ...]:
    rows = log.select(
        "SELECT query, filters, max(milliseconds) FROM searches WHERE hour >= ?"
        " GROUP BY query ORDER BY max(milliseconds) DESC LIMIT ?",
        (since, ROWS),
    )
    return tuple(
        SlowQuery(query=str(query), filters=str(filters), milliseconds=float(str(milliseconds)))
        for query, filters, milliseconds in rows
    )


def _whole(value: object) -> int:
    return int(str(value or 0))
