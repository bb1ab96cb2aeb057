"""From what a reader asked to what every engine must score.

A *concept* is one thing the reader named, in all forms that count as it: its stem, the word as typed, synonyms, a
correction. ``index.ranking.formula`` says how concepts are scored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import assert_never

from index.analysis import Analyzer
from index.analysis.token import Token
from index.query.ast import (
    Alternatives,
    Clause,
    InRegion,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    Scored,
    WithOfficial,
    Word,
)
from index.ranking.concepts import Alternative, Concept, Plan
from index.ranking.formula import INGREDIENTS, Ingredients
from index.ranking.vocabulary import Vocabulary
from index.search import Correction, Layer

CORRECT_BELOW_SURFACES = 2
"""A word is thought misspelt only if at most this many articles hold it as typed ..."""

CORRECT_BELOW_STEMS = 3
"""... and at most this many hold any of its forms ..."""

CORRECT_FROM_LENGTH = 5
"""... and it has at least this many letters: short words have too many neighbours ..."""

CORRECT_TIMES_AS_FREQUENT = 10
"""... and the word it is taken for stands in at least this many times as many articles."""

MAX_CONCEPTS = 64
"""Concepts scored per query; what a person types is far below, a pasted page is cut here."""

MAX_EXPRESSION = 5
"""Words in the longest expression that is looked up among the synonyms."""

MAX_PREFIX_TERMS = 50
"""Words a prefix is expanded to, the most frequent first."""


def plan(query: Query, analyzer: Analyzer, vocabulary: Vocabulary, ingredients: Ingredients = INGREDIENTS) -> Plan:
    """Return what to score and match for ``query``; restrictions (regions, dates) are the engine's to apply."""
    planner = _Planner(analyzer, vocabulary, ingredients)
    for scored, clauses in groupby(query.clauses, key=_is_plain_word):
        if scored:
            planner.add_words([clause for clause in clauses if isinstance(clause, Word)])
        else:
            for clause in clauses:
                planner.add(clause)
    return planner.plan()


def _is_plain_word(clause: Clause) -> bool:
    return isinstance(clause, Word) and not clause.title_only


@dataclass(slots=True)
class _Planner:
    """Collects the concepts of one query."""

    analyzer: Analyzer
    vocabulary: Vocabulary
    ingredients: Ingredients
    scored: list[Concept] = field(default_factory=list)
    required: list[Concept] = field(default_factory=list)
    excluded: list[Concept] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def plan(self) -> Plan:
        return Plan(
            scored=_with_weight(self.scored, alone=not self.required)[:MAX_CONCEPTS],
            required=tuple(self.required[:MAX_CONCEPTS]),
            excluded=tuple(self.excluded[:MAX_CONCEPTS]),
            corrections=tuple(self.corrections),
        )

    def add_words(self, words: Sequence[Word]) -> None:
        """Add neighbouring words: they may form a name or an expression that has synonyms."""
        tokens = [token for word in words for token in self.analyzer.tokens(word.text)]
        self.scored.extend(self._concepts(tokens))

    def add(self, clause: Clause) -> None:
        match clause:
            case Word():
                concepts = self._concepts(self.analyzer.tokens(clause.text))
                self.scored.extend(replace(concept, title_only=clause.title_only) for concept in concepts)
            case Phrase() | Prefix() | Alternatives():
                concept = self._one_concept(clause)
                if concept is not None:
                    (self.required if _is_required(clause) else self.scored).append(concept)
            case Not():
                self._exclude(clause.member)
            case InRegion() | WithOfficial() | PublishedBetween():
                pass
            case _:
                assert_never(clause)

    def _exclude(self, clause: Clause) -> None:
        match clause:
            case Word() | Phrase() | Prefix() | Alternatives():
                concept = self._one_concept(clause)
                if concept is not None:
                    self.excluded.append(concept)
            case Not() | InRegion() | WithOfficial() | PublishedBetween():
                pass
            case _:
                assert_never(clause)

    def _one_concept(self, clause: Scored) -> Concept | None:
        """Return the clause as a single concept, or None when nothing of it can be searched (``"!!"``)."""
        alternatives = tuple(self._alternatives(clause))
        if not alternatives:
            return None
        return Concept(alternatives=alternatives, title_only=_is_title_only(clause))

    def _alternatives(self, clause: Scored) -> Iterator[Alternative]:
        match clause:
            case Word():
                tokens = self.analyzer.tokens(clause.text)
                if tokens:
                    yield self._form(tokens)
            case Phrase():
                tokens = self.analyzer.tokens(clause.text)
                if tokens:
                    yield Alternative(surfaces=tuple(token.surface for token in tokens))
            case Prefix():
                for token in self.analyzer.tokens(clause.text)[:1]:
                    # Where no word begins so, the prefix stands for itself and finds nothing.
                    for term in self.vocabulary.with_prefix(token.surface, MAX_PREFIX_TERMS) or (token.surface,):
                        yield Alternative(surfaces=(term,))
            case Alternatives():
                for member in clause.members:
                    yield from self._alternatives(member)
            case _:
                assert_never(clause)

    def _concepts(self, tokens: Sequence[Token]) -> Iterator[Concept]:
        """Yield the concepts of neighbouring tokens: the longest expressions with synonyms, else single words."""
        at = 0
        while at < len(tokens):
            length, synonyms = self._expression(tokens[at : at + MAX_EXPRESSION])
            if length > 1:
                expression = self._form(tokens[at : at + length])
                yield Concept(alternatives=(expression, *map(self._synonym, synonyms)))
            else:
                yield self._word_concept(tokens[at], synonyms)
            at += length

    def _expression(self, tokens: Sequence[Token]) -> tuple[int, Sequence[tuple[str, ...]]]:
        """Return how many tokens at the beginning form one expression, and its synonyms (none: a plain word)."""
        words = tuple(token.surface for token in tokens)
        for length in range(len(words), 0, -1):
            synonyms = self.analyzer.lexicon.synonyms_of.get(words[:length], ())
            if synonyms and self.ingredients.synonyms:
                return length, synonyms
        return 1, ()

    def _word_concept(self, token: Token, synonyms: Sequence[tuple[str, ...]]) -> Concept:
        own = self._form([token])
        others = [self._synonym(words) for words in synonyms]
        correction = self._correction(token)
        if correction is not None:
            self.corrections.append(Correction(typed=token.surface, used=correction))
            others.append(self._words((correction,), self.ingredients.corrections))
        if self.analyzer.is_function_word(token.surface):
            return Concept(alternatives=(own, *others), weight=self.ingredients.function_words, is_function_word=True)
        return Concept(alternatives=(own, *others))

    def _synonym(self, words: tuple[str, ...]) -> Alternative:
        return self._words(words, self.ingredients.synonyms)

    def _words(self, words: tuple[str, ...], weight: float) -> Alternative:
        """Return the form that matches words, side by side, which the reader did not type."""
        stems = tuple(stem for word in words for stem in self.analyzer.stems(word))
        return self._layers(Alternative(stems=stems, surfaces=words, weight=weight))

    def _form(self, tokens: Sequence[Token]) -> Alternative:
        """Return the form that matches all tokens side by side, in either layer."""
        stems = tuple(stem for token in tokens for stem in token.stems)
        return self._layers(Alternative(stems=stems, surfaces=tuple(token.surface for token in tokens)))

    def _layers(self, form: Alternative) -> Alternative:
        """Return the form in the layers that take part."""
        if not self.ingredients.stems:
            return replace(form, stems=())
        return form if self.ingredients.surfaces else replace(form, surfaces=())

    def _correction(self, token: Token) -> str | None:
        """Return the word that ``token`` is probably a misspelling of."""
        typed = token.surface
        if not self.ingredients.corrections:
            return None
        if len(typed) < CORRECT_FROM_LENGTH or not typed.isalpha() or len(token.stems) > 1:
            return None
        surfaces = self.vocabulary.articles(Layer.SURFACE, typed)
        stems = self.vocabulary.articles(Layer.STEM, token.stems[0])
        if surfaces > CORRECT_BELOW_SURFACES or stems > CORRECT_BELOW_STEMS:
            return None
        enough = CORRECT_TIMES_AS_FREQUENT * max(1, surfaces)
        for candidate in self.vocabulary.similar(typed, limit=1):
            if self.vocabulary.articles(Layer.SURFACE, candidate) >= enough:
                return candidate
        return None


def _is_required(clause: Phrase | Prefix | Alternatives) -> bool:
    """Tell whether hits must match the clause: phrases, and alternatives that are all phrases."""
    match clause:
        case Phrase():
            return True
        case Prefix():
            return False
        case Alternatives():
            return all(isinstance(member, Phrase) for member in clause.members)
        case _:
            assert_never(clause)


def _is_title_only(clause: Scored) -> bool:
    if isinstance(clause, Alternatives):
        return all(_is_title_only(member) for member in clause.members)
    return clause.title_only


def _with_weight(concepts: Sequence[Concept], *, alone: bool) -> tuple[Concept, ...]:
    """Take function words for content when the query holds nothing else (``di mana``)."""
    if alone and all(concept.is_function_word for concept in concepts):
        return tuple(replace(concept, weight=1.0, is_function_word=False) for concept in concepts)
    return tuple(concepts)
