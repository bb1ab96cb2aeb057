"""The index's words for people: what a word that is being typed may become, and what a misspelt one may mean."""

import math
from collections.abc import Sequence
from threading import Lock

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.engines.whoosh.facets import Mask
from index.engines.whoosh.snapshot import Snapshot
from index.search import Layer, TermStatistics

MAX_CANDIDATES = 500
"""Words of one beginning that are looked at, the most frequent ones."""

MAX_COUNTED_BESIDE = 60
"""Words of one beginning that are counted beside others, the most promising ones: some 60 microseconds each."""

MAX_SCANNED_TERMS = 20_000
"""Words of one beginning that are read per segment; 20,000 articles hold 7,700 that begin with "b"."""

KEPT_PREFIX_CHARS = 3
"""Longest beginning whose words are kept, in characters: longer ones have few enough words to be read each time."""

MAX_KEPT = 400
"""Beginnings whose words are kept; 26 letters have 676 pairs, most of which begin no word."""

SHARED_CHARS = 2
"""Letters at the beginning that a misspelling shares with the word meant, unless it is one edit away."""

MAX_EDITS = 2
"""Most edits between a misspelling and the word meant; words below :data:`LONG_WORD` letters get one."""

LONG_WORD = 6
"""Length from which a word may hold two mistakes, in letters; of shorter ones too many are two edits apart."""

MAX_LENGTH = 32
"""Longest word that is looked for, in characters."""


class Completer:
    """Completes and corrects words from one snapshot. Safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._kept: dict[str, Sequence[TermStatistics]] = {}
        self._lock = Lock()

    def beginning(self, prefix: str, limit: int, beside: Sequence[str]) -> Sequence[TermStatistics]:
        """Return words that begin with ``prefix``; see ``index.engine.Engine.words_beginning``."""
        if not prefix or len(prefix) > MAX_LENGTH:
            return ()
        words = self._most_frequent(prefix)
        if beside:
            words = self._counted_in(self._holding_all(beside), words)
        return words[:limit]

    def like(self, word: str, limit: int) -> Sequence[TermStatistics]:
        """Return words that are probably meant; see ``index.engine.Engine.words_like``."""
        if not SHARED_CHARS < len(word) <= MAX_LENGTH:
            return ()
        known = self._snapshot.terms.beginning(Layer.SURFACE, word[:SHARED_CHARS], MAX_SCANNED_TERMS)
        most = MAX_EDITS if len(word) >= LONG_WORD else 1
        near = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
        by_edits = sorted(near, key=lambda found: (found[1], -known[found[0]], found[0]))
        candidates = [text for text, _, _ in by_edits if text != word]
        return self._living(candidates[:MAX_CANDIDATES])[:limit]

    def _most_frequent(self, prefix: str) -> Sequence[TermStatistics]:
        """Return the most frequent words that begin so; of short beginnings they are kept."""
        if len(prefix) > KEPT_PREFIX_CHARS:
            return self._read(prefix)
        kept = self._kept.get(prefix)
        if kept is None:
            kept = self._read(prefix)
            with self._lock:
                if len(self._kept) >= MAX_KEPT:
                    self._kept.clear()
                self._kept[prefix] = kept
        return kept

    def _read(self, prefix: str) -> Sequence[TermStatistics]:
        found = self._snapshot.terms.beginning(Layer.SURFACE, prefix, MAX_SCANNED_TERMS)
        frequent = sorted(found, key=lambda text: (-found[text], text))[:MAX_CANDIDATES]
        return sorted(self._living(frequent), key=lambda word: (-word.articles, word.text))

    def _living(self, words: Sequence[str]) -> Sequence[TermStatistics]:
        """Return the words that living articles hold, each with their number."""
        counted = [TermStatistics(text=w, articles=self._snapshot.terms.frequency(Layer.SURFACE, w)) for w in words]
        return [word for word in counted if word.articles]

    def _holding_all(self, stems: Sequence[str]) -> Mask:
        """Return which articles hold all the stems."""
        holding = np.ones(self._snapshot.size, dtype=np.bool_)
        for stem in stems:
            with_stem = np.zeros(self._snapshot.size, dtype=np.bool_)
            with_stem[self._snapshot.terms.postings(Layer.STEM, stem).documents] = True
            holding &= with_stem
        return holding

    def _counted_in(self, articles: Mask, words: Sequence[TermStatistics]) -> Sequence[TermStatistics]:
        """Return the words that stand in some of the articles, counted there, those that belong there first.

        What belongs is told by the leading term of Dunning's log-likelihood: how often they meet, times how much more
        often than by chance. "banjir ba" so brings "bandang" before "banyak".
        """
        among, total = int(np.count_nonzero(articles)), self._snapshot.articles

        def at_most(word: TermStatistics) -> float:
            return min(among, word.articles) * math.log(total / max(among, word.articles, 1))

        scored: list[tuple[float, TermStatistics]] = []
        for word in sorted(words, key=at_most, reverse=True)[:MAX_COUNTED_BESIDE]:
            together = self._count(articles, word.text)
            if together:
                worth = together * math.log(together * total / (among * word.articles))
                scored.append((worth, TermStatistics(text=word.text, articles=together)))
        return [word for _, word in sorted(scored, key=lambda pair: (-pair[0], pair[1].text))]

    def _count(self, articles: Mask, word: str) -> int:
        return int(np.count_nonzero(articles[self._snapshot.terms.postings(Layer.SURFACE, word).documents]))
