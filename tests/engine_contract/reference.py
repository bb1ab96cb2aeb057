"""A BM25F written apart from any engine, straight from the text of ``index.ranking``, to check scores against."""

import math
from collections.abc import Sequence
from dataclasses import replace

from index.analysis import Analyzer
from index.article import Document
from index.ranking import (
    COVERAGE_WEIGHT,
    K1,
    RECENCY_DAYS,
    RECENCY_WEIGHT,
    SURFACE_IDF_HEADROOM,
    TIE,
    B,
    Concept,
    EmptyVocabulary,
    Part,
    Plan,
)
from index.search import Kind, Layer

_Form = tuple[Sequence[str], int | None]
"""Words, and how many others may stand between them in any order; None: they stand side by side, as given."""


class Reference(EmptyVocabulary):
    """BM25F as ``index.ranking`` and ``index.schema`` describe it, slowly and plainly."""

    def __init__(self, documents: Sequence[Document], analyzer: Analyzer) -> None:
        self.documents = documents
        self.layers = [self._layers(document, analyzer) for document in documents]

    @staticmethod
    def _layers(document: Document, analyzer: Analyzer) -> dict[str, dict[int, str]]:
        """Per layer, the term at each position."""
        layers: dict[str, dict[int, str]] = {"stem": {}, "surface": {}}
        for start, text in ((0, document.article.title), (1000, document.article.body)):
            tokens = analyzer.tokens(text)
            stems = [stem for token in tokens for stem in token.stems]
            layers["stem"] |= dict(enumerate(stems, start))
            layers["surface"] |= dict(enumerate((token.surface for token in tokens), start))
        return layers

    @staticmethod
    def _zone(position: int) -> float:
        return 5.0 if position < 1000 else 2.5 if position < 1060 else 1.0

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int:
        """In how many documents the terms stand side by side (as ``index.ranking.Vocabulary``)."""
        return sum(self._frequency(d, layer, (terms, None), False) > 0 for d in range(len(self.documents)))

    def _frequency(self, document: int, layer: str, form: _Form, title_only: bool) -> float:
        terms = self.layers[document][layer]
        words, distance = form
        places = self._in_order(terms, words) if distance is None else self._anyhow(terms, set(words), distance)
        return sum(self._zone(place) for place in places if place < 1000 or not title_only)

    @staticmethod
    def _in_order(terms: dict[int, str], words: Sequence[str]) -> list[int]:
        """Where the words stand side by side: the position of the last one."""
        last = len(words) - 1
        return [at + last for at in terms if all(terms.get(at + step) == text for step, text in enumerate(words))]

    @staticmethod
    def _anyhow(terms: dict[int, str], words: set[str], distance: int) -> list[int]:
        """Where the stretches begin that hold all words, with none inside that does, ends included."""
        stretches = [
            (first, last)
            for first in terms
            for last in range(first, first + len(words) + distance)
            if (first < 1000) == (last < 1000)
            and words <= {terms.get(at, "") for at in range(first, last + 1)}
            and not words <= {terms.get(at, "") for at in range(first + 1, last + 1)}
            and not words <= {terms.get(at, "") for at in range(first, last)}
        ]
        return [first for first, _ in stretches]

    def _idf_of(self, documents: int) -> float:
        return math.log(1 + (len(self.documents) - documents + 0.5) / (documents + 0.5))

    def _idf(self, layer: str, form: _Form, title_only: bool) -> float:
        return self._idf_of(sum(self._frequency(d, layer, form, title_only) > 0 for d in range(len(self.documents))))

    def _layer_score(self, document: int, layer: str, form: _Form, title_only: bool, idf: float) -> float:
        tf = self._frequency(document, layer, form, title_only)
        average = sum(len(layers[layer]) for layers in self.layers) / len(self.layers)
        length = len(self.layers[document][layer])
        return idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average)) if tf else 0.0

    def _concept_idf(self, concept: Concept) -> float:
        only = concept.title_only
        return min(
            self._idf("stem", (form.stems, form.distance), only)
            if form.stems
            else self._idf("surface", (form.surfaces, form.distance), only)
            for form in concept.alternatives
            if form.kind is not Kind.RELATED
        )

    def _worth(self, part: Part) -> float:
        if isinstance(part, Concept):
            return part.weight * self._concept_idf(part)
        return self._idf_of(sum(self._matches(part, number) for number in range(len(self.documents))))

    def _coverage(self, parts: Sequence[Part], document: int) -> float:
        """What share of the query the document holds, by idf; parts that no document holds do not count."""
        worth = {
            at: self._worth(part)
            for at, part in enumerate(parts)
            if any(self._covers(part, other) for other in range(len(self.documents)))
        }
        held = sum(value for at, value in worth.items() if self._covers(parts[at], document))
        return 1 - COVERAGE_WEIGHT * (1 - held / sum(worth.values())) if worth else 1.0

    def _covers(self, part: Part, document: int) -> bool:
        return self._concept(part, document) > 0 if isinstance(part, Concept) else self._matches(part, document)

    def _matches(self, part: Part, document: int) -> bool:
        if isinstance(part, Concept):
            return self._holds(part, document)
        return any(self._satisfies(plan, document) for plan in part.plans)

    def _satisfies(self, asked: Plan, document: int) -> bool:
        if any(self._matches(part, document) for part in asked.excluded):
            return False
        if asked.scored and not asked.required:
            return any(self._matches(part, document) for part in asked.scored)
        return all(self._matches(part, document) for part in asked.required)

    def _score(self, asked: Plan, document: int) -> float:
        """The score of a plan before coverage and recency."""
        return sum(self._part(part, document) for part in (*asked.scored, *asked.required))

    def _part(self, part: Part, document: int) -> float:
        if isinstance(part, Concept):
            return self._concept(part, document)
        return max((self._score(plan, document) for plan in part.plans if self._satisfies(plan, document)), default=0.0)

    def _concept(self, concept: Concept, document: int) -> float:
        only = concept.title_only
        lowest = self._concept_idf(concept)
        best = 0.0
        for form in concept.alternatives:
            stem = surface = 0.0
            if form.stems:
                own = self._idf("stem", (form.stems, form.distance), only)
                idf = min(own, lowest) if form.kind is Kind.RELATED else lowest
                stem = self._layer_score(document, "stem", (form.stems, form.distance), only, idf)
            if form.surfaces:
                idf = min(self._idf("surface", (form.surfaces, form.distance), only), lowest + SURFACE_IDF_HEADROOM)
                surface = self._layer_score(document, "surface", (form.surfaces, form.distance), only, idf)
            best = max(best, form.weight * (max(stem, surface) + TIE * min(stem, surface)))
        return concept.weight * best

    def _holds(self, concept: Concept, document: int) -> bool:
        meant = tuple(form for form in concept.alternatives if form.kind is not Kind.RELATED)
        return self._concept(replace(concept, alternatives=meant), document) > 0

    def _recency(self, document: int) -> float:
        published = self.documents[document].article.published
        if published is None:
            return 1.0
        newest = max(d.article.published for d in self.documents if d.article.published is not None)
        days = (int(newest.timestamp()) - int(published.timestamp())) / 86_400
        return 1.0 + RECENCY_WEIGHT * math.exp(-days / RECENCY_DAYS)

    def scores(self, asked: Plan) -> dict[str, float]:
        parts = (*asked.scored, *asked.required)
        return {
            document.article.id: self._score(asked, at) * self._coverage(parts, at) * self._recency(at)
            for at, document in enumerate(self.documents)
            if self._satisfies(asked, at)
        }
