"""Announcements of changes: a site says that a post changed, and is asked for it later.

A call proves itself by an HMAC over its time and body. It is a hint only: nothing of its body but the post's number is
used, and the post is read again from the site itself.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from index.errors import ArchiveError
from search_web.site import site

hooks = Blueprint("hooks", __name__)

MAX_AGE = timedelta(minutes=5)
"""How far a call's time may lie from ours, in either direction: deliveries are late, and clocks differ."""

MAX_BODY_BYTES = 4 * 1024
"""Largest body; the post's number and the action need fifty bytes."""

RETRY_S = 60
"""When to call again while the archive cannot be written, in seconds."""

_MAX_ID_DIGITS = 20


@hooks.post("/hooks/wordpress")
def announce() -> ResponseReturnValue:
    """Take the announcement that a post changed or vanished.

    The body is ``{"id": 19}``, other fields are ignored; ``X-Telusur-Timestamp`` holds the seconds since 1970,
    ``X-Telusur-Signature`` the hexadecimal HMAC-SHA256 of ``timestamp.body``.
    """
    config = site().config
    webhooks = config.webhooks
    if webhooks is None:
        return jsonify(error="no webhook here"), 404
    body = request.get_data(cache=False)
    timestamp = request.headers.get("X-Telusur-Timestamp", "")
    signature = request.headers.get("X-Telusur-Signature", "").removeprefix("sha256=").lower()
    if len(body) > MAX_BODY_BYTES:
        return jsonify(error="the body is too large"), 413
    source = _signer(webhooks.secrets, timestamp, body, signature)
    if source is None:
        return jsonify(error="the signature is wrong: check the secret on both sides"), 401
    if abs(config.now().timestamp() - int(timestamp)) > MAX_AGE.total_seconds():
        return jsonify(error="the call is too old: check the clocks of both machines"), 401
    post = _post(body)
    if post is None:
        return jsonify(error='the body must be JSON such as {"id": 19}'), 400
    try:
        is_new = webhooks.announce(source, post, signature)
    except ArchiveError as error:
        return jsonify(error=str(error)), 503, {"Retry-After": str(RETRY_S)}
    if not is_new:
        return jsonify(error="this call was received before"), 409
    return jsonify(status="accepted"), 202


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the signature of a call."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _signer(secrets: Mapping[str, bytes], timestamp: str, body: bytes, signature: str) -> str | None:
    """Return the source whose secret made the signature; all are tried, in a time that tells nothing."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MAX_ID_DIGITS and signature.isascii()):
        return None
    found = None
    for source, secret in secrets.items():
        if hmac.compare_digest(sign(secret, timestamp, body), signature):
            found = source
    return found


def _post(body: bytes) -> str | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = data.get("id") if isinstance(data, dict) else None
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**_MAX_ID_DIGITS
    return str(number) if is_number else None
