"""Walking a folder of files: in a steady order, never out of the folder, nothing left out in silence."""

import os
from collections.abc import Iterator
from pathlib import Path

from index.errors import SourceError
from indexer.sources.base import Failed


def files_below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below ``folder`` with one of the suffixes, sorted by path.

    Links are not followed, so nothing outside it is read.

    Raises:
        SourceError: A folder cannot be listed: the walk would be incomplete without anybody knowing.
    """
    for root, folders, files in os.walk(folder, onerror=_refuse):
        folders.sort()
        for file in sorted(files):
            path = Path(root, file)
            if file.lower().endswith(suffixes) and not path.is_symlink():
                yield path


def name_trouble(relative: str) -> Failed | None:
    """Return the failure of a file whose name is in another encoding, and so cannot be an id; None for a good name."""
    try:
        relative.encode()
    except UnicodeEncodeError:
        return Failed(relative.encode(errors="backslashreplace").decode(), "the file's name is not UTF-8; rename it")
    return None


def _refuse(error: OSError) -> None:
    raise SourceError(
        f"{error.filename}: the folder cannot be read: {error.strerror}; check its permissions"
    ) from error
