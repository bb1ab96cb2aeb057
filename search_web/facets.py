"""What a reader can narrow results by, and what they are narrowed by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.search import FacetCount, FacetField, SearchResults
from search_web.labels import Labels
from search_web.language import gettext as _
from search_web.periods import period_label
from search_web.search import Search

FACETS = (FacetField.REGION, FacetField.PERSON, FacetField.OFFICE, FacetField.SECTION, FacetField.YEAR)
"""What a page of results counts."""

MOST_CHOICES = 15
"""Values listed per facet, the most frequent; ticked ones are always listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that can be ticked.

    Attributes:
        value: What the address says.
        label: What the reader sees.
        note: A second, smaller line.
        count: Stories the reader gets by ticking it.
        is_ticked: Whether it is.
        children: The regions inside a region.
    """

    value: str
    label: str
    count: int
    is_ticked: bool
    note: str = ""
    children: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Values of one list; ``legend`` names it, ``parameter`` is its name in the address."""

    legend: str
    parameter: str
    items: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet: its name, how many of its values are ticked, and its lists."""

    title: str
    ticked: int
    lists: tuple[Choices, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """An active filter in words, and the search without it."""

    label: str
    without: Search


def region_facet(results: SearchResults, search: Search, labels: Labels, home: str | None) -> Facet:
    """Return the regions as a tree: below a province its regencies and cities, below a ticked one its districts.

    Of other provinces than the newsroom's own the inside is shown only when something of it is ticked.
    """
    counts = {count.value: count.count for count in results.facets[FacetField.REGION]}
    tree = _RegionTree(counts, frozenset(search.regions), labels, home.partition(".")[0] if home else None)
    items = Choices(legend=_("Wilayah"), parameter="wilayah", items=tree.below(""))
    return Facet(title=_("Wilayah"), ticked=len(search.regions), lists=(items,))


def official_facet(results: SearchResults, search: Search, labels: Labels) -> Facet:
    """Return the persons and the offices."""
    persons = _choices(results.facets[FacetField.PERSON], search.persons, labels.official, labels.person_note)
    offices = _choices(results.facets[FacetField.OFFICE], search.offices, labels.official)
    return Facet(
        title=_("Pejabat"),
        ticked=len(search.officials),
        lists=(
            Choices(legend=_("Menurut orang"), parameter="pejabat", items=persons),
            Choices(legend=_("Menurut jabatan, siapa pun orangnya"), parameter="pejabat", items=offices),
        ),
    )


def section_facet(results: SearchResults, search: Search) -> Facet:
    """Return the sections."""
    items = _choices(results.facets[FacetField.SECTION], search.sections, str)
    return Facet(
        title=_("Rubrik"),
        ticked=len(search.sections),
        lists=(Choices(legend=_("Rubrik"), parameter="rubrik", items=items),),
    )


def chips(search: Search, labels: Labels) -> list[Chip]:
    """Return the active filters, each with the search without it."""
    first_page = replace(search, page=1)
    found = [
        Chip(label=labels.region(code), without=replace(first_page, regions=_minus(search.regions, code)))
        for code in search.regions
    ]
    found += [
        Chip(label=labels.official(key), without=replace(first_page, officials=_minus(search.officials, key)))
        for key in search.officials
    ]
    found += [
        Chip(label=_("Rubrik %s") % name, without=replace(first_page, sections=_minus(search.sections, name)))
        for name in search.sections
    ]
    period = period_label(search)
    if period:
        found.append(Chip(label=_("Terbit %s") % period, without=search.between(None)))
    if search.group is not None:
        found.append(Chip(label=_("Berita serupa"), without=search.with_group(None)))
    return found


@dataclass(frozen=True, slots=True)
class _RegionTree:
    counts: Mapping[str, int]
    ticked: frozenset[str]
    labels: Labels
    home: str | None

    def below(self, parent: str) -> tuple[Choice, ...]:
        """Return the regions right below one that are to be shown; those of ``""`` are the provinces."""
        codes = self._kept([code for code in self.counts if code.rpartition(".")[0] == parent])
        if self.home in codes:
            codes = [self.home, *(code for code in codes if code != self.home)]
        return tuple(self._choice(code) for code in codes)

    def _choice(self, code: str) -> Choice:
        children = self.below(code) if self._is_open(code) else ()
        is_province = "." not in code
        return Choice(
            value=code,
            label=self.labels.region(code),
            count=self.counts[code],
            is_ticked=code in self.ticked,
            note=_("seluruh kabupaten dan kota") if is_province and children else "",
            children=children,
        )

    def _is_open(self, code: str) -> bool:
        return code == self.home or code in self.ticked or any(t.startswith(f"{code}.") for t in self.ticked)

    def _kept(self, codes: Sequence[str]) -> list[str]:
        return [code for place, code in enumerate(codes) if place < MOST_CHOICES or self._is_open(code)]


def _choices(
    counts: Iterable[FacetCount],
    ticked: Sequence[str],
    label: Callable[[str], str],
    note: Callable[[str], str] = lambda _key: "",
) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=count.value,
            label=label(count.value),
            note=note(count.value),
            count=count.count,
            is_ticked=count.value in ticked,
        )
        for place, count in enumerate(counts)
        if place < MOST_CHOICES or count.value in ticked
    )


def _minus(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(kept for kept in values if kept != value)
