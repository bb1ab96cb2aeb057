"""Whoosh's files written in bulk: postings grouped by term in memory, written block by block.

An index written here is read by plain Whoosh like any other. The other half of what knows Whoosh's internals (see
:mod:`~index.engines.whoosh.layout`). It relies on:

- ``SegmentWriter``: ``pool``, ``perdocwriter``, ``docnum``, ``_added``, and the steps of a commit
  (``_finalize_segment``, ``_finish``, ``TOC.write``, ``clean_files``);
- ``W3FieldWriter``: ``_fieldid``, ``_tindex`` (takes terms in order) and ``_postfile``; the layout of postings and term
  entries is the one :mod:`~index.engines.whoosh.layout` reads;
- ``Positions``: a value is a 4-byte count and a protocol 2 pickle of position deltas.

Document numbers only grow while a segment is written, also when others are merged into it, so that nothing but the
terms has to be sorted. Blocks are 16 times Whoosh's usual size: a third smaller and twice as fast to decode.
"""

import pickle
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import sub
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.reading import SegmentReader
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from index.engines.whoosh.layout import BLOCK_MAGIC
from index.schema import IndexedLayer

BLOCK_POSTINGS = 2048
"""Postings per block (128 in stock Whoosh: decoding takes twice as long)."""

COMPRESSION = 1
"""zlib level of a block; 3, the stock level, gains no size worth its time."""

COMPRESS_FROM = 16
"""Postings from which a block is compressed; below, it takes time and saves next to nothing."""

BLOCK_PROTOCOL = 4
"""Pickle protocol of a block. Whoosh reads any and writes 2, which has no byte strings: each is spelt as a call."""

NOT_INLINED = 0
"""Flag of a term whose postings stand in the postings file."""

_TERM_INFO = struct.Struct("!BfIBBfIIqi")
"""A term's entry: flag, total weight, documents, shortest and longest length byte, highest weight, first and last
document, position and size of its postings."""

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
    """The postings of one term, side by side; arrays, because lists of numbers cost more than they hold."""

    documents: "array[int]" = field(default_factory=lambda: array("I"))
    weights: "array[float]" = field(default_factory=lambda: array("f"))
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
    """Writes the postings file and the term file straight from grouped postings."""

    def add_postings(self, schema: Any, lengths: Any, pool: _GroupingPool) -> None:  # noqa: ANN401
        for name in sorted(pool.fields):
            self.start_field(name, schema[name])
            length_bytes = _length_bytes(lengths, name) if schema[name].scorable else None
            head = struct.pack("!H", self._fieldid)
            terms = pool.fields[name]
            for term in sorted(terms):
                self._tindex.add(head + term, self._write(terms[term], length_bytes))
            self.finish_field()

    def _write(self, postings: _Postings, length_bytes: Sequence[int] | None) -> bytes:
        """Write one term's postings and return the term's entry in the term file."""
        starts = range(0, len(postings.documents), BLOCK_POSTINGS)
        blocks = [_Block.of(postings, slice(at, at + BLOCK_POSTINGS), length_bytes) for at in starts]
        data = BLOCK_MAGIC + b"".join(block.spelt(last=block is blocks[-1]) for block in blocks)
        start = self._postfile.tell()
        self._postfile.write(data)
        return _TERM_INFO.pack(
            NOT_INLINED,
            sum(postings.weights),
            len(postings.documents),
            min(block.shortest for block in blocks),
            max(block.longest for block in blocks),
            max(postings.weights),
            postings.documents[0],
            postings.documents[-1],
            start,
            len(data),
        )


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of postings; lengths are Whoosh's one-byte ones, 0 in unscored fields."""

    documents: "array[int]"
    weights: "array[float]"
    values: Sequence[bytes] | None
    shortest: int
    longest: int

    @classmethod
    def of(cls, postings: _Postings, part: slice, length_bytes: Sequence[int] | None) -> "_Block":
        """Cut a block out of a term's postings."""
        documents, weights = postings.documents[part], postings.weights[part]
        if length_bytes is None:
            return cls(documents, weights, None, 0, 0)
        lengths = [length_bytes[document] for document in documents]
        return cls(documents, weights, postings.values[part], min(lengths), max(lengths))

    def spelt(self, *, last: bool) -> bytes:
        """Return the block as it stands in the file."""
        deltas = tuple(map(sub, self.documents, chain((0,), self.documents)))
        values = tuple(self.values) if self.values is not None else None
        data = pickle.dumps((deltas, self._spelt_weights(), values), BLOCK_PROTOCOL)
        compression = COMPRESSION if len(deltas) >= COMPRESS_FROM else 0
        if compression:
            data = zlib.compress(data, compression)
        info = (len(deltas), self.documents[-1], max(self.weights), compression, self.shortest, self.longest)
        block = pickle.dumps(info, BLOCK_PROTOCOL) + data
        return struct.pack("!i", -len(block) if last else len(block)) + block

    def _spelt_weights(self) -> float | Sequence[float] | None:
        """Return None where every weight is 1, one number where all are equal."""
        first = self.weights[0]
        if self.weights.count(first) < len(self.weights):
            return tuple(self.weights)
        return None if first == 1.0 else first


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

    def _add_terms(self, name: str, terms: Sequence[bytes], number: int) -> None:
        grouped = self.pool.fields.setdefault(name, {})
        for term in terms:
            self.pool.put(grouped, term, number, 1.0, NO_VALUE)

    def _add_layer(self, name: str, layer: IndexedLayer, number: int) -> None:
        grouped = self.pool.fields.setdefault(name, {})
        for term, posting in layer.postings.items():
            key = term.encode("utf-8", "replace")
            postings = grouped.get(key)  # what ``put`` does: a call for each of a text's words would be felt
            if postings is None:
                postings = grouped[key] = _Postings()
            postings.documents.append(number)
            postings.weights.append(posting.weight)
            postings.values.append(positions_value(posting.positions))
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
