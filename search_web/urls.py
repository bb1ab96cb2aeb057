"""Query string to search state and back: the one place that knows the parameters of ``/cari``.

Everything that shapes a page is in its address; defaults are left out, parameters have one order, so that equal pages
have equal addresses. Reading never fails: a value that means nothing is dropped and named in ``mistakes``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from index.dates import Period, format_day, format_month, parse_period
from index.search import DateFilter, FacetField, FacetFilter, Filter, Sort

MAX_QUERY_CHARS = 300
"""Longest query on a page, in characters; the field's maxlength says the same."""

MAX_VALUES = 20
"""Most values of one facet in an address; a person ticks a handful."""

MAX_VALUE_CHARS = 200
"""Longest facet value in an address."""

MAX_PAGE = 1_000
"""Deepest page; behind it a search wants narrowing, not paging."""

_SORTS = {"": Sort.RELEVANCE, "terbaru": Sort.NEWEST, "terlama": Sort.OLDEST}
_SORT_NAMES = {sort: name for name, sort in _SORTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """What a results page shows.

    Attributes:
        query: As typed.
        sort: Order of the hits.
        regions: Ticked region codes.
        officials: Ticked persons and offices.
        sections: Ticked sections.
        since: First period as typed, empty for none.
        until: Last period as typed, empty for none.
        page: Number of the page, from 1.
        mistakes: Parameter name to what was wrong with its value.
    """

    query: str = ""
    sort: Sort = Sort.RELEVANCE
    regions: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    page: int = 1
    mistakes: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def has_filters(self) -> bool:
        """Whether anything but the query narrows the search."""
        return bool(self.regions or self.officials or self.sections or self.since or self.until)


def read_state(arguments: MultiDict[str, str]) -> SearchState:
    """Return the state that a query string means."""
    mistakes: dict[str, str] = {}
    query = arguments.get("q", "")
    if len(query) > MAX_QUERY_CHARS:
        mistakes["q"] = f"Pencarian dipotong menjadi {MAX_QUERY_CHARS} huruf."
    return SearchState(
        query=query[:MAX_QUERY_CHARS].replace("\0", " ").strip(),
        sort=_SORTS.get(arguments.get("urut", ""), Sort.RELEVANCE),
        regions=_values(arguments.getlist("wilayah")),
        officials=_values(arguments.getlist("pejabat")),
        sections=_values(arguments.getlist("rubrik")),
        since=_date_text(arguments.get("dari", ""), "dari", mistakes),
        until=_date_text(arguments.get("sampai", ""), "sampai", mistakes),
        page=_page(arguments.get("hal", "1")),
        mistakes=mistakes,
    )


def write_state(state: SearchState) -> str:
    """Return the query string of a state, without ``?``; empty for the start of everything."""
    pairs: list[tuple[str, str]] = []
    if state.query:
        pairs.append(("q", state.query))
    if state.sort is not Sort.RELEVANCE:
        pairs.append(("urut", _SORT_NAMES[state.sort]))
    for name, values in (("wilayah", state.regions), ("pejabat", state.officials), ("rubrik", state.sections)):
        pairs += [(name, value) for value in values]
    pairs += [(name, value) for name, value in (("dari", state.since), ("sampai", state.until)) if value]
    if state.page > 1:
        pairs.append(("hal", str(state.page)))
    return urlencode(pairs)


def filters_of(state: SearchState) -> tuple[Filter, ...]:
    """Return the filters of a state."""
    filters: list[Filter] = []
    offices = tuple(value for value in state.officials if "@" in value)
    persons = tuple(value for value in state.officials if "@" not in value)
    for facet, values in (
        (FacetField.REGION, state.regions),
        (FacetField.OFFICE, offices),
        (FacetField.PERSON, persons),
        (FacetField.SECTION, state.sections),
    ):
        if values:
            filters.append(FacetFilter(field=facet, values=values))
    since, until = parse_period(state.since), parse_period(state.until)
    if since is not None or until is not None:
        filters.append(DateFilter(first=since.first if since else None, last=until.last if until else None))
    return tuple(filters)


def without(state: SearchState, name: str, value: str = "") -> SearchState:
    """Return the state without one filter, on its first page."""
    match name:
        case "wilayah":
            return replace(state, regions=_removed(state.regions, value), page=1)
        case "pejabat":
            return replace(state, officials=_removed(state.officials, value), page=1)
        case "rubrik":
            return replace(state, sections=_removed(state.sections, value), page=1)
        case "tanggal":
            return replace(state, since="", until="", page=1)
        case _:
            return replace(state, regions=(), officials=(), sections=(), since="", until="", page=1)


def date_label(state: SearchState) -> str:
    """Return the date filter in words: ``tahun 2020``, ``sejak Februari 2024``; empty for none."""
    since, until = parse_period(state.since), parse_period(state.until)
    if since is not None and since == until:
        return period_label(since)
    parts = [f"sejak {period_label(since)}"] if since is not None else []
    if until is not None:
        parts.append(f"sampai {period_label(until)}")
    return " ".join(parts)


def period_label(period: Period) -> str:
    """Return a period in words: a year, a month, or a day."""
    first, last = period.first, period.last
    if first == last:
        return format_day(first)
    if first.month == last.month and first.year == last.year:
        return format_month(first.year, first.month)
    return str(first.year)


def _values(values: Iterable[str]) -> tuple[str, ...]:
    kept = (value.strip() for value in values if 0 < len(value.strip()) <= MAX_VALUE_CHARS)
    return tuple(dict.fromkeys(kept))[:MAX_VALUES]


def _date_text(text: str, name: str, mistakes: dict[str, str]) -> str:
    text = text.strip()[:MAX_VALUE_CHARS]
    if text and parse_period(text) is None:
        mistakes[name] = f"Tanggal “{text[:40]}” tidak dikenal. Tulis misalnya 2021, Januari 2021, atau 18/1/2021."
        return ""
    return text


def _page(text: str) -> int:
    return min(MAX_PAGE, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _removed(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(kept for kept in values if kept != value)
