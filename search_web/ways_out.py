"""Where nothing is found: searches near by that find something, each counted."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.article import RegionCode, region_ancestors
from index.engine import Engine
from index.query import Parsed, Query, to_text
from index.query.ast import Clause, Near, Not, Phrase, Word, is_filter
from search_web.labels import Labels
from search_web.language import gettext as _
from search_web.search import Search, to_request
from search_web.urls import MAX_TEXT_CHARS

MAX_TRIED = 12
"""Searches counted for one page."""

MAX_WAYS = 6
"""Ways shown."""


MAX_SECONDS = 0.5
"""Time after which no further search is tried: a page that finds nothing should not take longer than one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A search that finds something, in words, with its count."""

    label: str
    target: Search
    count: int


def ways_out(
    engine: Engine, search: Search, parsed: Parsed, parse: Callable[[str], Parsed], labels: Labels
) -> list[Way]:
    """Return searches near ``search`` that find something, the nearest first."""
    ways: list[Way] = []
    until = time.monotonic() + MAX_SECONDS
    tried = {replace(search, page=1)}
    for label, target in _candidates(search, parsed, labels):
        if target in tried:
            continue
        tried.add(target)
        query = parsed.query if target.text == search.text else parse(target.text).query
        count = engine.search(to_request(target, query, limit=0)).total
        if count:
            ways.append(Way(label=label, target=target, count=count))
        if len(ways) == MAX_WAYS or len(tried) > MAX_TRIED or time.monotonic() > until:
            break
    return ways


def _candidates(search: Search, parsed: Parsed, labels: Labels) -> Iterator[tuple[str, Search]]:
    search = replace(search, page=1)
    yield from _other_texts(search, parsed)
    yield from _fewer_filters(search, labels)
    if search.is_filtered:
        bare = search.without_filters()
        yield _("Tanpa penyaring"), bare
        for label, target in _other_texts(bare, parsed):
            yield _("%s, tanpa penyaring") % label, target
        yield _("Semua berita dengan penyaring ini"), replace(search, text="")


def _other_texts(search: Search, parsed: Parsed) -> Iterator[tuple[str, Search]]:
    for problem in parsed.problems:
        if problem.suggestion is not None and len(problem.suggestion) <= MAX_TEXT_CHARS:
            yield _("Ditulis %s") % problem.suggestion, replace(search, text=problem.suggestion)
    for label, clauses in _other_clauses(parsed.query):
        text = to_text(replace(parsed.query, clauses=clauses))
        if clauses and clauses != parsed.query.clauses and len(text) <= MAX_TEXT_CHARS:
            yield label, replace(search, text=text)


def _other_clauses(query: Query) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    yield _("Kata-kata yang sama tanpa tanda kutip"), tuple(map(_without_quotes, query.clauses))
    yield _("Tanpa mengecualikan kata"), tuple(clause for clause in query.clauses if not isinstance(clause, Not))
    yield (
        _("Kata-katanya saja, tanpa wilayah:, pejabat:, rubrik:, tag:, penulis:, dan tanggal"),
        tuple(clause for clause in query.clauses if not is_filter(clause)),
    )


def _without_quotes(clause: Clause) -> Clause:
    if not isinstance(clause, Phrase | Near):
        return clause
    return Word(text=clause.text, span=clause.span, title_only=clause.title_only)


def _fewer_filters(search: Search, labels: Labels) -> Iterator[tuple[str, Search]]:
    if search.between(None) != search:
        yield _("Semua tanggal, penyaring lain tetap"), search.between(None)
    wider = tuple(sorted({_parent(code) for code in search.regions}))
    if wider and wider != search.regions:
        names = ", ".join(labels.region(code) for code in wider)
        yield _("Di wilayah yang lebih luas: %s") % names, replace(search, regions=wider)
    if search.regions:
        yield _("Semua wilayah, penyaring lain tetap"), replace(search, regions=())
    if search.officials:
        yield _("Semua pejabat, penyaring lain tetap"), replace(search, officials=())
    if search.sections:
        yield _("Semua rubrik, penyaring lain tetap"), replace(search, sections=())


def _parent(code: str) -> str:
    ancestors = region_ancestors(RegionCode(code))
    return ancestors[0] if ancestors else code
