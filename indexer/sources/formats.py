"""Which kind of source a path is, and the source for it."""

import gzip
import zlib
from pathlib import Path

from index.errors import SourceError
from indexer.sources.base import Source
from indexer.sources.jsonl import JsonlSource
from indexer.sources.text import TextSource
from indexer.sources.wxr import WxrSource

FORMATS = ("text", "jsonl", "wxr")
"""Names of the formats, as ``--format`` takes them."""

_HEAD_BYTES = 4_096
"""How much of a file is looked at to tell its format."""


def open_source(name: str, path: Path, *, format: str = "auto") -> Source:  # noqa: A002 - the option is called so
    """Return the source for a file or folder.

    Args:
        name: Name of the source, the first part of its articles' ids.
        path: The file or folder.
        format: One of :data:`FORMATS`, or ``auto``.

    Raises:
        SourceError: There is nothing at ``path``, or its format is not one of ours.
    """
    chosen = detect_format(path) if format == "auto" else format
    match chosen:
        case "text":
            return TextSource(name, path)
        case "jsonl":
            return JsonlSource(name, path)
        case "wxr":
            return WxrSource(name, path)
        case _:
            raise SourceError(f"unknown format {chosen!r}; known are {', '.join(FORMATS)}")


def detect_format(path: Path) -> str:
    """Return the format of a file by its name and first bytes; a folder holds text files.

    Raises:
        SourceError: There is no such file, it cannot be read, or it is none of the formats.
    """
    if path.is_dir():
        return "text"
    head = _head(path).removeprefix(b"\xef\xbb\xbf").lstrip()
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if ".jsonl" in suffixes or ".ndjson" in suffixes or head.startswith(b"{"):
        return "jsonl"
    if head.startswith((b"<?xml", b"<rss", b"<!--")):
        return "wxr"
    if suffixes[-1:] == [".txt"]:
        return "text"
    raise SourceError(f"{path}: cannot tell the format; say --format {'|'.join(FORMATS)}")


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise SourceError(f"{path}: no such file or folder; check the path")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
