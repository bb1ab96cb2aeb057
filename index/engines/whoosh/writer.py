"""Changes to one generation: documents in, segments out, visible together when a new table of contents is in place."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import whoosh.index as whoosh_index

from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.engines.whoosh import fields
from index.engines.whoosh.bulk import BulkSegmentWriter
from index.engines.whoosh.durable import force_to_disk, writing
from index.engines.whoosh.entries import entry_of
from index.engines.whoosh.folder import DESCRIPTION
from index.engines.whoosh.manifest import FileState, Manifest, remove_manifests_but, states
from index.engines.whoosh.parts import Part
from index.engines.whoosh.storage import DurableStorage, TrackedStorage, remove_temporary
from index.schema import ZONES, Zones

SEGMENT_DOCUMENTS = 20_000
"""Documents per segment: 17 kB of memory each while it is written."""

SMALL_SEGMENT = 1_000
"""Documents below which a segment is small ..."""

SMALL_SEGMENTS = 8
"""... and how many small ones there may be before they are merged into one; each costs every query a little."""

Locate = Callable[[ArticleId], Iterable[int]]
"""Gives the numbers of the documents with an id in the index as it is before the changes."""


def create(folder: Path) -> None:
    """Make an empty index in ``folder``, for a build to begin with."""
    whoosh_index.create_in(str(folder), fields.whoosh_schema(), indexname=fields.INDEX_NAME)


class GenerationWriter:
    """Receives changes to the generation in ``folder`` (the protocol ``index.engine.IndexWriter``).

    Nothing is visible before :meth:`commit`; without it, :meth:`cancel` leaves no trace. The index's lock must be held.

    Args:
        folder: The generation.
        analyzer: Analyses what is added.
        zone: Where days begin and end.
        locate: Finds documents that are already there.
        zones: Weights of headline, lead and body.
        segment_documents: Documents after which a segment is written out.
        parts: What the generation is to consist of, instead of what it consists of now.
    """

    def __init__(
        self,
        folder: Path,
        *,
        analyzer: Analyzer,
        zone: ZoneInfo,
        locate: Locate,
        zones: Zones = ZONES,
        segment_documents: int = SEGMENT_DOCUMENTS,
        parts: Sequence[Part] | None = None,
    ) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._zone = zone
        self._locate = locate
        self._zones = zones
        self._segment_documents = segment_documents
        self._storage = TrackedStorage(str(folder))
        self._index = self._storage.open_index(indexname=fields.INDEX_NAME)
        toc = whoosh_index.TOC.read(self._index.storage, fields.INDEX_NAME)
        self._schema, self._commit_number = toc.schema, toc.generation
        self._old: list[Any] = toc.segments if parts is None else [part.segment for part in parts]
        self._bounds = list(accumulate(segment.doc_count_all() for segment in self._old))
        self._new: list[Any] = []
        self._open: BulkSegmentWriter | None = None
        self._added: dict[ArticleId, tuple[int, int]] = {}
        self._before = Manifest.read(folder, toc.generation) if parts is None else _manifest_of(parts)
        self._checkpoint = self._before.checkpoint
        self._changed = parts is not None

    @property
    def checkpoint(self) -> str:
        """The note that the next commit leaves; see ``index.engine.IndexWriter``."""
        return self._checkpoint

    @checkpoint.setter
    def checkpoint(self, note: str) -> None:
        self._changed = self._changed or note != self._checkpoint
        self._checkpoint = note

    def add(self, document: Document) -> None:
        """Add an article, replacing the one with the same id, also one that was added a moment ago."""
        entry = entry_of(document, self._analyzer, self._zone, self._zones)
        article_id = document.article.id
        self.remove(article_id)
        self._changed = True
        with writing(self._folder):
            if self._open is None:
                self._open = BulkSegmentWriter(self._index)
            self._added[article_id] = len(self._new), self._open.add_entry(entry)
            if self._open.documents >= self._segment_documents:
                self._finish_segment()

    def remove(self, article_id: ArticleId) -> None:
        """Remove an article; unknown ids are no error."""
        added = self._added.pop(article_id, None)
        if added is not None:
            self._changed = True
            self._delete_new(*added)
            return
        for number in self._locate(article_id):
            self._changed = True
            at = bisect_right(self._bounds, number)
            self._old[at].delete_document(number - (self._bounds[at - 1] if at else 0))

    def commit(self) -> int:
        """Make the changes visible, durably, and return the number of articles now in the index."""
        if not self._changed:
            return sum(segment.doc_count() for segment in self._old)
        with writing(self._folder):
            self._finish_segment()
            segments = self._merged([segment for segment in (*self._old, *self._new) if segment.doc_count()])
            force_to_disk(self._folder)
            self._write_toc(segments)
        return sum(segment.doc_count() for segment in segments)

    def _write_toc(self, segments: list[Any]) -> None:
        """Make ``segments`` the index: the manifest first, then, in one step, the table of contents it belongs to."""
        number = self._commit_number + 1

        def write_manifest(toc: Path, name: str) -> None:
            kept = [DESCRIPTION, *_files_of(self._folder, segments)]
            files = {name: FileState.of(toc), **states(self._folder, kept, self._before)}
            Manifest(files=files, checkpoint=self._checkpoint).write(self._folder, number)

        storage = DurableStorage(str(self._folder), before_rename=write_manifest)
        whoosh_index.TOC(self._schema, segments, number).write(storage, fields.INDEX_NAME)
        force_to_disk(self._folder)
        whoosh_index.clean_files(self._index.storage, fields.INDEX_NAME, number, segments)
        remove_manifests_but(self._folder, number)
        self._storage.let_go()
        remove_temporary(self._folder)

    def cancel(self) -> None:
        """Forget the changes and remove what was written of them."""
        self._open = None
        self._storage.let_go()
        toc = whoosh_index.TOC.read(self._index.storage, fields.INDEX_NAME)
        whoosh_index.clean_files(self._index.storage, fields.INDEX_NAME, toc.generation, toc.segments)

    def _delete_new(self, segment: int, number: int) -> None:
        if segment < len(self._new):
            self._new[segment].delete_document(number)
        elif self._open is not None:
            self._open.delete_new(number)

    def _finish_segment(self) -> None:
        if self._open is not None:
            self._new.append(self._open.finish_segment())
            self._open = None

    def _merged(self, segments: list[Any]) -> list[Any]:
        """Merge small segments once there are too many of them, and any that is mostly deleted."""
        small = [segment for segment in segments if segment.doc_count() < SMALL_SEGMENT]
        worn = [segment for segment in segments if segment.doc_count() * 2 < segment.doc_count_all()]
        chosen = {id(segment) for segment in (*worn, *(small if len(small) > SMALL_SEGMENTS else ()))}
        if not chosen:
            return segments
        writer = BulkSegmentWriter(self._index)
        writer.merge_in(segment for segment in segments if id(segment) in chosen)
        return [*(segment for segment in segments if id(segment) not in chosen), writer.finish_segment()]


def _manifest_of(parts: Sequence[Part]) -> Manifest:
    return Manifest(files={name: state for part in parts for name, state in part.files.items()})


def _files_of(folder: Path, segments: Iterable[Any]) -> list[str]:
    ids = {segment.segment_id() for segment in segments}
    return [path.name for path in folder.iterdir() if path.name.partition(".")[0] in ids]
