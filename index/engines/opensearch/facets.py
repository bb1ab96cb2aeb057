"""Facets as aggregations: each counted under all filters but its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from index.engines.opensearch.cluster import Json
from index.engines.opensearch.fields import clean
from index.engines.opensearch.matching import passing, satisfying
from index.engines.opensearch.view import View, all_of
from index.query.ast import Not, PublishedBetween, Query, Restriction
from index.search import DateFilter, FacetCount, FacetField, FacetFilter, Filter, SearchRequest

MAX_AT_ONCE = 10_000
"""Values that are counted in one call; where more are wanted, all are read page by page."""

EVERY_SHARD = 20_000
"""Values that each shard counts: below it, counts are exact however many shards there are."""

_DATES = frozenset({FacetField.YEAR, FacetField.MONTH, FacetField.DAY})


class _DateFacet(Enum):
    """Group of years, months, days and ranges of dates: one facet to the reader."""

    DATE = auto()


_Group = FacetField | _DateFacet


@dataclass(slots=True)
class Filters:
    """What a request lets through, per facet that does not count it, and what holds for all of them."""

    always: list[Json] = field(default_factory=list)
    by_group: dict[_Group, list[Json]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, request: SearchRequest) -> "Filters":
        """Return those of a request and of its query."""
        filters = cls()
        for wanted in request.filters:
            filters._add_filter(wanted)
        if isinstance(request.query, Query):
            filters._add_query(request.query)
        return filters

    def all(self) -> list[Json]:
        """Return the filters of all facets."""
        return [one for group in self.by_group.values() for one in group]

    def all_but(self, facet: FacetField) -> list[Json]:
        """Return the filters of all facets but one."""
        own = _group_of(facet)
        return [one for group, some in self.by_group.items() if group is not own for one in some]

    def _add_filter(self, wanted: Filter) -> None:
        match wanted:
            case FacetFilter():
                self.by_group[_group_of(wanted.field)].append(passing(wanted))
            case DateFilter():
                self.by_group[_DateFacet.DATE].append(passing(wanted))
            case _:
                self.always.append(passing(wanted))

    def _add_query(self, query: Query) -> None:
        for clause in query.clauses:
            restriction = clause.member if isinstance(clause, Not) else clause
            if isinstance(restriction, Restriction):
                satisfied = satisfying(restriction)
                wanted = all_of([], none_of=[satisfied]) if isinstance(clause, Not) else satisfied
                is_date = isinstance(restriction, PublishedBetween)
                (self.by_group[_DateFacet.DATE] if is_date else self.always).append(wanted)


def aggregations(request: SearchRequest, filters: Filters) -> Json:
    """Return the aggregations that count a request's facets."""
    return {
        facet.value: {"filter": all_of(filters.all_but(facet)), "aggs": _counting(facet, request)}
        for facet in request.facets
        if request.facet_limit <= MAX_AT_ONCE
    }


def counted(
    request: SearchRequest, answer: Mapping[str, Json], view: View, query: Json, filters: Filters
) -> Mapping[FacetField, tuple[FacetCount, ...]]:
    """Return a request's facets from the answer to its aggregations, or page by page where there are too many."""
    return {
        facet: _listed(
            facet,
            _read(answer[facet.value]) if facet.value in answer else _all_values(facet, view, query, filters),
            _ticked(request, facet),
            request.facet_limit,
        )
        for facet in request.facets
    }


def _counting(facet: FacetField, request: SearchRequest) -> Json:
    size = max(1, request.facet_limit)
    order = [{"_count": "desc"}, {"_key": "asc"}]
    terms = {"field": facet.value, "size": size, "shard_size": max(size, EVERY_SHARD), "order": order}
    found: Json = {"frequent": {"terms": terms}}
    ticked = [clean(value) for value in _ticked(request, facet)]
    if ticked:
        found["ticked"] = {"terms": {"field": facet.value, "include": ticked, "size": len(ticked)}}
    return found


def _read(answer: Json) -> dict[str, int]:
    buckets = [*answer.get("ticked", {}).get("buckets", ()), *answer["frequent"]["buckets"]]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def _all_values(facet: FacetField, view: View, query: Json, filters: Filters) -> dict[str, int]:
    """Count every value, however many there are."""
    composite: Json = {"size": MAX_AT_ONCE, "sources": [{"value": {"terms": {"field": facet.value}}}]}
    body = {
        "size": 0,
        "query": all_of([query, *filters.all_but(facet)]),
        "aggs": {"all": {"composite": composite}},
    }
    found: dict[str, int] = {}
    while True:
        page = view.search(body)["aggregations"]["all"]
        found |= {bucket["key"]["value"]: bucket["doc_count"] for bucket in page["buckets"]}
        if "after_key" not in page:
            return found
        composite["after"] = page["after_key"]


def _ticked(request: SearchRequest, facet: FacetField) -> Sequence[str]:
    values: Iterable[str] = (
        value for one in request.filters if isinstance(one, FacetFilter) and one.field is facet for value in one.values
    )
    return tuple(dict.fromkeys(values))


def _listed(facet: FacetField, counts: Mapping[str, int], ticked: Sequence[str], limit: int) -> tuple[FacetCount, ...]:
    """Return the most frequent values, and every ticked one, in the order shown."""
    frequent = sorted(counts, key=lambda value: (-counts[value], value))[: max(0, limit)]
    shown = {*frequent, *ticked}
    order = sorted(shown) if facet in _DATES else sorted(shown, key=lambda value: (-counts.get(value, 0), value))
    return tuple(FacetCount(value=value, count=counts.get(value, 0)) for value in order)


def _group_of(facet: FacetField) -> _Group:
    return _DateFacet.DATE if facet in _DATES else facet
