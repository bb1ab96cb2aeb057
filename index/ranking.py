"""From what a reader asked to what every engine must score: concepts over terms, and the constants of the formula.

A *concept* is one thing the reader named, in all forms that count as it: its stem, the word as typed, synonyms, a
correction. The score of an article is the sum over concepts of

    concept.weight * max over alternatives of alternative.weight * agree(stem score, surface score)

where ``agree(a, b) = max(a, b) + TIE * min(a, b)`` and a layer's score is BM25 with zone-weighted term frequencies
(``index.schema``). The idf of all alternatives of a concept is the lowest among them, so that a rare synonym cannot
outrank what was asked; the idf of a surface form is at most its stem's plus :data:`SURFACE_IDF_HEADROOM`.

Constants come from sweeps on judged reader queries and question sets; ``docs/relevance.md`` has the measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.search import Correction, Layer

K1 = 1.2
"""BM25 term frequency saturation (k1 of 2 measured worse)."""

B = 0.7
"""BM25 length normalisation, on the length of the whole text."""

TIE = 0.4
"""Share of the weaker layer that is added to the stronger one."""

SURFACE_IDF_HEADROOM = 1.0
"""How far a surface form's idf may exceed its stem's; without the cap rare forms win and ranking suffers."""

FUNCTION_WORD_WEIGHT = 0.15
"""Weight of words such as "yang" in ranking; they are indexed all the same."""

SYNONYM_WEIGHT = 0.9
"""Weight of a synonym against the word that was typed."""

CORRECTION_WEIGHT = 0.7
"""Weight of a spelling correction against the word that was typed."""

RECENCY_WEIGHT = 0.05
"""Largest relative gain of a story of today (0.2 measured harmful: -.01, 0.5: -.025)."""

RECENCY_DAYS = 365.0
"""Days after which that gain has fallen to 1/e."""

MAX_CONCEPTS = 64
"""Concepts scored per query; what a person types is far below, a pasted page is cut here."""

MAX_PREFIX_TERMS = 50
"""Words a prefix is expanded to, the most frequent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One form of a concept: the same words in the stem layer, the surface layer, or both.

    Attributes:
        stems: Stems at consecutive positions; empty when only the surface form counts.
        surfaces: Surface forms at consecutive positions; empty when only the stem counts.
        weight: Factor on this form's score.
    """

    stems: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that was asked for.

    Attributes:
        alternatives: Its forms; the best one counts.
        weight: Factor on the concept's score.
        title_only: Only occurrences in the headline count.
    """

    alternatives: tuple[Alternative, ...]
    weight: float = 1.0
    title_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an engine scores and matches. Restrictions and filters are applied beside it.

    Attributes:
        scored: Concepts that add to the score.
        required: Concepts each hit must match (phrases); they are scored as well.
        excluded: Concepts no hit may match.
        corrections: Spelling corrections among the scored concepts.

    A document matches when it satisfies every required concept and no excluded one and, where nothing is required but
    something is scored, at least one scored concept. With no concept at all every document matches.
    """

    scored: tuple[Concept, ...] = ()
    required: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()
    corrections: tuple[Correction, ...] = ()


class Vocabulary(Protocol):
    """What planning needs to know of an index's terms."""

    def articles(self, layer: Layer, term: str) -> int:
        """Return in how many articles the term stands."""

    def with_prefix(self, prefix: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms that begin with ``prefix``, the most frequent first."""

    def similar(self, term: str, limit: int) -> Sequence[str]:
        """Return at most ``limit`` surface forms at edit distance 1 of ``term``, the most frequent first."""
