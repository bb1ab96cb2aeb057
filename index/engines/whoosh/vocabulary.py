"""The index's words, as planning a query asks for them (the protocol ``index.ranking.Vocabulary``)."""

import re
from collections.abc import Iterable, Sequence

from index.engines.spelling import MAX_LENGTH, MIN_ARTICLES
from index.engines.whoosh.deadline import Deadline
from index.engines.whoosh.scratch import first_of_each
from index.engines.whoosh.snapshot import Snapshot
from index.search import Layer

MAX_SCANNED_TERMS = 5_000
"""Words looked at per segment for one prefix; ``a*`` is not worth more, and its frequent words come to the top."""


class SnapshotVocabulary:
    """The words of one snapshot; after the deadline nothing is expanded or corrected any more."""

    def __init__(self, snapshot: Snapshot, deadline: Deadline) -> None:
        self._snapshot = snapshot
        self._deadline = deadline

    def articles(self, layer: Layer, term: str) -> int:
        """Return in how many articles the term stands."""
        return self._snapshot.terms.frequency(layer, term)

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int | None:
        """Return in how many articles the terms stand side by side; None when the time is over."""
        if self._deadline.passed():
            return None
        documents, _ = self._snapshot.terms.occurrences(layer, terms, self._deadline)
        return None if self._deadline.cut else first_of_each(documents).size

    def matching(self, pattern: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms of the form ``peng*an``, the most frequent first."""
        if self._deadline.passed():
            return ()
        beginning, _, rest = pattern.partition("*")
        found = self._snapshot.terms.beginning(Layer.SURFACE, beginning, MAX_SCANNED_TERMS).items()
        if rest:
            form = re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
            return _most_frequent([(term, count) for term, count in found if form.fullmatch(term)], limit)
        return _most_frequent(found, limit)

    def similar(self, term: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms one edit away from ``term``, the most frequent first.

        An edit leaves out, adds or changes one letter, or swaps two neighbours. Every edit is looked up: at ten letters
        some 550, a microsecond or two each in every segment, with nothing to build or to keep.
        """
        if len(term) > MAX_LENGTH or self._deadline.passed():
            return ()
        counted = self._snapshot.terms.neighbours(term).items()
        return _most_frequent([(edit, count) for edit, count in counted if count >= MIN_ARTICLES], limit)


def _most_frequent(counted: Iterable[tuple[str, int]], limit: int) -> Sequence[str]:
    return [term for term, _ in sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:limit]]
