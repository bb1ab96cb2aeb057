"""A finished segment as a run of postings, so that segments are merged by arrays and never read posting by posting."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.layout import MappedSegment
from index.engines.whoosh.runs import NO_VALUE, Postings, Run


def segment_run(segment: MappedSegment, numbers: NDArray[np.int64]) -> Run:
    """Yield a segment's postings under new document numbers.

    Args:
        segment: The segment.
        numbers: New number per document, ascending; negative for those that are left out.
    """
    for name in segment.fields:
        for term, _ in segment.beginning(name, b""):
            postings = _renumbered(segment.written_postings(name, term), numbers)
            if postings.documents:
                yield (name, term), postings


def _renumbered(
    written: tuple[NDArray[np.int64], NDArray[np.float32], Sequence[bytes]], numbers: NDArray[np.int64]
) -> Postings:
    documents, weights, values = written
    renumbered = numbers[documents]
    kept = np.flatnonzero(renumbered >= 0)
    postings = Postings(array("I"), array("f"), [values[at] for at in kept.tolist()] if values else [])
    postings.documents.frombytes(renumbered[kept].astype(np.uint32).tobytes())
    postings.weights.frombytes(weights[kept].tobytes())
    if not values:
        postings.values = [NO_VALUE] * len(kept)
    return postings
