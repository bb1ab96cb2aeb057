"""Where words stand together: places are ``document << POSITION_BITS | position``, ascending."""

from collections.abc import Callable, Sequence

import numpy as np

from index.engines.whoosh.decoding import POSITION_BITS
from index.engines.whoosh.scratch import Numbers, common, first_of_each
from index.schema import BODY_START

POSITION = (1 << POSITION_BITS) - 1
"""The bits of a place that hold the position."""


def side_by_side(holders: Sequence[Numbers], places_of: Callable[[int, Numbers], Numbers]) -> Numbers:
    """Return where terms stand one behind the other, at the place of the first.

    Positions are only asked of documents that hold all the terms, the rarest term first: decoding them takes most of
    the time.

    Args:
        holders: Per term the documents that hold it.
        places_of: Gives where the term with a number stands in some documents.
    """
    first, *others = sorted(range(len(holders)), key=lambda at: holders[at].size)
    found = places_of(first, common(holders)) - first
    for at in others:
        documents = found >> POSITION_BITS
        documents = documents[first_of_each(documents)]
        if not documents.size:
            break
        found = common([found, places_of(at, documents) - at])
    return found


def near(places: Sequence[Numbers], distance: int) -> Numbers:
    """Return the beginnings of the shortest stretches that hold a place of every term, ``distance`` other words inside.

    From each place on, the stretch ends where the last of the terms has come; of stretches with one end the shortest
    counts. None runs from a headline into its body.
    """
    if not all(one.size for one in places):
        return np.zeros(0, dtype=np.int64)
    starts = np.sort(np.concatenate(places))
    ends = starts
    for one in places:
        following = np.searchsorted(one, starts)
        starts, ends, following = (array[following < one.size] for array in (starts, ends, following))
        ends = np.maximum(ends, one[following])
    is_shortest = np.append(ends[1:] != ends[:-1], np.ones(min(1, ends.size), dtype=np.bool_))
    is_in_one_text = (starts >> POSITION_BITS == ends >> POSITION_BITS) & (
        ((starts & POSITION) < BODY_START) == ((ends & POSITION) < BODY_START)
    )
    is_near = ends - starts < len(places) + distance
    found: Numbers = starts[is_shortest & is_in_one_text & is_near]
    return found
