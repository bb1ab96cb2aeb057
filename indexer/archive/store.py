"""The archive as it is used: opening it, asking it, and getting a writer for it."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from index.article import ArticleId, Document
from index.record import annotations_from_record, article_from_record
from indexer.addresses import url_key
from indexer.archive.content import text_hash
from indexer.archive.linkage import LinkGraph, link_graph
from indexer.archive.memory import SourceMemory
from indexer.archive.reading import Changes, PartContent, part_state
from indexer.archive.schema import connect, explained, open_database, writer_lock
from indexer.archive.values import ArchiveStatus, Failure, Run, RunState
from indexer.archive.writer import ArchiveWriter, longest_title

BATCH_CHANGES = 500
"""Changes per transaction: what a kill can cost at most. One commit waits for the disk (some 10 ms), so at 500 changes
the waiting is a small part of the work."""

_DOCUMENTS = (
    "SELECT articles.id, articles.record, annotations.record AS annotations, group_number"
    " FROM articles LEFT JOIN annotations ON annotations.article_id = articles.id"
    " LEFT JOIN duplicates ON duplicates.article_id = articles.id"
)

_CHANGES = f"""
{_DOCUMENTS.replace(" FROM", ", articles.revision AS revision FROM")} WHERE articles.revision > :revision
UNION ALL SELECT id, NULL, NULL, NULL, revision FROM tombstones WHERE revision > :revision
ORDER BY revision
"""  # noqa: S608 - made of constants

_REVISION = """
SELECT max(
    coalesce((SELECT max(revision) FROM articles), 0),
    coalesce((SELECT max(revision) FROM tombstones), 0)
)
"""


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Archive:
    """An open archive. Use as a context manager and in one thread; open it again for another thread or process."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, clock: Callable[[], datetime], lock_timeout: float
    ) -> None:
        self._lock_timeout = lock_timeout
        self._path = path
        self._connection = connection
        self._clock = clock

    @classmethod
    def open(
        cls, path: Path, *, create: bool = False, clock: Callable[[], datetime] = utc_now, lock_timeout: float = 0.0
    ) -> "Archive":
        """Open the archive at ``path``.

        Args:
            path: The SQLite file.
            create: Whether to make a new archive where there is none.
            clock: Where "now" comes from; it returns aware moments.
            lock_timeout: Seconds to wait for another writer to finish.

        Raises:
            ArchiveError: There is none, it is no archive, it is damaged, or a newer telusur made it.
        """
        return cls(path, open_database(path, create=create), clock, lock_timeout)

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._path

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # Articles

    def get(self, article_id: ArticleId) -> Document | None:
        """Return an article with its annotations, or None."""
        row = self._row(f"{_DOCUMENTS} WHERE articles.id = ?", article_id)
        return _document(row) if row else None

    def find_by_url(self, url: str) -> Document | None:
        """Return the article with this address or, where there is none, one that once had it."""
        row = self._row(
            f"{_DOCUMENTS} JOIN addresses ON addresses.article_id = articles.id"
            " WHERE addresses.url_key = ? ORDER BY addresses.current DESC, articles.id LIMIT 1",
            url_key(url),
        )
        return _document(row) if row else None

    def documents(self) -> Iterator[Document]:
        """Yield every article in the order of ids, all as they were at one moment."""
        with self._snapshot() as connection:
            for row in connection.execute(f"{_DOCUMENTS} ORDER BY articles.id"):
                yield _document(row)

    def stale_annotations(self, annotator: str) -> Iterator[Document]:
        """Yield the articles that ``annotator`` (a fingerprint) was not the last to annotate."""
        with self._snapshot() as connection:
            sql = f"{_DOCUMENTS} WHERE annotations.annotator IS NOT ? ORDER BY articles.id"
            for row in connection.execute(sql, (annotator,)):
                yield _document(row)

    def linked_ids(self, article_id: ArticleId) -> tuple[ArticleId, ...]:
        """Return the articles that this one's "Baca Juga" links lead to, in order, as far as they are known."""
        rows = self._rows(
            "SELECT target_id FROM links WHERE article_id = ? AND target_id IS NOT NULL ORDER BY position", article_id
        )
        return tuple(dict.fromkeys(ArticleId(row["target_id"]) for row in rows))

    def link_graph(self) -> LinkGraph:
        """Return all links with all that they may lead to, as of one moment."""
        with self._snapshot() as connection:
            return link_graph(connection)

    def longest_title(self, text_key: str, *, minimum: int) -> str | None:
        """Return the longest key of a stored title that ``text_key`` begins with, see ``indexer.titles``."""
        with explained(self._path):
            return longest_title(self._connection, text_key, minimum=minimum)

    # Changes

    def revision(self) -> int:
        """Return the number of the last change, 0 for an empty archive."""
        return int(self._rows(_REVISION)[0][0])

    @contextmanager
    def changes(self, revision: int) -> Iterator[Changes]:
        """Walk over what changed after ``revision``."""
        with self._snapshot() as connection:
            rows = connection.execute(_CHANGES, {"revision": revision})
            yield Changes(
                revision=int(connection.execute(_REVISION).fetchone()[0]),
                articles=int(connection.execute("SELECT count(*) FROM articles").fetchone()[0]),
                items=((ArticleId(row["id"]), _document(row) if row["record"] is not None else None) for row in rows),
            )

    def identity(self) -> str:
        """Return a name that this archive shares with no other, nor with itself before a backup was restored."""
        row = self._row("SELECT value FROM settings WHERE name = 'identity'")
        if row is None:
            self._rows("INSERT OR IGNORE INTO settings VALUES ('identity', ?)", secrets.token_hex(8))
            return self.identity()
        return str(row["value"])

    # Parts

    def part_rows(self, articles: int) -> tuple[range, ...]:
        """Cut the archive into parts of ``articles`` at most; return the row numbers of each."""
        last = int(self._rows("SELECT coalesce(max(rowid), 0) FROM articles")[0][0])
        return tuple(range(start, start + articles) for start in range(1, last + 1, articles))

    def part_state(self, rows: range) -> tuple[str, int]:
        """Return the key of a part as it is now, and its number of articles."""
        with explained(self._path):
            return part_state(self._connection, self.identity(), rows)

    @contextmanager
    def part(self, rows: range) -> Iterator[PartContent]:
        """Walk over a part of the archive."""
        identity = self.identity()
        with self._snapshot() as connection:
            key, articles = part_state(connection, identity, rows)
            found = connection.execute(
                f"{_DOCUMENTS} WHERE articles.rowid >= ? AND articles.rowid < ? ORDER BY articles.rowid",
                (rows.start, rows.stop),
            )
            yield PartContent(key=key, articles=articles, documents=(_document(row) for row in found))

    @contextmanager
    def writer(self, *, batch: int = BATCH_CHANGES) -> Iterator[ArchiveWriter]:
        """Change the archive.

        Changes are committed every ``batch`` changes and at the end; an error takes back those since the last commit.

        Args:
            batch: Changes per transaction.

        Raises:
            IndexLocked: Another process is still writing.
        """
        with writer_lock(self._path, self._lock_timeout), explained(self._path):
            writer = ArchiveWriter(self._connection, clock=self._clock, revision=self.revision(), batch=batch)
            try:
                yield writer
                writer.commit()
            finally:
                self._connection.rollback()

    # Sources

    def memory(self, source: str) -> SourceMemory:
        """Return what is remembered of a source between runs."""
        return SourceMemory(self._connection, source)

    def announce(self, source: str, own_id: str, *, signature: str, keep: timedelta) -> bool:
        """Remember that a webhook spoke of an item; return False for a call that has been received before.

        Needs no writer's lock, so that calls are taken while a long run is at work.

        Args:
            source: Name of the source.
            own_id: The source's own id of the item.
            signature: What tells this call from all others.
            keep: How long the same call could be replayed.
        """
        now = self._clock().astimezone(UTC)
        with explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("DELETE FROM webhook_calls WHERE received < ?", ((now - keep).isoformat(),))
                added = self._connection.execute(
                    "INSERT INTO webhook_calls VALUES (?, ?) ON CONFLICT DO NOTHING", (signature, now.isoformat())
                )
                if added.rowcount:
                    self._connection.execute(
                        "INSERT INTO announced VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET received = excluded.received",
                        (source, own_id, now.isoformat()),
                    )
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise
        return bool(added.rowcount)

    # What is there

    def runs(self, limit: int = 20, *, source: str | None = None) -> tuple[Run, ...]:
        """Return the last runs, newest first; only those over ``source`` where it is named."""
        rows = self._rows("SELECT * FROM runs WHERE ?1 IS NULL OR source = ?1 ORDER BY id DESC LIMIT ?2", source, limit)
        return tuple(_run(row) for row in rows)

    def failures(self, run: int) -> tuple[Failure, ...]:
        """Return what a run could not take, in the order of meeting."""
        rows = self._rows("SELECT * FROM failures WHERE run_id = ? ORDER BY rowid", run)
        return tuple(Failure(item=row["item"], reason=row["reason"], permanent=bool(row["permanent"])) for row in rows)

    def status(self) -> ArchiveStatus:
        """Return what is in the archive."""
        by_source = self._rows("SELECT source, count(*) AS articles FROM articles GROUP BY source ORDER BY source")
        return ArchiveStatus(
            articles=self._count("articles"),
            by_source={row["source"]: row["articles"] for row in by_source},
            removed=self._count("tombstones"),
            undated=self._count("articles WHERE published IS NULL"),
            links=self._count("links"),
            resolved_links=self._count("links WHERE target_id IS NOT NULL"),
            revision=self.revision(),
            size_bytes=_size(self._path),
        )

    def problems(self) -> Iterator[str]:
        """Yield what SQLite's own check, the foreign keys and the stored hashes find wrong."""
        for row in self._rows("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"{self._path}: the file is damaged ({row[0]}): restore a backup"
        for row in self._rows("PRAGMA foreign_key_check"):
            yield f"{self._path}: a row of table {row[0]} belongs to no article: restore a backup"
        with self._snapshot() as connection:
            for row in connection.execute("SELECT id, record, record_hash FROM articles ORDER BY id"):
                if text_hash(row["record"]) != row["record_hash"]:
                    yield f"article {row['id']} is not what was stored: import its source again"

    # Helpers

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        """Open a connection of its own on one moment's state, so that writing can go on beside a long walk."""
        with explained(self._path):
            connection = connect(self._path)
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                connection.close()

    def _rows(self, sql: str, *parameters: object) -> list[sqlite3.Row]:
        with explained(self._path):
            return self._connection.execute(sql, parameters).fetchall()

    def _row(self, sql: str, *parameters: object) -> sqlite3.Row | None:
        rows = self._rows(sql, *parameters)
        return rows[0] if rows else None

    def _count(self, rows: str) -> int:
        return int(self._rows(f"SELECT count(*) FROM {rows}")[0][0])  # noqa: S608 - only constants come in


def _document(row: sqlite3.Row) -> Document:
    article = article_from_record(json.loads(row["record"]))
    if row["annotations"] is None:
        return Document(article=article, group=row["group_number"])
    annotations = annotations_from_record(json.loads(row["annotations"]))
    return Document(article=article, annotations=annotations, group=row["group_number"])


def _run(row: sqlite3.Row) -> Run:
    return Run(
        id=row["id"],
        kind=row["kind"],
        source=row["source"],
        started=datetime.fromisoformat(row["started"]),
        finished=datetime.fromisoformat(row["finished"]) if row["finished"] else None,
        state=RunState(row["state"]),
        counts=json.loads(row["counts"]),
    )


def _size(path: Path) -> int:
    files = (path, Path(f"{path}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
