"""Search for programs."""

from collections.abc import Iterator

from flask import Response

from index.answer import results_to_record, snippets
from index.errors import QuerySyntaxError
from index.query import Mode, Query
from index.search import SearchRequest
from search_web.api import cursor
from search_web.api.frame import blueprint
from search_web.api.models import SearchAnswer, SearchQuery
from search_web.api.problems import dump, refuse
from search_web.facets import FACETS
from search_web.search import Search, filters
from search_web.site import site
from search_web.urls import read, write
from search_web.wording import offer_label, query_trouble

api = blueprint("search", tag="search", does="Find stories.")


@api.get("/search", responses={200: SearchAnswer})
def search(query: SearchQuery) -> Response:
    """Find stories.

    The query language and the filters are those of the page `/cari`, read strictly: the first mistake is an error 400.
    """
    wanted, parsed = _read(query), _parse(query.q)
    fold = query.fold and wanted.group is None
    question = f"{write(wanted)}\n{fold}\n{query.q}"
    offset = cursor.offset_of(query.cursor, question)
    request = SearchRequest(
        query=parsed,
        filters=filters(wanted),
        facets=FACETS,
        sort=wanted.sort,
        fold=fold,
        explain=query.explain,
        offset=offset,
        limit=query.limit,
    )
    results = site().config.engine.search(request)
    # Offers belong to the first answer; who pages on has seen them.
    offers = site().offers(request) if offset == 0 else ()
    meant = site().suggester.did_you_mean(request, results)
    record = results_to_record(results, snippets(results, parsed, site().config.analyzer), offers, meant)
    for offered, offer in zip(record["offers"], offers, strict=True):
        offered["label"] = offer_label(offer, site().labels)
    record["next"] = cursor.following(offset, query.limit, results.listed, question)
    response = dump(SearchAnswer.model_validate(record))
    # A time in the body would make every answer another one, and its ETag worthless.
    response.headers["Server-Timing"] = f"engine;dur={results.took_ms:.1f}"
    return response


def _read(query: SearchQuery) -> Search:
    """Return the filters and the order that are asked for; the first one that cannot be used ends the request."""
    reading = read(_pairs(query))
    for mistake in reading.problems:
        refuse(400, mistake.message, parameter=mistake.parameter)
    return reading.search


def _pairs(query: SearchQuery) -> Iterator[tuple[str, str]]:
    for name in ("wilayah", "pejabat", "rubrik"):
        yield from ((name, value) for value in getattr(query, name))
    for name in ("urut", "dari", "sampai"):
        value = getattr(query, name)
        if value is not None:
            yield name, value
    if query.serupa is not None:
        yield "serupa", str(query.serupa)


def _parse(text: str) -> Query:
    try:
        return site().parse(text, Mode.STRICT).query
    except QuerySyntaxError as error:
        message = query_trouble(error.trouble, error.value)
        refuse(400, message, parameter="q", position=error.position, suggestion=error.suggestion)
