"""Sitemaps: the addresses a site publishes, with the time of their last change where it says so."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from indexer.sources.web import Site, SiteError

MAX_SITEMAPS = 2_000
"""Most sitemaps of one site: at 2,000 addresses each, four million."""

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""Largest sitemap, unpacked; the protocol (sitemaps.org) allows 50 MB."""

MAX_DEPTH = 3
"""Indexes within indexes; the protocol allows one level."""

_USUAL = ("/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml")
"""Where WordPress, its SEO plugins and others keep the first sitemap."""

_NO_STORIES = re.compile(
    r"(?:taxonomies|users|category|categories|tags?|author|posts-page|page|image|video)[-_]?(?:sitemap|\d)|sitemap-(?:taxonomies|users|posts-page)",
    re.IGNORECASE,
)
"""File names of sitemaps that list no stories: categories, tags, authors, pages."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address, and when it last changed as the sitemap writes it (empty where it does not)."""

    url: str
    changed: str


def read_sitemaps(site: Site) -> Iterator[Entry]:
    """Yield the addresses of all sitemaps of a site.

    The site's address may be that of a sitemap; otherwise robots.txt names them, or they lie where they usually do.

    Raises:
        SiteError: There is none, or one cannot be read to its end.
    """
    queue = [(url, 0) for url in _first(site)]
    for _ in range(MAX_SITEMAPS):
        if not queue:
            return
        url, depth = queue.pop(0)
        children, entries = _parse(_load(site, url), url)
        yield from entries
        if depth < MAX_DEPTH:
            queue += [(child, depth + 1) for child in children if site.owns(child) and not _is_other(child)]
    raise SiteError(f"{site.address}: more than {MAX_SITEMAPS:,} sitemaps; set url to the one that lists the stories")


def _first(site: Site) -> tuple[str, ...]:
    if site.address.endswith((".xml", ".xml.gz")):
        return (site.address,)
    named = site.sitemaps()
    if named:
        return named
    for path in _USUAL:
        url = urljoin(site.address, path)
        if site.get(url).status == 200:
            return (url,)
    raise SiteError(f"{site.address}: no sitemap found; set url to the sitemap's address")


def _is_other(url: str) -> bool:
    return _NO_STORIES.search(url.rsplit("/", 1)[-1]) is not None


def _load(site: Site, url: str) -> bytes:
    answer = site.get(url)
    if answer.status != 200:
        raise SiteError(f"{url}: no sitemap there (status {answer.status})", status=answer.status)
    if not answer.body.startswith(b"\x1f\x8b"):
        return answer.body
    unpacker = zlib.decompressobj(wbits=31)  # 31: with gzip's header
    try:
        body = unpacker.decompress(answer.body, MAX_SITEMAP_BYTES)
    except zlib.error as error:
        raise SiteError(f"{url}: the sitemap's gzip is broken; run again later") from error
    if not (unpacker.eof or unpacker.unconsumed_tail):
        raise SiteError(f"{url}: the sitemap's gzip breaks off; run again later")
    if unpacker.unconsumed_tail:
        raise SiteError(f"{url}: the sitemap is larger than {MAX_SITEMAP_BYTES:,} bytes; the site must split it")
    return body


def _parse(body: bytes, url: str) -> tuple[list[str], list[Entry]]:
    """Return the sitemaps that an index names, and the addresses of a sitemap."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise SiteError(f"{url}: this is no sitemap ({error.msg}); a firewall or login page?") from error
    if _local(root) not in ("urlset", "sitemapindex"):
        raise SiteError(f"{url}: this is no sitemap (its root is {_local(root)!r})")
    children, entries = [], []
    for element in root:
        fields = {_local(child): (child.text or "").strip() for child in element}
        address = fields.get("loc", "")
        if not address:
            continue
        if _local(element) == "sitemap":
            children.append(address)
        else:
            entries.append(Entry(address, fields.get("lastmod", "")))
    return children, entries


def _local(element: "etree._Element") -> str:
    tag = cast("object", element.tag)
    return etree.QName(tag).localname if isinstance(tag, str) else ""
