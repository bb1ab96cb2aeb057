"""The constants of ranking, each with its origin, and the ingredients that can be left out to measure what they bring.

The score of an article is ``coverage * recency`` times the sum over the query's concepts of

    concept.weight * max over alternatives of alternative.weight * agree(stem score, surface score)

where ``agree(a, b) = max(a, b) + TIE * min(a, b)`` and a layer's score is BM25 with zone-weighted term frequencies
(``index.schema``; a phrase counts in the zone where it ends). The idf of all alternatives of a concept is the lowest
among them, so that a rare synonym cannot outrank what was asked; a related expression keeps its own idf where that is
lower still, and lowers no other's. The idf of a surface form is at most its stem's plus :data:`SURFACE_IDF_HEADROOM`.

``coverage = 1 - COVERAGE_WEIGHT * (1 - held / asked)``, where ``asked`` sums ``weight * idf`` over the concepts that
any article holds and ``held`` over those that this one does: a headline full of one word does not outweigh a missing
one.
``recency = 1 + RECENCY_WEIGHT * e^(-age / RECENCY_DAYS)``.

Constants come from sweeps on judged reader queries and question sets; ``docs/relevance.md`` has the measurements.
"""

from dataclasses import dataclass

from index.schema import ZONES, Zones

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

JOINED_WEIGHT = 0.9
"""Weight of the same words written apart or together, as the archive shows them."""

NAME_WEIGHT = 0.7
"""Weight of another spelling of a name."""

RELATED_WEIGHT = 0.6
"""Weight of a related expression against the word that was typed (swept .25 to .8; questions do not care)."""

COVERAGE_WEIGHT = 0.4
"""Share of the score that hangs on how much of the query a story holds (swept 0 to .5; flat from .3 on)."""

RECENCY_WEIGHT = 0.05
"""Largest relative gain of a story of today (0.2 measured harmful: -.01, 0.5: -.025)."""

RECENCY_DAYS = 365.0
"""Days after which that gain has fallen to 1/e."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """What takes part in ranking, for measuring what each ingredient brings; the default is what readers get.

    Knowledge of words is switched off in the lexicon: ``dataclasses.replace(lexicon, overrides={})``.

    Attributes:
        stems: Words match in every form with the same stem.
        surfaces: Words match as typed (a phrase always does).
        function_words: Weight of function words; 1 treats them like any word.
        synonyms: Weight of synonyms; 0 leaves them out.
        related: Weight of related expressions; 0 leaves them out.
        joined: Weight of words written apart or together; 0 leaves them out.
        names: Weight of other spellings of a name; 0 leaves them out.
        corrections: Weight of spelling corrections; 0 leaves them out.
        coverage: Share of the score that hangs on how much of the query a story holds; 0 leaves the check out.
        recency: Largest relative gain for a new story; 0 leaves recency out.
        zones: Weights of headline, lead and body. Used when indexing, so another choice needs a rebuild.
    """

    stems: bool = True
    surfaces: bool = True
    function_words: float = FUNCTION_WORD_WEIGHT
    synonyms: float = SYNONYM_WEIGHT
    related: float = RELATED_WEIGHT
    joined: float = JOINED_WEIGHT
    names: float = NAME_WEIGHT
    corrections: float = CORRECTION_WEIGHT
    coverage: float = COVERAGE_WEIGHT
    recency: float = RECENCY_WEIGHT
    zones: Zones = ZONES


INGREDIENTS = Ingredients()
"""The ranking that readers get."""
