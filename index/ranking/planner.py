"""From what a reader asked to what every engine must score.

A *concept* is one thing the reader named, in all forms that count as it: its stem, the word as typed, synonyms, a
correction. ``index.ranking.formula`` says how concepts are scored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import assert_never

from index.analysis import Analyzer, normalise_word
from index.analysis.token import Token
from index.query.ast import (
    Alternatives,
    Clause,
    Group,
    InRegion,
    InSection,
    Near,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    Restriction,
    Scored,
    Tagged,
    Term,
    Wildcard,
    WithOfficial,
    Word,
    WrittenBy,
    is_filter,
    is_required,
)
from index.query.printer import to_text
from index.ranking.concepts import Alternative, Concept, Either, Part, Plan
from index.ranking.formula import INGREDIENTS, Ingredients
from index.ranking.variants import other_spellings, written_apart
from index.ranking.vocabulary import Vocabulary
from index.search import Correction, Kind, Layer, Variant

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


def plan(
    query: Query,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    ingredients: Ingredients = INGREDIENTS,
    *,
    relax: bool = False,
) -> Plan:
    """Return what to score and match for ``query``; restrictions (regions, dates) are the engine's to apply.

    Args:
        query: What was asked.
        analyzer: The analyser of index and queries.
        vocabulary: What the index holds.
        ingredients: What takes part in ranking.
        relax: Ask for the words of a phrase that no article holds as typed.
    """
    planner = _Planner(analyzer, vocabulary, ingredients, relax)
    planner.add_all(query.clauses)
    return planner.plan()


def _is_plain_word(clause: Clause) -> bool:
    return isinstance(clause, Word) and not clause.title_only


@dataclass(slots=True)
class _Planner:
    """Collects the concepts of one query."""

    analyzer: Analyzer
    vocabulary: Vocabulary
    ingredients: Ingredients
    relax: bool
    is_inner: bool = False
    """The plan is a part of another one: its restrictions are its own to keep."""

    scored: list[Part] = field(default_factory=list)
    required: list[Part] = field(default_factory=list)
    excluded: list[Part] = field(default_factory=list)
    restrictions: list[Restriction | Either] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    relaxed: list[str] = field(default_factory=list)

    def add_all(self, clauses: Iterable[Clause]) -> None:
        """Add clauses; plain words in a row are read together."""
        for together, in_a_row in groupby(clauses, key=_is_plain_word):
            if together:
                self.add_words([clause for clause in in_a_row if isinstance(clause, Word)])
            else:
                for clause in in_a_row:
                    self.add(clause)

    def plan(self) -> Plan:
        return Plan(
            scored=_with_weight(self.scored, alone=not self.required)[:MAX_CONCEPTS],
            required=tuple(self.required[:MAX_CONCEPTS]),
            excluded=tuple(self.excluded[:MAX_CONCEPTS]),
            restrictions=tuple(self.restrictions),
            corrections=tuple(self.corrections),
            variants=tuple(self.variants),
            relaxed=tuple(self.relaxed),
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
            case Phrase() if self.relax and self._is_nowhere(clause):
                self.relaxed.append(clause.text)
                self.add(Word(text=clause.text, title_only=clause.title_only, span=clause.span))
            case Phrase() | Near() | Prefix() | Wildcard() | Alternatives() | Group():
                self._add_part(clause)
            case Not():
                self._exclude(clause.member)
            case InRegion() | WithOfficial() | PublishedBetween() | InSection() | Tagged() | WrittenBy():
                if self.is_inner:
                    self.restrictions.append(clause)
            case _:
                assert_never(clause)

    def _add_part(self, clause: Clause) -> None:
        part = self.one_part(clause)
        if isinstance(part, Either) and is_filter(clause):
            self.restrictions.append(part)
        elif part is not None:
            (self.required if is_required(clause) else self.scored).append(part)

    def _is_nowhere(self, phrase: Phrase) -> bool:
        """Tell whether no article holds a phrase as typed: asking for it would only hide what its words find."""
        words = [token.surface for token in self.analyzer.tokens(phrase.text)]
        return bool(words) and self.vocabulary.side_by_side(Layer.SURFACE, words) == 0

    def _exclude(self, clause: Clause) -> None:
        if isinstance(clause, Restriction) and not self.is_inner:
            return  # the engine's, as all restrictions of the query itself
        part = replace(self, relax=False).one_part(clause)  # what is nowhere excludes nothing
        if part is not None:
            self.excluded.append(part)

    def one_part(self, clause: Clause) -> Part | None:
        """Return the clause as a single part, or None when nothing of it can be searched (``"!!"``)."""
        match clause:
            case Word() | Phrase() | Near() | Prefix() | Wildcard():
                return self._one_concept(clause)
            case Alternatives():
                terms = [member for member in clause.members if isinstance(member, Term)]
                if len(terms) == len(clause.members):
                    return self._one_concept(clause)
                return self._either(self._inner((member,)) for member in clause.members)
            case Group():
                return self._either((self._inner(clause.clauses),))
            case _:
                return self._either((self._inner((clause,)),))

    def _either(self, plans: Iterable[Plan]) -> Either | None:
        """Return a choice between plans; one of which nothing can be searched is no choice."""
        searchable = tuple(plan for plan in plans if plan != Plan())
        return Either(plans=searchable) if searchable else None

    def _inner(self, clauses: Sequence[Clause]) -> Plan:
        """Return the plan of clauses that are a query of their own inside this one."""
        inner = _Planner(self.analyzer, self.vocabulary, self.ingredients, self.relax, is_inner=True)
        only_group = clauses[0] if len(clauses) == 1 and isinstance(clauses[0], Group) else None
        inner.add_all(only_group.clauses if only_group is not None else clauses)
        self.corrections.extend(inner.corrections)
        self.variants.extend(inner.variants)
        self.relaxed.extend(inner.relaxed)
        return replace(inner.plan(), corrections=(), variants=(), relaxed=())

    def _one_concept(self, clause: Scored) -> Concept | None:
        """Return terms as a single concept, or None when nothing of them can be searched."""
        alternatives = tuple(self._alternatives(clause))
        if not alternatives:
            return None
        return Concept(
            alternatives=alternatives, title_only=_is_title_only(clause), text=to_text(Query(clauses=(clause,)))
        )

    def _alternatives(self, clause: Scored) -> Iterator[Alternative]:
        match clause:
            case Word():
                tokens = self.analyzer.tokens(clause.text)
                if tokens:
                    yield self._form(tokens)
            case Phrase() | Near():
                surfaces = tuple(token.surface for token in self.analyzer.tokens(clause.text))
                if surfaces:
                    yield Alternative(surfaces=surfaces, distance=clause.distance if isinstance(clause, Near) else None)
            case Prefix():
                for token in self.analyzer.tokens(clause.text)[:1]:
                    yield from self._expanded(f"{token.surface}*")
            case Wildcard():
                yield from self._expanded("*".join(map(normalise_word, clause.pattern.split("*"))))
            case Alternatives():
                for member in clause.members:
                    if isinstance(member, Scored):
                        yield from self._alternatives(member)
            case _:
                assert_never(clause)

    def _expanded(self, pattern: str) -> Iterator[Alternative]:
        """Yield the words of a form; where there is none, the pattern stands for itself and finds nothing."""
        for word in self.vocabulary.matching(pattern, MAX_PREFIX_TERMS) or (pattern,):
            yield Alternative(surfaces=(word,))

    def _concepts(self, tokens: Sequence[Token]) -> Iterator[Concept]:
        """Yield the concepts of neighbouring tokens: the longest expressions with synonyms, else single words."""
        at = 0
        while at < len(tokens):
            length = self._expression_length(tokens[at : at + MAX_EXPRESSION])
            expression = tokens[at : at + length]
            if length > 1:
                yield Concept(alternatives=(self._form(expression), *self._others(expression)), text=_typed(expression))
            else:
                yield self._word_concept(tokens[at])
            at += length

    def _expression_length(self, tokens: Sequence[Token]) -> int:
        """Return how many tokens at the beginning form one known expression; 1 for a plain word."""
        known = (length for length in range(len(tokens), 1, -1) if self._is_expression(tokens[:length]))
        return next(known, 1)

    def _is_expression(self, tokens: Sequence[Token]) -> bool:
        """Tell whether tokens are one thing: they have synonyms, or are also written as one word (kerja sama)."""
        return any(self._synonyms(tokens)) or _stems(tokens) in self.analyzer.written_together

    def _others(self, expression: Sequence[Token]) -> Iterator[Alternative]:
        """Yield what else an expression is called: its synonyms, then what is related to it."""
        synonyms = tuple(self._synonyms(expression))
        known = {synonym.stems for synonym in synonyms}
        yield from synonyms
        yield from (related for related in self._related(expression) if related.stems not in known)

    def _synonyms(self, expression: Sequence[Token]) -> Iterator[Alternative]:
        if self.ingredients.synonyms:
            words = tuple(token.surface for token in expression)
            yield from map(self._synonym, self.analyzer.lexicon.synonyms_of.get(words, ()))

    def _related(self, expression: Sequence[Token]) -> Iterator[Alternative]:
        if self.ingredients.related and self.ingredients.stems:
            for related in self.analyzer.related_of.get(_stems(expression), ()):
                yield Alternative(stems=related, weight=self.ingredients.related, kind=Kind.RELATED)

    def _word_concept(self, token: Token) -> Concept:
        own = self._form([token])
        others = [*self._others([token])]
        if self.analyzer.is_function_word(token.surface):
            concept = Concept(alternatives=(own, *others), text=token.surface)
            return replace(concept, weight=self.ingredients.function_words, is_function_word=True)
        others += [*self._corrected(token), *self._variants(token)]
        return Concept(alternatives=(own, *others), text=token.surface)

    def _corrected(self, token: Token) -> Iterator[Alternative]:
        """Yield the word that was probably meant."""
        correction = self._correction(token)
        if correction is not None:
            self.corrections.append(Correction(typed=token.surface, used=correction))
            yield self._words((correction,), self.ingredients.corrections, Kind.CORRECTION)

    def _variants(self, token: Token) -> Iterator[Alternative]:
        """Yield other ways of writing a word that the archive shows."""
        apart = written_apart(token, self.analyzer, self.vocabulary) if self.ingredients.joined else None
        if apart is not None:
            self.variants.append(Variant(typed=token.surface, used=" ".join(apart)))
            yield Alternative(stems=apart, weight=self.ingredients.joined, kind=Kind.APART)
        if self.ingredients.names:
            for spelling in other_spellings(token, self.analyzer, self.vocabulary):
                self.variants.append(Variant(typed=token.surface, used=spelling))
                yield self._words((spelling,), self.ingredients.names, Kind.NAME)

    def _synonym(self, words: tuple[str, ...]) -> Alternative:
        return self._words(words, self.ingredients.synonyms, Kind.SYNONYM)

    def _words(self, words: tuple[str, ...], weight: float, kind: Kind) -> Alternative:
        """Return the form that matches words, side by side, which the reader did not type."""
        stems = tuple(stem for word in words for stem in self.analyzer.stems(word))
        return self._layers(Alternative(stems=stems, surfaces=words, weight=weight, kind=kind))

    def _form(self, tokens: Sequence[Token]) -> Alternative:
        """Return the form that matches all tokens side by side, in either layer."""
        return self._layers(Alternative(stems=_stems(tokens), surfaces=tuple(token.surface for token in tokens)))

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


def _stems(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(stem for token in tokens for stem in token.stems)


def _typed(tokens: Sequence[Token]) -> str:
    return " ".join(token.surface for token in tokens)


def _is_title_only(clause: Scored) -> bool:
    if isinstance(clause, Alternatives):
        return all(isinstance(member, Term) and member.title_only for member in clause.members)
    return clause.title_only


def _with_weight(parts: Sequence[Part], *, alone: bool) -> tuple[Part, ...]:
    """Take function words for content when the query holds nothing else (``di mana``)."""
    function_words = [part for part in parts if isinstance(part, Concept) and part.is_function_word]
    if alone and len(function_words) == len(parts):
        return tuple(replace(concept, weight=1.0, is_function_word=False) for concept in function_words)
    return tuple(parts)
