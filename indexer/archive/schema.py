"""The archive's file: its tables, how older files are brought up to date, and how it is opened and locked."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import ArchiveError, IndexLocked
from indexer.archive.duplicates import DUPLICATE_TABLES
from indexer.archive.linkage import LINKAGE_TABLES
from indexer.archive.memory import MEMORY_TABLES

APPLICATION_ID = 0x74656C75
"""``telu`` in ASCII: what SQLite's header says a telusur archive is."""

_BUSY_TIMEOUT_S = 10.0
"""How long a statement waits for another process's commit. A commit of one batch takes far less than a second."""

_LOCK_POLL_S = 0.1
"""How often a waiting writer asks for the lock again."""

_MIGRATIONS = (
    """
    CREATE TABLE articles (
        id TEXT PRIMARY KEY NOT NULL,
        source TEXT NOT NULL,
        title_key TEXT NOT NULL,
        published TEXT,
        record TEXT NOT NULL,
        record_hash TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        cleaner INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX articles_by_revision ON articles (revision);
    CREATE INDEX articles_by_source ON articles (source);
    CREATE INDEX articles_by_title ON articles (title_key);
    CREATE INDEX articles_by_published ON articles (published);

    -- Apart from articles, so that seeing an unchanged article again does not write its text again.
    CREATE TABLE sightings (
        article_id TEXT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        run_id INTEGER NOT NULL,
        last_seen TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE annotations (
        article_id TEXT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        record TEXT NOT NULL,
        annotator TEXT NOT NULL
    ) STRICT;

    CREATE TABLE links (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        title TEXT NOT NULL,
        title_key TEXT NOT NULL,
        url TEXT,
        label TEXT NOT NULL,
        placed_by TEXT NOT NULL,
        target_id TEXT REFERENCES articles (id) ON DELETE SET NULL,
        PRIMARY KEY (article_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX links_by_target ON links (target_id);

    CREATE TABLE addresses (
        url_key TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        current INTEGER NOT NULL,
        PRIMARY KEY (url_key, article_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX addresses_by_article ON addresses (article_id);

    CREATE TABLE tombstones (
        id TEXT PRIMARY KEY NOT NULL,
        source TEXT NOT NULL,
        revision INTEGER NOT NULL,
        removed_at TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX tombstones_by_revision ON tombstones (revision);

    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        source TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        state TEXT NOT NULL,
        counts TEXT NOT NULL
    ) STRICT;

    CREATE TABLE failures (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        item TEXT NOT NULL,
        reason TEXT NOT NULL,
        permanent INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX failures_by_run ON failures (run_id);

    CREATE TABLE settings (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    MEMORY_TABLES,
    LINKAGE_TABLES,
    DUPLICATE_TABLES,
)
"""Statements that lead from each version of the file to the next. Never edit one that was released; append."""

SCHEMA_VERSION = len(_MIGRATIONS)
"""Version of the tables that this code reads and writes, kept in SQLite's ``user_version``."""


def open_database(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open the archive's file, making or upgrading its tables.

    Raises:
        ArchiveError: See :meth:`indexer.archive.Archive.open`.
    """
    if not path.is_file():
        if path.exists():
            raise ArchiveError(f"{path}: this is no file; name the archive's SQLite file")
        if not create:
            raise ArchiveError(f"{path}: there is no archive; make one with: telusur import")
        _make_folder(path.parent)
    with explained(path):
        connection = connect(path)
        try:
            _prepare(connection, path, create=create)
        except BaseException:
            connection.close()
            raise
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to an archive's file, in autocommit mode: transactions are begun by hand."""
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # The archive is the only durable copy: a commit that was reported must survive a power cut. FULL costs one wait
    # for the disk per batch of 500, which does not show beside the work of reading and annotating them.
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def writer_lock(path: Path, timeout: float) -> Iterator[None]:
    """Hold the writers' lock of the archive at ``path``, a file beside it.

    The operating system frees it when the process ends in any way, so there are no stale locks.

    Args:
        path: The archive's file.
        timeout: Seconds to wait for another writer.

    Raises:
        IndexLocked: Another writer still holds it.
        ArchiveError: The lock file cannot be made.
    """
    name = Path(f"{path}.lock")
    try:
        lock = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ArchiveError(f"{name}: cannot be written: {error.strerror}; check the folder's permissions") from error
    try:
        _wait_for(lock, path, timeout)
        yield
    finally:
        os.close(lock)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path}: {error}; {_cure(error)}") from error


_CURES = {
    sqlite3.SQLITE_NOTADB: "this is no telusur archive: name another file",
    sqlite3.SQLITE_CORRUPT: "the archive is damaged: restore a backup",
    sqlite3.SQLITE_FULL: "free some space and run again: nothing that was stored is lost",
    sqlite3.SQLITE_READONLY: "make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "check the path and the permissions of its folder",
    sqlite3.SQLITE_PERM: "check the permissions of the file",
    sqlite3.SQLITE_BUSY: "another program holds the archive: run again when it has ended",
    sqlite3.SQLITE_LOCKED: "another program holds the archive: run again when it has ended",
    sqlite3.SQLITE_IOERR: "the disk does not answer as it should: check it, then run again",
}
"""What a person can do about SQLite's primary result codes."""


def _cure(error: sqlite3.DatabaseError) -> str:
    # The low byte is the primary code; the rest is detail (sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return _CURES.get(code, "check the file with: telusur status")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder}: the folder cannot be made: {error.strerror}; check the path") from error


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application not in (0, APPLICATION_ID) or (application == 0 and _has_tables(connection)):
        raise ArchiveError(f"{path}: a database of another program, not a telusur archive; name another file")
    if version == 0 and not create:
        raise ArchiveError(f"{path}: the file is empty, there is no archive in it; make one with: telusur import")
    if version > SCHEMA_VERSION:
        raise ArchiveError(
            f"{path}: made by a newer telusur (tables of version {version}, this one knows {SCHEMA_VERSION}); upgrade"
        )
    if version < SCHEMA_VERSION:
        _migrate(connection)


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is not None


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date in one transaction: a kill leaves the old version."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again under the lock: another process may have migrated meanwhile.
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for script in _MIGRATIONS[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; ``executescript`` would commit before the first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _wait_for(lock: int, path: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise IndexLocked(
                    f"{path}: another process is writing this archive; run again when it has ended"
                ) from error
            time.sleep(_LOCK_POLL_S)
        else:
            return
