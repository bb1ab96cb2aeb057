"""Multi-valued columns as arrays: which articles carry a value, and how often each value stands among the hits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.fields import VALUE_SEPARATOR

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """The values of one column over all articles, as pairs of article and value.

    Attributes:
        values: Distinct values.
        documents: Per pair the article's number, ascending.
        codes: Per pair the value's place in ``values``.
    """

    values: Sequence[str]
    documents: NDArray[np.int64]
    codes: NDArray[np.int64]

    def mask(self, accepts: Callable[[str], bool], size: int) -> Mask:
        """Return which of ``size`` articles carry a value that is accepted."""
        accepted = np.fromiter((accepts(value) for value in self.values), dtype=np.bool_, count=len(self.values))
        mask = np.zeros(size, dtype=np.bool_)
        mask[self.documents[accepted[self.codes]]] = True
        return mask

    def counts(self, mask: Mask) -> Iterable[tuple[str, int]]:
        """Yield each value that articles in the mask carry, with the number of those articles."""
        counted = np.bincount(self.codes[mask[self.documents]], minlength=len(self.values))
        present = np.flatnonzero(counted)
        return zip((self.values[code] for code in present.tolist()), counted[present].tolist(), strict=True)


def value_table(column: Iterable[bytes]) -> ValueTable:
    """Read a column: articles mostly carry one of few combinations, so each combination is taken apart once."""
    codes: dict[str, int] = {}
    combinations: dict[bytes, list[int]] = {}
    per_document: list[list[int]] = []
    for joined in column:
        combination = combinations.get(joined)
        if combination is None:
            values = joined.decode("utf-8").split(VALUE_SEPARATOR) if joined else []
            combination = combinations[joined] = [
                codes.setdefault(value, len(codes)) for value in dict.fromkeys(values)
            ]
        per_document.append(combination)
    sizes = np.fromiter(map(len, per_document), dtype=np.int64, count=len(per_document))
    return ValueTable(
        values=list(codes),
        documents=np.repeat(np.arange(len(per_document), dtype=np.int64), sizes),
        codes=np.fromiter((code for row in per_document for code in row), dtype=np.int64, count=int(sizes.sum())),
    )
