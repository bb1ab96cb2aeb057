"""The order of hits, and the first of them without sorting all."""

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.fields import UNDATED
from index.engines.whoosh.snapshot import Numbers, Scores, Snapshot
from index.search import Sort

_LAST = np.iinfo(np.int64).max

Keys = Sequence[NDArray[np.generic]]


def first_hits(snapshot: Snapshot, hits: Numbers, scores: Scores, sort: Sort, count: int) -> list[int]:
    """Return the first ``count`` of ``hits`` in the order asked; ties go to the newer article, then the smaller id."""
    if count <= 0 or not hits.size:
        return []
    keys = _keys(snapshot, hits, scores, sort)
    chosen = _smallest(keys, count)
    hits, keys = hits[chosen], [key[chosen] for key in keys]
    order = np.lexsort(tuple(reversed(keys)))
    ranks = list(zip(*(key[order].tolist() for key in keys), strict=True))
    return _ties_by_id(hits[order].tolist(), ranks, snapshot.id_bytes)[:count]


def _keys(snapshot: Snapshot, hits: Numbers, scores: Scores, sort: Sort) -> Keys:
    """Return what is compared, the most important first; smaller comes first."""
    published = snapshot.published[hits]
    if sort is Sort.RELEVANCE:
        return [-scores[hits], -published]
    if sort is Sort.NEWEST:
        return [-published]
    return [np.where(published == UNDATED, _LAST, published)]


def _smallest(keys: Keys, count: int) -> NDArray[np.intp]:
    """Return a small set of places that holds the first ``count`` in the order of all keys."""
    first = keys[0]
    if first.size <= count:
        return np.arange(first.size)
    bound = np.partition(first, count - 1)[count - 1]
    sure, tied = np.flatnonzero(first < bound), np.flatnonzero(first == bound)
    if len(keys) > 1:
        tied = tied[_smallest([key[tied] for key in keys[1:]], count - sure.size)]
    return np.concatenate([sure, tied])


def _ties_by_id(hits: Sequence[int], ranks: Sequence[object], id_of: Callable[[int], bytes]) -> list[int]:
    """Sort hits of equal rank, which stand together, by id."""
    ordered: list[int] = []
    for _, group in groupby(zip(ranks, hits, strict=True), key=lambda pair: pair[0]):
        tied = [hit for _, hit in group]
        ordered += sorted(tied, key=id_of) if len(tied) > 1 else tied
    return ordered
