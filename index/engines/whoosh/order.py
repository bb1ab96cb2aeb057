"""The order of hits, and the first of them without sorting all."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.concept_scores import Scored
from index.engines.whoosh.fields import UNDATED
from index.engines.whoosh.scratch import Numbers, ranks
from index.engines.whoosh.snapshot import Snapshot
from index.search import Sort

FEW_TIED = 1_000
"""Up to so many places of equal rank their ids are looked at one by one; for more, all ids are ordered once."""

_LAST = np.iinfo(np.int64).max

_Places = NDArray[np.intp]
_At = _Places | slice
_Values = NDArray[np.generic]
_Key = Callable[[_At], _Values]
_ALL = slice(None)


def first_hits(snapshot: Snapshot, hits: Scored, sort: Sort, count: int) -> _Places:
    """Return where the first ``count`` of the hits stand, in the order asked.

    Ties go to the newer article, then to the smaller id.
    """
    if count <= 0 or not hits.documents.size:
        return np.zeros(0, dtype=np.intp)
    keys = _keys(snapshot, hits, sort)
    first = keys[0](_ALL)
    chosen = _smallest(first, keys[1:], count)
    columns = [key(chosen) for key in keys]
    order = np.lexsort(tuple(reversed(columns)))
    chosen, columns = chosen[order], [column[order] for column in columns]
    return _ties_by_id(chosen, columns, lambda places: _id_ranks(snapshot, hits.documents[places]))[:count]


def _keys(snapshot: Snapshot, hits: Scored, sort: Sort) -> Sequence[_Key]:
    """Return what is compared at given places, the most important first; smaller comes first."""

    def published(places: _At) -> Numbers:  # these are names, since a nested function's types are evaluated every time
        return snapshot.published[hits.documents[places]]

    def oldest(places: _At) -> Numbers:
        moments = published(places)
        return np.where(moments == UNDATED, _LAST, moments)

    if sort is Sort.RELEVANCE:
        return [lambda places: -hits.scores[places], lambda places: -published(places)]
    return [lambda places: -published(places)] if sort is Sort.NEWEST else [oldest]


def _smallest(first: _Values, others: Sequence[_Key], count: int) -> _Places:
    """Return a small set of places that holds the first ``count`` by ``first``, then by the other keys."""
    sure, tied = _parted(first, count)
    for key in others:
        left = count - sure.size
        if tied.size <= left:
            break
        more, still = _parted(key(tied), left)
        sure, tied = np.concatenate([sure, tied[more]]), tied[still]
    return np.concatenate([sure, tied])


def _parted(values: _Values, count: int) -> tuple[_Places, _Places]:
    """Return where values stand that are among the ``count`` smallest, and where those that tie for the last place."""
    if values.size <= count:
        return np.arange(values.size), np.zeros(0, dtype=np.intp)
    bound = np.partition(values, count - 1)[count - 1]
    within = np.flatnonzero(values <= bound)  # few, so that what follows looks at few
    is_tied = values[within] == bound
    return within[~is_tied], within[is_tied]


def _ties_by_id(places: _Places, columns: Sequence[_Values], id_ranks: Callable[[_Places], Numbers]) -> _Places:
    """Sort places of equal rank, which stand together, by id."""
    is_like_next = np.ones(places.size - 1, dtype=np.bool_)
    for column in columns:
        is_like_next &= column[1:] == column[:-1]
    if not is_like_next.any():
        return places
    rank = np.concatenate([[0], np.cumsum(~is_like_next)])
    tied = np.flatnonzero(np.append(is_like_next, False) | np.append(False, is_like_next))
    within = np.lexsort((id_ranks(places[tied]), rank[tied]))
    ordered = places.copy()
    ordered[tied] = places[tied[within]]
    return ordered


def _id_ranks(snapshot: Snapshot, documents: Numbers) -> Numbers:
    """Return numbers that are in the order of the documents' ids."""
    if documents.size > FEW_TIED:
        return snapshot.id_ranks[documents]
    return ranks([snapshot.id_bytes(number) for number in documents.tolist()])
