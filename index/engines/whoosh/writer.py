"""Changes to one generation: documents in, segments out, visible together when a new table of contents is in place."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import whoosh.index as whoosh_index
from whoosh.filedb.filestore import FileStorage

from index.analysis import Analyzer
from index.article import ArticleId, Document, OfficeHolder
from index.engines.urls import url_key
from index.engines.whoosh import fields
from index.engines.whoosh.bulk import BulkSegmentWriter, Entry
from index.engines.whoosh.folder import force_to_disk
from index.record import document_to_record
from index.schema import ZONES, Zones, facet_values, indexed_layers, official_person_key, person_key
from index.search import FacetField

SEGMENT_DOCUMENTS = 20_000
"""Documents per segment: 17 kB of memory each while it is written."""

SMALL_SEGMENT = 1_000
"""Documents below which a segment is small ..."""

SMALL_SEGMENTS = 8
"""... and how many small ones there may be before they are merged into one; each costs every query a little."""

Locate = Callable[[ArticleId], Iterable[int]]
"""Gives the numbers of the documents with an id in the index as it is before the changes."""


def create(folder: Path) -> None:
    """Make an empty index in ``folder``."""
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
    ) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._zone = zone
        self._locate = locate
        self._zones = zones
        self._segment_documents = segment_documents
        self._index = whoosh_index.open_dir(str(folder), indexname=fields.INDEX_NAME)
        toc = whoosh_index.TOC.read(self._index.storage, fields.INDEX_NAME)
        self._schema, self._commit_number = toc.schema, toc.generation
        self._old: list[Any] = toc.segments
        self._bounds = list(accumulate(segment.doc_count_all() for segment in self._old))
        self._new: list[Any] = []
        self._open: BulkSegmentWriter | None = None
        self._added: dict[ArticleId, tuple[int, int]] = {}

    def add(self, document: Document) -> None:
        """Add an article, replacing the one with the same id, also one that was added a moment ago."""
        entry = entry_of(document, self._analyzer, self._zone, self._zones)
        article_id = document.article.id
        self.remove(article_id)
        if self._open is None:
            self._open = BulkSegmentWriter(self._index)
        self._added[article_id] = len(self._new), self._open.add_entry(entry)
        if self._open.documents >= self._segment_documents:
            self._finish_segment()

    def remove(self, article_id: ArticleId) -> None:
        """Remove an article; unknown ids are no error."""
        added = self._added.pop(article_id, None)
        if added is not None:
            self._delete_new(*added)
            return
        for number in self._locate(article_id):
            at = bisect_right(self._bounds, number)
            self._old[at].delete_document(number - (self._bounds[at - 1] if at else 0))

    def commit(self) -> int:
        """Make the changes visible, durably, and return the number of articles now in the index."""
        self._finish_segment()
        segments = self._merged([segment for segment in (*self._old, *self._new) if segment.doc_count()])
        force_to_disk(self._folder)
        number = self._commit_number + 1
        whoosh_index.TOC(self._schema, segments, number).write(_DurableStorage(str(self._folder)), fields.INDEX_NAME)
        force_to_disk(self._folder)
        whoosh_index.clean_files(self._index.storage, fields.INDEX_NAME, number, segments)
        return sum(segment.doc_count() for segment in segments)

    def cancel(self) -> None:
        """Forget the changes and remove what was written of them."""
        if self._open is not None:
            self._open.abandon()
            self._open = None
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


class _DurableStorage(FileStorage):  # type: ignore[misc] # whoosh has no types
    """Forces a file to disk before it takes its final name: the table of contents is never half there."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        force_to_disk(Path(self.folder))
        super().rename_file(oldname, newname, safe=safe)


def entry_of(document: Document, analyzer: Analyzer, zone: ZoneInfo, zones: Zones = ZONES) -> Entry:
    """Return what the index holds of a document."""
    article = document.article
    facets = facet_values(document, zone)
    layers = indexed_layers(document, analyzer, zones)
    addresses = dict.fromkeys(url_key(url) for url in (article.url, *article.aliases) if url)
    day = facets[FacetField.DAY]
    columns: dict[str, Any] = {
        fields.ID: fields.term_bytes(article.id),
        fields.PUBLISHED: int(article.published.timestamp()) if article.published else fields.UNDATED,
        fields.DAY: int(day[0].replace("-", "")) if day else 0,
        fields.OFFICIAL: fields.joined(official_value(official) for official in document.annotations.officials),
    }
    columns |= {facet.value: fields.joined(facets[facet]) for facet in fields.VALUE_FACETS}
    columns |= {fields.length_column(layer): indexed.length for layer, indexed in layers.items()}
    return Entry(
        terms={
            fields.ID: [fields.term_bytes(article.id)],
            fields.URL: [fields.term_bytes(key) for key in addresses if key],
        },
        layers={layer.value: indexed for layer, indexed in layers.items()},
        columns=columns,
        stored={
            fields.ID: article.id,
            fields.RECORD: json.dumps(document_to_record(document), ensure_ascii=True, separators=(",", ":")),
        },
    )


def official_value(official: OfficeHolder) -> str:
    """Return an official as one value of the column: title, region, words of the person's names, and role.

    The words are those of the registry's id and of the name as printed, so that either finds the story.
    """
    words = (*official_person_key(official).split("-"), *person_key(official.person or "").split("-"))
    person = "-".join(dict.fromkeys(word for word in words if word))
    return fields.PART_SEPARATOR.join((official.title, official.region or "", person, official.role.value))
