"""Near-duplicates among the hits: only the best-ranked one of each group is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.concept_scores import Scored
from index.engines.whoosh.order import first_hits
from index.engines.whoosh.scratch import is_in
from index.engines.whoosh.snapshot import Snapshot
from index.search import Sort


@dataclass(frozen=True, slots=True)
class Folded:
    """Hits without those that stand behind a better one of their group.

    Attributes:
        hits: What is left.
        others: By document number, of each that stands for several: how many others it stands for.
    """

    hits: Scored
    others: Mapping[int, int]


def unfolded(hits: Scored) -> Folded:
    """Return all hits, each for itself."""
    return Folded(hits, {})


def fold(snapshot: Snapshot, hits: Scored, sort: Sort) -> Folded:
    """Leave of each group the hit that comes first in the order asked; only hits in groups are looked at."""
    groups = snapshot.groups[hits.documents]
    is_grouped = groups != 0
    if not is_grouped.any():
        return unfolded(hits)
    grouped = Scored(hits.documents[is_grouped], hits.scores[is_grouped])
    ordered = grouped.documents[first_hits(snapshot, grouped, sort, grouped.documents.size)]
    _, first, counts = np.unique(snapshot.groups[ordered], return_index=True, return_counts=True)
    best = ordered[first]
    others = {number: count - 1 for number, count in zip(best.tolist(), counts.tolist(), strict=True) if count > 1}
    left = ~is_grouped | is_in(hits.documents, np.sort(best))
    return Folded(Scored(hits.documents[left], hits.scores[left]), others)
