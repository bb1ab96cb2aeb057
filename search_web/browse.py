"""Pages to browse the archive by: regions, officials, months. Each is a search with what its subject adds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from index.article import RegionCode, Role, region_ancestors
from index.dates import MAX_YEAR, MIN_YEAR, parse_period
from index.gazetteer import HEADS, Level, Term
from index.query import Query
from index.search import FacetCount, FacetField, SearchResults, Sort
from search_web.labels import Labels
from search_web.language import format_month
from search_web.language import gettext as _
from search_web.search import Search, to_request
from search_web.site import Site, site
from search_web.stories import plain
from search_web.timeline import Bar, month_bars, timeline, year_rows
from search_web.urls import is_official, is_region

browse = Blueprint("browse", __name__)

STORIES = 10
"""Newest stories on the page of a region, an official or a month."""

CHILDREN = 60
"""Regions listed inside a region; no province has as many regencies."""

SECTIONS = 10
"""Sections and regions listed beside the stories."""

OFFICIALS = 200
"""Persons in the index of officials, those of most stories."""

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_FACETS = (FacetField.REGION, FacetField.SECTION, FacetField.PERSON, FacetField.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOffice:
    """A term of office on a page.

    Attributes:
        years: When, as it stands in the margin: ``2021–2025``.
        label: The office in words.
        person: Key of who held it.
        name: Who held it.
        first: First day.
        last: Last day, None while it lasts.
        acting: Whether it was held for somebody else.
        beside: Who held the deputy's office meanwhile, as key and name.
        search: The stories that name the person in that time.
        count: How many there are.
    """

    years: str
    label: str
    person: str
    name: str
    first: date
    last: date | None
    acting: bool
    beside: tuple[tuple[str, str], ...]
    search: Search
    count: int


@browse.get("/wilayah")
def regions() -> ResponseReturnValue:
    """List the regions that stories are about, the newsroom's province first."""
    here = site()
    overview = here.overview.get()
    counts = {count.value: count.count for count in overview.regions}
    provinces = sorted(
        (code for code in counts if "." not in code), key=lambda code: (code != here.province, -counts[code])
    )
    return render_template(
        "indeks-wilayah.html",
        overview=overview,
        provinces=[(code, counts[code], _inside(counts, code, here.labels)) for code in provinces],
    )


@browse.get("/wilayah/<code>")
def region(code: str) -> ResponseReturnValue:
    """Show a region: its stories, years, parts, heads."""
    here = site()
    known = here.config.gazetteer.regions.get(code) if is_region(code) else None
    if known is None:
        abort(404)
    search = Search(regions=(code,), sort=Sort.NEWEST)
    results = _newest(here, search)
    overview = here.overview.get()
    counts = {count.value: count.count for count in results.facets[FacetField.REGION]}
    is_low = known.level not in (Level.PROVINCE, Level.KABUPATEN, Level.KOTA)
    return render_template(
        "wilayah.html",
        overview=overview,
        code=code,
        level=known.level,
        ancestors=list(reversed(region_ancestors(RegionCode(code)))),
        search=search,
        results=results,
        stories=plain(results.hits),
        years=year_rows(search, results.facets[FacetField.YEAR], overview.years),
        children=_inside(counts, code, here.labels)[:CHILDREN],
        sections=_sections(results, here.labels.place(code)),
        heads=[] if is_low else _heads_of(here, code),
    )


@browse.get("/pejabat")
def officials() -> ResponseReturnValue:
    """List the officials whom stories name."""
    here = site()
    overview = here.overview.get()
    named = [
        (c.value, here.labels.official(c.value), here.labels.person_note(c.value), c.count) for c in overview.persons
    ]
    return render_template(
        "indeks-pejabat.html",
        overview=overview,
        known=[entry for entry in named if entry[2]][:OFFICIALS],
        others=[entry for entry in named if not entry[2]][:OFFICIALS],
    )


@browse.get("/pejabat/<key>")
def official(key: str) -> ResponseReturnValue:
    """Show a person with their offices, or an office with its holders."""
    here = site()
    if not is_official(key):
        abort(404)
    search = Search(officials=(key,), sort=Sort.NEWEST)
    results = _newest(here, search)
    history = _history(here, key)
    if not results.total and not history:
        abort(404)
    overview = here.overview.get()
    return render_template(
        "pejabat.html",
        overview=overview,
        key=key,
        is_office="@" in key,
        search=search,
        results=results,
        history=history,
        stories=plain(results.hits),
        years=year_rows(search, results.facets[FacetField.YEAR], overview.years),
        regions=_top_regions(results.facets[FacetField.REGION]),
    )


@browse.get("/terbit")
def months() -> ResponseReturnValue:
    """List the years and months in which stories appeared."""
    here = site()
    overview = here.overview.get()
    years = [int(count.value) for count in overview.years if count.count]
    counted = month_bars(here.config.engine, Search(), Query(), years)
    return render_template("indeks-terbit.html", overview=overview, years=list(reversed(counted)))


@browse.get("/terbit/<month>")
def month(month: str) -> ResponseReturnValue:
    """Show a month: its days, and its newest stories."""
    here = site()
    period = parse_period(month) if _MONTH.fullmatch(month) else None
    if period is None or not MIN_YEAR <= period.first.year <= MAX_YEAR:
        abort(404)
    search = replace(Search(sort=Sort.NEWEST), first=period.first, last=period.last)
    results = _newest(here, search)
    if not results.total:
        abort(404)
    overview = here.overview.get()
    days: tuple[Bar, ...] = timeline(here.config.engine, search, Query(), (), overview.years).days
    before, after = period.first - timedelta(days=1), period.last + timedelta(days=1)
    return render_template(
        "bulan.html",
        overview=overview,
        name=format_month(period.first.year, period.first.month),
        search=search,
        results=results,
        stories=plain(results.hits),
        days=days,
        regions=_top_regions(results.facets[FacetField.REGION]),
        before=before if overview.first is not None and before >= overview.first else None,
        after=after if overview.last is not None and after <= overview.last else None,
    )


def _newest(here: Site, search: Search) -> SearchResults:
    return here.config.engine.search(to_request(search, Query(), facets=_FACETS, limit=STORIES))


def _inside(counts: dict[str, int], parent: str, labels: Labels) -> list[tuple[str, str, int]]:
    """Return the regions right below one that have stories, each as code, name and count, by name."""
    found = [(code, labels.place(code), count) for code, count in counts.items() if code.rpartition(".")[0] == parent]
    return sorted(((code, name, count) for code, name, count in found if count), key=lambda region: region[1])


def _sections(results: SearchResults, place: str) -> list[FacetCount]:
    """Return the sections of most stories, without one that is called like the place."""
    counts = results.facets[FacetField.SECTION]
    return [count for count in counts if count.value.casefold() != place.casefold()][:SECTIONS]


def _top_regions(counts: Sequence[FacetCount]) -> list[FacetCount]:
    """Return the provinces, regencies and cities of most stories."""
    return [count for count in counts if count.value.count(".") <= 1 and count.count][:SECTIONS]


def _heads_of(here: Site, code: str) -> list[HeldOffice]:
    """Return who headed a region, the latest first."""
    registry = here.config.gazetteer.registry
    terms = [term for title in sorted(HEADS) for term in registry.history(title, RegionCode(code))]
    return [_held(here, term) for term in sorted(terms, key=lambda term: term.first, reverse=True)]


def _history(here: Site, key: str) -> list[HeldOffice]:
    """Return the terms of a person or in an office, the latest first."""
    if "@" in key:
        title, _, region = key.partition("@")
        terms: Sequence[Term] = here.config.gazetteer.registry.history(title, RegionCode(region))
    else:
        terms = here.labels.terms(key)
    return [_held(here, term) for term in sorted(terms, key=lambda term: term.first, reverse=True)]


def _held(here: Site, term: Term) -> HeldOffice:
    last = term.end - timedelta(days=1) if term.end is not None else None
    search = Search(officials=(term.person,), first=term.first, last=last)
    return HeldOffice(
        years=_years(term),
        label=here.labels.office(term),
        person=term.person,
        name=here.labels.official(term.person),
        first=term.first,
        last=last,
        acting=term.role is Role.ACTING,
        beside=_deputies(here, term),
        search=search,
        count=here.config.engine.search(to_request(search, Query(), limit=0)).total,
    )


def _years(term: Term) -> str:
    if term.end is None:
        return f"{term.first.year}–" + _("kini")
    return str(term.first.year) if term.first.year == term.end.year else f"{term.first.year}–{term.end.year}"


def _deputies(here: Site, term: Term) -> tuple[tuple[str, str], ...]:
    """Return who was deputy during a term."""
    registry = here.config.gazetteer.registry
    terms = registry.holders_in(f"wakil_{term.title}", term.region, term.first, term.end or here.config.today())
    persons = dict.fromkeys(deputy.person for deputy in terms)
    return tuple((person, here.labels.official(person)) for person in persons)
