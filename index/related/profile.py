"""A story as a query: what its stems weigh, and how the archive knows them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.article import Article
from index.engine import Engine
from index.schema import BODY_START, ZONES
from index.search import SearchRequest, WeightedTerm, WeightedTerms

QUERY_TERMS = 100
"""Stems in the query (judged nDCG@5: 12 terms .59, 25 .65, 60 .72, 100 .75)."""

MAX_BODY_CHARS = 20_000
"""Beginning of a body that is read, in characters; longer ones are listings."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A stem of a story.

    Attributes:
        stem: The stem.
        printed: The form in which the story prints it first.
        frequency: Occurrences, weighted by zone as in the index.
        idf: Inverse document frequency in the archive, always positive: unknown stems are no terms.
        articles: Articles of the archive that hold it.
        in_title: Whether the headline holds it.
    """

    stem: str
    printed: str
    frequency: float
    idf: float
    articles: int
    in_title: bool

    @property
    def weight(self) -> float:
        """Weight in the story: the root dampens repetition."""
        return math.sqrt(self.frequency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The terms of a story that the archive knows, the strongest first.

    Attributes:
        terms: At most :data:`QUERY_TERMS`.
        vector: Their tf-idf weights, not normalised.
        length: Length of the whole story in stems, function words included.
        squared_norm: Squared length of the vector over *all* its terms.
        archive_size: Articles in the archive.
    """

    terms: Sequence[Term]
    vector: Numbers
    length: int
    squared_norm: float
    archive_size: int

    @property
    def query(self) -> WeightedTerms:
        """The story as a query."""
        return WeightedTerms(terms=tuple(WeightedTerm(text=term.stem, weight=term.weight) for term in self.terms))


def profile_of(article: Article, engine: Engine, analyzer: Analyzer) -> Profile:
    """Return what a story's stems weigh in the engine's archive."""
    reading = _Reading()
    reading.add(article.title, analyzer, start=0)
    reading.add(article.body[:MAX_BODY_CHARS], analyzer, start=BODY_START)
    size = engine.search(SearchRequest(limit=0)).total
    known = [
        (statistics.text, statistics.articles, math.log((size + 1) / (statistics.articles + 0.5)))
        for statistics in engine.term_statistics(sorted(reading.frequencies))
        if statistics.articles
    ]
    frequencies = reading.frequencies
    known.sort(key=lambda term: (-math.sqrt(frequencies[term[0]]) * term[2], term[0]))
    kept = [
        Term(
            stem=stem,
            printed=reading.printed[stem],
            frequency=frequencies[stem],
            idf=idf,
            articles=articles,
            in_title=stem in reading.title,
        )
        for stem, articles, idf in known[:QUERY_TERMS]
    ]
    return Profile(
        terms=kept,
        vector=np.array([term.weight * term.idf for term in kept]),
        length=reading.length,
        squared_norm=sum(frequencies[stem] * idf**2 for stem, _, idf in known),
        archive_size=size,
    )


class _Reading:
    """Counts a story's stems: no function words, single letters or numbers, which do not say what it is about."""

    def __init__(self) -> None:
        self.frequencies: dict[str, float] = {}
        self.printed: dict[str, str] = {}
        self.title: set[str] = set()
        self.length = 0

    def add(self, text: str, analyzer: Analyzer, *, start: int) -> None:
        """Count the stems of a text whose first token has the position ``start`` (``index.schema``)."""
        position = start
        frequencies, weight = self.frequencies, ZONES.weight
        for token in analyzer.tokens(text):
            if token.surface.isalpha() and not analyzer.is_function_word(token.surface):
                for at, stem in enumerate(token.stems, position):
                    if stem in frequencies:
                        frequencies[stem] += weight(at)
                    elif len(stem) > 1:
                        frequencies[stem] = weight(at)
                        self.printed[stem] = text[token.start : token.end]
                    if at < BODY_START and len(stem) > 1:
                        self.title.add(stem)
            position += len(token.stems)
        self.length += position - start
