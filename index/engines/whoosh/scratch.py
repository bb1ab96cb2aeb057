"""Arrays with a place for every document, lent from search to search: making and clearing them would cost the most.

Whoever borrows them leaves them all zero; after an error they are not taken back.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


class Scratch:
    """Room for one step of one search.

    Attributes:
        scores: A number per document, 0.
        worth: Another one.
        seen: A flag per document, False.
    """

    __slots__ = ("scores", "seen", "worth")

    def __init__(self, size: int) -> None:
        self.scores = np.zeros(size)
        self.worth = np.zeros(size)
        self.seen = np.zeros(size, dtype=np.bool_)

    def union(self, sets: Iterable[Numbers]) -> Numbers:
        """Return the documents that are in any of the sets, ascending."""
        for documents in sets:
            self.seen[documents] = True
        united = np.flatnonzero(self.seen)
        self.seen[united] = False
        return united


class ScratchPool:
    """Lends room for ``size`` documents; as many at once as there are threads that search."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._free: list[Scratch] = []

    @contextmanager
    def lend(self) -> Iterator[Scratch]:
        """Lend room until the end of the block."""
        try:
            scratch = self._free.pop()  # one step for the interpreter, hence safe among threads
        except IndexError:
            scratch = Scratch(self._size)
        yield scratch
        self._free.append(scratch)


def common(sets: Sequence[Numbers]) -> Numbers:
    """Return the documents that are in all of the sets (ascending, at least one); the smallest is taken first."""
    first, *others = sorted(sets, key=len)
    for other in others:
        first = first[is_in(first, other)]
    return first


def is_in(documents: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Tell of each document whether it is among the others, which are ascending."""
    _, found = places_in(documents, others)
    return found


def places_in(documents: Numbers, others: Numbers) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return where each document stands among the others, which are ascending, and whether it is there at all."""
    if not others.size:
        return np.zeros(documents.size, dtype=np.intp), np.zeros(documents.size, dtype=np.bool_)
    places = np.searchsorted(others, documents)
    places[places == others.size] = 0
    return places, others[places] == documents


def first_of_each(numbers: Numbers) -> NDArray[np.intp]:
    """Return where each number stands first among numbers that ascend (``np.unique`` would hash or sort them)."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, numbers.size), dtype=np.bool_), numbers[1:] != numbers[:-1]]))


def ranks(values: Sequence[bytes]) -> Numbers:
    """Return of each value its place among all of them in order."""
    ranked = np.empty(len(values), dtype=np.int64)
    ranked[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return ranked
