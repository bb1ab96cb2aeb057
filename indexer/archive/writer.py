"""Changing the archive: storing, removing, and keeping the record of runs."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from index.article import Annotations, Article, ArticleId, EditorLink, PlacedBy
from index.record import annotations_to_record, article_from_record, article_to_record
from indexer.addresses import url_key
from indexer.archive.content import content_hash, text_hash
from indexer.archive.duplicates import Grouping
from indexer.archive.linkage import names_of
from indexer.archive.memory import MemoryWriter
from indexer.archive.values import MAX_REASON_CHARS, Failure, Outcome, RunState
from indexer.titles import title_key

MAX_FAILURES_PER_RUN = 10_000
"""Failures of one run that are kept with their reasons; all are counted."""

MIN_TITLE_PREFIX = 25
"""Least length of a title key that may stand for a link's beginning: shorter ones ("banjir jambi") are no titles of
their own but the beginning of many."""


class ArchiveWriter:
    """Receives changes. :meth:`indexer.archive.Archive.writer` makes one, commits at its end and holds the lock."""

    def __init__(
        self, connection: sqlite3.Connection, *, clock: Callable[[], datetime], revision: int, batch: int
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._revision = revision
        self._batch = batch
        self._pending = 0
        self._failures_kept = 0
        self._grouping = Grouping(connection, self._execute)

    # Articles

    def stored(self, article: Article, *, cleaner: int, annotator: str) -> bool:
        """Tell whether ``article`` is in the archive just so, annotated by ``annotator``: then it needs no work."""
        row = self._fetch(
            "SELECT content_hash, cleaner, annotator, articles.record FROM articles"
            " LEFT JOIN annotations ON article_id = articles.id WHERE articles.id = ?",
            article.id,
        )
        if row is None or (row["cleaner"], row["annotator"]) != (cleaner, annotator):
            return False
        return row["content_hash"] in (content_hash(article), content_hash(_with_stored(article, row["record"])))

    def put(
        self,
        article: Article,
        annotations: Annotations,
        *,
        source: str,
        cleaner: int = 1,
        annotator: str = "",
        run: int = 0,
    ) -> Outcome:
        """Store an article, replacing the one with the same id.

        An unchanged one takes no revision, unless its annotations are new. Where the address changed, the old one
        becomes an alias; aliases are never lost, nor that an editor placed a link which is there still.

        Args:
            article: The cleaned article.
            annotations: What was found in it.
            source: Name of the source.
            cleaner: Version of the cleaning rules that made the article.
            annotator: Fingerprint of what made the annotations.
            run: The run that found it, see :meth:`begin_run`.
        """
        row = self._fetch("SELECT * FROM articles WHERE id = ?", article.id)
        kept = article if row is None else _with_stored(article, row["record"])
        record, digest = _json(article_to_record(kept)), content_hash(kept)
        if row is None:
            self._insert(kept, source, record, digest, cleaner)
            outcome = Outcome.ADDED
        elif row["content_hash"] != digest:
            self._update(kept, record, digest, cleaner)
            outcome = Outcome.CHANGED
        else:
            self._refresh(row, kept, record, cleaner)
            outcome = Outcome.UNCHANGED
        self._annotate(article.id, annotations, annotator, is_new=outcome is not Outcome.UNCHANGED)
        self._sight(article.id, run)
        self._changed()
        return outcome

    def saw(self, article_id: ArticleId, run: int) -> None:
        """Note that a run met a stored article, so that it is not taken for gone. Unknown ids are no error."""
        self._sight(article_id, run)
        self._changed()

    def reannotate(self, article_id: ArticleId, annotations: Annotations, *, annotator: str) -> bool:
        """Replace the annotations of a stored article; return whether they differ, which takes a revision."""
        differs = self._annotate(article_id, annotations, annotator, is_new=False)
        self._changed()
        return differs

    def remove(self, article_id: ArticleId, reason: str) -> bool:
        """Remove an article and remember that it is gone; return whether it was there."""
        row = self._fetch("SELECT source, record, title_key FROM articles WHERE id = ?", article_id)
        if row is None:
            return False
        self._execute("DELETE FROM articles WHERE id = ?", article_id)
        self._execute(
            "INSERT INTO tombstones VALUES (?, ?, ?, ?, ?)",
            article_id,
            row["source"],
            self._next_revision(),
            self.now(),
            reason[:MAX_REASON_CHARS],
        )
        for name in dict.fromkeys(names_of(row["record"], row["title_key"])):
            self._execute("INSERT INTO removed_names VALUES (?, ?)", name, article_id)
        self._changed()
        return True

    def unseen(self, source: str, run: int) -> tuple[ArticleId, ...]:
        """Return the articles of a source that ``run`` did not meet."""
        rows = self._connection.execute(
            "SELECT id FROM articles LEFT JOIN sightings ON article_id = id"
            " WHERE source = ? AND run_id IS NOT ? ORDER BY id",
            (source, run),
        )
        return tuple(ArticleId(row["id"]) for row in rows)

    # Near-duplicates

    def group_duplicates(self) -> int:
        """Compare the articles that were not compared yet; return how many belong to another group now.

        Those take a revision, so that the index hears of it. Also takes up what an interrupted run left, and the
        articles of an archive that an older telusur made.
        """
        moved = 0
        for article_id in self._grouping.pending():
            for other in self._grouping.place(article_id):
                self._execute("UPDATE articles SET revision = ? WHERE id = ?", self._next_revision(), other)
                moved += 1
            self._changed()
        return moved

    # Links

    def resolve_links(self) -> int:
        """Look for the targets of links that have none yet; return how many were found.

        By address (or a former one), then by the whole title, then by the longest known title that the link's begins
        with. Of several stories with the title, the one nearest before the linking story is meant.
        """
        rows = self._connection.execute(
            "SELECT links.article_id, position, url, links.title_key, published FROM links"
            " JOIN articles ON articles.id = links.article_id WHERE target_id IS NULL"
        ).fetchall()
        found = 0
        for row in rows:
            target = self._target(row)
            if target is not None:
                self._execute(
                    "UPDATE links SET target_id = ? WHERE article_id = ? AND position = ?",
                    target,
                    row["article_id"],
                    row["position"],
                )
                found += 1
                self._changed()
        return found

    def _target(self, link: sqlite3.Row) -> str | None:
        return self._by_address(link) or self._by_title(link, link["title_key"]) or self._by_prefix(link)

    def _by_address(self, link: sqlite3.Row) -> str | None:
        if link["url"] is None:
            return None
        row = self._fetch(
            "SELECT article_id FROM addresses WHERE url_key = ? AND article_id <> ? ORDER BY current DESC, article_id",
            url_key(link["url"]),
            link["article_id"],
        )
        return row["article_id"] if row else None

    def _by_title(self, link: sqlite3.Row, key: str) -> str | None:
        if not key:
            return None
        row = self._fetch(
            "SELECT id FROM articles WHERE title_key = ? AND id <> ?"
            " ORDER BY published > ?, abs(julianday(published) - julianday(?)), id",
            key,
            link["article_id"],
            link["published"],
            link["published"],
        )
        return row["id"] if row else None

    def _by_prefix(self, link: sqlite3.Row) -> str | None:
        key = longest_title(self._connection, link["title_key"], minimum=MIN_TITLE_PREFIX)
        return self._by_title(link, key) if key is not None else None

    # Sources

    def memory(self, source: str) -> MemoryWriter:
        """Return what is remembered of a source, to read and to change."""
        return MemoryWriter(self._connection, source, self._execute, self.now)

    # Runs

    def begin_run(self, kind: str, source: str) -> int:
        """Open the record of a run and return its number. Runs found open were killed: they become interrupted."""
        self._execute("UPDATE runs SET state = ? WHERE state = ?", RunState.INTERRUPTED, RunState.RUNNING)
        cursor = self._execute(
            "INSERT INTO runs (kind, source, started, state, counts) VALUES (?, ?, ?, ?, '{}')",
            kind,
            source,
            self.now(),
            RunState.RUNNING,
        )
        self._failures_kept = 0
        self.commit()
        return cast("int", cursor.lastrowid)  # None only where nothing was inserted

    def fail(self, run: int, failure: Failure) -> None:
        """Keep an item that a run could not take, with the reason."""
        if self._failures_kept >= MAX_FAILURES_PER_RUN:
            return
        self._failures_kept += 1
        self._execute(
            "INSERT INTO failures VALUES (?, ?, ?, ?)",
            run,
            failure.item[:MAX_REASON_CHARS],
            failure.reason[:MAX_REASON_CHARS],
            int(failure.permanent),
        )
        self._changed()

    def finish_run(self, run: int, state: RunState, counts: Mapping[str, int]) -> None:
        """Close the record of a run."""
        self._execute(
            "UPDATE runs SET finished = ?, state = ?, counts = ? WHERE id = ?", self.now(), state, _json(counts), run
        )
        self.commit()

    def commit(self) -> None:
        """Make the changes so far durable."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._pending = 0

    # Helpers

    def _insert(self, article: Article, source: str, record: str, digest: str, cleaner: int) -> None:
        now = self.now()
        self._execute("DELETE FROM tombstones WHERE id = ?", article.id)
        self._execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            article.id,
            source,
            title_key(article.title),
            _utc(article.published),
            record,
            text_hash(record),
            digest,
            cleaner,
            self._next_revision(),
            now,
            now,
        )
        self._index_addresses(article)
        self._index_links(article)

    def _update(self, article: Article, record: str, digest: str, cleaner: int) -> None:
        self._execute(
            "UPDATE articles SET title_key = ?, published = ?, record = ?, record_hash = ?, content_hash = ?,"
            " cleaner = ?, revision = ?, changed_at = ? WHERE id = ?",
            title_key(article.title),
            _utc(article.published),
            record,
            text_hash(record),
            digest,
            cleaner,
            self._next_revision(),
            self.now(),
            article.id,
        )
        self._grouping.forget(article.id)
        self._index_addresses(article)
        self._index_links(article)

    def _refresh(self, row: sqlite3.Row, article: Article, record: str, cleaner: int) -> None:
        """Take over what does not make a story another one: links a theme placed, the cleaner's version."""
        if row["record"] == record and row["cleaner"] == cleaner:
            return
        self._execute(
            "UPDATE articles SET record = ?, record_hash = ?, cleaner = ? WHERE id = ?",
            record,
            text_hash(record),
            cleaner,
            article.id,
        )
        self._index_links(article)

    def _index_addresses(self, article: Article) -> None:
        self._execute("DELETE FROM addresses WHERE article_id = ?", article.id)
        current = {url_key(article.url)} if article.url else set()
        former = {url_key(alias) for alias in article.aliases} - current
        for key in sorted(current | former):
            self._execute("INSERT INTO addresses VALUES (?, ?, ?)", key, article.id, int(key in current))

    def _index_links(self, article: Article) -> None:
        self._execute("DELETE FROM links WHERE article_id = ?", article.id)
        for position, link in enumerate(article.links):
            self._execute("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", *_link_row(article, position, link))

    def _sight(self, article_id: ArticleId, run: int) -> None:
        self._execute(
            "INSERT INTO sightings SELECT id, ?, ? FROM articles WHERE id = ?"
            " ON CONFLICT (article_id) DO UPDATE SET run_id = excluded.run_id, last_seen = excluded.last_seen",
            run,
            self.now(),
            article_id,
        )

    def _annotate(self, article_id: ArticleId, annotations: Annotations, annotator: str, *, is_new: bool) -> bool:
        """Store annotations; return whether they differ from those stored."""
        record = _json(annotations_to_record(annotations))
        row = self._fetch("SELECT record, annotator FROM annotations WHERE article_id = ?", article_id)
        if row is not None and (row["record"], row["annotator"]) == (record, annotator):
            return False
        self._execute(
            "INSERT INTO annotations VALUES (?, ?, ?) ON CONFLICT (article_id)"
            " DO UPDATE SET record = excluded.record, annotator = excluded.annotator",
            article_id,
            record,
            annotator,
        )
        differs = row is None or row["record"] != record
        if differs and not is_new:
            self._execute("UPDATE articles SET revision = ? WHERE id = ?", self._next_revision(), article_id)
        return differs

    def _next_revision(self) -> int:
        self._revision += 1
        return self._revision

    def now(self) -> str:
        """Return the present moment as the archive writes it."""
        return self._clock().astimezone(UTC).isoformat()

    def _changed(self) -> None:
        self._pending += 1
        if self._pending >= self._batch:
            self.commit()

    def _execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        return self._connection.execute(sql, parameters)

    def _fetch(self, sql: str, *parameters: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
        return row


def longest_title(connection: sqlite3.Connection, text_key: str, *, minimum: int) -> str | None:
    """Return the longest title key of the archive that ``text_key`` begins with, or None.

    Args:
        connection: The archive's file.
        text_key: A running text as :func:`indexer.titles.title_key` folds it.
        minimum: Least length of a title key that counts, in characters.
    """
    if len(text_key) < minimum:
        return None
    head = text_key[:minimum]
    row = connection.execute(
        "SELECT title_key FROM articles WHERE title_key >= :head AND title_key < :head || char(1114111)"
        " AND substr(:text, 1, length(title_key)) = title_key ORDER BY length(title_key) DESC LIMIT 1",
        {"head": head, "text": text_key},
    ).fetchone()
    return str(row["title_key"]) if row else None


def _with_stored(article: Article, record: str) -> Article:
    """Return an article with what its stored record knows besides: former addresses, and who placed a link."""
    stored = article_from_record(json.loads(record))
    former = [*article.aliases, *stored.aliases, *([stored.url] if stored.url else [])]
    aliases = tuple(url for url in dict.fromkeys(former) if url != article.url)
    return replace(article, aliases=aliases, links=tuple(_placed(article.links, stored.links)))


def _placed(links: Iterable[EditorLink], stored: Iterable[EditorLink]) -> Iterator[EditorLink]:
    """Yield links with what is known of their placing: a rendering does not show that an editor placed one."""
    by_editor = {title_key(link.title) for link in stored if link.placed_by is PlacedBy.EDITOR} - {""}
    for link in links:
        known = link.placed_by is not PlacedBy.EDITOR and title_key(link.title) in by_editor
        yield replace(link, placed_by=PlacedBy.EDITOR) if known else link


def _link_row(article: Article, position: int, link: EditorLink) -> Iterator[object]:
    yield from (article.id, position, link.title, title_key(link.title), link.url, link.label, link.placed_by.value)


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None
