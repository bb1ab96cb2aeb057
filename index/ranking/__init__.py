"""What a reader asked for, as every engine must score it."""

from index.ranking.concepts import BESIDE, Alternative, Concept, Either, Part, Plan
from index.ranking.formula import (
    CORRECTION_WEIGHT,
    COVERAGE_WEIGHT,
    FUNCTION_WORD_WEIGHT,
    INGREDIENTS,
    K1,
    RECENCY_DAYS,
    RECENCY_WEIGHT,
    RELATED_WEIGHT,
    SURFACE_IDF_HEADROOM,
    SYNONYM_WEIGHT,
    TIE,
    B,
    Ingredients,
)
from index.ranking.planner import MAX_CONCEPTS, MAX_PREFIX_TERMS, plan
from index.ranking.vocabulary import EmptyVocabulary, Vocabulary

__all__ = [
    "BESIDE",
    "CORRECTION_WEIGHT",
    "COVERAGE_WEIGHT",
    "FUNCTION_WORD_WEIGHT",
    "INGREDIENTS",
    "K1",
    "MAX_CONCEPTS",
    "MAX_PREFIX_TERMS",
    "RECENCY_DAYS",
    "RECENCY_WEIGHT",
    "RELATED_WEIGHT",
    "SURFACE_IDF_HEADROOM",
    "SYNONYM_WEIGHT",
    "TIE",
    "Alternative",
    "B",
    "Concept",
    "Either",
    "EmptyVocabulary",
    "Ingredients",
    "Part",
    "Plan",
    "Vocabulary",
    "plan",
]
