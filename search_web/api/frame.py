"""What all operations stand on: a blueprint, and how the OpenAPI document calls them.

A module with operations makes a blueprint with :func:`blueprint`, decorates functions whose ``query`` (or ``body``)
argument is a pydantic model, returns ``dump(model)``, and is listed in ``operations.py``. From that come validation,
problem+json errors, the OpenAPI document and the page that shows it.
"""

from importlib.metadata import version
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.models.tag import Tag

from search_web.api.problems import documented

PREFIX = "/api/v1"
"""Where the operations live; an incompatible change gets another number."""

INFO = Info(
    title="telusur",
    version=f"1 (telusur {version('telusur')})",
    description="Search the archive of a newsroom. Errors are `application/problem+json`.",
)

TOKEN_SCHEME = "token"  # noqa: S105 - a name in the document
SECURITY: dict[str, Any] = {TOKEN_SCHEME: {"type": "http", "scheme": "bearer"}}


def blueprint(name: str, *, tag: str, does: str) -> APIBlueprint:
    """Return a blueprint for operations; ``tag`` groups them in the document and ``does`` says what they are for."""
    return APIBlueprint(
        f"api_{name}",
        __name__,
        url_prefix=PREFIX,
        abp_tags=[Tag(name=tag, description=does)],
        abp_responses=documented(),
        operation_id_callback=_operation_id,
    )


def _operation_id(*, name: str, **_: str) -> str:
    """Return a name for clients that are generated from the document; functions here have names of their own."""
    return name.strip("_")
