"""Saved pages in a folder, or a site's pages by its sitemap: for sites whose REST interface is closed.

A story's identity is the post's number where the page tells it, else its address, else the file's name.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin

from index.article import PlacedBy
from index.errors import SourceError
from indexer.addresses import clean_url, url_key
from indexer.sources.base import (
    MAX_ID_CHARS,
    Change,
    Checkpoint,
    Failed,
    Gone,
    Item,
    Known,
    Markup,
    Memory,
    Order,
    Pass,
    RawPage,
    Skipped,
    content_trouble,
    shrink_trouble,
)
from indexer.sources.folder import files_below, name_trouble
from indexer.sources.page import MAX_PAGE_BYTES, PageFields, read_page
from indexer.sources.profile import Profile
from indexer.sources.sitemap import Entry, read_sitemaps
from indexer.sources.unknown import find_body
from indexer.sources.web import Answer, Manners, Site, SiteError

HTML_SUFFIXES = (".html", ".htm")
"""How the names of saved pages end."""


@dataclass(frozen=True, slots=True)
class HtmlFolder:
    """Every ``*.html`` and ``*.htm`` below a folder, or one such file; each holds one story.

    Attributes:
        name: Name of the source.
        path: The folder or file.
        profile: How the site's pages are made.
    """

    name: str
    path: Path
    profile: Profile = field(default_factory=Profile)

    @property
    def complete(self) -> bool:
        """A folder is the whole collection; a single file is one story of many."""
        return self.path.is_dir()

    @property
    def ignored_fields(self) -> Mapping[str, int]:
        """Pages have no fields of their own."""
        return {}

    def pages(self) -> Iterator[Item]:
        """Yield every file in the order of its path; a later file of a story already met has failed."""
        if not self.path.exists():
            raise SourceError(f"{self.path}: no such file or folder; check the path of source {self.name!r}")
        first: dict[str, str] = {}
        files = files_below(self.path, HTML_SUFFIXES) if self.path.is_dir() else iter((self.path,))
        for path in files:
            relative = path.relative_to(self.path).as_posix() if self.path.is_dir() else path.name
            yield self._item(path, relative, first)

    def _item(self, path: Path, relative: str, first: dict[str, str]) -> Item:
        unnamed = name_trouble(relative)
        if unnamed is not None:
            return unnamed
        try:
            with path.open("rb") as file:
                data = file.read(MAX_PAGE_BYTES + 1)
        except OSError as error:
            return Failed(relative, f"cannot be read: {error.strerror or error}", permanent=False)
        if len(data) > MAX_PAGE_BYTES:
            return Failed(relative, f"the page is larger than {MAX_PAGE_BYTES:,} bytes")
        item = story(self.name, read_page(data, profile=self.profile), data, item=relative)
        if isinstance(item, RawPage) and first.setdefault(item.own_id, relative) != relative:
            return Failed(relative, f"the same story as in {first[item.own_id]}")
        return item


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlSite:
    """A site's pages by its sitemap.

    Attributes:
        name: Name of the source.
        address: The site's or its sitemap's address.
        manners: How it is read.
        profile: How the site's pages are made.
        max_shrink: Share of the known pages that may be gone at once.
    """

    name: str
    address: str
    manners: Manners
    profile: Profile = field(default_factory=Profile)
    max_shrink: float = 0.05

    def changes(self, memory: Memory, order: Order) -> Iterator[Change]:
        """Yield what changed since ``memory``, see :class:`indexer.sources.base.RemoteSource`.

        Every pass looks at the whole sitemap. A page whose time of change it does not state is read once, and again in
        a full pass only.
        """
        with closing(Site(self.address, self.manners)) as site:
            yield from _Crawl(self, memory, order, site).run()


@dataclass
class _Crawl:
    """One run over a site's sitemap."""

    source: HtmlSite
    memory: Memory
    order: Order
    site: Site
    met: set[int] = field(default_factory=set)
    """Hashes of the addresses that have their outcome; eight bytes each in place of the address."""

    @cached_property
    def _sweep(self) -> int:
        last = self.memory.state("sweeps")
        return last + 1 if isinstance(last, int) else 1

    def run(self) -> Iterator[Change]:
        if self.order.only is not None:
            for wanted in self.order.only:
                yield from self._read(Entry(self._known(wanted)[1], ""))
            return
        yield Checkpoint(state={"sweeps": self._sweep})
        again = set(self.memory.waiting())
        for entry in read_sitemaps(self.site):
            key = _key(entry.url)
            if self.site.owns(entry.url) and key is not None and hash(key) not in self.met:
                self.met.add(hash(key))
                yield from self._take(entry, key, again)
                # After every page, so that the archive is not held while the site is asked for the next.
                yield Checkpoint(sighted=(key,), sweep=self._sweep)
        yield from self._missing()

    def _take(self, entry: Entry, key: str, again: set[str]) -> Iterator[Change]:
        mark = self.memory.mark(key)
        is_known = mark is not None and json.loads(mark)[:2] == [self.order.reader, entry.changed]
        if is_known and key not in again and self.order.pass_ is not Pass.FULL:
            yield Known(key)
        else:
            yield from self._read(entry)

    def _missing(self) -> Iterator[Change]:
        missing = tuple(self.memory.unsighted(self._sweep))
        trouble = shrink_trouble(len(missing), self.memory.count(), self.source.max_shrink)
        if trouble is not None and not self.order.allow_shrink:
            yield Failed(self.source.name, trouble, permanent=False)
            return
        for key in missing:
            yield from self._ask(key)
            yield Checkpoint()

    def _ask(self, key: str) -> Iterator[Change]:
        """Ask for a page that the sitemap does not list any more."""
        address = self._known(key)[1]
        answer = self.site.get(address)
        if answer.status in (404, 410):
            own_id = self._known(key)[0]
            yield Gone(own_id, f"not on the site any more (status {answer.status})", listed_as=key)
        elif answer.status == 200 and _key(answer.url) != key:
            yield Checkpoint(forgotten=(key,))  # moved: the sitemap has it under its new address
        else:
            yield self._item(Entry(address, ""), answer)

    def _read(self, entry: Entry) -> Iterator[Change]:
        try:
            answer = self.site.get(entry.url)
        except SiteError as error:
            if error.status is None:
                raise
            yield Failed(entry.url, str(error), own_id=_key(entry.url), permanent=False)
            return
        yield self._item(entry, answer)

    def _item(self, entry: Entry, answer: Answer) -> Item:
        key = _key(entry.url)
        if answer.status != 200 or "html" not in answer.media_type:
            reason = f"no page (status {answer.status}, {answer.media_type or 'no type'})"
            return Failed(entry.url, reason, own_id=key, permanent=False)
        if len(answer.body) > MAX_PAGE_BYTES:
            return Failed(entry.url, f"the page is larger than {MAX_PAGE_BYTES:,} bytes", own_id=key)
        fields = read_page(answer.body, url=answer.url, charset=_charset(answer), profile=self.source.profile)
        canonical = clean_url(fields.url, base=entry.url)
        own_id = fields.post_id or (_key(canonical) if canonical and self.site.owns(canonical) else None) or key
        mark = json.dumps([self.order.reader, entry.changed, own_id, entry.url], ensure_ascii=False)
        return story(
            self.source.name,
            fields,
            answer.body,
            item=entry.url,
            asked=entry.url,
            own_id=own_id,
            mark=mark,
            listed_as=key,
        )

    def _known(self, key: str) -> tuple[str, str]:
        """Return the id and address of a page that was listed; of another, those that its key makes."""
        mark = self.memory.mark(key)
        if mark is not None:
            _, _, own_id, url = json.loads(mark)
            return own_id, url
        return key, urljoin(self.source.address, f"/{key.partition('/')[2]}")


def story(
    source: str,
    fields: PageFields,
    data: bytes,
    *,
    item: str,
    asked: str | None = None,
    own_id: str | None = None,
    mark: str | None = None,
    listed_as: str | None = None,
) -> Item:
    """Return the item that a page is.

    Args:
        source: Name of the source.
        fields: What the page holds.
        data: The page itself, for those without a known place for the story.
        item: What people know it by.
        asked: Address under which it was asked for; an alias where the page names another as its own.
        own_id: Its id; without one it is the post's number, the address or ``item``.
        mark: What the listing says of it.
        listed_as: The listing's name for it.
    """
    url = clean_url(fields.url, base=asked)
    by_address = _key(url) if url else None
    own_id = own_id or fields.post_id or by_address or item.rpartition(".")[0] or item
    if fields.protected:
        return Skipped(item, "not public (password)", own_id=own_id, mark=mark, listed_as=listed_as)
    if not fields.is_story:
        return Skipped(item, "not an article", own_id=own_id, mark=mark, listed_as=listed_as)
    content = fields.body or find_body(data, url) or ""
    trouble = (
        content_trouble(content)
        if content
        else ("no story found in the page; name its place as `body` in a profile, or install telusur[html]")
    )
    if trouble is not None:
        return Failed(item, trouble, own_id=listed_as or own_id)
    return RawPage(
        source=source,
        own_id=own_id,
        content=content,
        markup=Markup.HTML,
        title=fields.title or "",
        url=url,
        published=fields.published,
        modified=fields.modified,
        byline=fields.byline,
        sections=fields.sections,
        tags=fields.tags,
        aliases=(asked,) if asked and asked != url else (),
        placed_by=PlacedBy.RENDERED,
        mark=mark,
        listed_as=listed_as,
        former_ids=(by_address,) if by_address and by_address != own_id else (),
    )


def _key(url: str) -> str | None:
    """Return the id that an address makes, or None where it is too long for one."""
    key = url_key(url)
    return key if 0 < len(key) <= MAX_ID_CHARS and key.isprintable() else None


def _charset(answer: Answer) -> str | None:
    header = Message()
    header["content-type"] = answer.headers.get("content-type", "")
    charset = header.get_content_charset()
    return charset if charset and charset.isascii() else None
