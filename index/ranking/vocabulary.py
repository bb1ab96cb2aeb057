"""What planning a query needs to know of an index's terms."""

from collections.abc import Sequence
from typing import Protocol

from index.search import Layer


class Vocabulary(Protocol):
    """What planning needs to know of an index's terms."""

    def articles(self, layer: Layer, term: str) -> int:
        """Return in how many articles the term stands."""

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int | None:
        """Return in how many articles the terms stand side by side; None where that is not known."""

    def matching(self, pattern: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms of the form ``kerj*`` or ``peng*an``, the most frequent first."""

    def similar(self, term: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms at edit distance 1 of ``term``, the most frequent first."""


class EmptyVocabulary:
    """A vocabulary without terms: for planning away from an index. Nothing is corrected, expanded or relaxed."""

    def articles(self, layer: Layer, term: str) -> int:  # noqa: ARG002 - the protocol's signature
        """Return 0."""
        return 0

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int | None:  # noqa: ARG002 - the protocol's signature
        """Return None."""
        return None

    def matching(self, pattern: str, limit: int) -> Sequence[str]:  # noqa: ARG002 - the protocol's signature
        """Return nothing."""
        return ()

    def similar(self, term: str, limit: int) -> Sequence[str]:  # noqa: ARG002 - the protocol's signature
        """Return nothing."""
        return ()
