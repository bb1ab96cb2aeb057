"""Filters and the unscored parts of a query as masks, kept apart by the facet they belong to.

A facet is counted under all filters but its own, so that ticking one value does not make the others vanish; hence a
mask per facet, and one for everything that belongs to none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import partial
from typing import assert_never

import numpy as np

from index.article import Role
from index.engines.whoosh import fields
from index.engines.whoosh.facets import Mask
from index.engines.whoosh.snapshot import Snapshot
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

_DAY_DIVISOR = {FacetField.YEAR: 10_000, FacetField.MONTH: 100, FacetField.DAY: 1}
"""What the number 20240220 is divided by to give the year, month or day it lies in."""

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
    return _DateFacet.DATE if facet in _DAY_DIVISOR else facet


def date_counts(snapshot: Snapshot, facet: FacetField, mask: Mask) -> Mapping[str, int]:
    """Return the number of articles in the mask per year, month or day."""
    days = snapshot.days[mask]
    values, counts = np.unique(days[days > 0] // _DAY_DIVISOR[facet], return_counts=True)
    return {_date_text(value): count for value, count in zip(values.tolist(), counts.tolist(), strict=True)}


def is_date(facet: FacetField) -> bool:
    """Tell whether a facet is one of the three kinds of dates."""
    return facet in _DAY_DIVISOR


def _group_of(restriction: Restriction) -> Group:
    """Return the group of a restriction typed in the query: dates are counted with the date facets."""
    return _DateFacet.DATE if isinstance(restriction, PublishedBetween) else _NoFacet.ALWAYS


def restriction_mask(restriction: Restriction, snapshot: Snapshot) -> Mask:
    """Return which articles satisfy a restriction."""
    match restriction:
        case InRegion():
            return _carrying(snapshot, FacetField.REGION, (restriction.code,))
        case WithOfficial():
            return snapshot.table(fields.OFFICIAL).mask(partial(_names, restriction), snapshot.size)
        case PublishedBetween():
            return _published_between(snapshot, restriction.first, restriction.last)
        case InSection():
            key = name_key(restriction.name)
            sections = snapshot.table(FacetField.SECTION.value)
            return sections.mask(lambda section: name_key(section) == key, snapshot.size)
        case Tagged():
            return snapshot.table(fields.TAG).mask(name_key(restriction.name).__eq__, snapshot.size)
        case WrittenBy():
            words = set(name_key(restriction.name).split("-"))
            return snapshot.table(fields.BYLINE).mask(lambda byline: words <= set(byline.split("-")), snapshot.size)
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
    wanted = frozenset(values)
    if is_date(facet):
        numbers = [
            int(digits) for value in wanted if (digits := value.replace("-", "")).isdecimal() and len(digits) <= 8
        ]
        return (snapshot.days > 0) & np.isin(snapshot.days // _DAY_DIVISOR[facet], numbers)
    accepts: Callable[[str], bool] = wanted.__contains__
    return snapshot.table(facet.value).mask(accepts, snapshot.size)


def _published_between(snapshot: Snapshot, first: date | None, last: date | None) -> Mask:
    mask = snapshot.days > 0
    if first is not None:
        mask &= snapshot.days >= _day_number(first)
    if last is not None:
        mask &= snapshot.days <= _day_number(last)
    return mask


def _without(snapshot: Snapshot, ids: Iterable[str]) -> Mask:
    mask = np.ones(snapshot.size, dtype=np.bool_)
    for article_id in ids:
        mask[list(snapshot.with_term(fields.ID, article_id))] = False
    return mask


def _day_number(day: date) -> int:
    return (day.year * 100 + day.month) * 100 + day.day


def _date_text(number: int) -> str:
    """Return ``20240220`` as ``2024-02-20``, ``202402`` as ``2024-02``, ``2024`` as it is."""
    digits = f"{number:04}"
    if len(digits) > 6:
        return f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}"
    return f"{digits[:-2]}-{digits[-2:]}" if len(digits) > 4 else digits


def _both(masks: Iterable[Mask]) -> Mask | None:
    combined: Mask | None = None
    for mask in masks:
        combined = mask if combined is None else combined & mask
    return combined
