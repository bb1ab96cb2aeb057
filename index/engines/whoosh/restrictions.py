"""Filters and the unscored parts of a query as masks, kept apart by the facet they belong to.

A facet is counted under all filters but its own, so that ticking one value does not make the others vanish; hence a
mask per facet, and one for everything that belongs to none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import partial
from typing import assert_never

import numpy as np

from index.article import ArticleId, Role
from index.engines.whoosh import fields
from index.engines.whoosh.facets import Mask
from index.engines.whoosh.snapshot import DAY_DIVISOR, Snapshot
from index.query.ast import (
    InRegion,
    InSection,
    Not,
    PublishedBetween,
    Query,
    Restriction,
    Tagged,
    WithOfficial,
    WrittenBy,
)
from index.schema import name_key, person_key
from index.search import DateFilter, ExcludeIds, FacetField, FacetFilter, Filter, InGroup, NotAfter


class _NoFacet(Enum):
    """Group of what belongs to no facet."""

    ALWAYS = auto()


class _DateFacet(Enum):
    """Group of years, months, days and ranges of dates: one facet to the reader."""

    DATE = auto()


Group = FacetField | _NoFacet | _DateFacet

_IN_OFFICE = frozenset({Role.INCUMBENT.value, Role.ACTING.value})


@dataclass(slots=True)
class Restrictions:
    """Masks of one request over one snapshot, per group."""

    snapshot: Snapshot
    masks: dict[Group, Mask] = field(default_factory=dict)

    def all(self) -> Mask | None:
        """Return what all groups allow; None is everything."""
        return _both(self.masks.values())

    def all_but(self, facet: FacetField) -> Mask | None:
        """Return what all groups but the facet's own allow; None is everything."""
        own = group_of(facet)
        return _both(mask for group, mask in self.masks.items() if group is not own)

    def add_filter(self, wanted: Filter) -> None:
        """Take one filter of a request."""
        match wanted:
            case FacetFilter():
                self._restrict(group_of(wanted.field), _carrying(self.snapshot, wanted.field, wanted.values))
            case DateFilter():
                self._restrict(_DateFacet.DATE, _published_between(self.snapshot, wanted.first, wanted.last))
            case NotAfter():
                # Moments count to the second; undated articles hold the oldest moment there is and pass.
                self._restrict(_NoFacet.ALWAYS, self.snapshot.published <= int(wanted.moment.timestamp()))
            case InGroup():
                self._restrict(_NoFacet.ALWAYS, (self.snapshot.groups == wanted.group) & (wanted.group > 0))
            case ExcludeIds():
                self._restrict(_NoFacet.ALWAYS, _without(self.snapshot, wanted.ids))
            case _:
                assert_never(wanted)

    def add_query(self, query: Query) -> None:
        """Take the unscored parts of a query."""
        for clause in query.clauses:
            restriction = clause.member if isinstance(clause, Not) else clause
            if isinstance(restriction, Restriction):
                mask = restriction_mask(restriction, self.snapshot)
                self._restrict(_group_of(restriction), ~mask if isinstance(clause, Not) else mask)

    def _restrict(self, group: Group, mask: Mask) -> None:
        present = self.masks.get(group)
        self.masks[group] = mask if present is None else present & mask


def group_of(facet: FacetField) -> Group:
    """Return the group whose filters do not count for a facet."""
    return _DateFacet.DATE if facet in DAY_DIVISOR else facet


def is_date(facet: FacetField) -> bool:
    """Tell whether a facet is one of the three kinds of dates."""
    return facet in DAY_DIVISOR


def _group_of(restriction: Restriction) -> Group:
    """Return the group of a restriction typed in the query: dates are counted with the date facets."""
    return _DateFacet.DATE if isinstance(restriction, PublishedBetween) else _NoFacet.ALWAYS


def restriction_mask(restriction: Restriction, snapshot: Snapshot) -> Mask:
    """Return which articles satisfy a restriction."""
    match restriction:
        case InRegion():
            return _carrying(snapshot, FacetField.REGION, (restriction.code,))
        case WithOfficial():
            return snapshot.table(fields.OFFICIAL).mask(partial(_names, restriction))
        case PublishedBetween():
            return _published_between(snapshot, restriction.first, restriction.last)
        case InSection():
            key = name_key(restriction.name)
            sections = snapshot.table(FacetField.SECTION.value)
            return sections.mask(lambda section: name_key(section) == key)
        case Tagged():
            return snapshot.table(fields.TAG).mask(name_key(restriction.name).__eq__)
        case WrittenBy():
            words = set(name_key(restriction.name).split("-"))
            return snapshot.table(fields.BYLINE).mask(lambda byline: words <= set(byline.split("-")))
        case _:
            assert_never(restriction)


def _names(clause: WithOfficial, value: str) -> bool:
    """Tell whether a stored official is the one asked for; without a person, only who holds the office counts."""
    title, region, person, role = value.split(fields.PART_SEPARATOR)
    if clause.title is not None and clause.title != title:
        return False
    if clause.region is not None and clause.region != region:
        return False
    if clause.person is None:
        return role in _IN_OFFICE
    asked = set(person_key(clause.person).split("-"))
    return asked <= set(person.split("-"))


def _carrying(snapshot: Snapshot, facet: FacetField, values: Iterable[str]) -> Mask:
    """Return which articles carry one of the values."""
    return snapshot.table(facet.value).carrying(values)


def _published_between(snapshot: Snapshot, first: date | None, last: date | None) -> Mask:
    mask = snapshot.days > 0
    if first is not None:
        mask &= snapshot.days >= _day_number(first)
    if last is not None:
        mask &= snapshot.days <= _day_number(last)
    return mask


def _without(snapshot: Snapshot, ids: Iterable[ArticleId]) -> Mask:
    mask = np.ones(snapshot.size, dtype=np.bool_)
    for number in map(snapshot.with_id, ids):
        if number is not None:
            mask[number] = False
    return mask


def _day_number(day: date) -> int:
    return (day.year * 100 + day.month) * 100 + day.day


def _both(masks: Iterable[Mask]) -> Mask | None:
    combined: Mask | None = None
    for mask in masks:
        combined = mask if combined is None else combined & mask
    return combined
