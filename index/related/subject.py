"""Which article of the archive is meant by what an editor pastes: an id or any of its addresses."""

import re
from urllib.parse import urlsplit

from index.article import ArticleId, Document
from index.engine import Engine
from index.errors import ArticleNotFound

MAX_REFERENCE_CHARS = 2_000
"""Longest id or address looked at; browsers and servers refuse longer addresses."""

_POST_ID = re.compile(r"(?:^|&)p=([0-9]{1,20})(?:&|$)")


def find_subject(engine: Engine, reference: str) -> Document:
    """Return the article with this id or address.

    An address may be the present one, a former one, a short one (``https://site/?p=19``, also with ``preview=true``
    behind it), and may carry tracking parameters. Nothing is fetched: what the archive does not know is not found.

    Raises:
        ArticleNotFound: The archive has no such article.
    """
    reference = reference.strip()
    if reference and len(reference) <= MAX_REFERENCE_CHARS:
        found = engine.get(ArticleId(reference)) or engine.find_by_url(reference) or _by_post_id(engine, reference)
        if found is not None:
            return found
    shown = reference if len(reference) <= 100 else reference[:100] + "…"
    raise ArticleNotFound(
        f"no article {shown!r} in the archive; addresses are looked up, never fetched: give one of an article that was"
        " imported, its id, or the text itself"
    )


def _by_post_id(engine: Engine, reference: str) -> Document | None:
    """Look a WordPress post up by the number in its address, whatever else stands beside it."""
    try:
        parts = urlsplit(reference)
    except ValueError:  # an unclosed bracket in the host, for example
        return None
    post = _POST_ID.search(parts.query)
    return engine.find_by_url(f"{parts.scheme}://{parts.netloc}/?p={post[1]}") if post else None
