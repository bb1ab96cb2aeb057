"""Whoosh's files written in bulk: postings grouped by term in memory, written block by block.

An index written here is read by plain Whoosh like any other. With :mod:`~index.engines.whoosh.blocks`, this is the
other half of what knows Whoosh's internals (see :mod:`~index.engines.whoosh.layout`). It relies on:

- ``SegmentWriter``: ``pool``, ``perdocwriter``, ``docnum``, ``_added``, and the steps of a commit
  (``_finalize_segment``, ``_finish``, ``TOC.write``, ``clean_files``);
- ``W3FieldWriter``: ``_fieldid``, ``_tindex`` (takes terms in order) and ``_postfile``;
- columns: ``NumericColumn._typecode`` and ``_default``; a field's ``column_type``.

Document numbers only grow while a segment is written, also when others are merged into it, so that nothing but the
terms has to be sorted; what grows beyond a bound is spilt (:mod:`~index.engines.whoosh.runs`).
"""

import struct
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.columns import NumericColumn
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from index.engines.whoosh import fields
from index.engines.whoosh.blocks import BLOCK_POSTINGS, COMPRESSION, positions_value, spell
from index.engines.whoosh.layout import MappedSegment
from index.engines.whoosh.merging import segment_run
from index.engines.whoosh.runs import NO_VALUE, Pool, Postings, Run
from index.schema import IndexedLayer
from index.search import Layer

SPILL_BYTES = 256 * 2**20
"""Memory of postings from which they go to disk: some 15,000 articles of usual length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document as the writer takes it.

    Attributes:
        terms: Per unscored field the document's terms.
        layers: Per scored field its postings.
        columns: Per column its value, as the column stores it.
        stored: Stored fields.
    """

    terms: Mapping[str, Sequence[bytes]]
    layers: Mapping[str, IndexedLayer]
    columns: Mapping[str, Any]
    stored: Mapping[str, Any]


class _BulkFieldWriter(W3FieldWriter):  # type: ignore[misc] # whoosh has no types
    """Writes the postings file and the term file straight from a run."""

    def add_postings(self, schema: Any, lengths: Any, run: Run) -> None:  # noqa: ANN401
        for name, terms in groupby(run, key=lambda entry: entry[0][0]):
            self.start_field(name, schema[name])
            length_bytes = _length_bytes(lengths, name) if schema[name].scorable else None
            head = struct.pack("!H", self._fieldid)
            for (_, term), postings in terms:
                written = spell(postings, length_bytes, self._postfile.tell())
                self._postfile.write(written.postings)
                self._tindex.add(head + term, written.entry)
            self.finish_field()


def _length_bytes(reader: Any, name: str) -> Sequence[int]:  # noqa: ANN401 - whoosh has no types
    """Return a field's length per document as the byte that Whoosh rounds it to."""
    lengths = (reader.doc_field_length(document, name) for document in range(reader.doc_count_all()))
    return [length_to_byte(length) for length in lengths]


class _BulkCodec(W3Codec):  # type: ignore[misc] # whoosh has no types
    """Whoosh's codec with our field writer; segments remember a stock codec, so that plain Whoosh opens them."""

    def field_writer(self, storage: Any, segment: Any) -> _BulkFieldWriter:  # noqa: ANN401
        return _BulkFieldWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:  # noqa: ANN401, ARG002
        return W3Segment(W3Codec(blocklimit=BLOCK_POSTINGS, compression=COMPRESSION), indexname)


class BulkSegmentWriter(SegmentWriter):  # type: ignore[misc] # whoosh has no types
    """Writes one segment. Takes no lock: whoever uses it holds the index's own.

    Args:
        index: Whoosh's index.
        spill_bytes: Memory of postings from which they go to disk.
    """

    def __init__(self, index: Any, spill_bytes: int = SPILL_BYTES) -> None:  # noqa: ANN401 - whoosh has no types
        super().__init__(index, _lk=False, codec=_BulkCodec(blocklimit=BLOCK_POSTINGS, compression=COMPRESSION))
        self.pool.cleanup()
        self.pool: Any = Pool()
        self._spill_bytes = spill_bytes

    @property
    def documents(self) -> int:
        """Documents taken so far, deleted ones included."""
        return int(self.docnum)

    def add_entry(self, entry: Entry) -> int:
        """Add one document and return its number in the segment."""
        number = self.docnum
        self.perdocwriter.start_doc(number)
        for name, terms in entry.terms.items():
            self._add_terms(name, terms, number)
        for name, layer in entry.layers.items():
            self._add_layer(name, layer, number)
        self._finish_document(entry.columns, entry.stored)
        if self.pool.size >= self._spill_bytes:
            self.pool.spill(tempfile.TemporaryFile(dir=self.storage.folder))  # noqa: SIM115 - the pool closes it
        return int(number)

    def delete_new(self, number: int) -> None:
        """Delete a document that was added to this segment."""
        self.newsegment.delete_document(number)

    def merge_in(self, segments: Iterable[Any]) -> None:
        """Add the living documents of other segments, none of which was added here before."""
        for written in segments:
            segment = MappedSegment(Path(self.storage.folder), written)
            living = [number for number in range(segment.documents) if not written.is_deleted(number)]
            numbers = np.full(segment.documents, -1, dtype=np.int64)
            numbers[living] = np.arange(self.docnum, self.docnum + len(living))
            self._copy_documents(segment, living)
            self.pool.append(segment_run(segment, numbers))

    def finish_segment(self) -> Any:  # noqa: ANN401 - whoosh has no types
        """Write the segment and return it; it is not part of the index before a table of contents names it."""
        segment = self._finalize_segment()
        self._finish()
        return segment

    def _copy_documents(self, segment: MappedSegment, numbers: Iterable[int]) -> None:
        """Copy what is kept per document: lengths, columns, stored fields."""
        columns = {
            name: _column(segment, name, field.column_type) for name, field in self.schema.items() if field.column_type
        }
        for number in numbers:
            self.perdocwriter.start_doc(self.docnum)
            for layer in Layer:
                length = int(columns[fields.length_column(layer)][number])
                self.perdocwriter.add_field(layer.value, self.schema[layer.value], None, length)
            row = {name: column[number] for name, column in columns.items()}
            self._finish_document(row, segment.stored(number))

    def _finish_document(self, columns: Mapping[str, Any], stored: Mapping[str, Any]) -> None:
        for name, value in columns.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        for name, value in stored.items():
            self.perdocwriter.add_field(name, self.schema[name], value, 0)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def _add_terms(self, name: str, terms: Sequence[bytes], number: int) -> None:
        grouped = self.pool.terms_of(name)
        known = len(grouped)
        for term in terms:
            _append(grouped, term, number, 1.0, NO_VALUE)
        self.pool.count(postings=len(terms), positions=0, terms=len(grouped) - known)

    def _add_layer(self, name: str, layer: IndexedLayer, number: int) -> None:
        grouped = self.pool.terms_of(name)
        known = len(grouped)
        for term, posting in layer.postings.items():
            key = term.encode("utf-8", "replace")
            _append(grouped, key, number, posting.weight, positions_value(posting.positions))
        self.pool.count(postings=len(layer.postings), positions=layer.length, terms=len(grouped) - known)
        self.perdocwriter.add_field(name, self.schema[name], None, layer.length)


def _append(terms: dict[bytes, Postings], term: bytes, number: int, weight: float, value: bytes) -> None:
    postings = terms.get(term)
    if postings is None:
        postings = terms[term] = Postings()
    postings.documents.append(number)
    postings.weights.append(weight)
    postings.values.append(value)


def _column(segment: MappedSegment, name: str, kind: Any) -> Sequence[Any]:  # noqa: ANN401 - whoosh has no types
    """Return a column's value per document."""
    if isinstance(kind, NumericColumn):
        numbers: Sequence[int] = segment.numbers(name, kind._typecode, kind._default).tolist()  # noqa: SLF001
        return numbers
    return segment.byte_strings(name)
