"""Term vectors read crosswise from the postings: how often each of some articles holds each of some stems.

Whoosh can store a vector with each document. That would make the index a third larger, and only the terms of one story
are ever asked for: their postings have just been decoded for the query, and stand in the cache.
"""

from collections.abc import Sequence

import numpy as np

from index.article import ArticleId
from index.engines.whoosh.snapshot import Snapshot
from index.search import Layer, TermVector

_NOWHERE = -1


def term_vectors(snapshot: Snapshot, ids: Sequence[ArticleId], stems: Sequence[str]) -> Sequence[TermVector]:
    """Return the vector of each article over ``stems``; see ``index.engine.Engine.term_vectors``."""
    numbers = map(snapshot.with_id, ids)
    documents = np.array([_NOWHERE if number is None else number for number in numbers], dtype=np.int32)
    frequencies = np.zeros((len(stems), len(documents)))
    for row, stem in zip(frequencies, stems, strict=True):
        row[:] = snapshot.terms.postings(Layer.STEM, stem).frequencies_in(documents)
    lengths = snapshot.lengths(Layer.STEM)
    return [
        TermVector(article_id=own, frequencies=tuple(column), length=int(lengths[at]) if at != _NOWHERE else 0)
        for own, column, at in zip(ids, frequencies.T.tolist(), documents.tolist(), strict=True)
    ]
