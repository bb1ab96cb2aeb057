"""Errors for programs (RFC 9457, ``application/problem+json``): one shape for all of them."""

from http import HTTPStatus
from typing import Any, NoReturn

from flask import Response, abort, current_app
from pydantic import BaseModel, Field, ValidationError

CONTENT_TYPE = "application/problem+json"

_SCHEMA = {"content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


class Problem(BaseModel):
    """Why a request was not answered.

    ``type`` is ``about:blank``: the status says all that a program needs; ``detail`` is for people.
    """

    type: str = "about:blank"
    title: str = Field(description="The status in words.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="What is wrong, and what to do.")
    parameter: str | None = Field(default=None, description="The parameter that is wrong.")
    position: int | None = Field(default=None, ge=0, description="Where in `q` the mistake begins, in characters.")
    suggestion: str | None = Field(default=None, description="The whole of `q`, mended, where that can be told.")


def problem(
    status: int,
    detail: str,
    *,
    parameter: str | None = None,
    position: int | None = None,
    suggestion: str | None = None,
) -> Response:
    """Return an error as a response."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        parameter=parameter,
        position=position,
        suggestion=suggestion,
    )
    return Response(body.model_dump_json(exclude_none=True), status, content_type=CONTENT_TYPE)


def refuse(
    status: int,
    detail: str,
    *,
    parameter: str | None = None,
    position: int | None = None,
    suggestion: str | None = None,
) -> NoReturn:
    """End the request with an error."""
    abort(problem(status, detail, parameter=parameter, position=position, suggestion=suggestion))


def invalid(error: ValidationError) -> Response:
    """Return the answer to parameters or a body that do not fit their model: the first mistake."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"])) or None
    return problem(400, f"{place or 'body'}: {first['msg']}", parameter=place)


def documented(*statuses: int) -> dict[str | int | HTTPStatus, Any]:
    """Return the errors of an operation as the OpenAPI document states them.

    Every operation can also answer 400 (not understood), 429 (too many requests) and 503 (no index); they need no
    mention.
    """
    return {status: {"description": HTTPStatus(status).phrase, **_SCHEMA} for status in (400, 429, 503, *statuses)}


def dump(model: BaseModel, status: int = 200) -> Response:
    """Return a model as a JSON answer."""
    return current_app.response_class(model.model_dump_json(), status, content_type="application/json")
