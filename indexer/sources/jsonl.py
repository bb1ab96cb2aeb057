"""JSON lines: one article per line, as a file or gzip file.

Fields: ``id``, ``url``, ``title``, ``body`` or ``text`` (flat) or ``html``, ``published`` or ``date``, ``modified``,
``byline`` or ``author``, ``sections`` or ``category``, ``tags``, ``links``, ``aliases``, ``home_region``. Others are
ignored and named in the report. Where a line has both, ``html`` wins over flat text: it still holds its links.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, cast

from index.article import EditorLink, PlacedBy
from index.errors import SourceError
from indexer.sources.base import (
    MAX_CONTENT_CHARS,
    MAX_ID_CHARS,
    Failed,
    Item,
    Markup,
    RawPage,
    content_trouble,
)

MAX_LINE_BYTES = 4 * MAX_CONTENT_CHARS + 1_000_000
"""Longest line read, in bytes; the rest of a longer one is passed over without holding it in memory."""

MAX_LIST_ITEMS = 500
"""Most names of a section, tag or link list that are kept."""

MAX_IGNORED_FIELDS = 100
"""Most unknown field names remembered for the report."""

KNOWN_FIELDS = frozenset(
    {"id", "url", "title", "body", "text", "html", "published", "date", "modified", "byline", "author", "sections"}
    | {"category", "tags", "links", "aliases", "home_region"}
)

_Fields = dict[str, object]


class _BadField(ValueError):
    """A line that cannot become an article; the message is the reason."""


@dataclass(frozen=True, slots=True)
class JsonlSource:
    """A JSON lines file (``.gz`` is unpacked while reading).

    Attributes:
        name: Name of the source.
        path: The file.
    """

    name: str
    path: Path
    _ignored: Counter[str] = field(default_factory=Counter, compare=False, repr=False)

    @property
    def complete(self) -> bool:
        """A file is the whole collection it was exported from."""
        return True

    @property
    def ignored_fields(self) -> Mapping[str, int]:
        """Names of unknown fields met, with the number of lines."""
        return dict(self._ignored)

    def pages(self) -> Iterator[Item]:
        """Yield every line that is not blank, as one item; a later line with an id already met has failed."""
        self._ignored.clear()
        first_lines: dict[bytes, int] = {}
        try:
            with _open(self.path) as file:
                for number, line in enumerate(_lines(file), 1):
                    if line is None or line.strip():
                        yield self._item(line, number, first_lines)
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(f"{self.path}: cannot be read (further): {reason}; check the file") from error

    def _item(self, line: bytes | None, number: int, first_lines: dict[bytes, int]) -> Item:
        where = f"line {number}"
        if line is None:
            return Failed(where, f"the line is longer than {MAX_LINE_BYTES:,} bytes")
        own_id = None
        try:
            record = _record(line)
            own_id = _own_id(record)
            self._note_ignored(record)
            key = blake2b(own_id.encode(), digest_size=16).digest()
            first = first_lines.setdefault(key, number)
            if first != number:
                return Failed(f"{where} (id {own_id})", f"duplicate id, first at line {first}")
            return _page(self.name, own_id, record)
        except _BadField as error:
            item = where if own_id is None else f"{where} (id {own_id})"
            return Failed(item, str(error), own_id=own_id)

    def _note_ignored(self, record: _Fields) -> None:
        for name in record.keys() - KNOWN_FIELDS:
            if name in self._ignored or len(self._ignored) < MAX_IGNORED_FIELDS:
                self._ignored[name[:80]] += 1


def _open(path: Path) -> BinaryIO:
    if not path.is_file():
        raise SourceError(f"{path}: no such file; check the path")
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.open(path, "rb"))
    return path.open("rb")


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield lines, and None for one that is too long to be held."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        if len(line) <= MAX_LINE_BYTES:
            yield line
            continue
        while not line.endswith(b"\n") and (line := file.readline(1 << 20)):
            pass
        yield None


def _record(line: bytes) -> _Fields:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _BadField(f"not UTF-8 at byte {error.start} of the line; convert the file to UTF-8") from error
    except RecursionError as error:
        raise _BadField("nested too deeply; an article is one flat object") from error
    except ValueError as error:
        raise _BadField(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise _BadField('the line is no JSON object; write {"id": …, "title": …, "body": …}')
    return record


def _own_id(record: _Fields) -> str:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise _BadField("no id; every article needs one that lasts")
    value = value.strip()
    if len(value) > MAX_ID_CHARS:
        raise _BadField(f"the id is longer than {MAX_ID_CHARS} characters")
    if not value.isprintable():
        raise _BadField("the id holds characters that cannot be printed")
    return value


def _page(source: str, own_id: str, record: _Fields) -> RawPage:
    html = _text(record, "html")
    content = html or _text(record, "body", "text") or ""
    trouble = content_trouble(content)
    if trouble is not None:
        raise _BadField(trouble)
    return RawPage(
        source=source,
        own_id=own_id,
        content=content,
        markup=Markup.HTML if html else Markup.TEXT,
        title=_text(record, "title") or "",
        url=_text(record, "url"),
        published=_text(record, "published", "date"),
        modified=_text(record, "modified"),
        byline=_text(record, "byline", "author"),
        sections=_names(record, "sections", "category"),
        tags=_names(record, "tags"),
        aliases=_names(record, "aliases"),
        links=_links(record),
        placed_by=PlacedBy.UNKNOWN,
        home_region=_text(record, "home_region"),
    )


def _text(record: _Fields, *names: str) -> str | None:
    """Return the first of the named fields that holds text, as text."""
    for name in names:
        value = record.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise _BadField(f"field {name!r} is no text")
        if value.strip():
            # A lone surrogate is valid JSON but no text: it could not be stored.
            return value.encode("utf-8", "replace").decode() if not _is_unicode(value) else value
    return None


def _is_unicode(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def _names(record: _Fields, *names: str) -> tuple[str, ...]:
    """Return the first of the named fields that is not empty as a tuple; one text is one name."""
    for name in names:
        value = record.get(name)
        if not value:
            continue
        entries = [value] if isinstance(value, str) else value
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise _BadField(f"field {name!r} is neither a text nor a list of texts")
        wrapped: list[_Fields] = [{name: entry} for entry in entries[:MAX_LIST_ITEMS]]
        return tuple(text for entry in wrapped if (text := _text(entry, name)))
    return ()


def _links(record: _Fields) -> tuple[EditorLink, ...]:
    entries = record.get("links") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _BadField("field 'links' is no list of objects with title and url")
    return tuple(_link(entry) for entry in entries[:MAX_LIST_ITEMS] if _text(entry, "title") or _text(entry, "url"))


def _link(entry: _Fields) -> EditorLink:
    placed_by = entry.get("placed_by")
    known = placed_by in set(PlacedBy)
    return EditorLink(
        title=_text(entry, "title") or "",
        url=_text(entry, "url"),
        label=_text(entry, "label") or "Baca Juga",
        placed_by=PlacedBy(str(placed_by)) if known else PlacedBy.UNKNOWN,
    )
