"""Stories per year, month and day: lists of links that look like charts, and drill down."""

import math
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.dates import Period
from index.engine import Engine
from index.query import Query
from index.search import FacetCount, FacetField
from search_web.language import format_day, format_month
from search_web.search import Search, to_request

MAX_YEARS_IN_A_ROW = 8
"""Years whose four digits fit side by side in the margin of a page; more are spread evenly over rows."""

MAX_EMPTY_SPAN = 60
"""Longest span of years whose empty ones are shown too; beyond it one story with a wrong date would draw a desert."""

_NO_LIMIT = 100_000
"""More days than a newspaper has lived."""

_STEP = 5
"""Bars come in steps of 5 %, as style classes: no inline style is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A period with its count.

    Attributes:
        label: What stands below the bar (``2024``, ``3``).
        name: The period in full (``Maret 2024``), for who does not see the chart.
        count: Stories in it.
        size: Length of the bar in percent of the longest, in steps of 5, at least 5; 0 for none.
        target: The search in this period; None where there is nothing.
        is_current: Whether the search is in this very period.
    """

    label: str
    name: str
    count: int
    size: int
    target: Search | None
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All levels that are shown.

    Attributes:
        years: Rows of years.
        year: The year whose months are shown, or None.
        months: Its months, all twelve.
        month: Name of the month whose days are shown, or None.
        days: Its days that have stories.
    """

    years: tuple[tuple[Bar, ...], ...]
    year: int | None = None
    months: tuple[Bar, ...] = ()
    month: str | None = None
    days: tuple[Bar, ...] = ()


def timeline(
    engine: Engine, search: Search, query: Query, counted: Sequence[FacetCount], span: Sequence[FacetCount]
) -> Timeline:
    """Return the timeline of a search: years, the months of a chosen year, the days of a chosen month.

    Args:
        engine: Counts months and days.
        search: What is shown.
        query: Its text, parsed.
        counted: Stories per year under all filters but the dates.
        span: Stories per year of the whole archive: the years to show.
    """
    rows = year_rows(search, counted, span)
    if search.first is None or search.last is None or search.first.year != search.last.year:
        return Timeline(years=rows)
    year = search.first.year
    months = _months(engine, search, query, year)
    if search.first.month != search.last.month:
        return Timeline(years=rows, year=year, months=months)
    return Timeline(
        years=rows,
        year=year,
        months=months,
        month=format_month(year, search.first.month),
        days=_days(engine, search, query, search.first),
    )


def year_rows(search: Search, counted: Iterable[FacetCount], span: Sequence[FacetCount]) -> tuple[tuple[Bar, ...], ...]:
    """Return the years, in rows that fit the page."""
    counts = {int(count.value): count.count for count in counted}
    known = sorted({*counts, *(int(count.value) for count in span)})
    if not known:
        return ()
    is_short = known[-1] - known[0] <= MAX_EMPTY_SPAN
    years = list(range(known[0], known[-1] + 1)) if is_short else known
    highest = max(counts.values(), default=0)
    bars = [_bar(search, str(year), str(year), counts.get(year, 0), highest, _year(year)) for year in years]
    length = math.ceil(len(bars) / math.ceil(len(bars) / MAX_YEARS_IN_A_ROW))
    return tuple(tuple(bars[at : at + length]) for at in range(0, len(bars), length))


def month_bars(engine: Engine, search: Search, query: Query, years: Sequence[int]) -> list[tuple[int, tuple[Bar, ...]]]:
    """Return several years with their months, counted at once."""
    counts = _counts(engine, search, query, FacetField.MONTH, "")
    highest = max(counts.values(), default=0)
    return [(year, _bars_of(search, counts, year, highest)) for year in years]


def _months(engine: Engine, search: Search, query: Query, year: int) -> tuple[Bar, ...]:
    counts = _counts(engine, search, query, FacetField.MONTH, f"{year:04}-")
    return _bars_of(search, counts, year, max(counts.values(), default=0))


def _bars_of(search: Search, counts: Mapping[str, int], year: int, highest: int) -> tuple[Bar, ...]:
    return tuple(
        _bar(
            search,
            str(number),
            format_month(year, number),
            counts.get(f"{year:04}-{number:02}", 0),
            highest,
            _month(date(year, number, 1)),
        )
        for number in range(1, 13)
    )


def _days(engine: Engine, search: Search, query: Query, month: date) -> tuple[Bar, ...]:
    counts = _counts(engine, search, query, FacetField.DAY, f"{month:%Y-%m}-")
    highest = max(counts.values(), default=0)
    days = {date.fromisoformat(value): count for value, count in sorted(counts.items())}
    return tuple(
        _bar(search, str(day.day), format_day(day), count, highest, Period(first=day, last=day))
        for day, count in days.items()
    )


def _counts(engine: Engine, search: Search, query: Query, facet: FacetField, within: str) -> Mapping[str, int]:
    """Count the months or days that begin with ``within``, under all filters but the dates.

    Date facets cannot be narrowed by dates, so all of the archive's come back; hence a limit that none reaches.
    """
    request = replace(to_request(search.between(None), query, facets=(facet,), limit=0), facet_limit=_NO_LIMIT)
    counted = engine.search(request).facets[facet]
    return {count.value: count.count for count in counted if count.value.startswith(within)}


def _bar(search: Search, label: str, name: str, count: int, highest: int, period: Period) -> Bar:
    return Bar(
        label=label,
        name=name,
        count=count,
        size=max(_STEP, round(100 / _STEP * count / highest) * _STEP) if count else 0,
        target=search.between(period) if count else None,
        is_current=(search.first, search.last) == (period.first, period.last),
    )


def _year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def _month(day: date) -> Period:
    return Period(first=day.replace(day=1), last=day.replace(day=monthrange(day.year, day.month)[1]))
