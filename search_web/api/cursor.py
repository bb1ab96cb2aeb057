"""Where the next page begins, as a text that clients hand back without reading it."""

import base64
import binascii
import hashlib
import json

from search_web.api.problems import refuse

MAX_OFFSET = 10_000
"""Deepest first result; whoever needs more narrows the question."""

_MAX_CHARS = 200


def make(offset: int, question: str) -> str:
    """Return the cursor of the results of ``question`` from ``offset`` on."""
    content = json.dumps([offset, _digest(question)]).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def offset_of(cursor: str | None, question: str) -> int:
    """Return where a cursor points, 0 without one. One that is broken, or of another question, ends the request."""
    if cursor is None:
        return 0
    offset = _read(cursor, question)
    if offset is None:
        refuse(400, "The cursor is not one of this search; begin without a cursor.", parameter="cursor")
    return offset


def following(offset: int, limit: int, total: int, question: str) -> str | None:
    """Return the cursor behind a page of results, None behind the last one that is served."""
    end = offset + limit
    return make(end, question) if limit > 0 and end < total and end <= MAX_OFFSET else None


def _read(cursor: str, question: str) -> int | None:
    if len(cursor) > _MAX_CHARS or not cursor.isascii():
        return None
    try:
        content = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
    match content:
        case [int(offset), str(digest)] if 0 <= offset <= MAX_OFFSET and digest == _digest(question):
            return offset
        case _:
            return None


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:8]
