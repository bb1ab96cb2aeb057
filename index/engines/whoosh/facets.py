"""Columns whose values are counted: which articles carry a value, and how often each stands among the hits.

Articles carry one of few combinations of values. Hits are counted by combination, and combinations by value.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.fields import VALUE_SEPARATOR
from index.engines.whoosh.scratch import Numbers

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """The values of one column over all articles.

    Attributes:
        values: Distinct values, ascending.
        combinations: Per article the number of its combination of values.
        members: Pairs of a combination and the place in ``values`` of a value in it, as two arrays.
        size: Number of combinations; the last one is in no pair where articles carry nothing.
    """

    values: Sequence[str]
    combinations: NDArray[np.int32]
    members: tuple[NDArray[np.int32], NDArray[np.int32]]
    size: int

    def place_of(self, value: str) -> int | None:
        """Return the place of a value in ``values``, None where no article carries it."""
        at = bisect_left(self.values, value)
        return at if at < len(self.values) and self.values[at] == value else None

    def carrying(self, values: Iterable[str]) -> Mask:
        """Return which articles carry one of some values."""
        accepted = np.zeros(len(self.values), dtype=np.bool_)
        accepted[[at for at in map(self.place_of, values) if at is not None]] = True
        return self._fitting(accepted)

    def mask(self, accepts: Callable[[str], bool]) -> Mask:
        """Return which articles carry a value that is accepted."""
        return self._fitting(np.fromiter(map(accepts, self.values), dtype=np.bool_, count=len(self.values)))

    def _fitting(self, accepted: Mask) -> Mask:
        holding, value = self.members
        fitting = np.zeros(self.size, dtype=np.bool_)
        fitting[holding[accepted[value]]] = True
        return fitting[self.combinations]

    def counts(self, documents: Numbers) -> NDArray[np.int64]:
        """Return for each value how many of the documents carry it."""
        counted = np.bincount(self.combinations[documents], minlength=self.size)
        holding, value = self.members
        # Weights are doubles, exact for any number of documents.
        return np.bincount(value, weights=counted[holding], minlength=len(self.values)).astype(np.int64)


def value_table(column: Iterable[bytes]) -> ValueTable:
    """Read a column of joined values."""
    known: dict[bytes, int] = {}
    combinations = np.fromiter((known.setdefault(joined, len(known)) for joined in column), dtype=np.int32)
    split = [dict.fromkeys(joined.decode("utf-8").split(VALUE_SEPARATOR)) if joined else {} for joined in known]
    values = sorted(set().union(*split))
    place = {value: at for at, value in enumerate(values)}
    pairs = [(number, place[value]) for number, held in enumerate(split) for value in held]
    holding, value = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    return ValueTable(values, combinations, (holding, value), len(known))


def number_table(numbers: NDArray[np.int64], text_of: Callable[[int], str]) -> ValueTable:
    """Make a table of a column of numbers, 0 where an article has none; texts must be in the numbers' order."""
    distinct, combinations = np.unique(numbers, return_inverse=True)
    present = np.flatnonzero(distinct).astype(np.int32)
    values = [text_of(number) for number in distinct[present].tolist()]
    members = (present, np.arange(len(present), dtype=np.int32))
    return ValueTable(values, combinations.astype(np.int32), members, len(distinct))
