"""The reader's pages: start, results, article."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from index.answer import snippets
from index.article import ArticleId, Document, OfficeHolder, RegionCode
from index.dates import MONTH_NAMES, parse_period
from index.highlight import Marks, highlight
from index.query import Parsed, Query, parse
from index.related import related_stories
from index.search import FacetCount, FacetField, SearchRequest, SearchResults, Snippet, Sort
from search_web.config import WebConfig
from search_web.urls import MAX_PAGE, SearchState, date_label, filters_of, read_state, without, write_state

pages = Blueprint("pages", __name__)

FACETS = (
    FacetField.REGION,
    FacetField.PERSON,
    FacetField.OFFICE,
    FacetField.SECTION,
    FacetField.YEAR,
)
SHOWN_VALUES = 12
"""Values listed per facet; ticked ones are always listed."""

LATEST = 5
"""Newest stories on the start page."""

RELATED = 5
"""Related stories under an article."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet value a reader can tick."""

    value: str
    label: str
    count: int
    ticked: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or month with its count; ``size`` is the bar's length in steps of 5 %, ``url`` empty for nothing."""

    label: str
    count: int
    size: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A search that finds something where this one found nothing."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Story:
    """A story in a list."""

    document: Document
    snippet: Snippet
    url: str
    why: str = ""


def config() -> WebConfig:
    """Return what the application was made with."""
    made: WebConfig = current_app.extensions["telusur"]
    return made


@pages.get("/")
def start() -> ResponseReturnValue:
    """Show the search box and what the archive holds."""
    results = config().engine.search(
        SearchRequest(facets=(FacetField.REGION, FacetField.YEAR), sort=Sort.NEWEST, limit=LATEST)
    )
    return render_template(
        "mulai.html",
        total=results.total,
        bars=_year_bars(results, SearchState()),
        regions=_region_choices(results.facets[FacetField.REGION], SearchState()),
        stories=_stories(results, Query()),
        state=SearchState(),
    )


@pages.get("/cari")
def search() -> ResponseReturnValue:
    """Show the results of a search."""
    state = read_state(request.args)
    parsed = _parsed(state.query)
    size = config().page_size
    results = config().engine.search(
        SearchRequest(
            query=parsed.query,
            filters=filters_of(state),
            facets=FACETS,
            sort=state.sort,
            offset=(state.page - 1) * size,
            limit=size,
        )
    )
    last = max(1, min(MAX_PAGE, -(-results.total // size)))
    return render_template(
        "hasil.html" if results.total else "kosong.html",
        state=state,
        problems=parsed.problems,
        results=results,
        stories=_stories(results, parsed.query),
        bars=_bars(results, state),
        facets=_facets(results, state),
        chips=_chips(state),
        date_label=date_label(state),
        ways=() if results.total else _ways_out(state, parsed),
        last_page=last,
        numbers=_page_numbers(state.page, last),
        page_url=lambda number: _url(replace(state, page=number)),
        clear_url=_url(without(state, "")),
    )


@pages.get("/artikel/<path:article_id>")
def article(article_id: str) -> ResponseReturnValue:
    """Show a whole story, with what is related to it."""
    document = config().engine.get(ArticleId(article_id))
    if document is None:
        abort(404)
    gazetteer = config().gazetteer
    related = related_stories(
        config().engine, config().analyzer, document, limit=RELATED, region_label=gazetteer.region_label
    )
    return render_template(
        "artikel.html",
        document=document,
        paragraphs=[paragraph for paragraph in document.article.body.split("\n\n") if paragraph.strip()],
        officials=[_official_line(official) for official in document.annotations.officials if official.person],
        related=[
            Story(story.document, _plain_snippet(story.document), _story_url(story.document), "; ".join(story.reasons))
            for story in related
        ],
        state=SearchState(),
    )


def _parsed(text: str) -> Parsed:
    return parse(text, resolver=config().gazetteer, today=config().today())


def _url(state: SearchState) -> str:
    arguments = write_state(state)
    path = url_for("pages.search")
    return f"{path}?{arguments}" if arguments else path


def _story_url(document: Document) -> str:
    return url_for("pages.article", article_id=document.article.id)


def _stories(results: SearchResults, query: Query) -> list[Story]:
    shown = snippets(results, query, config().analyzer)
    return [
        Story(hit.document, snippet, _story_url(hit.document)) for hit, snippet in zip(results.hits, shown, strict=True)
    ]


def _plain_snippet(document: Document) -> Snippet:
    return highlight(document.article.title, document.article.body, Marks(), config().analyzer)


def _official_line(official: OfficeHolder) -> Mapping[str, str]:
    gazetteer = config().gazetteer
    key = official.person_id or ""
    office = gazetteer.office_label(f"{official.title}@{official.region or ''}")
    role = {"acting": "Pj. ", "former": "mantan ", "candidate": "calon "}.get(official.role.value, "")
    return {"name": official.person or "", "office": f"{role}{office}", "key": key}


# Facets


def _facets(results: SearchResults, state: SearchState) -> Mapping[str, Sequence[Choice]]:
    gazetteer = config().gazetteer
    persons = _choices(results.facets[FacetField.PERSON], state.officials, gazetteer.person_label)
    offices = _choices(results.facets[FacetField.OFFICE], state.officials, gazetteer.office_label)
    return {
        "wilayah": _region_choices(results.facets[FacetField.REGION], state),
        "orang": persons,
        "jabatan": offices,
        "rubrik": _choices(results.facets[FacetField.SECTION], state.sections, str),
    }


def _choices(counts: Sequence[FacetCount], ticked: Sequence[str], label: Callable[[str], str]) -> list[Choice]:
    return [
        Choice(count.value, label(count.value), count.count, count.value in ticked)
        for place, count in enumerate(counts)
        if place < SHOWN_VALUES or count.value in ticked
    ]


def _region_choices(counts: Sequence[FacetCount], state: SearchState) -> list[Choice]:
    """Return regions as a tree: each province followed by its regencies, the most frequent first."""
    gazetteer = config().gazetteer
    by_code = {count.value: count.count for count in counts}
    order = {code: place for place, code in enumerate(by_code)}
    provinces = [code for code in by_code if "." not in code]
    choices: list[Choice] = []
    for province in provinces[:SHOWN_VALUES]:
        inside = [code for code in by_code if code.startswith(f"{province}.")]
        for code in [province, *sorted(inside, key=order.__getitem__)]:
            depth = min(1, code.count("."))
            choices.append(Choice(code, gazetteer.region_label(code), by_code[code], code in state.regions, depth))
    return choices


def _chips(state: SearchState) -> list[tuple[str, str]]:
    """Return each active filter in words, and the address without it."""
    gazetteer = config().gazetteer
    chips = [(gazetteer.region_label(code), _url(without(state, "wilayah", code))) for code in state.regions]
    for value in state.officials:
        label = gazetteer.office_label(value) if "@" in value else gazetteer.person_label(value)
        chips.append((label, _url(without(state, "pejabat", value))))
    chips += [(section, _url(without(state, "rubrik", section))) for section in state.sections]
    if state.since or state.until:
        chips.append((f"Terbit {date_label(state)}", _url(without(state, "tanggal"))))
    return chips


# Years and months


def _bars(results: SearchResults, state: SearchState) -> list[Bar]:
    """Return the histogram: years, or the months of the one year that is chosen."""
    since, until = parse_period(state.since), parse_period(state.until)
    if since is not None and until is not None and since.first.year == until.last.year:
        return _month_bars(state, since.first.year)
    return _year_bars(results, state)


def _year_bars(results: SearchResults, state: SearchState) -> list[Bar]:
    counts = {int(count.value): count.count for count in results.facets[FacetField.YEAR]}
    if not counts:
        return []
    years = range(min(counts), max(counts) + 1)
    highest = max(counts.values())
    return [
        _bar(str(year), counts.get(year, 0), highest, replace(state, since=str(year), until=str(year), page=1))
        for year in years
    ]


def _month_bars(state: SearchState, year: int) -> list[Bar]:
    """Count the months of a year under all filters but the date."""
    results = config().engine.search(
        SearchRequest(
            query=_parsed(state.query).query,
            filters=filters_of(replace(state, since="", until="")),
            facets=(FacetField.MONTH,),
            limit=0,
            facet_limit=5_000,
        )
    )
    counts = {count.value: count.count for count in results.facets[FacetField.MONTH]}
    inside = {month: counts.get(f"{year}-{month:02}", 0) for month in range(1, 13)}
    highest = max(1, *inside.values())
    return [
        _bar(
            f"{MONTH_NAMES[month - 1]} {year}",
            count,
            highest,
            replace(state, since=f"{year}-{month:02}", until=f"{year}-{month:02}", page=1),
            current=state.since == f"{year}-{month:02}",
        )
        for month, count in inside.items()
    ]


def _bar(label: str, count: int, highest: int, state: SearchState, *, current: bool = False) -> Bar:
    size = max(5, round(20 * count / highest) * 5) if count else 0
    return Bar(label, count, size, _url(state) if count else "", current)


# No result


def _ways_out(state: SearchState, parsed: Parsed) -> list[Way]:
    """Return searches near this one that find something, each counted."""
    candidates: list[tuple[str, SearchState]] = []
    if state.has_filters:
        candidates.append(("Tanpa penyaring", without(state, "")))
        if state.since or state.until:
            candidates.append(("Semua tanggal, penyaring lain tetap", without(state, "tanggal")))
        candidates += [("Seluruh provinsi", wider) for wider in _wider_regions(state)]
    for problem in parsed.problems:
        if problem.suggestion:
            candidates.append(
                (f"Dengan tulisan {problem.suggestion}", replace(state, query=problem.suggestion, page=1))
            )
    if state.query:
        plain = "".join(c if c.isalnum() or c.isspace() else " " for c in state.query)
        if plain.split() != state.query.split():
            candidates.append(("Kata-katanya saja, tanpa tanda khusus", replace(state, query=" ".join(plain.split()))))
    ways = [Way(label, _url(other), _count(other)) for label, other in candidates]
    return [way for way in dict.fromkeys(ways) if way.count]


def _wider_regions(state: SearchState) -> list[SearchState]:
    provinces = tuple(dict.fromkeys(RegionCode(code.split(".")[0]) for code in state.regions))
    return [replace(state, regions=provinces, page=1)] if provinces and provinces != state.regions else []


def _count(state: SearchState) -> int:
    query = _parsed(state.query).query
    return config().engine.search(SearchRequest(query=query, filters=filters_of(state), limit=0)).total


def _page_numbers(page: int, last: int) -> list[int]:
    """Return the page numbers to link: the first, the last, and those around this one."""
    return sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})


def local(moment: datetime) -> datetime:
    """Return a moment in the archive's zone."""
    return moment.astimezone(config().zone)
