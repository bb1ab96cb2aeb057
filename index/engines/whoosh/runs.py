"""Postings on their way into a segment: grouped in memory, spilt to disk when they are many, merged term by term.

A *run* is a stream of postings by field and term, in the order in which a segment stores them. What lies in memory is
one, each spill is one, and so is every segment that is merged in. Documents of an earlier run come before those of a
later one, so that merging runs is putting a term's arrays one behind the other; nothing is sorted but the terms.
"""

import heapq
import pickle
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

POSTING_BYTES = 48
"""Memory of one posting with its positions, in bytes (17 kB an article of 360 postings, measured)."""

POSITION_BYTES = 4
"""Memory of one more position, in bytes: what its pickled step takes."""

TERM_BYTES = 500
"""Memory of a new term: its text, its entry and three empty arrays, in bytes."""

NO_VALUE = b""
"""Value of a posting without positions."""

Key = tuple[str, bytes]
"""Field and term."""


@dataclass(slots=True)
class Postings:
    """The postings of one term, side by side; arrays, because lists of numbers cost more than they hold."""

    documents: "array[int]" = field(default_factory=lambda: array("I"))
    weights: "array[float]" = field(default_factory=lambda: array("f"))
    values: list[bytes] = field(default_factory=list)

    def extend(self, later: "Postings") -> None:
        """Append postings of later documents."""
        self.documents.extend(later.documents)
        self.weights.extend(later.weights)
        self.values.extend(later.values)


Run = Iterator[tuple[Key, Postings]]


class Pool:
    """Postings grouped by field and term, and what was spilt of them; takes the place of Whoosh's sorting pool.

    Attributes:
        fields: Postings by term by field.
        size: Bytes that they take, about.
    """

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, Postings]] = {}
        self.size = 0
        self._runs: list[Run] = []
        self._files: list[BinaryIO] = []

    def terms_of(self, name: str) -> dict[bytes, Postings]:
        """Return the postings of a field, to be added to."""
        return self.fields.setdefault(name, {})

    def count(self, postings: int, positions: int, terms: int) -> None:
        """Note what was added."""
        self.size += postings * POSTING_BYTES + positions * POSITION_BYTES + terms * TERM_BYTES

    def run(self) -> Run:
        """Yield what is in memory, in order."""
        for name in sorted(self.fields):
            terms = self.fields[name]
            for term in sorted(terms):
                yield (name, term), terms[term]

    def spill(self, file: BinaryIO) -> None:
        """Move what is in memory to a temporary file, which is the pool's from now on."""
        self._files.append(file)
        for entry in self.run():
            pickle.dump(entry, file, protocol=pickle.HIGHEST_PROTOCOL)
        self._runs.append(_spilt(file))
        self._clear()

    def append(self, run: Run) -> None:
        """Take a run of documents that come after all others so far; nothing may lie in memory."""
        if self.fields:
            raise ValueError("postings in memory would come after those of later documents")
        self._runs.append(run)

    def iter_postings(self) -> Run:
        """Return all postings, in order; Whoosh's name for it."""
        return merged([*self._runs, self.run()])

    def cleanup(self) -> None:
        """Let everything go; Whoosh's name for it."""
        self._clear()
        self._runs.clear()
        for file in self._files:
            file.close()

    def _clear(self) -> None:
        self.fields = {}
        self.size = 0


def _spilt(file: BinaryIO) -> Run:
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)  # noqa: S301 - written by spill a moment ago
        except EOFError:
            return


def merged(runs: Sequence[Run]) -> Run:
    """Merge runs, the one with the earlier documents first."""
    key = itemgetter(0)
    for term, group in groupby(heapq.merge(*runs, key=key), key=key):
        yield term, _joined(postings for _, postings in group)


def _joined(parts: Iterable[Postings]) -> Postings:
    iterator = iter(parts)
    joined = next(iterator)
    later = list(iterator)
    if later:
        joined = Postings(joined.documents[:], joined.weights[:], joined.values[:])
        for part in later:
            joined.extend(part)
    return joined
