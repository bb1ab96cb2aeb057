"""One spelling for every way of writing an article's address, so that a pasted one is found."""

from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = ("utm_", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid")
"""Beginnings of query parameters that senders of links add and that never choose the page."""

MAX_URL_LENGTH = 4_000
"""Longest address that is looked at, in characters; longer ones belong to no article."""


def url_key(url: str) -> str:
    """Return what addresses of the same page share: no scheme, ``www.``, tracking, fragment or final slash.

    An address that cannot be taken apart is its own key; a hopelessly long one has the empty key, which nothing has.
    """
    url = url.strip()
    if len(url) > MAX_URL_LENGTH:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:  # an unclosed bracket in the host, for example
        return url
    host = parts.netloc.lower().removeprefix("www.")
    host = host.removesuffix(":443").removesuffix(":80")
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(key)]
    path = parts.path.rstrip("/")
    return host + path + (f"?{urlencode(query)}" if query else "")


def _is_tracking(key: str) -> bool:
    return key.lower().startswith(_TRACKING)
