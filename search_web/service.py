"""What operators and robots ask for."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from index.errors import TelusurError
from index.search import SearchRequest
from search_web.site import site

service = Blueprint("service", __name__)

_UNCRAWLED = ("urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal")
"""Parameters whose pages robots leave alone: their combinations are endless."""


@service.get("/healthz")
def health() -> ResponseReturnValue:
    """Say whether searches can be answered."""
    try:
        # An index of another analyser has a description, but no answers: only a search tells.
        total = site().config.engine.search(SearchRequest(limit=0)).total
        generation = site().config.engine.info().generation
    except TelusurError as error:
        return jsonify(status="error", error=str(error)), 503
    return jsonify(status="ok", articles=total, generation=generation)


@service.get("/robots.txt")
def robots() -> Response:
    """Keep robots from walking filter combinations; plain result pages stay readable and say noindex themselves."""
    rules = [rule for name in _UNCRAWLED for rule in (f"Disallow: /*?{name}=", f"Disallow: /*&{name}=")]
    text = "\n".join(["User-agent: *", *rules, "Disallow: /api/", ""])
    return Response(text, content_type="text/plain; charset=utf-8")
