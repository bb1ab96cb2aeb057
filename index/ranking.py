"""From what a reader asked to what every engine must score: concepts over terms, and the constants of the formula.

A *concept* is one thing the reader named, in all forms that count as it: its stem, the word as typed, synonyms, a
correction. The score of an article is the sum over concepts of

    concept.weight * max over alternatives of alternative.weight * agree(stem score, surface score)

where ``agree(a, b) = max(a, b) + TIE * min(a, b)`` and a layer's score is BM25 with zone-weighted term frequencies
(``index.schema``). The idf of all alternatives of a concept is the lowest among them, so that a rare synonym cannot
outrank what was asked; the idf of a surface form is at most its stem's plus :data:`SURFACE_IDF_HEADROOM`.

Constants come from sweeps on judged reader queries and question sets; ``docs/relevance.md`` has the measurements.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol, assert_never

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


class EmptyVocabulary:
    """A vocabulary without terms: for planning away from an index, as marks do. Nothing is corrected or expanded."""

    def articles(self, layer: Layer, term: str) -> int:  # noqa: ARG002 - the protocol's signature
        """Return 0."""
        return 0

    def with_prefix(self, prefix: str, limit: int) -> Sequence[str]:  # noqa: ARG002 - the protocol's signature
        """Return nothing."""
        return ()

    def similar(self, term: str, limit: int) -> Sequence[str]:  # noqa: ARG002 - the protocol's signature
        """Return nothing."""
        return ()


def plan(query: Query, analyzer: Analyzer, vocabulary: Vocabulary) -> Plan:
    """Return what to score and match for ``query``; restrictions (regions, dates) are the engine's to apply."""
    planner = _Planner(analyzer, vocabulary)
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
                    yield _alternative(tokens)
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
                expression = _alternative(tokens[at : at + length])
                yield Concept(alternatives=(expression, *map(self._synonym, synonyms)))
            else:
                yield self._word_concept(tokens[at], synonyms)
            at += length

    def _expression(self, tokens: Sequence[Token]) -> tuple[int, Sequence[tuple[str, ...]]]:
        """Return how many tokens at the beginning form one expression, and its synonyms (none: a plain word)."""
        words = tuple(token.surface for token in tokens)
        for length in range(len(words), 0, -1):
            synonyms = self.analyzer.lexicon.synonyms_of.get(words[:length], ())
            if synonyms:
                return length, synonyms
        return 1, ()

    def _word_concept(self, token: Token, synonyms: Sequence[tuple[str, ...]]) -> Concept:
        own = _alternative([token])
        others = [self._synonym(words) for words in synonyms]
        correction = self._correction(token)
        if correction is not None:
            self.corrections.append(Correction(typed=token.surface, used=correction))
            stems = self.analyzer.stems(correction)
            others.append(Alternative(stems=stems, surfaces=(correction,), weight=CORRECTION_WEIGHT))
        weight = FUNCTION_WORD_WEIGHT if self.analyzer.is_function_word(token.surface) else 1.0
        return Concept(alternatives=(own, *others), weight=weight)

    def _synonym(self, words: tuple[str, ...]) -> Alternative:
        stems = tuple(stem for word in words for stem in self.analyzer.stems(word))
        return Alternative(stems=stems, surfaces=words, weight=SYNONYM_WEIGHT)

    def _correction(self, token: Token) -> str | None:
        """Return the word that ``token`` is probably a misspelling of."""
        typed = token.surface
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


def _alternative(tokens: Sequence[Token]) -> Alternative:
    """Return the form that matches all tokens side by side, in either layer."""
    return Alternative(
        stems=tuple(stem for token in tokens for stem in token.stems),
        surfaces=tuple(token.surface for token in tokens),
    )


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
    """Give function words full weight when the query holds nothing else (``di mana``)."""
    if alone and all(concept.weight == FUNCTION_WORD_WEIGHT for concept in concepts):
        return tuple(replace(concept, weight=1.0) for concept in concepts)
    return tuple(concepts)
