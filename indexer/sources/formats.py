"""Which kind of source a path is, and the source for it."""

import gzip
import zlib
from pathlib import Path

from index.errors import SourceError
from indexer.sources.base import Source
from indexer.sources.folder import files_below
from indexer.sources.html import HTML_SUFFIXES, HtmlFolder
from indexer.sources.jsonl import JsonlSource
from indexer.sources.text import TextSource
from indexer.sources.wxr import WxrSource

FORMATS = ("text", "jsonl", "wxr", "html")
"""Names of the formats, as ``--format`` takes them."""

_HEAD_BYTES = 4_096
"""How much of a file is looked at to tell its format."""


def open_source(path: Path, *, format_: str = "auto", name: str | None = None) -> Source:
    """Return the source for a file or folder.

    Args:
        path: The file or folder.
        format_: One of :data:`FORMATS`, or ``auto``.
        name: Name of the source, the first part of its articles' ids; without one the format's name.

    Raises:
        SourceError: There is nothing at ``path``, or its format is not one of ours.
    """
    chosen = detect_format(path) if format_ == "auto" else format_
    match chosen:
        case "text":
            return TextSource(name or chosen, path)
        case "jsonl":
            return JsonlSource(name or chosen, path)
        case "wxr":
            return WxrSource(name or chosen, path)
        case "html":
            return HtmlFolder(name or chosen, path)
        case _:
            raise SourceError(f"unknown format {chosen!r}; known are {', '.join(FORMATS)}")


def detect_format(path: Path) -> str:
    """Return the format of a file by its name and first bytes; of a folder, by the first file in it that is known.

    Raises:
        SourceError: There is no such file, it cannot be read, or it is none of the formats.
    """
    if path.is_dir():
        first = next(files_below(path, (".txt", *HTML_SUFFIXES)), None)
        return "html" if first is not None and first.suffix.lower() in HTML_SUFFIXES else "text"
    head = _head(path).removeprefix(b"\xef\xbb\xbf").lstrip()
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in HTML_SUFFIXES:
        return "html"
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
