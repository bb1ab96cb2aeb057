"""The index's words as planning asks for them, without a call to the cluster for each.

Planning asks for one word after the other, and what it asks next may hang on the answer. So it is done several times:
each time what is not known yet is noted and answered as if no article held it, then all that was noted is asked for in
one go. When nothing is left to ask, the plan is right. A query takes two to four rounds; what was asked before is
remembered.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from index.engines.opensearch.cluster import Json
from index.engines.opensearch.evidence import Evidence
from index.engines.opensearch.fields import clean
from index.engines.opensearch.view import View
from index.engines.spelling import MAX_LENGTH, MIN_ARTICLES, edits
from index.ranking import Vocabulary
from index.search import Layer

MAX_ROUNDS = 12
"""Rounds after which what is still not known stays so; none has needed more than five."""

_Planned = TypeVar("_Planned")


def planned_with(view: View, make: Callable[[Vocabulary], _Planned]) -> _Planned:
    """Return what ``make`` makes of the index's words, asking for them in as few calls as possible."""
    known: dict[str, int] = {}
    rounds = 0
    while True:
        rounds += 1
        asking = _Asking(view, known)
        made = make(asking)
        if not asking.missing or rounds == MAX_ROUNDS:
            return made
        queries = list(asking.missing.values())
        known |= zip(asking.missing, view.counts(queries), strict=True)


class _Asking:
    """A vocabulary (``index.ranking.Vocabulary``) that notes what it does not know."""

    def __init__(self, view: View, known: dict[str, int]) -> None:
        self._view = view
        self._known = known
        self.missing: dict[str, Json] = {}

    def articles(self, layer: Layer, term: str) -> int:
        """Return in how many articles the term stands."""
        return self._count(Evidence(layer=layer, words=(term,)))

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int | None:
        """Return in how many articles the terms stand side by side; None while that is not known."""
        evidence = Evidence(layer=layer, words=tuple(terms))
        count = self._count(evidence)
        return None if _key(evidence) in self.missing else count

    def matching(self, pattern: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms of the form ``peng*an``, the most frequent first."""
        spelt = clean(pattern)
        return list(self._view.words(_wildcard(spelt), regexp(spelt), limit))

    def similar(self, term: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms one edit away from ``term``, the most frequent first."""
        if len(term) > MAX_LENGTH:
            return ()
        near = sorted(set(edits(term)) - {term, ""})
        return list(self._view.words(holding_any(near), near, limit, at_least=MIN_ARTICLES))

    def _count(self, evidence: Evidence) -> int:
        key = _key(evidence)
        if key not in self._known:
            self.missing[key] = evidence.holders()
        return self._known.get(key, 0)


def holding_any(words: Sequence[str]) -> Json:
    """Return the query for articles that hold one of some surface forms."""
    return {"terms": {Layer.SURFACE.value: list(words)}}


def beginning(prefix: str) -> Json:
    """Return the query for articles that hold a surface form with a beginning."""
    return {"prefix": {Layer.SURFACE.value: {"value": clean(prefix)}}}


def regexp(pattern: str) -> str:
    """Return a pattern with asterisks as a regular expression of Lucene's."""
    return ".*".join("".join(_escaped(letter) for letter in part) for part in pattern.split("*"))


def _wildcard(pattern: str) -> Json:
    spelt = pattern.replace("\\", "\\\\").replace("?", "\\?")
    return {"wildcard": {Layer.SURFACE.value: {"value": spelt}}}


def _escaped(letter: str) -> str:
    return letter if letter.isalnum() else f"\\{letter}"


def _key(evidence: Evidence) -> str:
    return repr(evidence)
