"""The page of results, and the one of none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from index.offers import Offer
from index.query import Parsed, Problem
from index.search import FacetCount, SearchResults
from search_web.facets import FACETS, chips, official_facet, region_facet, section_facet
from search_web.insight import LoggedSearch
from search_web.language import gettext as _
from search_web.overview import Overview
from search_web.periods import shown_period
from search_web.search import Search, to_request
from search_web.site import results_url, search_url, site
from search_web.stories import (
    corrected,
    found,
)
from search_web.timeline import timeline, year_rows
from search_web.urls import MAX_PAGE, MAX_TEXT_CHARS, Reading, read, write
from search_web.ways_out import ways_out
from search_web.wording import offer_label, query_trouble

MAX_ROBOT_CHOICES = 4
"""Filters that a crawler may combine: people tick a few, crawlers walk all combinations."""

ROBOT_SECONDS = 3600
"""When such a crawler may come again, in seconds."""

_EVERYTHING = Search()
_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|python", re.IGNORECASE)


def search() -> ResponseReturnValue:
    """Show the results of a search."""
    reading = read(request.args.items(multi=True))
    if not reading.problems and any(not value for value in request.args.values()):
        # A form sends its empty fields along; without script only the server can take them out of the address.
        return redirect(search_url(reading.search))
    if is_robot() and reading.search.choices > MAX_ROBOT_CHOICES:
        raise TooManyRequests(retry_after=ROBOT_SECONDS)
    parsed = site().parse(reading.search.text)
    asked = to_request(reading.search, parsed.query, facets=FACETS, limit=site().config.page_size)
    results = site().config.engine.search(replace(asked, fold=reading.search.group is None))
    _remember(reading.search, results)
    if results.total:
        offers = site().offers(asked) if reading.search.page == 1 else ()
        return _results_page(reading, parsed, results, offers)
    return _empty_page(reading, parsed, results)


def is_robot() -> bool:
    """Tell whether the request says that it is a program's."""
    return _ROBOT.search(request.user_agent.string) is not None


def _remember(search: Search, results: SearchResults) -> None:
    """Log a reader's search: its first page only, and no robot's."""
    here = site()
    if here.query_log is None or not search.text or search.page > 1 or is_robot():
        return
    asked = LoggedSearch(
        query=search.text,
        filters=write(replace(search, text="")),
        total=results.total,
        milliseconds=results.took_ms,
    )
    here.query_log.add(asked, here.config.now())


def _results_page(reading: Reading, parsed: Parsed, results: SearchResults, offers: Sequence[Offer]) -> str:
    here, search = site(), reading.search
    overview = here.overview.get()
    last_page = min(MAX_PAGE, -(-results.listed // here.config.page_size))
    return render_template(
        "hasil.html",
        **_common(reading, parsed, results, overview),
        stories=found(results, parsed.query, search),
        offers=[
            (offer_label(offer, here.labels), offer.count, search.narrowed(offer.text, offer.filter))
            for offer in offers
        ],
        facets={
            "wilayah": region_facet(results, search, here.labels, here.config.gazetteer.home),
            "pejabat": official_facet(results, search, here.labels),
            "rubrik": section_facet(results, search),
        },
        timeline=timeline(here.config.engine, search, parsed.query, _years_of(results), overview.years),
        first_shown=(search.page - 1) * here.config.page_size + 1,
        last_page=last_page,
        page_url=lambda number: results_url(replace(search, page=number)),
        recent=_recent(search, here.config.today()),
        numbers=_page_numbers(search.page, last_page),
        is_capped=results.listed > last_page * here.config.page_size,
    )


def _empty_page(reading: Reading, parsed: Parsed, results: SearchResults) -> str:
    here, search = site(), reading.search
    overview = here.overview.get()
    region = search.regions[0] if search.regions else None
    held = here.config.engine.search(
        to_request(Search(regions=search.regions), Parsed(query=here.parse("").query).query, facets=FACETS, limit=0)
    )
    is_held = bool(search.regions) and held.total > 0
    return render_template(
        "kosong.html",
        **_common(reading, parsed, results, overview),
        ways=ways_out(here.config.engine, search, parsed, here.parse, here.labels),
        place=here.labels.region(region) if region is not None and is_held and len(search.regions) == 1 else None,
        years=year_rows(
            Search(regions=search.regions) if is_held else _EVERYTHING,
            _years_of(held) if is_held else overview.years,
            overview.years,
        ),
    )


def _common(reading: Reading, parsed: Parsed, results: SearchResults, overview: Overview) -> dict[str, Any]:
    """Return what pages with and without results show alike."""
    search = reading.search
    first, last = shown_period(search)
    asked = to_request(search, parsed.query, limit=0)
    meant = site().suggester.did_you_mean(asked, results, is_mistyped=bool(parsed.problems))
    by_field = {problem.parameter: problem for problem in reading.problems}
    return {
        "overview": overview,
        "search": search,
        "query": write(search),
        "results": results,
        "corrected": corrected(parsed.text, results.corrections),
        "meant": meant,
        "meant_search": replace(search, text=meant.text, page=1) if meant is not None else None,
        "problems": [
            (problem, query_trouble(problem.trouble, problem.value), _mended(problem, search))
            for problem in parsed.problems
        ],
        "field_problems": by_field,
        "chips": chips(search, site().labels),
        "bare": search.without_filters(),
        "first_field": by_field["dari"].value if "dari" in by_field else first,
        "last_field": by_field["sampai"].value if "sampai" in by_field else last,
    }


def _mended(problem: Problem, search: Search) -> Search | None:
    """Return the search with the query mended, or None where nothing better is known."""
    suggestion = problem.suggestion
    if suggestion is None or suggestion == search.text or len(suggestion) > MAX_TEXT_CHARS:
        return None
    return replace(search, text=suggestion, page=1)


def _recent(search: Search, today: date) -> list[tuple[str, Search]]:
    """Return the search in recent periods, each with its name."""
    return [
        (_("7 hari terakhir"), replace(search, first=today - timedelta(days=6), last=None, page=1)),
        (_("30 hari"), replace(search, first=today - timedelta(days=29), last=None, page=1)),
        (_("Tahun ini"), replace(search, first=today.replace(month=1, day=1), last=None, page=1)),
    ]


def _years_of(results: SearchResults) -> tuple[FacetCount, ...]:
    return results.facets[FACETS[-1]]


def _page_numbers(page: int, last: int) -> list[int | None]:
    """Return the pages to link: the first, the last and those around this one; None for what is left out between."""
    numbers = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    spaced: list[int | None] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before == 2:
            spaced.append(number - 1)  # one page takes no more room than the dots in its place
        elif number - before > 2:
            spaced.append(None)
        spaced.append(number)
    return spaced
