"""The folder an index lives in: generations side by side, a pointer to the current one, one writer at a time.

::

    LOCK                 held (flock) by the one process that writes; the file stays
    CURRENT              name of the generation that readers use
    g000042/             one generation: Whoosh's files and telusur.json
    g000041/             the one before it

A generation is built whole beside the current one, forced to disk, and becomes current by one ``os.replace``; a kill at
any moment leaves readers on a whole index. What a killed writer left is removed by the next.
"""

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from index.errors import ConfigError, IndexLocked, IndexMissing

_GENERATION = re.compile(r"g(\d{6,})")
_POINTER, _POINTER_NEXT, _LOCK, _DESCRIPTION = "CURRENT", "CURRENT.next", "LOCK", "telusur.json"

_RETRY_SECONDS = 0.05
"""Pause between attempts to get the lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a generation says about how it was built (``telusur.json``).

    Attributes:
        schema_version: ``index.schema.SCHEMA_VERSION`` of the build.
        analyser: Fingerprint of the analyser.
        zone: Name of the time zone whose days it holds.
        built_at: Aware moment of the build.
        articles: Articles at the end of the build.
    """

    schema_version: int
    analyser: str
    zone: str
    built_at: datetime
    articles: int


class IndexFolder:
    """One index on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> str:
        """Return the name of the generation that readers use.

        Raises:
            IndexMissing: There is none, or the pointer is damaged.
        """
        try:
            name = (self.root / _POINTER).read_text(encoding="ascii", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(f"there is no index in {self.root} yet; build it with `telusur reindex`") from None
        except OSError as error:
            raise IndexMissing(f"the index in {self.root} cannot be read: {error.strerror}") from error
        if not _GENERATION.fullmatch(name) or not (self.root / name).is_dir():
            raise IndexMissing(f"the index in {self.root} is not whole; rebuild it with `telusur reindex`")
        return name

    def path(self, generation: str) -> Path:
        """Return the folder of a generation."""
        return self.root / generation

    def describe(self, generation: str) -> Description:
        """Return what a generation says about itself. Raises IndexMissing when it is damaged."""
        try:
            record = json.loads((self.path(generation) / _DESCRIPTION).read_text(encoding="utf-8"))
            return Description(**{**record, "built_at": datetime.fromisoformat(record["built_at"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexMissing(
                f"the index in {self.path(generation)} is not whole ({error}); rebuild it with `telusur reindex`"
            ) from error

    @contextmanager
    def locked(self, timeout: float = 0.0) -> Iterator[None]:
        """Hold the one writer's lock, and clear away what a killed writer left.

        Args:
            timeout: Seconds to wait for another writer.

        Raises:
            ConfigError: The folder cannot hold an index.
            IndexLocked: Another writer is at work.
        """
        self._prepare()
        with self._lock_file() as lock:
            _acquire(lock.fileno(), self.root, timeout)
            self._remove_leftovers()
            yield

    def begin(self) -> str:
        """Make the folder of a new generation and return its name. The lock must be held."""
        generation = f"g{max(self._numbers(), default=0) + 1:06}"
        self.path(generation).mkdir()
        return generation

    def publish(self, generation: str, description: Description) -> None:
        """Make a generation current, durably; keep the one before it and no older ones. The lock must be held."""
        record = {**asdict(description), "built_at": description.built_at.isoformat()}
        (self.path(generation) / _DESCRIPTION).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        force_to_disk(self.path(generation))
        before = self._current_or_none()
        pointer = self.root / _POINTER_NEXT
        pointer.write_text(generation + "\n", encoding="ascii")
        _force_file(pointer)
        pointer.replace(self.root / _POINTER)
        _force_file(self.root)
        self._remove_all_but(generation, before)

    def discard(self, generation: str) -> None:
        """Remove a generation that will not become current."""
        shutil.rmtree(self.path(generation))

    def _prepare(self) -> None:
        """Make the folder, unless what is there is something else."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise ConfigError(f"{self.root} is not a folder; choose another place for the index") from None
        except OSError as error:
            raise ConfigError(f"{self.root} cannot be made ({error.strerror}); choose another place") from error
        strangers = sorted(entry.name for entry in self.root.iterdir() if not _belongs(entry.name))
        if strangers:
            raise ConfigError(
                f"{self.root} holds {strangers[0]}, which is no part of an index; choose an empty folder for the index"
            )

    def _lock_file(self) -> BinaryIO:
        try:
            return (self.root / _LOCK).open("ab")
        except OSError as error:
            raise ConfigError(f"{self.root} cannot be written ({error.strerror}); choose another place") from error

    def _remove_leftovers(self) -> None:
        """Remove generations newer than the current one: builds that never ended."""
        current = self._current_or_none()
        newest = _number(current) if current else 0
        for number in self._numbers():
            if number > newest:
                shutil.rmtree(self.path(f"g{number:06}"))

    def _remove_all_but(self, *kept: str | None) -> None:
        for number in self._numbers():
            if f"g{number:06}" not in kept:
                shutil.rmtree(self.path(f"g{number:06}"))

    def _current_or_none(self) -> str | None:
        try:
            return self.current()
        except IndexMissing:
            return None

    def _numbers(self) -> list[int]:
        return [int(match[1]) for entry in self.root.iterdir() if (match := _GENERATION.fullmatch(entry.name))]


def force_to_disk(folder: Path) -> None:
    """Force a folder's files, then the folder itself, to disk."""
    for path in folder.iterdir():
        if path.is_file():
            _force_file(path)
    _force_file(folder)


def size_of(folder: Path) -> int:
    """Return the bytes a folder's files take; files that vanish meanwhile count nothing."""
    total = 0
    for path in folder.iterdir():
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def _acquire(descriptor: int, root: Path, timeout: float) -> None:
    until = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexLocked(
                    f"another process is writing the index in {root} right now; wait until it is done and try again"
                ) from None
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _belongs(name: str) -> bool:
    return name.startswith(".") or name in {_POINTER, _POINTER_NEXT, _LOCK} or bool(_GENERATION.fullmatch(name))


def _number(generation: str) -> int:
    return int(generation[1:])


def _force_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
