"""A WordPress site, read by its REST interface.

What changed is asked in three ways, because none sees everything: what was modified or published since the last run
(scheduled posts keep an old modification date), the names of categories, tags and authors (renaming them touches no
post), and a sweep over the whole listing (the only way to see what was unpublished, deleted, back-dated or given other
tags). Edits made in the database itself are seen by a full pass alone.

Nothing counts as gone because it is not listed: the site is asked for it, and has to say so.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, assert_never

from indexer.sources.base import (
    Change,
    Checkpoint,
    Failed,
    Item,
    Known,
    Memory,
    Order,
    Pass,
    shrink_trouble,
)
from indexer.sources.names import Names
from indexer.sources.post import LISTED, READ, absence, named_by, post_item, post_mark
from indexer.sources.rest import PER_PAGE, RestApi, Row, Walk
from indexer.sources.web import Manners, Site, SiteError

OVERLAP = timedelta(hours=1)
"""How far behind the last run's beginning changes are asked for again: saves are slow, and servers' clocks differ."""

MAX_SPLITS = 60
"""Requests of one run that may go into finding the posts that break an answer (status 500); finding one of 100 takes
fourteen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressSource:
    """A WordPress site.

    Attributes:
        name: Name of the source.
        address: The site's address.
        manners: How it is read.
        per_page: Posts asked for at once.
        max_shrink: Share of the known posts that may be gone at once.
        sweep_every: Time after which an automatic pass sweeps.
    """

    name: str
    address: str
    manners: Manners
    per_page: int = PER_PAGE
    max_shrink: float = 0.05
    sweep_every: timedelta = timedelta(hours=20)

    def changes(self, memory: Memory, order: Order) -> Iterator[Change]:
        """Yield what changed since ``memory``, see :class:`indexer.sources.base.RemoteSource`."""
        with closing(Site(self.address, self.manners)) as site:
            api = RestApi(site)
            tour = _Tour(self, memory, order, api, Names(api, site, memory, order))
            yield from tour.run()


@dataclass(slots=True)
class _Tour:
    """One run over a site; ``done`` are the posts that have their outcome."""

    source: WordPressSource
    memory: Memory
    order: Order
    api: RestApi
    names: Names
    done: set[str] = field(default_factory=set)
    splits: int = 0

    def run(self) -> Iterator[Change]:
        if self.order.only is not None:
            yield from self._read(self.order.only)
            yield Checkpoint(state=self.names.state())
            return
        swept_at = _moment(self.memory.state("swept"))
        sweeping = _unfinished(self.memory.state("sweep"))
        renamed = self.names.refresh(briefly=self.order.pass_ in (Pass.RECENT, Pass.AUTO) and not sweeping)
        yield Checkpoint(state=self.names.unsaved())
        again = {*self.memory.waiting(), *self._touched(renamed)}
        if self._sweeps(swept_at, sweeping):
            yield from self._sweep(sweeping, again)
        else:
            yield from self._recent()
        yield from self._read(sorted(again - self.done, key=_number))
        yield Checkpoint(state=self.names.state())

    def _touched(self, renamed: set[tuple[str, int]]) -> Iterator[str]:
        """Yield the posts that carry a renamed category, tag or author."""
        if renamed:
            for own_id, mark in self.memory.marks():
                if not renamed.isdisjoint(named_by(mark)):
                    yield own_id

    def _sweeps(self, swept_at: datetime | None, sweeping: dict[str, Any] | None) -> bool:
        match self.order.pass_:
            case Pass.SWEEP | Pass.FULL:
                return True
            case Pass.RECENT:
                return swept_at is None
            case Pass.AUTO:
                if sweeping or swept_at is None or self.api.moment is None:
                    return True
                # A clock that went back makes the last sweep lie in the future: then nothing is known of its age.
                return not timedelta() <= self.api.moment - swept_at < self.source.sweep_every
            case _:
                assert_never(self.order.pass_)

    # What changed lately

    def _recent(self) -> Iterator[Change]:
        last, now = _moment(self.memory.state("watermark")), self.api.moment
        since = min(filter(None, (last, now)), default=None)
        if since is None:
            raise SiteError(f"{self.source.address}: the site shows no clock (Date); run with --sweep")
        after = (since - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        for question in ("modified_after", "after"):
            walk = Walk(self.api, "posts", {question: after, "_fields": "id"}, per_page=self.source.per_page)
            for page in walk:
                yield from self._read(str(row["id"]) for row in page.rows)
        yield Checkpoint(state={"watermark": _text(now or last)})

    # The whole listing

    def _sweep(self, unfinished: dict[str, Any] | None, again: set[str]) -> Iterator[Change]:
        full = self.order.pass_ is Pass.FULL
        if unfinished and (unfinished["full"] or not full):
            sweep, full = unfinished, unfinished["full"]
        else:
            sweeps = self.memory.state("sweeps")
            sweep = {"number": (sweeps if isinstance(sweeps, int) else 0) + 1, "page": 1, "full": full}
            sweep["since"] = _text(self.api.moment or _moment(self.memory.state("watermark")))
        walk = Walk(self.api, "posts", {"_fields": LISTED}, start=sweep["page"], per_page=self.source.per_page)
        for page in walk:
            yield from self._compare(page.rows, again, full=full)
            sighted = tuple(str(row["id"]) for row in page.rows)
            state = {"sweep": sweep | {"page": page.number}, "sweeps": sweep["number"]}
            yield Checkpoint(state=state, sighted=sighted, sweep=sweep["number"])
        trouble = yield from self._missing(walk, sweep["number"], again)
        if trouble is not None:
            yield Failed(self.source.name, trouble, permanent=False)
            yield Checkpoint(state={"sweep": None})
            return
        yield Checkpoint(state={"sweep": None, "swept": sweep["since"], "watermark": sweep["since"]})

    def _compare(self, rows: Sequence[Row], again: set[str], *, full: bool) -> Iterator[Change]:
        changed = []
        for row in rows:
            own_id = str(row["id"])
            if full or own_id in again or self.memory.mark(own_id) != post_mark(row, self.order.reader):
                changed.append(own_id)
            elif own_id not in self.done:
                self.done.add(own_id)
                yield Known(own_id)
        yield from self._read(changed)

    def _missing(self, walk: Walk, sweep: int, again: set[str]) -> Generator[Change, None, str | None]:
        """Ask for what was not listed; return why nothing may be removed, or None."""
        if not walk.complete:
            return "the listing was shorter than the site says it is: nothing was removed; the next run sweeps again"
        missing = tuple(self.memory.unsighted(sweep))
        trouble = shrink_trouble(len(missing), self.memory.count(), self.source.max_shrink)
        if trouble is not None and not self.order.allow_shrink:
            return trouble
        for batch in _batches(missing, self.source.per_page):
            rows = self._list(batch)
            yield from self._compare(rows, again, full=False)
            public = {str(row["id"]) for row in rows}
            yield from self._ask([own_id for own_id in batch if own_id not in public])
            yield Checkpoint(sighted=tuple(public), sweep=sweep)
        return None

    # Single posts

    def _read(self, own_ids: Iterable[str]) -> Iterator[Change]:
        """Read posts by id, each once in a run, with a checkpoint behind every batch."""
        wanted = (own_id for own_id in own_ids if own_id.isascii() and own_id.isdigit() and own_id not in self.done)
        for batch in _batches(dict.fromkeys(wanted), self.source.per_page):
            self.done.update(batch)
            rows = yield from self._rows(batch)
            self.names.learn(rows)
            for row in rows:
                yield self._post(row)
            yield Checkpoint()

    def _post(self, row: Row) -> Item:
        mark = post_mark(row, self.order.reader)
        return post_item(row, source=self.source.name, home=self.source.address, names=self.names, mark=mark)

    def _rows(self, batch: Sequence[str]) -> Generator[Change, None, list[Row]]:
        """Return the posts of a batch that are public; yield what became of the others."""
        try:
            rows = self._list(batch, READ)
        except SiteError as error:
            if error.status != 500 or self.splits >= MAX_SPLITS:
                raise
            self.splits += 1
            if len(batch) == 1:
                yield Failed(batch[0], "the site cannot show this post (status 500)", own_id=batch[0], permanent=False)
                yield Checkpoint()  # the archive is not held while the site is asked for the next
                return []
            half = len(batch) // 2
            first = yield from self._rows(batch[:half])
            second = yield from self._rows(batch[half:])
            return [*first, *second]
        public = {str(row["id"]) for row in rows}
        yield from self._ask([own_id for own_id in batch if own_id not in public])
        return rows

    def _list(self, batch: Sequence[str], fields: str = LISTED) -> list[Row]:
        walk = Walk(self.api, "posts", {"include": ",".join(batch), "_fields": fields})
        wanted = set(batch)
        return [row for page in walk for row in page.rows if str(row["id"]) in wanted]

    def _ask(self, own_ids: Iterable[str]) -> Iterator[Change]:
        """Ask for posts that are not listed, one by one."""
        for own_id in own_ids:
            self.done.add(own_id)
            yield absence(own_id, self.api.get(f"posts/{own_id}", _fields="id,status"))
            yield Checkpoint()


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _unfinished(state: object) -> dict[str, Any] | None:
    """Return the state of a sweep that was broken off, or None."""
    return state if isinstance(state, dict) else None


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None


def _number(own_id: str) -> tuple[int, str]:
    return len(own_id), own_id


def _batches(own_ids: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    ids = iter(own_ids)
    while batch := tuple(islice(ids, size)):
        yield batch
