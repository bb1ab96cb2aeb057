"""Web addresses as identities: what is noise in them, and when two name the same page."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

MAX_URL_CHARS = 2_000
"""Longest address kept. Servers and browsers refuse longer ones; in articles they are data, not links."""

_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|igshid|mc_cid|mc_eid)$", re.IGNORECASE)
"""Query parameters that say where a reader came from, never what the page is (utm: Google's campaign tags, the others
Facebook's, Google's, Instagram's and Mailchimp's click marks)."""


def clean_url(url: str | None, *, base: str | None = None) -> str | None:
    """Return an absolute web address without fragment and tracking parameters, or None where ``url`` is none.

    Args:
        url: An address as it stands in a page.
        base: Address of the page, against which relative ones are resolved.
    """
    if not url or len(url) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _TRACKING.match(name)]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    if parts.path in ("", "/") and not query and url.strip().startswith("#"):
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def url_key(url: str) -> str:
    """Return what two spellings of one address share: scheme, ``www.``, case of the host and a last ``/`` fold."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    host = parts.netloc.lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
