"""The operator's page of searches, and where clicks are reported."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from index.article import ArticleId
from search_web.access import operator_only
from search_web.insight.log import ClickedHit
from search_web.insight.report import report
from search_web.site import site
from search_web.urls import MAX_TEXT_CHARS

insight = Blueprint("insight", __name__)

SPANS = (7, 30, 90)
"""Days that the page can look back."""

_MAX_POSITION = 2_000
_MAX_ID_CHARS = 500


@insight.get("/pengelola")
@operator_only
def overview() -> ResponseReturnValue:
    """Show what readers searched for."""
    log = site().query_log
    if log is None:
        abort(404)
    asked = request.args.get("hari", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[1]
    told = report(log, site().config.now(), days=days)
    highest = max((day.searches for day in told.daily), default=0)
    return render_template(
        "pengelola.html",
        overview=None,
        told=told,
        spans=SPANS,
        sizes={day.day: max(5, round(20 * day.searches / highest) * 5) for day in told.daily},
    )


@insight.post("/klik")
def click() -> ResponseReturnValue:
    """Take note of an opened hit: browsers send this beside the link (its ``ping``), and readers lose no time."""
    log = site().query_log
    if log is None or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(404)
    query, article = request.args.get("q", ""), request.args.get("a", "")
    position = request.args.get("n", "")
    is_sane = 0 < len(query) <= MAX_TEXT_CHARS and 0 < len(article) <= _MAX_ID_CHARS
    is_sane = is_sane and position.isascii() and position.isdigit() and len(position) <= len(str(_MAX_POSITION))
    if not is_sane or site().config.engine.get(ArticleId(article)) is None:
        abort(400)
    log.add_click(ClickedHit(query=query, article=article, position=int(position)), site().config.now())
    return Response(status=204)
