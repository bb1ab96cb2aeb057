"""What every answer carries, and what no request may exceed."""

from flask import Flask, Response, abort, request

MAX_BODY_BYTES = 16 * 1024
"""Largest request body; these pages take none."""

MAX_QUERY_BYTES = 32 * 1024
"""Longest query string: a query of the greatest length, every letter escaped, fits."""

PAGE_SECONDS = 60
"""How long a page may be kept, in seconds; then it is asked for again, and answered briefly if it is the same."""

STATIC_SECONDS = 365 * 24 * 3600
"""How long a file may be kept, in seconds; its address changes with its content."""

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; "  # data: for the empty icon, which saves a request
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_NEVER_KEPT = frozenset({"service", "insight", "link_audit", "alerts"})
"""Blueprints whose answers hold for the moment, or for one person, only."""

_FIXED = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(app: Flask) -> None:
    """Bound requests and complete answers."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.before_request(_refuse_long_addresses)
    app.after_request(_complete)


def _refuse_long_addresses() -> None:
    if len(request.query_string) > MAX_QUERY_BYTES:
        abort(414)


def _complete(response: Response) -> Response:
    for name, value in _FIXED.items():
        response.headers.setdefault(name, value)  # the API may share its answers with other origins
    if request.path.startswith(("/cari", "/api/", "/umpan", "/saran")):
        response.headers["X-Robots-Tag"] = "noindex, follow"
    if request.endpoint == "static":
        return response
    is_style = request.endpoint == "service.style"
    is_for_one = request.method == "POST" or request.authorization is not None
    if response.status_code != 200 or is_for_one or (request.blueprint in _NEVER_KEPT and not is_style):
        response.headers["Cache-Control"] = "no-store"
        return response
    seconds = STATIC_SECONDS if is_style else PAGE_SECONDS
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
