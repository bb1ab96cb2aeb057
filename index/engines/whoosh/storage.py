"""Whoosh's file storage as our writers need it: files that can be let go of, a table of contents that is durable."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from whoosh.filedb.filestore import FileStorage

from index.engines.whoosh.durable import force_to_disk

_TEMPORARY = ".tmp"


class TrackedStorage(FileStorage):  # type: ignore[misc] # whoosh has no types
    """Remembers the files it opened, so that a writer that gives up can close them though the disk is full."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._opened: list[Any] = []
        self._temporary: list[TrackedStorage] = []

    def temp_storage(self, name: str | None = None) -> "TrackedStorage":  # noqa: ARG002 - one name would be shared
        """Return a folder for temporary files, of this writer alone: Whoosh's own would be emptied by another's end."""
        storage = TrackedStorage(str(Path(self.folder) / f".{secrets.token_hex(8)}{_TEMPORARY}"))
        self._temporary.append(storage)
        return cast("TrackedStorage", storage.create())

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:  # noqa: ANN401
        """Make a file and remember it."""
        made = super().create_file(name, excl=excl, mode=mode, **kwargs)
        self._opened.append(made.file)
        return made

    def open_file(self, name: str, **kwargs: Any) -> Any:  # noqa: ANN401
        """Open a file and remember it."""
        opened = super().open_file(name, **kwargs)
        self._opened.append(opened.file)
        return opened

    def let_go(self) -> None:
        """Close all files that are still open and remove the temporary ones: what they hold is not wanted any more."""
        for file in self._opened:
            with suppress(OSError):  # what is buffered finds no room, and need not
                file.close()
        self._opened.clear()
        for storage in self._temporary:
            storage.let_go()
            shutil.rmtree(storage.folder, ignore_errors=True)
        self._temporary.clear()


class DurableStorage(FileStorage):  # type: ignore[misc] # whoosh has no types
    """Forces a file to disk before it takes its final name: the table of contents is never half there."""

    def __init__(self, folder: str, *, before_rename: Callable[[Path, str], None]) -> None:
        super().__init__(folder)
        self._before_rename = before_rename

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file once all files are on disk."""
        self._before_rename(Path(self.folder) / oldname, newname)
        force_to_disk(Path(self.folder))
        super().rename_file(oldname, newname, safe=safe)


def remove_temporary(folder: Path) -> None:
    """Remove the temporary folders of writers that were killed; no writer may be at work."""
    for path in folder.glob(f".*{_TEMPORARY}"):
        shutil.rmtree(path, ignore_errors=True)
