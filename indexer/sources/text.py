"""Flat text files: one file, or a folder of ``*.txt``.

A file is one story. Its first line is the headline when it looks like one: short, not ended like a sentence, and
followed by a blank line. Otherwise the story has no headline of its own, and extraction makes one from its first
sentence.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.article import PlacedBy
from index.errors import SourceError
from indexer.sources.base import MAX_CONTENT_CHARS, Failed, Item, Markup, RawPage, content_trouble
from indexer.sources.folder import files_below, name_trouble

MAX_TITLE_CHARS = 160
"""Longest first line taken for a headline. The longest of 19,862 real headlines has 148 characters."""

_MAX_FILE_BYTES = 4 * MAX_CONTENT_CHARS
"""UTF-8 needs at most four bytes for a character: a longer file is too long in any case, and is not read."""

_SENTENCE_ENDS = ".!…:;,–—-"
"""What a headline does not end with. Question marks are left out: headlines ask."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """A file, or every ``*.txt`` below a folder, each one story in UTF-8.

    Attributes:
        name: Name of the source.
        path: The file or folder.
    """

    name: str
    path: Path

    @property
    def complete(self) -> bool:
        """A folder is the whole collection; a single file is one story of many."""
        return self.path.is_dir()

    @property
    def ignored_fields(self) -> Mapping[str, int]:
        """Text files have no fields."""
        return {}

    def pages(self) -> Iterator[Item]:
        """Yield every file in the order of its path, each as one item."""
        if self.path.is_dir():
            for path in files_below(self.path, (".txt",)):
                yield self._item(path, path.relative_to(self.path).as_posix())
        elif self.path.is_file():
            yield self._item(self.path, self.path.name)
        else:
            raise SourceError(f"{self.path}: no such file or folder; check the path of source {self.name!r}")

    def _item(self, path: Path, relative: str) -> Item:
        own_id = relative.removesuffix(".txt")
        unnamed = name_trouble(relative)
        if unnamed is not None:
            return unnamed
        try:
            text = read_text(path)
        except SourceError as error:
            return Failed(relative, str(error), own_id=own_id)
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
            return Failed(relative, reason, own_id=own_id, permanent=False)
        trouble = content_trouble(text)
        if trouble is not None:
            return Failed(relative, trouble, own_id=own_id)
        title, content = split_title(text)
        return RawPage(
            source=self.name,
            own_id=own_id,
            title=title,
            content=content,
            markup=Markup.TEXT,
            placed_by=PlacedBy.UNKNOWN,
        )


def read_draft_text(path: Path) -> str:
    """Return the text of a draft; ``-`` reads standard input.

    Raises:
        SourceError: It cannot be read, is no UTF-8 text, or is too long.
    """
    try:
        return decode(sys.stdin.buffer.read(_MAX_FILE_BYTES + 1)) if str(path) == "-" else read_text(path)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}; check the path") from error


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        SourceError: It is no UTF-8 text, or too long. The message does not name the file.
    """
    size = path.stat().st_size
    if size > _MAX_FILE_BYTES:
        raise SourceError(f"the file has {size:,} bytes, more than the {_MAX_FILE_BYTES:,} that one article may have")
    return decode(path.read_bytes())


def decode(data: bytes) -> str:
    """Return bytes as text, without a byte order mark.

    Raises:
        SourceError: They are no UTF-8 text; the message says how to mend that.
    """
    if b"\0" in data:
        raise SourceError("this is no text but binary data (it holds NUL bytes); export it as UTF-8 text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"not UTF-8 at byte {error.start}; convert it, for example with: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def split_title(text: str) -> tuple[str | None, str]:
    """Split a headline off a flat text: (headline, rest), or (None, the text) where the first line is none."""
    first, newline, rest = text.lstrip().partition("\n")
    first = first.strip()
    alone = bool(newline) and not rest.split("\n", 1)[0].strip()
    if not alone or not rest.strip() or len(first) > MAX_TITLE_CHARS or first.endswith(tuple(_SENTENCE_ENDS)):
        return None, text
    return first, rest
