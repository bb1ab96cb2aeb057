"""All operations, added to an application, with the OpenAPI document, its page, and cross-origin access."""

from flask import Response, request
from flask_openapi3.models.schema import Schema
from flask_openapi3.openapi import OpenAPI

from search_web.api import archive, docs, related, search, suggest
from search_web.api.problems import Problem
from search_web.site import site

_OPERATIONS = (search.api, archive.api, suggest.api, related.api)

_PREFLIGHT_SECONDS = 24 * 3600
"""How long a browser may remember what cross-origin requests are allowed, in seconds."""


def register(app: OpenAPI) -> None:
    """Add all operations to the application."""
    app.components_schemas["Problem"] = Schema(**Problem.model_json_schema())  # named by every operation's errors
    for operations in _OPERATIONS:
        app.register_api(operations)
    app.register_blueprint(docs.docs)
    app.after_request(_share)


def _share(response: Response) -> Response:
    """Let pages of other origins read the answers, where the configuration says so. No credentials are ever shared."""
    if not request.path.startswith("/api/"):
        return response
    allowed = site().config.cors_origins
    if not allowed:
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin is None or not ("*" in allowed or origin in allowed):
        return response
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(_PREFLIGHT_SECONDS)
    return response
