"""The OpenAPI document, and the page that shows it and tries it out: forms, no script, nothing from elsewhere."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from search_web.api.frame import PREFIX

docs = Blueprint("api_docs", __name__, url_prefix=PREFIX)


@docs.get("/openapi.json")
def document() -> Response:
    """Return the OpenAPI document."""
    return jsonify(_document())


@docs.get("/")
def page() -> ResponseReturnValue:
    """Show every operation, with a form that calls it."""
    described = _document()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    return render_template("api.html", document=described, operations=operations, schema_of=_schema_of, overview=None)


@docs.get("/coba/<operation_id>")
def attempt(operation_id: str) -> ResponseReturnValue:
    """Send a form on to its operation, without the fields that were left empty: no script is needed for that."""
    paths = {methods.get("get", {}).get("operationId"): path for path, methods in _document()["paths"].items()}
    if operation_id not in paths:
        abort(404)
    filled = [(name, value) for name, value in request.args.items(multi=True) if value]
    return redirect(f"{request.script_root}{paths[operation_id]}?{urlencode(filled)}")


def _document() -> dict[str, Any]:
    made: dict[str, Any] = current_app.api_doc  # type: ignore[attr-defined]  # of the application that serves it
    return made


def _schema_of(response: dict[str, Any]) -> str | None:
    """Return the name of a response's model, None where it has none."""
    for content in response.get("content", {}).values():
        reference = content.get("schema", {}).get("$ref")
        if reference:
            return str(reference).rpartition("/")[2]
    return None
