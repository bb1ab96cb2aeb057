"""How a term's postings are spelt: blocks that stock Whoosh reads, and :mod:`~index.engines.whoosh.layout`.

It relies on ``Positions``: a value is a 4-byte count and a protocol 2 pickle of position deltas; and on the layout of
postings and of term entries that :mod:`~index.engines.whoosh.decoding` and
:mod:`~index.engines.whoosh.layout` describe. Blocks are 16 times Whoosh's usual size: a third smaller and twice as fast
to decode. Long ones are spelt as calls (``pickle.loads(zlib.decompress(…))``) that stock Whoosh makes unknowingly.
"""

import pickle
import struct
import zlib
from array import _array_reconstructor, array  # type: ignore[attr-defined] # what arrays pickle themselves with
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import sub
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.decoding import ARRAYS_FROM, BLOCK_MAGIC, NUMBER_TYPES
from index.engines.whoosh.runs import Postings

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


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is written.

    Attributes:
        postings: What stands in the postings file.
        entry: What stands in the term file.
    """

    postings: bytes
    entry: bytes


def spell(postings: Postings, length_bytes: Sequence[int] | None, start: int) -> Term:
    """Spell a term's postings.

    Args:
        postings: The postings, at least one.
        length_bytes: Length of the field per document, as Whoosh's one byte; None in unscored fields.
        start: Where in the postings file they will stand.
    """
    starts = range(0, len(postings.documents), BLOCK_POSTINGS)
    blocks = [_Block.of(postings, slice(at, at + BLOCK_POSTINGS), length_bytes) for at in starts]
    data = BLOCK_MAGIC + b"".join(block.spelt(last=block is blocks[-1]) for block in blocks)
    entry = _TERM_INFO.pack(
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
    return Term(data, entry)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of postings; lengths are Whoosh's one-byte ones, 0 in unscored fields."""

    documents: "array[int]"
    weights: "array[float]"
    values: Sequence[bytes] | None
    shortest: int
    longest: int

    @classmethod
    def of(cls, postings: Postings, part: slice, length_bytes: Sequence[int] | None) -> "_Block":
        """Cut a block out of a term's postings."""
        documents, weights = postings.documents[part], postings.weights[part]
        if length_bytes is None:
            return cls(documents, weights, None, 0, 0)
        lengths = [length_bytes[document] for document in documents]
        return cls(documents, weights, postings.values[part], min(lengths), max(lengths))

    def spelt(self, *, last: bool) -> bytes:
        """Return the block as it stands in the file."""
        data, compression = self._long() if len(self.documents) >= ARRAYS_FROM else self._short()
        info = (len(self.documents), self.documents[-1], max(self.weights), compression, self.shortest, self.longest)
        block = pickle.dumps(info, BLOCK_PROTOCOL) + data
        return struct.pack("!i", -len(block) if last else len(block)) + block

    def _short(self) -> tuple[bytes, int]:
        """Return the data as Whoosh would spell it, and the flag of its compression."""
        values = tuple(self.values) if self.values is not None else None
        weights = self._spelt_weights()
        deltas = tuple(map(sub, self.documents, chain((0,), self.documents)))
        spelt = (deltas, tuple(weights) if isinstance(weights, array) else weights, values)
        data = pickle.dumps(spelt, BLOCK_PROTOCOL)
        compression = COMPRESSION if len(self.documents) >= COMPRESS_FROM else 0
        return (zlib.compress(data, compression) if compression else data), compression

    def _long(self) -> tuple[bytes, int]:
        """Return the data as calls, each with its own compressed bytes; the block as a whole is not compressed."""
        deltas, weights = self._deltas(), self._spelt_weights()
        spelt = (
            _Numbers(next(kind for kind in _DELTA_KINDS if deltas.max() <= kind.highest), deltas),
            _Numbers(_WEIGHT_KIND, np.asarray(weights)) if isinstance(weights, array) else weights,
            _Pickled(tuple(self.values)) if self.values is not None else None,
        )
        return pickle.dumps(spelt, BLOCK_PROTOCOL), 0

    def _deltas(self) -> NDArray[np.int64]:
        documents = np.asarray(self.documents, dtype=np.int64)
        before = np.concatenate([np.zeros(1, dtype=np.int64), documents[:-1]])
        deltas: NDArray[np.int64] = documents - before
        return deltas

    def _spelt_weights(self) -> "float | array[float] | None":
        """Return None where every weight is 1, one number where all are equal."""
        first = self.weights[0]
        if self.weights.count(first) < len(self.weights):
            return self.weights
        return None if first == 1.0 else first


class _Kind(NamedTuple):
    """A kind of number as ``array`` pickles it: its letter, its number in pickles, and what fits into it."""

    letter: str
    number: int
    highest: int


_DELTA_KINDS = (_Kind("B", 0, 2**8 - 1), _Kind("H", 2, 2**16 - 1), _Kind("I", 6, 2**32 - 1))
_WEIGHT_KIND = _Kind("f", 14, 0)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Pickled as an array of numbers whose bytes are inflated on reading."""

    kind: _Kind
    numbers: NDArray[Any]

    def __reduce__(self) -> tuple[Any, ...]:
        data = self.numbers.astype(NUMBER_TYPES[self.kind.number]).tobytes()
        return _array_reconstructor, (array, self.kind.letter, self.kind.number, _Deflated(data))


@dataclass(frozen=True, slots=True)
class _Pickled:
    """Pickled as a pickle by itself, inflated and read on reading."""

    value: object

    def __reduce__(self) -> tuple[Any, ...]:
        return pickle.loads, (_Deflated(pickle.dumps(self.value, BLOCK_PROTOCOL)),)


@dataclass(frozen=True, slots=True)
class _Deflated:
    """Pickled as compressed bytes, inflated on reading."""

    data: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        return zlib.decompress, (zlib.compress(self.data, COMPRESSION),)


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
