"""The answers for programs: search as JSON, and how the service is."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from index.answer import results_to_record, snippets
from index.errors import QuerySyntaxError, TelusurError
from index.query import Mode, parse
from index.search import FacetField, SearchRequest
from search_web.pages import config
from search_web.urls import filters_of, read_state

api = Blueprint("api", __name__)

MAX_LIMIT = 100
"""Most hits of one answer."""

MAX_OFFSET = 10_000
"""Deepest first hit of an answer."""

_FACETS = (FacetField.REGION, FacetField.OFFICE, FacetField.PERSON, FacetField.SECTION, FacetField.YEAR)


@api.get("/api/search")
def search() -> ResponseReturnValue:
    """Answer a search: ``q`` is read strictly, filters as on the page, ``limit`` and ``offset`` are bounded."""
    state = read_state(request.args)
    try:
        parsed = parse(request.args.get("q", ""), resolver=config().gazetteer, mode=Mode.STRICT, today=config().today())
    except QuerySyntaxError as error:
        return jsonify(error=str(error), position=error.position), 400
    if state.mistakes.keys() - {"q"}:
        return jsonify(error=" ".join(state.mistakes.values()), position=None), 400
    results = config().engine.search(
        SearchRequest(
            query=parsed.query,
            filters=filters_of(state),
            facets=_FACETS,
            sort=state.sort,
            offset=_bounded("offset", 0, MAX_OFFSET),
            limit=_bounded("limit", 10, MAX_LIMIT),
        )
    )
    return jsonify(results_to_record(results, snippets(results, parsed.query, config().analyzer)))


@api.get("/healthz")
def health() -> ResponseReturnValue:
    """Say whether searches can be answered."""
    try:
        # An index of another analyser has a description, but no answers: only a search tells.
        total = config().engine.search(SearchRequest(limit=0)).total
        info = config().engine.info()
    except TelusurError as error:
        return jsonify(status="error", error=str(error)), 503
    return jsonify(status="ok", articles=total, generation=info.generation)


@api.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Keep crawlers from walking filter combinations; plain result pages say noindex themselves."""
    lines = [
        "User-agent: *",
        *(f"Disallow: /*{name}=" for name in ("wilayah", "pejabat", "rubrik", "dari", "hal", "urut")),
    ]
    return "\n".join([*lines, "Disallow: /api/", ""]), 200, {"Content-Type": "text/plain; charset=utf-8"}


def _bounded(name: str, default: int, most: int) -> int:
    text = request.args.get(name, "")
    return min(most, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else default
