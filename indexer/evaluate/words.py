"""A corpus as word counts, from which each peer builds its own BM25 index: words are counted once, peers map them."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Term = str
AsTerm = Callable[[str], Term | None]
"""A lower-case word to the term it is indexed under; None where it is a stop word."""

K1, B = 1.2, 0.75
"""BM25's parameters as Lucene, tantivy and SQLite ship them."""

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text as an unconfigured engine takes them: runs of letters and digits, lower case."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Where a term stands: document numbers, ascending, and its frequency in each."""

    documents: NDArray[np.int64]
    frequencies: NDArray[np.float64]


NO_POSTINGS = Postings(documents=np.empty(0, np.int64), frequencies=np.empty(0, np.float64))


class WordCounts:
    """How often each word stands in each text."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the words of ``texts``; a text's place is its document number."""
        numbers: dict[str, int] = {}
        documents: list[int] = []
        words: list[int] = []
        counts: list[int] = []
        number = -1
        for number, text in enumerate(texts):
            counted = Counter(words_of(text))
            documents.extend([number] * len(counted))
            words.extend(numbers.setdefault(word, len(numbers)) for word in counted)
            counts.extend(counted.values())
        self.size = number + 1
        self._vocabulary = tuple(numbers)
        self._documents = np.array(documents, dtype=np.int64)
        self._words = np.array(words, dtype=np.int64)
        self._counts = np.array(counts, dtype=np.float64)

    def index(self, as_term: AsTerm) -> "Index":
        """Return the index of the terms that ``as_term`` makes of the words."""
        terms: dict[Term, int] = {}
        mapped = [as_term(word) for word in self._vocabulary]
        term_of_word = np.array([-1 if t is None else terms.setdefault(t, len(terms)) for t in mapped], dtype=np.int64)
        of_posting = term_of_word[self._words]
        kept = of_posting >= 0
        key = of_posting[kept] * max(1, self.size) + self._documents[kept]
        pairs, inverse = np.unique(key, return_inverse=True)
        frequencies = np.bincount(inverse, weights=self._counts[kept], minlength=len(pairs)).astype(np.float64)
        documents = pairs % max(1, self.size)
        bounds = np.searchsorted(pairs, np.arange(len(terms) + 1) * max(1, self.size))
        postings = {
            term: Postings(
                documents=documents[bounds[n] : bounds[n + 1]], frequencies=frequencies[bounds[n] : bounds[n + 1]]
            )
            for term, n in terms.items()
        }
        lengths = np.bincount(documents, weights=frequencies, minlength=self.size).astype(np.float64)
        return Index(postings, lengths)


class Index:
    """Postings in memory, scored by BM25 (Robertson and Zaragoza 2009, with Lucene's never negative idf)."""

    def __init__(self, postings: Mapping[Term, Postings], lengths: NDArray[np.float64]) -> None:
        """Take postings by term and the length of each document in terms."""
        self._postings = postings
        self.size = len(lengths)
        mean = float(lengths.mean()) if self.size else 1.0
        self._norm = K1 * ((1 - B) + B * lengths / max(mean, 1.0))

    def postings(self, term: Term) -> Postings:
        """Return where a term stands; nowhere for an unknown one."""
        return self._postings.get(term, NO_POSTINGS)

    def idf(self, term: Term) -> float:
        """Return BM25's inverse document frequency, 0 for an unknown term."""
        documents = len(self.postings(term).documents)
        return math.log(1 + (self.size - documents + 0.5) / (documents + 0.5)) if documents else 0.0

    def scores(self, weights: Mapping[Term, float], *, require_all: bool = False) -> NDArray[np.float64]:
        """Return the score of every document, 0 for those that do not match.

        Args:
            weights: What is asked for, each term with its factor.
            require_all: A document matches only with all terms (AND), else with any (OR).
        """
        scores = np.zeros(self.size)
        matched = np.zeros(self.size, dtype=np.int64)
        for term, weight in weights.items():
            found = self.postings(term)
            scores[found.documents] += (
                weight
                * self.idf(term)
                * found.frequencies
                * (K1 + 1)
                / (found.frequencies + self._norm[found.documents])
            )
            matched[found.documents] += 1
        if require_all:
            scores[matched < len(weights)] = 0.0
        return scores


def best(scores: NDArray[np.float64], limit: int) -> Sequence[int]:
    """Return the numbers of at most ``limit`` documents that match, best first, ties to the first."""
    found = np.flatnonzero(scores > 0)
    order = np.argsort(-scores[found], kind="stable")[:limit]
    return [int(number) for number in found[order]]
