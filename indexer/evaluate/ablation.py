"""Ranking without one of its ingredients: what the ingredient brings is what is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.analysis import Analyzer
from index.schema import ZONES
from indexer.assemble import Assembly

WITHOUT: Mapping[str, Mapping[str, Any]] = {
    "stems": {"stems": False},
    "words as typed": {"surfaces": False},
    "damped function words": {"function_words": 1.0},
    "synonyms": {"synonyms": 0.0},
    "related expressions": {"related": 0.0},
    "check on how much of the query is held": {"coverage": 0.0},
    "words joined and apart": {"joined": 0.0},
    "other spellings of names": {"names": 0.0},
    "spelling correction": {"corrections": 0.0},
    "recency": {"recency": 0.0},
    "headline weight": {"zones": replace(ZONES, title=ZONES.body)},
    "lead weight": {"zones": replace(ZONES, lead=ZONES.body)},
}
"""Ingredient to the fields of ``Ingredients`` that switch it off."""

WITHOUT_WORDS: Mapping[str, Mapping[str, Any]] = {
    "overrides": {"overrides": {}},
    "compounds": {"compounds": {}},
    "standard spellings": {"spellings": {}},
}
"""Knowledge of words to the fields of ``Lexicon`` that take it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A ranking to measure.

    Attributes:
        name: What was left out.
        assembly: The parts without it.
        rebuild: Whether it needs an index of its own.
    """

    name: str
    assembly: Assembly
    rebuild: bool


def variants(whole: Assembly) -> Iterator[Variant]:
    """Yield the ranking without each ingredient in turn."""
    for name, fields in WITHOUT.items():
        ingredients = replace(whole.ingredients, **fields)
        assembly = replace(whole, ingredients=ingredients)
        yield Variant(name=name, assembly=assembly, rebuild=ingredients.zones != whole.ingredients.zones)
    names = whole.gazetteer.protected_names()
    for name, fields in WITHOUT_WORDS.items():
        analyzer = Analyzer(lexicon=replace(whole.analyzer.lexicon, **fields), protected=names)
        yield Variant(name=name, assembly=replace(whole, analyzer=analyzer), rebuild=True)
    unprotected = Analyzer(lexicon=replace(whole.analyzer.lexicon, protected=frozenset()))
    yield Variant(name="protected names", assembly=replace(whole, analyzer=unprotected), rebuild=True)
