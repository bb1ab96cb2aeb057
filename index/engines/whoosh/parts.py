"""Parts of a generation, each written by one process, each whole or not there: rebuilds run parallel and resume.

A part is one segment. Beside its files lies ``PART.<key>``, put there in one step when they are on disk: Whoosh's
segment object and the state of the files. The key is the caller's and says what the part was made of, so that an
interrupted build knows which parts still hold.
"""

import gc
import pickle
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.article import Document
from index.engines.whoosh import fields
from index.engines.whoosh.bulk import BulkSegmentWriter
from index.engines.whoosh.durable import force_file, write_durably
from index.engines.whoosh.entries import entry_of
from index.engines.whoosh.layout import DAMAGE
from index.engines.whoosh.manifest import FileState
from index.engines.whoosh.storage import TrackedStorage
from index.schema import Zones

_KEY = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: Whoosh's segment and the state of its files by name."""

    segment: Any
    files: dict[str, FileState]


def write_part(
    folder: Path, key: str, documents: Iterable[Document], *, analyzer: Analyzer, zone: ZoneInfo, zones: Zones
) -> int:
    """Write documents, none of them twice, as one part of the generation in ``folder``; return their number.

    Args:
        folder: The generation.
        key: What the part is made of, in hexadecimal digits.
        documents: The part's documents.
        analyzer: Analyses them.
        zone: Where days begin and end.
        zones: Weights of headline, lead and body.
    """
    storage = TrackedStorage(str(folder))
    try:
        with _uncollected():
            writer = BulkSegmentWriter(storage.open_index(indexname=fields.INDEX_NAME))
            for document in documents:
                writer.add_entry(entry_of(document, analyzer, zone, zones))
            count = writer.documents
            segment = writer.finish_segment()
    finally:
        storage.let_go()
    names = [path.name for path in folder.iterdir() if path.name.partition(".")[0] == segment.segment_id()]
    for name in names:
        force_file(folder / name)
    part = Part(segment, {name: FileState.of(folder / name) for name in names})
    write_durably(_path(folder, key), pickle.dumps(part))
    return count


def read_part(folder: Path, key: str) -> Part | None:
    """Return a finished part, or None where there is none or its files are not whole."""
    try:
        part = pickle.loads(_path(folder, key).read_bytes())  # noqa: S301 - our own file, trusted as all of the index is
        whole = all((folder / name).stat().st_size == state.size for name, state in part.files.items())
    except (FileNotFoundError, *DAMAGE):
        return None
    return part if whole else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector away from postings: it would walk over millions of them time and again.

    None is part of a cycle, so what is not needed any more is freed all the same.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def forget_parts(folder: Path) -> None:
    """Remove the notes of parts; the segments stay."""
    for path in folder.glob("PART.*"):
        path.unlink()


def _path(folder: Path, key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise ValueError(f"the key of a part is made of hexadecimal digits, not {key!r}")
    return folder / f"PART.{key}"
