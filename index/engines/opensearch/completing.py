"""The index's words for people: what a word that is being typed may become, and what a misspelt one may mean."""

import math
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.engines.opensearch.evidence import Evidence
from index.engines.opensearch.fields import clean
from index.engines.opensearch.view import View, all_of
from index.engines.opensearch.vocabulary import beginning, holding_any, regexp
from index.search import Layer, TermStatistics

MAX_CANDIDATES = 500
"""Words of one beginning that are looked at, the most frequent ones."""

MAX_COUNTED_BESIDE = 60
"""Words of one beginning that are counted beside others, the most promising ones."""

MAX_COMPARED = 10_000
"""Words of one beginning that a misspelt one is compared with, the most frequent ones."""

SHARED_CHARS = 2
"""Letters at the beginning that a misspelling shares with the word meant, unless it is one edit away."""

MAX_EDITS = 2
"""Most edits between a misspelling and the word meant; words below :data:`LONG_WORD` letters get one."""

LONG_WORD = 6
"""Length from which a word may hold two mistakes, in letters; of shorter ones too many are two edits apart."""

MAX_LENGTH = 32
"""Longest word that is looked for, in characters."""


def words_beginning(view: View, prefix: str, limit: int, beside: Sequence[str]) -> Sequence[TermStatistics]:
    """Return words that begin with ``prefix``; see ``index.engine.Engine.words_beginning``."""
    if not prefix or len(prefix) > MAX_LENGTH:
        return ()
    words = _frequent(view, prefix, MAX_CANDIDATES)
    if beside:
        return _beside(view, words, beside)[:limit]
    return [TermStatistics(text=text, articles=count) for text, count in words.items()][:limit]


def words_like(view: View, word: str, limit: int) -> Sequence[TermStatistics]:
    """Return words that are probably meant; see ``index.engine.Engine.words_like``."""
    if not SHARED_CHARS < len(word) <= MAX_LENGTH:
        return ()
    known = _frequent(view, word[:SHARED_CHARS], MAX_COMPARED)
    most = MAX_EDITS if len(word) >= LONG_WORD else 1
    near = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
    by_edits = sorted(near, key=lambda found: (found[1], -known[found[0]], found[0]))
    candidates = [text for text, _, _ in by_edits if text != word]
    return [TermStatistics(text=text, articles=known[text]) for text in candidates[:limit]]


def _frequent(view: View, prefix: str, limit: int) -> Mapping[str, int]:
    return view.words(beginning(prefix), regexp(f"{clean(prefix)}*"), limit)


def _beside(view: View, words: Mapping[str, int], stems: Sequence[str]) -> Sequence[TermStatistics]:
    """Return the words that stand in articles with all the stems, counted there, those that belong there first.

    What belongs is told by the leading term of Dunning's log-likelihood: how often they meet, times how much more
    often than by chance. "banjir ba" so brings "bandang" before "banyak".
    """
    holding = all_of(Evidence(layer=Layer.STEM, words=(stem,)).holders() for stem in stems)
    among, total = view.count(holding), view.articles

    def at_most(word: str) -> float:
        return min(among, words[word]) * math.log(total / max(among, words[word], 1))

    promising = sorted(words, key=at_most, reverse=True)[:MAX_COUNTED_BESIDE]
    if not among or not promising:
        return ()
    together = view.words(all_of([holding, holding_any(promising)]), promising, len(promising))
    worth = {word: count * math.log(count * total / (among * words[word])) for word, count in together.items()}
    ordered = sorted(worth, key=lambda word: (-worth[word], word))
    return [TermStatistics(text=word, articles=together[word]) for word in ordered]
