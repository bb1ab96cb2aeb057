"""The archive as one file to keep elsewhere, taken while it is in use, and back again."""

import os
import secrets
from contextlib import closing
from pathlib import Path

from index.errors import ArchiveError
from indexer.archive.schema import connect, explained, open_database, writer_lock
from indexer.archive.store import Archive


def back_up(archive: Archive, target: Path) -> None:
    """Write the whole archive, as it is at one moment, into one file; others go on reading and writing.

    Args:
        archive: What to keep.
        target: The file; one that is there is replaced when the new one is whole.

    Raises:
        ArchiveError: The file cannot be written.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with explained(archive.path):
            _copy(archive.path, part)
        _force(part)
        part.replace(target)
        _force(target.parent)
    except OSError as error:
        raise ArchiveError(f"{target}: cannot be written: {error.strerror}; choose another place") from error
    finally:
        part.unlink(missing_ok=True)


def restore(backup: Path, path: Path, *, lock_timeout: float = 0.0) -> None:
    """Make the archive at ``path`` what a backup holds, in one transaction; readers go on meanwhile.

    The archive gets a new identity, so that no index takes what it has read before for what is there now.

    Args:
        backup: A file that :func:`back_up` wrote.
        path: The archive; made where there is none.
        lock_timeout: Seconds to wait for another writer.

    Raises:
        ArchiveError: The backup is missing, damaged or no archive; the archive stays as it is.
        IndexLocked: Another process is writing the archive.
    """
    with Archive.open(backup) as source:
        for problem in source.problems():
            raise ArchiveError(f"{backup} is damaged ({problem}); {path} stays as it is")
    if path.exists() and path.samefile(backup):
        raise ArchiveError(f"{backup} is the archive itself; name a backup")
    open_database(path, create=True).close()
    with writer_lock(path, lock_timeout), explained(path):
        copy = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            _copy(backup, copy)
            _set_identity(copy)
            _overwrite(path, copy)
        finally:
            copy.unlink(missing_ok=True)


def _copy(path: Path, copy: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def _set_identity(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute(
            "INSERT INTO settings VALUES ('identity', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (secrets.token_hex(8),),
        )


def _overwrite(path: Path, copy: Path) -> None:
    """Take over the content of another file, in one transaction."""
    with closing(connect(copy)) as source, closing(connect(path)) as target:
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = WAL")


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
