"""Near-duplicates among the hits: only the best-ranked one of each group is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.order import first_hits
from index.engines.whoosh.snapshot import Numbers, Scores, Snapshot
from index.search import Sort


@dataclass(frozen=True, slots=True)
class Folded:
    """Hits without those that stand behind a better one of their group.

    Attributes:
        hits: The numbers that are left.
        others: Of each that stands for several, how many others it stands for.
    """

    hits: Numbers
    others: Mapping[int, int]


def unfolded(hits: Numbers) -> Folded:
    """Return all hits, each for itself."""
    return Folded(hits, {})


def fold(snapshot: Snapshot, hits: Numbers, scores: Scores, sort: Sort) -> Folded:
    """Leave of each group the hit that comes first in the order asked; only hits in groups are looked at."""
    groups = snapshot.groups[hits]
    grouped = hits[groups != 0]
    if not grouped.size:
        return unfolded(hits)
    ordered = np.array(first_hits(snapshot, grouped, scores, sort, grouped.size), dtype=np.int64)
    _, first, counts = np.unique(snapshot.groups[ordered], return_index=True, return_counts=True)
    best = ordered[first]
    others = {number: count - 1 for number, count in zip(best.tolist(), counts.tolist(), strict=True) if count > 1}
    return Folded(np.concatenate([hits[groups == 0], best]), others)
