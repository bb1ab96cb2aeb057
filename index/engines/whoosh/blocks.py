"""How a term's postings are spelt: blocks that stock Whoosh reads, and :mod:`~index.engines.whoosh.layout`.

It relies on ``Positions``: a value is a 4-byte count and a protocol 2 pickle of position deltas; and on the layout of
postings and of term entries that :mod:`~index.engines.whoosh.layout` describes. Blocks are 16 times Whoosh's usual
size: a third smaller and twice as fast to decode.
"""

import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import sub
from typing import TYPE_CHECKING

from index.engines.whoosh.layout import BLOCK_MAGIC
from index.engines.whoosh.runs import Postings

if TYPE_CHECKING:
    from array import array

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
