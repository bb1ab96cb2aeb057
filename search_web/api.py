"""The answers for programs: search as JSON."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from index.answer import results_to_record, snippets
from index.errors import QuerySyntaxError
from index.query import Mode
from index.search import SearchRequest
from search_web.facets import FACETS
from search_web.site import site
from search_web.urls import filters, read

api = Blueprint("api", __name__, url_prefix="/api")

MAX_LIMIT = 100
"""Most hits of one answer."""

MAX_OFFSET = 10_000
"""Deepest first hit of an answer."""

_DEFAULT_LIMIT = 10


@api.get("/search")
def search() -> ResponseReturnValue:
    """Answer a search. Parameters as on the page, but read strictly: the first mistake is an error 400.

    ``limit`` and ``offset`` take the place of ``hal``; the answer is that of ``telusur search --json``.
    """
    reading = read((name, value) for name, value in request.args.items(multi=True) if name not in ("q", "hal"))
    for problem in reading.problems:
        return _refused(problem.message, problem.parameter)
    limit, offset = _number("limit", _DEFAULT_LIMIT, MAX_LIMIT), _number("offset", 0, MAX_OFFSET)
    if limit is None:
        return _refused(f"limit harus bilangan dari 0 sampai {MAX_LIMIT}.", "limit")
    if offset is None:
        return _refused(f"offset harus bilangan dari 0 sampai {MAX_OFFSET}.", "offset")
    try:
        query = site().parse(request.args.get("q", ""), Mode.STRICT).query
    except QuerySyntaxError as error:
        return _refused(str(error), "q", error.position)
    results = site().config.engine.search(
        SearchRequest(
            query=query,
            filters=filters(reading.search),
            facets=FACETS,
            sort=reading.search.sort,
            offset=offset,
            limit=limit,
        )
    )
    return jsonify(results_to_record(results, snippets(results, query, site().config.analyzer)))


def _refused(message: str, parameter: str, position: int | None = None) -> ResponseReturnValue:
    return jsonify(error=message, parameter=parameter, position=position), 400


def _number(name: str, default: int, most: int) -> int | None:
    """Return a parameter's whole number, or None where it is none or too large."""
    text = request.args.get(name)
    if text is None:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return int(text) if is_number and int(text) <= most else None
