"""A term's postings as they are kept in memory: five bytes each instead of the twelve that plain arrays take.

An archive of 100,000 articles has fifteen million in the stem layer alone, and what is kept need not be decoded again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.cache import Arrays
from index.engines.whoosh.scratch import Numbers, Scores

STEP = 0.5
"""Weights that are multiples of this take one byte, up to 127.5: those of every index that readers use are."""

Documents = NDArray[np.int32]
Weights = NDArray[np.uint8] | NDArray[np.float32]

_MOST_STEPS = np.iinfo(np.uint8).max
_NO_DOCUMENTS: Documents = np.zeros(0, dtype=np.int32)
_NO_WEIGHTS: NDArray[np.float32] = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class PackedPostings:
    """The documents that hold a term, and its weight in each.

    Attributes:
        documents: Numbers of the documents, ascending.
        weights: The weights; bytes count steps.
    """

    documents: Documents
    weights: Weights

    @classmethod
    def kept(cls, arrays: Arrays) -> "PackedPostings":
        """Return the postings whose :attr:`arrays` were kept."""
        return cls(*cast("tuple[Documents, Weights]", arrays))

    @property
    def arrays(self) -> Arrays:
        """Both arrays, to be kept."""
        return self.documents, self.weights

    @property
    def numbers(self) -> Numbers:
        """The documents, to be used as places in other arrays."""
        return self.documents.astype(np.int64)

    @property
    def frequencies(self) -> Scores:
        """The weights, to be reckoned with."""
        return _unpacked(self.weights)

    def moved(self, base: int) -> "PackedPostings":
        """Return the postings with ``base`` added to the documents' numbers."""
        return PackedPostings(self.documents + np.int32(base), self.weights) if base else self

    def under(self, mask: NDArray[np.bool_]) -> "PackedPostings":
        """Return the postings of the documents that a mask over all lets through."""
        kept = mask[self.documents]
        return PackedPostings(self.documents[kept], self.weights[kept])

    def frequencies_in(self, documents: Documents) -> Scores:
        """Return the weight in each of some documents, 0 where one does not hold the term."""
        if not self.documents.size:
            return np.zeros(documents.size)
        places = self.documents.searchsorted(documents)
        places[places == self.documents.size] = 0
        frequencies = _unpacked(self.weights[places])
        frequencies[self.documents[places] != documents] = 0.0
        return frequencies


class Gathering:
    """Postings of a term, stretch after stretch, made into arrays once.

    Most terms are in a few documents of each segment: making arrays of those would take longer than reading them.
    """

    def __init__(self) -> None:
        self._documents: list[Documents] = [_NO_DOCUMENTS]
        self._weights: list[NDArray[np.float32]] = [_NO_WEIGHTS]
        self._few_documents: list[int] = []
        self._few_weights: list[float] = []

    def add_few(self, base: int, deltas: Iterable[int], weights: Iterable[float]) -> None:
        """Add a short block: the steps from document to document, the first one from ``base``."""
        self._few_documents.extend(islice(accumulate(deltas, initial=base), 1, None))
        self._few_weights.extend(weights)

    def add_many(self, base: int, deltas: NDArray[np.integer], weights: NDArray[np.float32]) -> None:
        """Add a long block, likewise."""
        self._end_few()
        documents = np.add.accumulate(deltas, dtype=np.int32)
        documents += np.int32(base)
        self._documents.append(documents)
        self._weights.append(weights)

    def packed(self) -> PackedPostings:
        """Return what was added."""
        self._end_few()
        return PackedPostings(np.concatenate(self._documents), _packed(np.concatenate(self._weights)))

    def _end_few(self) -> None:
        if self._few_documents:
            self._documents.append(np.array(self._few_documents, dtype=np.int32))
            self._weights.append(np.array(self._few_weights, dtype=np.float32))
            self._few_documents, self._few_weights = [], []


def joined(parts: Sequence[PackedPostings]) -> PackedPostings:
    """Return the postings of stretches of documents, one behind the other, as those of one."""
    held = [part for part in parts if part.documents.size]
    if len(held) == 1:
        return held[0]
    documents = np.concatenate([_NO_DOCUMENTS, *(part.documents for part in held)])
    weights = np.concatenate([_NO_WEIGHTS, *(part.frequencies.astype(np.float32) for part in held)])
    return PackedPostings(documents, _packed(weights))


def _packed(weights: NDArray[np.float32]) -> Weights:
    """Return weights as counted steps, where that loses nothing."""
    steps = weights / np.float32(STEP)
    if not steps.size or steps.max() > _MOST_STEPS:
        return weights
    packed = steps.astype(np.uint8)
    return packed if (packed == steps).all() else weights


def _unpacked(weights: Weights) -> Scores:
    frequencies = weights.astype(np.float64)
    return frequencies * STEP if weights.dtype == np.uint8 else frequencies
