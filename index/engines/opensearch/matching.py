"""Which documents a plan, a restriction or a filter lets through, as queries without scores."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from index.engines.opensearch import fields
from index.engines.opensearch.cluster import Json
from index.engines.opensearch.evidence import Evidence
from index.engines.opensearch.fields import clean
from index.engines.opensearch.view import NOTHING, all_of, any_of
from index.query.ast import (
    InRegion,
    InSection,
    PublishedBetween,
    Restriction,
    Tagged,
    WithOfficial,
    WrittenBy,
)
from index.ranking import Alternative, Either, Part, Plan
from index.schema import name_key, person_key
from index.search import DateFilter, ExcludeIds, FacetField, FacetFilter, Filter, InGroup, Kind, Layer, NotAfter

_LARGEST_GROUP = 2**63 - 1


def evidence_of(form: Alternative, *, title_only: bool) -> Iterator[Evidence]:
    """Yield what a form of a concept is in each layer that it is asked in."""
    for layer, words in ((Layer.STEM, form.stems), (Layer.SURFACE, form.surfaces)):
        if words:
            yield Evidence(layer=layer, words=words, distance=form.distance, title_only=title_only)


def covers(part: Part) -> Json:
    """Return the query for what holds a part in any form, related ones too."""
    if isinstance(part, Either):
        return matching(part)
    return any_of(
        evidence.holders() for form in part.alternatives for evidence in evidence_of(form, title_only=part.title_only)
    )


def matching(part: Part) -> Json:
    """Return the query for what matches a part: a related form alone matches nothing."""
    if isinstance(part, Either):
        return any_of(matching_plan(plan) for plan in part.plans)
    return any_of(
        evidence.holders()
        for form in part.alternatives
        if form.kind is not Kind.RELATED
        for evidence in evidence_of(form, title_only=part.title_only)
    )


def matching_plan(plan: Plan) -> Json:
    """Return the query for what matches a plan."""
    wanted = [_restricted(restriction) for restriction in plan.restrictions]
    wanted += [matching(part) for part in plan.required]
    if plan.scored and not plan.required:
        wanted.append(any_of(matching(part) for part in plan.scored))
    return all_of(wanted, none_of=[matching(part) for part in plan.excluded])


def _restricted(restriction: Restriction | Either) -> Json:
    return matching(restriction) if isinstance(restriction, Either) else satisfying(restriction)


def satisfying(restriction: Restriction) -> Json:
    """Return the query for what satisfies a restriction."""
    match restriction:
        case InRegion():
            return _term(FacetField.REGION.value, restriction.code)
        case WithOfficial():
            return _named(restriction)
        case PublishedBetween():
            return _published(restriction.first, restriction.last)
        case InSection():
            return _term(fields.SECTION_KEY, name_key(restriction.name))
        case Tagged():
            return _term(fields.TAG, name_key(restriction.name))
        case WrittenBy():
            return all_of(_term(fields.BYLINE, word) for word in name_key(restriction.name).split("-"))
        case _:
            assert_never(restriction)


def passing(wanted: Filter) -> Json:
    """Return the query for what passes a filter."""
    match wanted:
        case FacetFilter():
            return carrying(wanted.field, wanted.values)
        case DateFilter():
            return _published(wanted.first, wanted.last)
        case NotAfter():
            until = {"range": {fields.PUBLISHED: {"lte": int(wanted.moment.timestamp())}}}
            return any_of([until, all_of([], none_of=[{"exists": {"field": fields.PUBLISHED}}])])
        case InGroup():
            return _term(fields.GROUP, wanted.group) if 0 < wanted.group <= _LARGEST_GROUP else NOTHING
        case ExcludeIds():
            return all_of([], none_of=[{"terms": {fields.ID: sorted(map(clean, wanted.ids))}}])
        case _:
            assert_never(wanted)


def carrying(facet: FacetField, values: Iterable[str]) -> Json:
    """Return the query for what carries one of a facet's values."""
    return {"terms": {facet.value: [clean(value) for value in values]}}


def _named(clause: WithOfficial) -> Json:
    """Return the query for officials; without a person, only who holds the office counts."""
    wanted: list[Json] = []
    if clause.title is not None:
        wanted.append(_term(f"{fields.OFFICIAL}.title", clause.title))
    if clause.region is not None:
        wanted.append(_term(f"{fields.OFFICIAL}.region", clause.region))
    if clause.person is None:
        wanted.append(_term(f"{fields.OFFICIAL}.in_office", True))
    else:
        words = [word for word in person_key(clause.person).split("-") if word]
        wanted += [_term(f"{fields.OFFICIAL}.person", word) for word in words] or [NOTHING]
    return {"nested": {"path": fields.OFFICIAL, "query": all_of(wanted)}}


def _published(first: date | None, last: date | None) -> Json:
    day = FacetField.DAY.value
    if first is None and last is None:
        return {"exists": {"field": day}}
    bounds = {"gte": first, "lte": last}
    return {"range": {day: {name: bound.isoformat() for name, bound in bounds.items() if bound is not None}}}


def _term(field: str, value: str | int | bool) -> Json:
    return {"term": {field: clean(value) if isinstance(value, str) else value}}
