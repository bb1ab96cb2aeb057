"""The peer to measure against in the same run: plain BM25 over unstemmed words, as search engines do untuned."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

_WORD = re.compile(r"\w+")
_K1, _B = 1.2, 0.75


class PlainBM25:
    """BM25 (Robertson) over the lower-cased words of title and text, an OR of the query's words."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        """Index ``(id, text)`` pairs in memory."""
        self._ids: list[str] = []
        lengths: list[int] = []
        postings: dict[str, tuple[list[int], list[int]]] = {}
        for number, (document_id, text) in enumerate(documents):
            counts = Counter(_WORD.findall(text.lower()))
            self._ids.append(document_id)
            lengths.append(counts.total())
            for term, frequency in counts.items():
                numbers, frequencies = postings.setdefault(term, ([], []))
                numbers.append(number)
                frequencies.append(frequency)
        length = np.array(lengths, dtype=np.float64)
        mean = length.mean() if len(length) else 1.0
        self._norm = _K1 * ((1 - _B) + _B * length / max(mean, 1.0))
        self._postings = {
            term: (np.array(numbers), np.array(frequencies, dtype=np.float64))
            for term, (numbers, frequencies) in postings.items()
        }

    def search(self, query: str, limit: int) -> Sequence[tuple[str, float]]:
        """Return at most ``limit`` ids with scores, best first."""
        scores = np.zeros(len(self._ids))
        for term in _WORD.findall(query.lower()):
            if term not in self._postings:
                continue
            numbers, frequencies = self._postings[term]
            idf = math.log(1 + (len(self._ids) - len(numbers) + 0.5) / (len(numbers) + 0.5))
            scores[numbers] += idf * frequencies * (_K1 + 1) / (frequencies + self._norm[numbers])
        found = np.flatnonzero(scores)
        best = found[np.argsort(-scores[found], kind="stable")[:limit]]
        return [(self._ids[number], float(scores[number])) for number in best]
