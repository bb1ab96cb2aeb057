"""Near-duplicates among the hits: only the first of each group, in the order asked, is shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.concept_scores import Scored
from index.engines.whoosh.order import first_hits
from index.engines.whoosh.scratch import Numbers
from index.engines.whoosh.snapshot import Snapshot
from index.search import Sort

_AHEAD, _FURTHER = 2, 4
"""How many times as many hits as are wanted are put in order at first, and how many times as many whenever copies have
left too few: one ordering is nearly always enough, and all of them together cost little more than the last."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The first hits that are shown, in order.

    Attributes:
        places: Where they stand among all hits.
        similar: How many hits stand behind each one, near-duplicates of it.
        listed: Number of all hits that could be shown.
    """

    places: NDArray[np.intp]
    similar: Numbers
    listed: int


def unfolded(snapshot: Snapshot, hits: Scored, sort: Sort, count: int) -> Shown:
    """Return the first ``count`` of all hits, each for itself."""
    places = first_hits(snapshot, hits, sort, count)
    return Shown(places, np.zeros(places.size, dtype=np.int64), hits.documents.size)


def folded(snapshot: Snapshot, hits: Scored, sort: Sort, count: int) -> Shown:
    """Return the first ``count`` hits of those that come first in their group.

    Nothing is compared within the groups: of the hits in order, the first of each group is its best.
    """
    groups = snapshot.dense_groups[hits.documents]
    sizes = np.bincount(groups, minlength=1)
    outside, in_groups = int(sizes[0]), int(np.count_nonzero(sizes[1:]))
    if not in_groups:
        return unfolded(snapshot, hits, sort, count)
    listed = outside + in_groups
    places = _first_of_groups(snapshot, hits, sort, groups, min(count, listed))
    own = groups[places]
    return Shown(places, np.where(own == 0, 0, sizes[own] - 1), listed)


def _first_of_groups(snapshot: Snapshot, hits: Scored, sort: Sort, groups: Numbers, count: int) -> NDArray[np.intp]:
    """Return where the first ``count`` hits stand without those behind one of their group; there are as many."""
    looked_at = _AHEAD * count
    while True:
        ordered = first_hits(snapshot, hits, sort, looked_at)
        left = ordered[_is_first(groups[ordered])]
        if left.size >= count:
            return left[:count]
        looked_at *= _FURTHER


def _is_first(groups: Numbers) -> NDArray[np.bool_]:
    """Tell of each number whether it is the first of its kind; every 0 is."""
    is_first: NDArray[np.bool_] = groups == 0
    is_first[np.unique(groups, return_index=True)[1]] = True
    return is_first
