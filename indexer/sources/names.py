"""The names of a WordPress site's categories, tags and authors, which posts mention by number.

They are kept from run to run: a renamed one leaves no trace in its posts, only the comparison tells.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from indexer.sources.base import Memory, Order
from indexer.sources.page import read_page
from indexer.sources.rest import PER_PAGE, RestApi, Row, Walk
from indexer.sources.web import Disallowed, Site, SiteError

TABLES = ("categories", "tags", "users")

MAX_BRIEF_PAGES = 20
"""Largest table, in pages, that a run which only looks for recent changes reads whole: twenty seconds. A newsroom has
tens of thousands of tags; those it renames are found by the next sweep."""

MAX_NAME_CHARS = 200
"""Length to which a name is cut."""

_Table = dict[int, str]


class Names:
    """The three tables."""

    def __init__(self, api: RestApi, site: Site, memory: Memory, order: Order) -> None:
        self._api = api
        self._site = site
        self._only = order.only is not None
        self._saved = {table: _table(memory.state(table)) for table in TABLES}
        self._now: dict[str, _Table] = {table: dict(saved or {}) for table, saved in self._saved.items()}
        self._unknown: set[tuple[str, int]] = set()

    def refresh(self, *, briefly: bool) -> set[tuple[str, int]]:
        """Read the tables anew; return what is called otherwise than before.

        Args:
            briefly: Leave out a table that is large, unless nothing is known of it yet.
        """
        renamed: set[tuple[str, int]] = set()
        for table in TABLES:
            saved = self._saved[table]
            read = self._read(table, most_pages=MAX_BRIEF_PAGES if briefly and saved is not None else None)
            self._now[table] |= read
            if saved is not None:
                renamed |= {(table, id_) for id_, name in read.items() if saved.get(id_) != name}
        return renamed

    def unsaved(self) -> Mapping[str, Any]:
        """Return the tables that were not kept at all so far, to be kept before any post is read by them."""
        return {table: self._kept(table) for table in TABLES if self._saved[table] is None}

    def state(self) -> Mapping[str, Any]:
        """Return the tables that differ from those kept."""
        return {table: self._kept(table) for table in TABLES if self._saved[table] != self._now[table]}

    def learn(self, rows: Iterable[Row]) -> None:
        """Look up what these posts mention and the tables do not have."""
        rows = list(rows)
        for table in ("categories", "tags"):
            self._look_up(table, {id_ for row in rows for id_ in numbers(row.get(table))})
        self._look_up("users", {id_ for row in rows for id_ in numbers([row.get("author")])})
        for row in rows:
            self._learn_author(row)

    def one(self, table: str, id_: object) -> str | None:
        """Return a name, or None where it is not known."""
        return self._now[table].get(id_) if isinstance(id_, int) else None

    def several(self, table: str, ids: object) -> tuple[str, ...]:
        """Return the names of a list, leaving out those not known."""
        return tuple(filter(None, (self.one(table, id_) for id_ in numbers(ids))))

    def _kept(self, table: str) -> dict[str, str]:
        return {str(id_): name for id_, name in self._now[table].items()}

    def _read(self, table: str, *, most_pages: int | None) -> _Table:
        walk = Walk(self._api, table, {"_fields": "id,name"})
        read: _Table = {}
        try:
            for page in walk:
                if most_pages is not None and (walk.total or 0) > most_pages * PER_PAGE:
                    return {}
                read |= {row["id"]: str(row.get("name", ""))[:MAX_NAME_CHARS] for row in page.rows}
        except SiteError as error:
            if table != "users" or not _is_closed(error):
                raise
            return {}
        return read

    def _look_up(self, table: str, ids: set[int]) -> None:
        missing = sorted(id_ for id_ in ids if id_ not in self._now[table] and (table, id_) not in self._unknown)
        self._unknown.update((table, id_) for id_ in missing)
        for at in range(0, len(missing), PER_PAGE):
            include = ",".join(map(str, missing[at : at + PER_PAGE]))
            try:
                for page in Walk(self._api, table, {"include": include, "_fields": "id,name"}):
                    self._now[table] |= {row["id"]: str(row.get("name", ""))[:MAX_NAME_CHARS] for row in page.rows}
            except SiteError as error:
                if table != "users" or not _is_closed(error):
                    raise

    def _learn_author(self, row: Row) -> None:
        """Read an author's name from one of their posts' page, where the table of authors is closed."""
        author, link = row.get("author"), row.get("link")
        if not isinstance(author, int) or author in self._now["users"] or ("page", author) in self._unknown:
            return
        self._unknown.add(("page", author))
        if not isinstance(link, str) or not self._site.owns(link):
            return
        try:
            answer = self._site.get(link)
        except SiteError:
            # The name is worth one request, not the run; without it the story has its initials.
            return
        if answer.status == 200 and "html" in answer.media_type:
            byline = read_page(answer.body, url=answer.url).byline
            if byline:
                self._now["users"][author] = byline[:MAX_NAME_CHARS]


def _is_closed(error: SiteError) -> bool:
    """Tell whether a site keeps this from everybody, rather than having trouble."""
    return isinstance(error, Disallowed) or (error.status is not None and error.status < 500)


def numbers(value: object) -> tuple[int, ...]:
    """Return the numbers of a list, leaving out what is none; of anything else, nothing."""
    return tuple(id_ for id_ in value if isinstance(id_, int)) if isinstance(value, list) else ()


def _table(kept: object) -> _Table | None:
    return {int(id_): name for id_, name in kept.items()} if isinstance(kept, dict) else None
