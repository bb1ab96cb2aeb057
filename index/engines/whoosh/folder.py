"""The folder an index lives in: generations side by side, a pointer to the current one, one writer at a time.

::

    LOCK                 held (flock) by the one process that changes what readers see; the file stays
    BUILD                held (flock) by the one process that builds a new generation
    CURRENT              name of the generation that readers use
    g000042/             one generation: Whoosh's files, telusur.json, the manifest of the newest commit
    g000041/             the one before it, kept for going back

A generation is built whole beside the current one, forced to disk, and becomes current by one ``os.replace``; a kill at
any moment leaves readers on a whole index. While it is not whole it holds a file ``UNFINISHED``, which says what it is
being built with: the next build carries on with it, or removes it.

Readers hold (flock, shared) the folder of the generation they use; one that is held is not removed.
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

from index.engines.whoosh.durable import force_file, force_to_disk, write_durably
from index.engines.whoosh.stamp import Stamp, stamp
from index.errors import ConfigError, IndexLocked, IndexMissing

DESCRIPTION = "telusur.json"
"""File in which a generation says how it was built."""

_GENERATION = re.compile(r"g(\d{6,})")
_POINTER, _LOCK, _BUILD, _UNFINISHED = "CURRENT", "LOCK", "BUILD", "UNFINISHED"

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
    """

    schema_version: int
    analyser: str
    zone: str
    built_at: datetime


class Held:
    """A generation's folder, kept from being removed until :meth:`release` or the end of the object."""

    __slots__ = ("_descriptor",)

    def __init__(self, path: Path) -> None:
        """Hold ``path``. Raises FileNotFoundError when it is gone."""
        self._descriptor: int | None = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.release()


class IndexFolder:
    """One index on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = os.fspath(root / _POINTER)

    # What is there

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
        if not _GENERATION.fullmatch(name) or not self.path(name).is_dir():
            raise IndexMissing(f"the index in {self.root} is not whole; rebuild it with `telusur reindex`")
        return name

    def previous(self) -> str | None:
        """Return the newest whole generation that is not current, or None."""
        current = self._current_or_none()
        whole = [name for name in self._generations() if name != current and not self._is_unfinished(name)]
        return whole[-1] if whole else None

    def path(self, generation: str) -> Path:
        """Return the folder of a generation."""
        return self.root / generation

    def stamp(self, generation: str) -> Stamp | None:
        """Return a stamp that stays as long as ``generation`` is current and gets no commit; None for none yet."""
        return stamp(self._pointer, os.path.join(self.root, generation))  # noqa: PTH118 - asked at every search

    def describe(self, generation: str) -> Description:
        """Return what a generation says about itself. Raises IndexMissing when it is damaged."""
        return _read_description(self.path(generation) / DESCRIPTION)

    # Locks

    @contextmanager
    def locked(self, timeout: float = 0.0) -> Iterator[None]:
        """Hold the lock of changing what readers see.

        Args:
            timeout: Seconds to wait for another writer.

        Raises:
            ConfigError: The folder cannot hold an index.
            IndexLocked: Another writer is at work.
        """
        self._prepare()
        with self._lock_file(_LOCK) as lock:
            _acquire(lock.fileno(), timeout, f"another process is writing the index in {self.root} right now")
            yield

    @contextmanager
    def building(self, timeout: float = 0.0) -> Iterator[None]:
        """Hold the lock of building a generation; others may change the current one meanwhile.

        Raises as :meth:`locked` does.
        """
        self._prepare()
        with self._lock_file(_BUILD) as lock:
            _acquire(lock.fileno(), timeout, f"another process is building the index in {self.root} right now")
            yield

    # Generations

    def begin(self, description: Description) -> str:
        """Return a generation to build: the one that an interrupted build of the same kind left, or a new one.

        What other builds left is removed. The lock of building must be held.
        """
        alike = [name for name in self._leftovers() if _alike(self.path(name) / _UNFINISHED, description)]
        for name in self._leftovers():
            if name not in alike[:1]:
                self.discard(name)
        if alike:
            return alike[0]
        generation = f"g{max(map(_number, self._generations()), default=0) + 1:06}"
        self.path(generation).mkdir()
        write_durably(self.path(generation) / _UNFINISHED, _spelt(description))
        return generation

    def sign(self, generation: str, description: Description) -> None:
        """Let a generation say how it was built."""
        write_durably(self.path(generation) / DESCRIPTION, _spelt(description))

    def publish(self, generation: str) -> None:
        """Make a whole generation current, durably; keep the one before it and no older ones that nobody reads.

        Both locks must be held.
        """
        before = self._current_or_none()
        self.switch(generation)
        (self.path(generation) / _UNFINISHED).unlink(missing_ok=True)
        for name in self._generations():
            if name not in {generation, before} and not self._is_held(name):
                self.discard(name)

    def switch(self, generation: str) -> None:
        """Point readers to a generation, durably."""
        force_to_disk(self.path(generation))
        write_durably(self.root / _POINTER, f"{generation}\n".encode("ascii"))
        force_file(self.root)

    def discard(self, generation: str) -> None:
        """Remove a generation that is not current."""
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

    def _lock_file(self, name: str) -> BinaryIO:
        try:
            return (self.root / name).open("ab")
        except OSError as error:
            raise ConfigError(f"{self.root} cannot be written ({error.strerror}); choose another place") from error

    def _leftovers(self) -> list[str]:
        """Return the generations that builds began and never made current, newest first."""
        current = self._current_or_none()
        return [name for name in reversed(self._generations()) if name != current and self._is_unfinished(name)]

    def _is_unfinished(self, generation: str) -> bool:
        path = self.path(generation)
        return (path / _UNFINISHED).exists() or not (path / DESCRIPTION).exists()

    def _is_held(self, generation: str) -> bool:
        descriptor = os.open(self.path(generation), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def _current_or_none(self) -> str | None:
        try:
            return self.current()
        except IndexMissing:
            return None

    def _generations(self) -> list[str]:
        """Return the names of all generations, oldest first."""
        names = [entry.name for entry in self.root.iterdir() if _GENERATION.fullmatch(entry.name)]
        return sorted(names, key=_number)


def size_of(folder: Path) -> int:
    """Return the bytes a folder's files take; files that vanish meanwhile count nothing."""
    total = 0
    for path in folder.iterdir():
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def _spelt(description: Description) -> bytes:
    record = {**asdict(description), "built_at": description.built_at.isoformat()}
    return (json.dumps(record, indent=2) + "\n").encode()


def _read_description(path: Path) -> Description:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Description(**{**record, "built_at": datetime.fromisoformat(record["built_at"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexMissing(
            f"the index in {path.parent} is not whole ({error}); rebuild it with `telusur reindex`"
        ) from error


def _alike(unfinished: Path, description: Description) -> bool:
    """Tell whether a generation is being built with the same schema, analyser and zone."""
    try:
        found = _read_description(unfinished)
    except IndexMissing:
        return False
    return (found.schema_version, found.analyser, found.zone) == (
        description.schema_version,
        description.analyser,
        description.zone,
    )


def _acquire(descriptor: int, timeout: float, what: str) -> None:
    until = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexLocked(f"{what}; wait until it is done and try again") from None
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _belongs(name: str) -> bool:
    return name.startswith(".") or name in {_POINTER, _LOCK, _BUILD} or bool(_GENERATION.fullmatch(name))


def _number(generation: str) -> int:
    return int(generation[1:])
