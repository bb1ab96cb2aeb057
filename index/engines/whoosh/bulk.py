"""Whoosh's files written in bulk: postings grouped by term in memory, written block by block.

An index written here is read by plain Whoosh like any other. The other half of what knows Whoosh's internals (see
:mod:`~index.engines.whoosh.layout`). It relies on:

- ``SegmentWriter``: ``pool``, ``perdocwriter``, ``docnum``, ``_added``, and the steps of a commit
  (``_finalize_segment``, ``_finish``, ``TOC.write``, ``clean_files``);
- ``W3FieldWriter`` and ``W3PostingsWriter``: ``_ids``, ``_weights``, ``_values``, ``_minlength``, ``_maxlength``,
  ``_maxweight`` are the block being filled, ``_write_block`` writes it;
- ``Positions``: a value is a 4-byte count and a protocol 2 pickle of position deltas.

Document numbers only grow while a segment is written, also when others are merged into it, so that nothing but the
terms has to be sorted. Blocks are 16 times Whoosh's usual size: a third smaller and twice as fast to decode.
"""

import pickle
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from index.schema import IndexedLayer

BLOCK_POSTINGS = 2048
"""Postings per block (128 in stock Whoosh: decoding takes twice as long)."""

COMPRESSION = 1
"""zlib level of a block; 3, the stock level, gains no size worth its time."""

COMPRESS_FROM = 3
"""Postings from which a block is compressed: shorter ones only grow."""

NO_VALUE = b""
"""Value of a posting without positions."""


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


@dataclass(slots=True)
class _Postings:
    """The postings of one term, as parallel lists."""

    documents: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)


class _GroupingPool:
    """Postings grouped by field and term; takes the place of Whoosh's sorting pool."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, _Postings]] = {}

    def add(self, posting: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Take one posting, as Whoosh hands it over when it merges segments."""
        name, term, document, weight, value = posting
        self.put(self.fields.setdefault(name, {}), term, document, weight, value or NO_VALUE)

    @staticmethod
    def put(terms: dict[bytes, _Postings], term: bytes, document: int, weight: float, value: bytes) -> None:
        postings = terms.get(term)
        if postings is None:
            postings = terms[term] = _Postings()
        postings.documents.append(document)
        postings.weights.append(weight)
        postings.values.append(value)

    def iter_postings(self) -> "_GroupingPool":
        """Return what ``add_postings`` is given: here the pool itself."""
        return self

    def cleanup(self) -> None:
        """Let the postings go."""
        self.fields = {}


class _BulkFieldWriter(W3FieldWriter):  # type: ignore[misc] # whoosh has no types
    """Writes whole blocks from grouped postings."""

    def add_postings(self, schema: Any, lengths: Any, pool: _GroupingPool) -> None:  # noqa: ANN401
        for name in sorted(pool.fields):
            self.start_field(name, schema[name])
            lengths_of = _lengths(lengths, name) if schema[name].scorable else None
            terms = pool.fields[name]
            for term in sorted(terms):
                self._add_term(term, terms[term], lengths_of)
            self.finish_field()

    def _add_term(self, term: bytes, postings: _Postings, lengths: Sequence[int] | None) -> None:
        self.start_term(term)
        writer = self._postwriter
        count = len(postings.documents)
        writer._compression = COMPRESSION if count >= COMPRESS_FROM else 0  # noqa: SLF001 - see the module
        for start in range(0, count, BLOCK_POSTINGS):
            if start:
                writer._write_block()  # noqa: SLF001 - see the module
            self._fill_block(postings, slice(start, start + BLOCK_POSTINGS), lengths)
        self.finish_term()

    def _fill_block(self, postings: _Postings, part: slice, lengths: Sequence[int] | None) -> None:
        writer = self._postwriter
        documents, weights = postings.documents[part], postings.weights[part]
        writer._ids = array("I", documents)  # noqa: SLF001 - see the module
        writer._weights = array("f", weights)  # noqa: SLF001
        writer._values = [value for value in postings.values[part] if value]  # noqa: SLF001
        writer._maxweight = max(weights)  # noqa: SLF001
        if lengths is not None:
            block = [lengths[document] for document in documents]
            writer._minlength, writer._maxlength = min(block), max(block)  # noqa: SLF001


def _lengths(reader: Any, name: str) -> Sequence[int]:  # noqa: ANN401 - whoosh has no types
    """Return a field's length per document, as Whoosh rounds it."""
    return [reader.doc_field_length(document, name) or 0 for document in range(reader.doc_count_all())]


class _BulkCodec(W3Codec):  # type: ignore[misc] # whoosh has no types
    """Whoosh's codec with our field writer; segments remember a stock codec, so that plain Whoosh opens them."""

    def field_writer(self, storage: Any, segment: Any) -> _BulkFieldWriter:  # noqa: ANN401
        return _BulkFieldWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:  # noqa: ANN401, ARG002
        return W3Segment(W3Codec(blocklimit=BLOCK_POSTINGS, compression=COMPRESSION), indexname)


class BulkSegmentWriter(SegmentWriter):  # type: ignore[misc] # whoosh has no types
    """Writes one segment. Takes no lock: whoever uses it holds the index's own."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - whoosh has no types
        super().__init__(index, _lk=False, codec=_BulkCodec(blocklimit=BLOCK_POSTINGS, compression=COMPRESSION))
        self.pool.cleanup()
        self.pool: Any = _GroupingPool()

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
        for name, value in entry.columns.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        for name, value in entry.stored.items():
            self.perdocwriter.add_field(name, self.schema[name], value, 0)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1
        return int(number)

    def delete_new(self, number: int) -> None:
        """Delete a document that was added to this segment."""
        self.newsegment.delete_document(number)

    def merge_in(self, segments: Iterable[Any]) -> None:
        """Add the living documents of other segments."""
        for segment in segments:
            reader = SegmentReader(self.storage, self.schema, segment)
            self.add_reader(reader)
            reader.close()

    def finish_segment(self) -> Any:  # noqa: ANN401 - whoosh has no types
        """Write the segment and return it; it is not part of the index before a table of contents names it."""
        segment = self._finalize_segment()
        self._finish()
        return segment

    def abandon(self) -> None:
        """Drop what was added and close the files; what is left of them is the caller's to remove."""
        self.cancel()

    def _add_terms(self, name: str, terms: Sequence[bytes], number: int) -> None:
        grouped = self.pool.fields.setdefault(name, {})
        for term in terms:
            self.pool.put(grouped, term, number, 1.0, NO_VALUE)

    def _add_layer(self, name: str, layer: IndexedLayer, number: int) -> None:
        grouped, put = self.pool.fields.setdefault(name, {}), self.pool.put
        for term, posting in layer.postings.items():
            put(grouped, term.encode("utf-8", "replace"), number, posting.weight, positions_value(posting.positions))
        self.perdocwriter.add_field(name, self.schema[name], None, layer.length)


def positions_value(positions: tuple[int, ...]) -> bytes:
    """Return positions as Whoosh's ``Positions`` format stores them."""
    return _one_position(positions[0]) if len(positions) == 1 else _positions(positions)


@lru_cache(maxsize=4096)
def _one_position(position: int) -> bytes:
    """Most terms stand once in a text, and texts are of similar length: few values are many."""
    return _positions((position,))


def _positions(positions: tuple[int, ...]) -> bytes:
    return struct.pack("!I", len(positions)) + pickle.dumps(list(_deltas(positions)), 2)


def _deltas(positions: tuple[int, ...]) -> Iterator[int]:
    before = 0
    for position in positions:
        yield position - before
        before = position
