"""Files that are whole or not there, also after a power cut."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import EngineUnavailable


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that a kill or a power cut leaves the old one or the new one, whole."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    force_file(part)
    part.replace(path)
    force_file(path.parent)


def force_file(path: Path) -> None:
    """Force a file, or a folder's entries, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def force_to_disk(folder: Path) -> None:
    """Force a folder's files, then the folder itself, to disk."""
    for path in folder.iterdir():
        if path.is_file():
            force_file(path)
    force_file(folder)


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into an error that says the cure."""
    try:
        yield
    except OSError as error:
        raise EngineUnavailable(
            f"{place} cannot be written ({error.strerror or error}): free some space or mend the permissions, and run "
            "again; readers keep the index they have"
        ) from error
