"""A search as a reader states it: the query, and what narrows and orders it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.article import RegionCode
from index.dates import Period
from index.query import Query
from index.search import DateFilter, FacetField, FacetFilter, Filter, InGroup, SearchRequest, Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What an address asks for.

    Attributes:
        text: The query as typed.
        sort: Order of the stories.
        regions: Region codes, any of which will do; ascending.
        officials: Persons' keys and offices (with an ``@``), ascending.
        sections: Sections' names, ascending.
        first: First local day of publishing, None for any.
        last: Last local day of publishing, None for any.
        group: Number of the group of near-duplicates to show, None for any story.
        page: Page of results, from 1.
    """

    text: str = ""
    sort: Sort = Sort.RELEVANCE
    regions: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    group: int | None = None
    page: int = 1

    @property
    def persons(self) -> tuple[str, ...]:
        """The officials that are persons."""
        return tuple(value for value in self.officials if "@" not in value)

    @property
    def offices(self) -> tuple[str, ...]:
        """The officials that are offices, whoever holds them."""
        return tuple(value for value in self.officials if "@" in value)

    @property
    def choices(self) -> int:
        """How many values narrow the search."""
        ends = (self.first is not None) + (self.last is not None)
        return len(self.regions) + len(self.officials) + len(self.sections) + ends + (self.group is not None)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the query narrows the search."""
        return self.without_filters() != replace(self, page=1)

    def without_filters(self) -> "Search":
        """Return the query and its order alone."""
        return Search(text=self.text, sort=self.sort)

    def with_region(self, code: str) -> "Search":
        """Return the search within one region, from its first page."""
        return replace(self, regions=(code,), page=1)

    def with_section(self, name: str) -> "Search":
        """Return the search within one section, from its first page."""
        return replace(self, sections=(name,), page=1)

    def with_group(self, group: int | None) -> "Search":
        """Return the search within one group of near-duplicates (None: any story), from its first page."""
        return replace(self, group=group, page=1)

    def narrowed(self, text: str, offered: FacetFilter | DateFilter) -> "Search":
        """Return the search for another text within one more filter, from its first page."""
        wanted = replace(self, text=text, page=1)
        if isinstance(offered, DateFilter):
            return replace(wanted, first=offered.first, last=offered.last)
        if offered.field is FacetField.REGION:
            return replace(wanted, regions=offered.values)
        return replace(wanted, officials=tuple(sorted({*self.officials, *offered.values})))

    def between(self, period: Period | None) -> "Search":
        """Return the search in another period (None: any), from its first page."""
        first, last = (period.first, period.last) if period is not None else (None, None)
        return replace(self, first=first, last=last, page=1)


def filters(search: Search) -> tuple[Filter, ...]:
    """Return the filters of a search, for an engine."""
    chosen = (
        (FacetField.REGION, search.regions),
        (FacetField.PERSON, search.persons),
        (FacetField.OFFICE, search.offices),
        (FacetField.SECTION, search.sections),
    )
    found: list[Filter] = [FacetFilter(field=field, values=values) for field, values in chosen if values]
    if search.first is not None or search.last is not None:
        found.append(DateFilter(first=search.first, last=search.last))
    if search.group is not None:
        found.append(InGroup(group=search.group))
    return tuple(found)


def to_request(search: Search, query: Query, *, facets: Sequence[FacetField] = (), limit: int) -> SearchRequest:
    """Return the request of one page of ``limit`` stories; ``query`` is the parsed text.

    A page says when a quoted phrase is nowhere and its words were searched; feeds and alerts, which nobody reads so
    closely, set ``relax`` back.
    """
    return SearchRequest(
        query=query,
        filters=filters(search),
        facets=tuple(facets),
        sort=search.sort,
        offset=(search.page - 1) * limit,
        limit=limit,
        relax=True,
    )


def region_search(code: RegionCode | str) -> Search:
    """Return the search for all stories of a region."""
    return Search(regions=(code,))


def official_search(key: str) -> Search:
    """Return the search for all stories that name a person or the holder of an office."""
    return Search(officials=(key,))
