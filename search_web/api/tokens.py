"""Who may use an operation that is not for everybody: bearer tokens, of which only hashes are kept.

A token is 32 random bytes, so one round of SHA-256 hides it; a password would need a slow hash.
"""

import hashlib
import hmac
import secrets

from flask import abort, request

from search_web.api.problems import problem
from search_web.site import site

_BEARER = "Bearer "
_MAX_TOKEN_CHARS = 200


def new_token() -> tuple[str, str]:
    """Return a new token and what the configuration keeps of it."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """Return what the configuration keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_token() -> bool:
    """Tell whether the request carries a token that the configuration knows."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(_BEARER)
    if token == header or len(token) > _MAX_TOKEN_CHARS:
        return False
    found = token_hash(token)
    # Compare with every known hash, so that time tells nothing about which came near.
    return sum(hmac.compare_digest(found, known) for known in site().config.api_tokens) > 0


def require_token() -> None:
    """End the request with a 401 unless it carries a token; where the configuration has none, everybody may."""
    if not site().config.api_tokens or has_token():
        return
    response = problem(401, "This operation needs a token: send `Authorization: Bearer TOKEN`.")
    response.headers["WWW-Authenticate"] = "Bearer"
    abort(response)
