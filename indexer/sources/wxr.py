"""WordPress exports (WXR 1.0 to 1.2), read as a stream: memory holds one item, however large the file.

An export also holds drafts, pages, passwords and e-mail addresses. Only published posts without a password are handed
over; addresses of people are never read.
"""

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree

from index.article import PlacedBy
from index.errors import SourceError
from indexer.sources.base import MAX_CONTENT_CHARS, Failed, Item, Markup, RawPage, Skipped, content_trouble

_CHUNK_BYTES = 1 << 16

_WP = re.compile(r"https?://wordpress\.org/export/")
"""WordPress's own namespace, of any version; the theme reviewers' test data writes it with https."""

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

_MAX_NAMES = 500
"""Most authors, categories and tags kept of one export or item."""

_VERSION = re.compile(r"\d+\.\d+")
_ID = re.compile(r"[0-9]{1,20}")
_SHORT_LINK = re.compile(r"[?&]p=([0-9]{1,20})(?:&|$)")
_NO_DATE = "0000-00-00 00:00:00"


@dataclass(frozen=True, slots=True)
class WxrSource:
    """A WordPress export file (``.gz`` is unpacked while reading).

    Attributes:
        name: Name of the source.
        path: The file.
    """

    name: str
    path: Path

    @property
    def complete(self) -> bool:
        """An export may have been made of one category or one month: what it lacks is not gone."""
        return False

    @property
    def ignored_fields(self) -> Mapping[str, int]:
        """WordPress's own fields are known; what plugins add is theirs."""
        return {}

    def pages(self) -> Iterator[Item]:
        """Yield every item of the export.

        Raises:
            SourceError: It is no export, or breaks off; items before the break have been yielded.
        """
        if not self.path.is_file():
            raise SourceError(f"{self.path}: no such file; check the path")
        try:
            with _open(self.path) as file:
                yield from _Export(self.name, self.path).items(file)
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(f"{self.path}: cannot be read (further): {reason}; check the file") from error


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


@dataclass(slots=True)
class _Export:
    """One reading of an export: what its head says, and the items so far."""

    source: str
    path: Path
    authors: dict[str, str] = field(default_factory=dict)
    first_seen: dict[str, int] = field(default_factory=dict)
    base: str = ""
    version: str | None = None
    number: int = 0
    is_whole: bool = False

    def items(self, file: BinaryIO) -> Iterator[Item]:
        parser = etree.XMLPullParser(
            events=("end",), resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
        )
        try:
            for chunk in _chunks(file):
                parser.feed(chunk)
                yield from self._finished(parser)
            parser.close()
            yield from self._finished(parser)
        except etree.XMLSyntaxError as error:
            # With the root element ended everything was read: the parser minds a namespace's address, or what follows.
            if not self.is_whole:
                raise SourceError(
                    f"{self.path}: the XML breaks after item {self.number}: {error.msg}; export the site again"
                ) from error
        self._check_version()

    def _finished(self, parser: "etree.XMLPullParser") -> Iterator[Item]:
        for _, event_element in parser.read_events():
            element = cast("etree._Element", event_element)  # noqa: SLF001 - lxml gives its element type no public name
            name = _local(element.tag)
            if element.getparent() is None:
                self.is_whole = True
            elif name == "item":
                self._check_version()
                self.number += 1
                yield self._item(element)
                _forget(element)
            elif name in ("wxr_version", "base_blog_url", "author"):
                self._head(name, element)

    def _check_version(self) -> None:
        if self.version is None or not _VERSION.fullmatch(self.version):
            raise SourceError(
                f"{self.path}: this is no WordPress export (it states no WXR version before its items); export again"
            )

    def _head(self, name: str, element: "etree._Element") -> None:
        if name == "wxr_version":
            self.version = (element.text or "").strip()
        elif name == "base_blog_url":
            self.base = (element.text or "").strip()
        elif len(self.authors) < _MAX_NAMES:
            fields = _fields(element)
            self.authors[fields.get("author_login", "")] = fields.get("author_display_name", "")

    def _item(self, element: "etree._Element") -> Item:
        fields = _fields(element)
        own_id = fields.get("post_id") or _short_id(element)
        where = f"item {self.number}" + (f" (id {own_id})" if own_id else "")
        hidden = _why_hidden(fields)
        if hidden is not None:
            return Skipped(where, hidden, own_id=own_id or None)
        if not _ID.fullmatch(own_id):
            return Failed(where, "the item has no post id; export the site again")
        first = self.first_seen.setdefault(own_id, self.number)
        if first != self.number:
            return Failed(where, f"duplicate id, first at item {first}")
        content = element.findtext(_CONTENT) or ""
        trouble = content_trouble(content)
        if trouble is not None:
            return Failed(where, trouble, own_id=own_id)
        return self._page(element, fields, own_id, content)

    def _page(self, element: "etree._Element", fields: Mapping[str, str], own_id: str, content: str) -> RawPage:
        url = (element.findtext("link") or "").strip() or None
        creator = (element.findtext(_CREATOR) or "").strip()
        return RawPage(
            source=self.source,
            own_id=own_id,
            content=content,
            markup=Markup.WORDPRESS,
            title=(element.findtext("title") or "")[:MAX_CONTENT_CHARS],
            url=url,
            published=_moment(fields, "post_date"),
            modified=_moment(fields, "post_modified"),
            byline=self.authors.get(creator) or creator or None,
            sections=_terms(element, "category"),
            tags=_terms(element, "post_tag"),
            aliases=tuple(self._aliases(element, url, own_id)),
            placed_by=PlacedBy.EDITOR,
        )

    def _aliases(self, element: "etree._Element", url: str | None, own_id: str) -> Iterator[str]:
        """Yield the post's other addresses: the short one, and those of its former slugs."""
        if self.base:
            yield urljoin(f"{self.base.rstrip('/')}/", f"?p={own_id}")
        if url is None:
            return
        parts = urlsplit(url)
        head, _, _ = parts.path.rstrip("/").rpartition("/")
        for slug in _old_slugs(element):
            yield urlunsplit((parts.scheme, parts.netloc, f"{head}/{slug}/", "", ""))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file in pieces, without the blank lines that some plugins print before the XML declaration."""
    first = file.read(_CHUNK_BYTES).lstrip()
    if first:
        yield first
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk


def _local(tag: object) -> str:
    """Return an element's name without WordPress's or no namespace; others give an empty name."""
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag
    namespace, _, name = tag[1:].partition("}")
    return name if _WP.match(namespace) else ""


def _fields(element: "etree._Element") -> dict[str, str]:
    """Return the text of an element's WordPress children by name; e-mail addresses are not read."""
    fields: dict[str, str] = {}
    for child in element:
        name = _local(child.tag)
        if name and name != "author_email":
            fields.setdefault(name, (child.text or "").strip())
    return fields


def _short_id(element: "etree._Element") -> str:
    """Return the post id that an item's short address (``?p=19``) names, for exports that lack ``wp:post_id``."""
    for name in ("guid", "link"):
        short = _SHORT_LINK.search((element.findtext(name) or "").strip())
        if short is not None:
            return short[1]
    return ""


def _why_hidden(fields: Mapping[str, str]) -> str | None:
    kind, status = fields.get("post_type", ""), fields.get("status", "")
    if kind != "post":
        return f"not an article ({kind or 'no type'})"
    if status != "publish":
        return f"not public ({status or 'no status'})"
    if fields.get("post_password"):
        return "not public (password)"
    return None


def _moment(fields: Mapping[str, str], name: str) -> str | datetime | None:
    """Return the UTC moment, or the local date as text where WordPress did not keep the former."""
    gmt = fields.get(f"{name}_gmt", "")
    if gmt and gmt != _NO_DATE:
        try:
            return datetime.strptime(gmt, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        except ValueError:
            return gmt
    local = fields.get(name, "")
    return local if local and local != _NO_DATE else None


def _terms(element: "etree._Element", domain: str) -> tuple[str, ...]:
    terms = [child.text or "" for child in element.iterfind("category") if child.get("domain") == domain]
    return tuple(terms[:_MAX_NAMES])


def _old_slugs(element: "etree._Element") -> Iterator[str]:
    for child in element:
        if _local(child.tag) == "postmeta":
            meta = _fields(child)
            if meta.get("meta_key") == "_wp_old_slug" and re.fullmatch(r"[\w%.-]{1,200}", meta.get("meta_value", "")):
                yield meta["meta_value"]


def _forget(element: "etree._Element") -> None:
    """Free an item and everything before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
