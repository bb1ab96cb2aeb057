"""Pages for the operator only: behind a password, of which a slow hash is kept."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.security import check_password_hash, generate_password_hash

from search_web.language import gettext as _
from search_web.site import site

MIN_PASSWORD_CHARS = 10
"""Shortest password that a hash is made of."""

_MAX_PASSWORD_CHARS = 200
"""Longest password that is looked at: hashing takes time that grows with it."""

_METHOD = "scrypt:16384:8:1"
"""16 MiB and some 40 ms per try: too slow to guess, fast enough not to be a load."""


def password_hash(password: str) -> str:
    """Return what the configuration keeps of the operator's password."""
    return generate_password_hash(password, method=_METHOD)


_P = ParamSpec("_P")


def refuse_other_origins() -> None:
    """End a request that a page of another origin made a browser send: whatever changes something asks for this.

    Pages have no cookie and no session, so such a request gains nothing here but a nuisance; browsers say where it
    comes from. Requests that say nothing are no browser's.
    """
    site_of_origin = request.headers.get("Sec-Fetch-Site")
    if site_of_origin is not None:
        if site_of_origin not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin not in (request.host_url.rstrip("/"), site().config.origin):
        abort(403)


def operator_only(view: Callable[_P, ResponseReturnValue]) -> Callable[_P, ResponseReturnValue]:
    """Show a page to the operator alone (HTTP Basic); without a password in the configuration it does not exist."""

    @wraps(view)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        known = site().config.operator_password
        if known is None:
            abort(404)
        given = request.authorization.password if request.authorization is not None else None
        if given is None or len(given) > _MAX_PASSWORD_CHARS or not check_password_hash(known, given):
            return Response(
                _("Kata sandi pengelola diperlukan.") + "\n",
                401,
                {"WWW-Authenticate": 'Basic realm="telusur", charset="UTF-8"'},
                content_type="text/plain; charset=utf-8",
            )
        return view(*args, **kwargs)

    return guarded
