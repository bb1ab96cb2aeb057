"""What operators and robots ask for."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from index.errors import TelusurError
from index.search import SearchRequest
from search_web.access import operator_only
from search_web.site import site

service = Blueprint("service", __name__)

_UNCRAWLED = ("urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal")
"""Parameters whose pages robots leave alone: their combinations are endless."""


@service.get("/healthz")
def health() -> ResponseReturnValue:
    """Say that the process answers. It does so without an index, too: starting it again would mend nothing."""
    return jsonify(status="ok")


@service.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether searches can be answered."""
    try:
        # An index of another analyser has a description, but no answers: only a search tells.
        total = site().config.engine.search(SearchRequest(limit=0)).total
        generation = site().config.engine.info().generation
    except TelusurError as error:
        return jsonify(status="error", error=str(error)), 503
    return jsonify(status="ok", articles=total, generation=generation)


@service.get("/gaya.css")
def style() -> Response:
    """Return the stylesheet in the newsroom's colour; its address carries its digest, so it may be kept for ever."""
    return Response(site().stylesheet.text, content_type="text/css; charset=utf-8")


@service.get("/metrics")
@operator_only
def metrics() -> ResponseReturnValue:
    """Return the numbers of this process for Prometheus."""
    return site().metrics.text()


@service.get("/robots.txt")
def robots() -> Response:
    """Keep robots from walking filter combinations; plain result pages stay readable and say noindex themselves."""
    root = request.script_root
    rules = [rule for name in _UNCRAWLED for rule in (f"Disallow: {root}/*?{name}=", f"Disallow: {root}/*&{name}=")]
    text = "\n".join(["User-agent: *", *rules, f"Disallow: {root}/api/", ""])
    return Response(text, content_type="text/plain; charset=utf-8")
