"""What the archive remembers of a source between two runs: how far it was read, what it listed, what failed.

It lies in the archive's file, so that it is committed together with the articles it speaks of: a run that is killed
goes on at its last commit, and a restored backup remembers what it had.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from indexer.archive.values import MAX_REASON_CHARS

_BATCH_ROWS = 1_000
"""Rows read at a time, so that a walk over all of them holds no read transaction open while others write."""

MEMORY_TABLES = """
    -- What a source's listing said of an item when it was last taken over: the same mark means that it is as it was.
    CREATE TABLE listed (
        source TEXT NOT NULL,
        own_id TEXT NOT NULL,
        mark TEXT NOT NULL,
        skipped TEXT,
        sweep INTEGER NOT NULL,
        PRIMARY KEY (source, own_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE source_state (
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (source, name)
    ) STRICT, WITHOUT ROWID;

    -- Items that failed when they were last tried.
    CREATE TABLE open_failures (
        source TEXT NOT NULL,
        item TEXT NOT NULL,
        own_id TEXT,
        reason TEXT NOT NULL,
        permanent INTEGER NOT NULL,
        since TEXT NOT NULL,
        tries INTEGER NOT NULL,
        run_id INTEGER NOT NULL,
        PRIMARY KEY (source, item)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX open_failures_by_id ON open_failures (source, own_id);

    -- Items that a webhook spoke of and that were not read since.
    CREATE TABLE announced (
        source TEXT NOT NULL,
        own_id TEXT NOT NULL,
        received TEXT NOT NULL,
        PRIMARY KEY (source, own_id)
    ) STRICT, WITHOUT ROWID;

    -- Signatures of webhook calls, kept as long as the same call could be replayed.
    CREATE TABLE webhook_calls (
        signature TEXT PRIMARY KEY NOT NULL,
        received TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
"""
"""Statements that make the tables of this module, the second migration of ``indexer.archive.schema``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFailure:
    """An item that failed when it was last tried.

    Attributes:
        item: The source's own id, or where the item stands (``line 7``).
        own_id: The source's own id where it is known.
        reason: What was wrong.
        permanent: Whether it must fail again unless the source changes.
        since: When it failed first.
        tries: How often it has failed since then.
    """

    item: str
    own_id: str | None
    reason: str
    permanent: bool
    since: datetime
    tries: int


class SourceMemory:
    """Reads what is remembered of one source."""

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self._connection = connection
        self._source = source

    def state(self, name: str) -> object:
        """Return the JSON value kept under ``name``, or None."""
        row = self._fetch("SELECT value FROM source_state WHERE source = ? AND name = ?", name)
        return json.loads(row["value"]) if row is not None else None

    def mark(self, own_id: str) -> str | None:
        """Return what the listing said of an item when it was last taken over, or None."""
        row = self._fetch("SELECT mark FROM listed WHERE source = ? AND own_id = ?", own_id)
        return row["mark"] if row is not None else None

    def skipped(self, own_id: str) -> str | None:
        """Return why an item was skipped when it was last read, or None where it was not."""
        row = self._fetch("SELECT skipped FROM listed WHERE source = ? AND own_id = ?", own_id)
        return row["skipped"] if row is not None else None

    def count(self) -> int:
        """Return how many items are remembered as listed."""
        row = self._fetch("SELECT count(*) AS items FROM listed WHERE source = ?")
        return int(row["items"]) if row is not None else 0

    def marks(self) -> Iterator[tuple[str, str]]:
        """Yield the id and mark of every item, in the order of ids as texts."""
        for row in self._walk("SELECT own_id, mark FROM listed WHERE source = ? AND own_id > ?"):
            yield row["own_id"], row["mark"]

    def unsighted(self, sweep: int) -> Iterator[str]:
        """Yield the items that the sweep with this number did not meet."""
        for row in self._walk("SELECT own_id FROM listed WHERE source = ? AND own_id > ? AND sweep < ?", sweep):
            yield row["own_id"]

    def failures(self, limit: int = -1) -> tuple[OpenFailure, ...]:
        """Return the items that failed when they were last tried, the oldest trouble first."""
        rows = self._connection.execute(
            "SELECT * FROM open_failures WHERE source = ? ORDER BY since, item LIMIT ?", (self._source, limit)
        )
        return tuple(_failure(row) for row in rows)

    def count_failures(self) -> tuple[int, int]:
        """Return how many open failures may pass and how many are permanent."""
        row = self._fetch("SELECT count(*) AS items, total(permanent) AS lasting FROM open_failures WHERE source = ?")
        lasting = int(row["lasting"]) if row is not None else 0
        return (int(row["items"]) if row is not None else 0) - lasting, lasting

    def announced(self) -> tuple[str, ...]:
        """Return the items that a webhook spoke of, the first first."""
        rows = self._connection.execute(
            "SELECT own_id FROM announced WHERE source = ? ORDER BY received, own_id", (self._source,)
        )
        return tuple(row["own_id"] for row in rows)

    def waiting(self) -> tuple[str, ...]:
        """Return the items to be read again in any case: announced ones, then those that failed."""
        failed = (failure.own_id for failure in self.failures() if failure.own_id is not None)
        return tuple(dict.fromkeys((*self.announced(), *failed)))

    def _walk(self, sql: str, *parameters: object) -> Iterator[sqlite3.Row]:
        """Yield rows in the order of ids, reading on behind the last one."""
        last = ""
        while rows := self._connection.execute(
            f"{sql} ORDER BY own_id LIMIT {_BATCH_ROWS}", (self._source, last, *parameters)
        ).fetchall():
            yield from rows
            last = rows[-1]["own_id"]

    def _fetch(self, sql: str, *parameters: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, (self._source, *parameters)).fetchone()
        return row


class MemoryWriter(SourceMemory):
    """Also changes it; :meth:`indexer.archive.ArchiveWriter.memory` makes one, and its commits are the writer's."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        source: str,
        execute: Callable[..., sqlite3.Cursor],
        now: Callable[[], str],
    ) -> None:
        super().__init__(connection, source)
        self._execute = execute
        self._now = now

    def set_state(self, name: str, value: object) -> None:
        """Keep a JSON value under ``name``; None forgets it."""
        if value is None:
            self._execute("DELETE FROM source_state WHERE source = ? AND name = ?", self._source, name)
            return
        self._execute(
            "INSERT INTO source_state VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            self._source,
            name,
            json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        )

    def note(self, own_id: str, mark: str, *, skipped: str | None = None) -> None:
        """Remember what the listing says of an item that has just been taken over (or skipped, with the reason)."""
        self._execute(
            "INSERT INTO listed VALUES (?, ?, ?, ?, 0)"
            " ON CONFLICT DO UPDATE SET mark = excluded.mark, skipped = excluded.skipped",
            self._source,
            own_id,
            mark,
            skipped,
        )

    def sight(self, own_ids: Iterable[str], sweep: int) -> None:
        """Remember that a sweep met these items."""
        for own_id in own_ids:
            self._execute("UPDATE listed SET sweep = ? WHERE source = ? AND own_id = ?", sweep, self._source, own_id)

    def forget(self, own_id: str) -> None:
        """Forget an item that is gone."""
        self._execute("DELETE FROM listed WHERE source = ? AND own_id = ?", self._source, own_id)

    def keep_failure(self, item: str, reason: str, *, own_id: str | None, permanent: bool, run: int) -> None:
        """Remember that an item failed; that it has failed before is added up."""
        self._execute(
            "INSERT INTO open_failures VALUES (?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET"
            " reason = excluded.reason, permanent = excluded.permanent, tries = tries + 1, run_id = excluded.run_id",
            self._source,
            item[:MAX_REASON_CHARS],
            own_id,
            reason[:MAX_REASON_CHARS],
            int(permanent),
            self._now(),
            run,
        )

    def settle(self, own_id: str, *, received_before: str) -> None:
        """Forget that an item failed or was announced: it has an outcome now.

        Args:
            own_id: The item.
            received_before: When its reading began; a later announcement stays.
        """
        self._execute("DELETE FROM open_failures WHERE source = ? AND own_id = ?", self._source, own_id)
        self._execute(
            "DELETE FROM announced WHERE source = ? AND own_id = ? AND received <= ?",
            self._source,
            own_id,
            received_before,
        )

    def settle_all_but(self, run: int) -> None:
        """Forget the failures that ``run``, which read everything, did not meet again."""
        self._execute("DELETE FROM open_failures WHERE source = ? AND run_id <> ?", self._source, run)

    def settle_nameless_but(self, run: int) -> None:
        """Forget failures of the source as a whole, which ``run`` did not meet again."""
        self._execute(
            "DELETE FROM open_failures WHERE source = ? AND own_id IS NULL AND run_id <> ?", self._source, run
        )


def _failure(row: sqlite3.Row) -> OpenFailure:
    return OpenFailure(
        item=row["item"],
        own_id=row["own_id"],
        reason=row["reason"],
        permanent=bool(row["permanent"]),
        since=datetime.fromisoformat(row["since"]),
        tries=row["tries"],
    )
