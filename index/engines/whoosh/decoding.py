"""A term's postings as they stand in the postings file (``.pst``), decoded into arrays.

They are ``W3Bl``, then blocks of a signed length (negative: the last), a pickle of (count, last id, maximum weight,
compression, minimum and maximum length byte) and the data: a pickle of (id deltas, weights, values), compressed when
the flag says so. A value is a 4-byte count and a pickle of position deltas.

Stock Whoosh spells deltas, weights and values as tuples. :mod:`~index.engines.whoosh.blocks` spells those of long
blocks as calls that unpickling makes for any reader; here they are read without being made, so that positions are only
decoded where they are asked for, and numbers are taken over as they lie there.
"""

import io
import pickle
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.postings import Gathering
from index.engines.whoosh.scratch import is_in

BLOCK_MAGIC = b"W3Bl"
"""First bytes of a term's postings."""

ARRAYS_FROM = 64
"""Postings from which a block spells numbers as arrays: below, the calls that make them take more than they save."""

POSITION_BITS = 32
"""Low bits of an occurrence that hold the position; the document's number stands above them."""

_EMPTY = np.zeros(0, dtype=np.int64)

NUMBER_TYPES = {0: "<u1", 2: "<u2", 6: "<u4", 14: "<f4"}
"""Kinds of numbers in pickled arrays (``MachineFormatCode`` of Python's ``array`` module) that blocks hold."""


# What blocks are read into is not frozen: a new query makes hundreds, and frozen ones take three times as long to make.


@dataclass(slots=True)
class _Deflated:
    """Bytes that any other reader would get inflated."""

    data: bytes


@dataclass(slots=True)
class _Pickled:
    """A value that any other reader would get unpickled."""

    data: _Deflated


def _numbers(_: object, _typecode: str, kind: int, data: _Deflated) -> NDArray[Any]:
    return np.frombuffer(zlib.decompress(data.data), dtype=NUMBER_TYPES[kind])


_CALLS: Mapping[tuple[str, str], Any] = {
    ("array", "_array_reconstructor"): _numbers,
    ("array", "array"): object,
    ("zlib", "decompress"): _Deflated,
    ("_pickle", "loads"): _Pickled,
}
"""What blocks call, and what is done in its place."""


class _Unpickler(pickle.Unpickler):
    """Reads what blocks hold and nothing else, leaving aside what need not be decoded."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - the base class's signature
        return _CALLS[module, name]


@dataclass(slots=True)
class Block:
    """Some of a term's postings.

    Attributes:
        documents: Numbers of the documents, ascending.
        weights: The term's weight in each.
    """

    documents: NDArray[np.int64]
    weights: NDArray[np.float32]
    _values: Sequence[bytes] | _Pickled | None

    def values(self) -> Sequence[bytes]:
        """Return the positions in each document as they are written; nothing where the field has none."""
        if isinstance(self._values, _Pickled):
            found: Sequence[bytes] = pickle.loads(zlib.decompress(self._values.data.data))  # noqa: S301 - index files are trusted
            return found
        return self._values or ()

    def position_lists(self, among: NDArray[np.int64] | None = None) -> tuple[NDArray[np.int64], Sequence[bytes]]:
        """Return documents and the term's positions in each as they are written.

        Args:
            among: The documents that are of interest, ascending; None for all.
        """
        if among is None:
            return self.documents, self.values()
        wanted = np.flatnonzero(is_in(self.documents, among))
        if not wanted.size:
            return _EMPTY, ()
        values = self.values()
        return self.documents[wanted], [values[at] for at in wanted.tolist()]


def read_blocks(extent: memoryview, among: NDArray[np.int64] | None = None) -> Iterator[Block]:
    """Yield the blocks of a term's postings.

    Args:
        extent: All the postings.
        among: The documents that are of interest, ascending: blocks between two of them are left out. None for all.
    """
    passed = 0
    for block in _parts(extent):
        count, last_id, _, compression, _, _ = pickle.load(block)  # noqa: S301 - index files are trusted
        if among is not None:
            before, passed = passed, int(among.searchsorted(last_id, side="right"))
            if passed == before:
                continue
        yield _read_block(block, count, compression)


def gather(extent: memoryview, base: int, gathering: Gathering) -> None:
    """Add a term's documents and weights to what is gathered of it; ``base`` is added to documents' numbers."""
    for block in _parts(extent):
        count, _, _, compression, _, _ = pickle.load(block)  # noqa: S301 - index files are trusted
        data = zlib.decompress(block.read()) if compression else block.read()
        if count < ARRAYS_FROM:
            deltas, weights, _ = pickle.loads(data)  # noqa: S301 - index files are trusted
            gathering.add_few(base, deltas, _each_weight(weights, count))
        else:
            deltas, weights, _ = _Unpickler(io.BytesIO(data)).load()
            gathering.add_many(base, deltas, _block_weights(weights, count))


def _each_weight(weights: float | tuple[float, ...] | None, count: int) -> Sequence[float]:
    if isinstance(weights, tuple):
        return weights
    return (1.0 if weights is None else weights,) * count


def _parts(extent: memoryview) -> Iterator[io.BytesIO]:
    """Yield each block of postings, header first."""
    if extent[:4] != BLOCK_MAGIC:
        raise ValueError("not a list of postings")
    at, last = len(BLOCK_MAGIC), False
    while not last:
        (size,) = struct.unpack_from("!i", extent, at)
        last, at = size < 0, at + 4
        yield io.BytesIO(extent[at : at + abs(size)])
        at += abs(size)


def _read_block(block: io.BytesIO, count: int, compression: int) -> Block:
    data = block.read()
    deltas, weights, values = _Unpickler(io.BytesIO(zlib.decompress(data) if compression else data)).load()
    return Block(np.cumsum(np.asarray(deltas), dtype=np.int64), _block_weights(weights, count), values)


def _block_weights(weights: float | Sequence[float] | NDArray[np.float32] | None, count: int) -> NDArray[np.float32]:
    """Unfold the weights of a block: None means that all are 1, a number that all are that."""
    if weights is None or isinstance(weights, float):
        return np.full(count, 1.0 if weights is None else weights, dtype=np.float32)
    return np.asarray(weights, dtype=np.float32)


def unfolded(documents: NDArray[np.int64], values: Sequence[bytes]) -> NDArray[np.int64]:
    """Return every place that position lists of documents name, as ``document << POSITION_BITS | position``."""
    if not values:
        return _EMPTY
    lists = _PositionLists(values)
    if lists.are_plain.all():
        return np.repeat(documents << POSITION_BITS, lists.counts) + lists.positions()
    plain, others = np.flatnonzero(lists.are_plain), np.flatnonzero(~lists.are_plain)
    places = unfolded(documents[plain], [values[at] for at in plain.tolist()])
    return np.sort(np.concatenate([places, _unpickled(documents[others], [values[at] for at in others.tolist()])]))


class _PositionLists:
    """Pickled lists of small numbers, read side by side without unpickling any: three times as fast.

    A list is a header, a mark where it has several numbers, and the numbers, each behind the letter of its width. The
    first number of every list is read at once, then the second of those that have one, and so on, until few are left.

    Attributes:
        counts: Numbers per list.
        are_plain: Whether each list is spelt so; lists of more than a thousand are not.
    """

    _HEADER = np.frombuffer(pickle.dumps([], 2)[:-1], dtype=np.uint8)
    _COUNT_SIZE = 4
    _TWO_BYTES, _FOUR_BYTES = b"MJ"  # one byte, "K", is what is left
    _FEW = 24  # unpickling a list takes as long as a round for so many
    _BATCH = 1000  # the pickler ends and opens a mark after so many

    def __init__(self, values: Sequence[bytes]) -> None:
        self._values = values
        sizes = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
        self._bytes = np.frombuffer(b"".join(values) + bytes(16), dtype=np.uint8)
        self._starts = np.cumsum(sizes) - sizes
        self.counts = self._number(self._starts, b"\3\2\1\0")
        heads = self._bytes[self._starts[:, None] + self._COUNT_SIZE + np.arange(self._HEADER.size)]
        is_short = (self.counts > 0) & (self.counts <= self._BATCH)
        self.are_plain: NDArray[np.bool_] = (heads == self._HEADER).all(axis=1) & is_short

    def positions(self) -> NDArray[np.int64]:
        """Return the running sums of each list, one list after another."""
        found = np.zeros(int(self.counts.sum()), dtype=np.int64)
        slots = np.cumsum(self.counts) - self.counts
        lists = np.arange(len(self.counts))
        cursors = self._starts + self._COUNT_SIZE + self._HEADER.size + (self.counts > 1)
        sums = np.zeros(len(self.counts), dtype=np.int64)
        remaining = self.counts
        while slots.size > self._FEW:
            steps, cursors = self._next(cursors)
            sums = sums + steps
            found[slots] = sums
            more = np.flatnonzero(remaining > 1)
            slots, cursors, sums, remaining, lists = (
                slots[more] + 1,
                cursors[more],
                sums[more],
                remaining[more] - 1,
                lists[more],
            )
        for own, slot, left, before in zip(
            lists.tolist(), slots.tolist(), remaining.tolist(), sums.tolist(), strict=True
        ):
            found[slot : slot + left] = before + np.array(list(accumulate(_steps(self._values[own])[-left:])))
        return found

    def _next(self, cursors: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the number at each cursor, and the cursors moved behind it."""
        kinds = self._bytes[cursors]
        numbers = self._bytes[cursors + 1].astype(np.int64)
        widths = np.ones(len(cursors), dtype=np.int64)
        for kind, order in ((self._TWO_BYTES, b"\0\1"), (self._FOUR_BYTES, b"\0\1\2\3")):
            wide = np.flatnonzero(kinds == kind)
            if wide.size:
                numbers[wide] = self._number(cursors[wide] + 1, order)
                widths[wide] = len(order)
        return numbers, cursors + 1 + widths

    def _number(self, at: NDArray[np.int64], order: bytes) -> NDArray[np.int64]:
        """Return the numbers at ``at``, whose bytes have the given powers of 256."""
        number = np.zeros(len(at), dtype=np.int64)
        for offset, power in enumerate(order):
            number |= self._bytes[at + offset].astype(np.int64) << (8 * power)
        return number


def _unpickled(documents: NDArray[np.int64], values: Sequence[bytes]) -> NDArray[np.int64]:
    places: list[int] = []
    for document, value in zip(documents.tolist(), values, strict=True):
        place = document << POSITION_BITS
        for step in _steps(value):
            place += step
            places.append(place)
    return np.array(places, dtype=np.int64)


def _steps(value: bytes) -> Sequence[int]:
    """Return the position deltas of one document."""
    steps: Sequence[int] = pickle.loads(value[4:])  # noqa: S301 - index files are trusted
    return steps
