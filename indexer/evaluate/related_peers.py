"""What else suggests related stories, re-implemented to be measured in the same run.

All choose among the same candidates as telusur: stories published before the one that asks, itself left out.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from indexer.evaluate.words import Index, Term, WordCounts, best, words_of

SHIPPED = "ElasticPress as shipped"
"""The strongest of WordPress's options, as its users get it: more-like-this, then sorted by date."""

_SHOULD_MATCH = 0.30
"""Share of the terms that a story must hold, rounded down: Elasticsearch's default for more-like-this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChoice:
    """Which terms of a story become the query.

    Attributes:
        most: Number of terms, those with the highest tf x idf.
        least_frequency: Occurrences in the story below which a term is left out.
        least_documents: Documents below which a term is left out.
        should_match: Share of the terms a candidate must hold.
        weighted: Whether a term counts as often as the story holds it.
    """

    most: int
    least_frequency: int = 1
    least_documents: int = 1
    should_match: float = _SHOULD_MATCH
    weighted: bool = False


ELASTICPRESS = TermChoice(most=12)
"""``max_query_terms`` 12, ``min_term_freq`` and ``min_doc_freq`` 1 (``RelatedPosts.php``)."""

MORE_LIKE_THIS = TermChoice(most=25, least_frequency=2, least_documents=5)
"""The defaults of Lucene, Solr and Elasticsearch."""

WHOLE_STORY = TermChoice(most=100, should_match=0.0, weighted=True)
"""Anserini's background linking: the hundred best terms of the story as one query."""


class RelatedPeers:
    """Every peer over the same articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Count the words of ``articles``; their places are what the peers return."""
        self._articles = articles
        self._texts = [f"{article.title}\n{article.body}" for article in articles]
        self._index: Index = WordCounts(self._texts).index(str)
        self._times = np.array([_time(article) for article in articles])

    def peers(self) -> Mapping[str, Callable[[int, int], Sequence[int]]]:
        """Return name to function: the place of a story and a limit to the places of its related stories."""
        return {
            SHIPPED: lambda place, limit: self._by_date(self._matches(place, ELASTICPRESS), limit),
            "the same by relevance": lambda place, limit: best(self._matches(place, ELASTICPRESS), limit),
            "more like this": lambda place, limit: best(self._matches(place, MORE_LIKE_THIS), limit),
            "BM25, 100 terms": lambda place, limit: best(self._matches(place, WHOLE_STORY), limit),
            "newest of the section": lambda place, limit: self._by_date(self._same_section(place), limit),
        }

    def _matches(self, place: int, choice: TermChoice) -> NDArray[np.float64]:
        terms = self._terms(place, choice)
        scores = self._index.scores(terms)
        if choice.should_match:
            held = np.zeros(self._index.size)
            for term in terms:
                held[self._index.postings(term).documents] += 1
            scores[held < int(len(terms) * choice.should_match)] = 0.0
        return self._allowed(place, scores)

    def _terms(self, place: int, choice: TermChoice) -> Mapping[Term, float]:
        counts = Counter(words_of(self._texts[place]))
        kept = {
            term: count
            for term, count in counts.items()
            if count >= choice.least_frequency and len(self._index.postings(term).documents) >= choice.least_documents
        }
        strongest = sorted(kept, key=lambda term: (-kept[term] * self._index.idf(term), term))[: choice.most]
        return {term: float(kept[term]) if choice.weighted else 1.0 for term in strongest}

    def _same_section(self, place: int) -> NDArray[np.float64]:
        sections = set(self._articles[place].sections)
        shared = [float(bool(sections & set(article.sections))) for article in self._articles]
        return self._allowed(place, np.array(shared))

    def _allowed(self, place: int, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores without the story itself and what appeared after it; undated stories stay."""
        allowed = scores.copy()
        allowed[place] = 0.0
        if np.isfinite(self._times[place]):
            allowed[self._times > self._times[place]] = 0.0
        return allowed

    def _by_date(self, scores: NDArray[np.float64], limit: int) -> Sequence[int]:
        found = np.flatnonzero(scores > 0)
        return [int(number) for number in found[np.argsort(-self._times[found], kind="stable")][:limit]]


def _time(article: Article) -> float:
    return article.published.timestamp() if article.published else float("-inf")
