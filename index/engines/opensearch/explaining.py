"""Why hits rank where they do: the parts of their scores, worked out again from the few documents on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp

from index.analysis import Analyzer
from index.article import Document
from index.engines.opensearch.evidence import Evidence
from index.engines.opensearch.scoring import Scoring
from index.ranking import K1, RECENCY_DAYS, TIE, Alternative, B, Concept, Part, Plan
from index.schema import BODY_START, LEAD_TOKENS, IndexedLayer, Zones, indexed_layers
from index.search import Explanation, Layer, Reason

_SECONDS_PER_DAY = 86_400.0

_Layers = Mapping[Layer, IndexedLayer]


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains hits of one plan."""

    scoring: Scoring
    analyzer: Analyzer
    plan: Plan

    def explain(self, document: Document, score: float) -> Explanation:
        """Return why a document has its score."""
        layers = indexed_layers(document, self.analyzer, self.scoring.ingredients.zones)
        reasons = self._of_plan(self.plan, layers)
        points = sum(reason.points for reason in reasons)
        recency = self._recency(document.article.published)
        found = {reason.asked for reason in reasons}
        asked = (part for part in (*self.plan.required, *self.plan.scored) if isinstance(part, Concept))
        missing = (part.text for part in asked if not part.is_function_word and part.text not in found)
        return Explanation(
            reasons=reasons,
            missing=tuple(dict.fromkeys(missing)),
            coverage=score / (points * recency) if points else 1.0,
            recency=recency,
        )

    def _recency(self, published: datetime | None) -> float:
        newest = self.scoring.view.newest
        if published is None or newest is None:
            return 1.0
        days = (newest - int(published.timestamp())) / _SECONDS_PER_DAY
        return 1.0 + self.scoring.ingredients.recency * exp(-days / RECENCY_DAYS)

    def _of_plan(self, plan: Plan, layers: _Layers) -> tuple[Reason, ...]:
        """Return the reasons in a plan, those that weigh most first."""
        reasons = [reason for part in (*plan.required, *plan.scored) for reason in self._of_part(part, layers)]
        return tuple(sorted(reasons, key=lambda reason: -reason.points))

    def _of_part(self, part: Part, layers: _Layers) -> tuple[Reason, ...]:
        if isinstance(part, Concept):
            return self._of_concept(part, layers)
        return max((self._of_plan(plan, layers) for plan in part.plans), key=_points)

    def _of_concept(self, concept: Concept, layers: _Layers) -> tuple[Reason, ...]:
        """Return the concept's best form, or nothing where the document holds none."""
        lowest = self.scoring.lowest_idf(concept)
        points = [self._form_points(concept, form, lowest, layers) for form in concept.alternatives]
        best = max(points, default=0.0)
        if not best:
            return ()
        return (self._reason(concept, concept.alternatives[points.index(best)], layers, best),)

    def _form_points(self, concept: Concept, form: Alternative, lowest: float, layers: _Layers) -> float:
        scores = sorted(
            weight * self._saturated(evidence, layers)
            for evidence, weight in self.scoring.weights(concept, form, lowest)
        )
        return scores[-1] + TIE * sum(scores[:-1]) if scores else 0.0

    def _saturated(self, evidence: Evidence, layers: _Layers) -> float:
        layer = layers[evidence.layer]
        frequency = _frequency(evidence, layer, self.scoring.ingredients.zones)
        average = self.scoring.view.average_length(evidence.layer)
        norm = K1 * (1.0 - B + B * layer.length / average)
        return frequency * (K1 + 1.0) / (frequency + norm)

    def _reason(self, concept: Concept, form: Alternative, layers: _Layers, points: float) -> Reason:
        as_typed, in_any_form = (
            _starts(Evidence(layer=layer, words=words, distance=form.distance), layers[layer])
            for layer, words in ((Layer.SURFACE, form.surfaces), (Layer.STEM, form.stems))
        )
        found = form.surfaces if as_typed or not form.stems else form.stems
        places = [at for at in in_any_form or as_typed if at < BODY_START or not concept.title_only]
        layer, words = (Layer.STEM, form.stems) if form.stems else (Layer.SURFACE, form.surfaces)
        holders = Evidence(layer=layer, words=words, distance=form.distance).holders()
        return Reason(
            asked=concept.text,
            found=" ".join(found),
            kind=form.kind,
            is_exact=bool(as_typed),
            points=points,
            articles=self.scoring.view.count(holders),
            in_title=sum(at < BODY_START for at in places),
            in_lead=sum(BODY_START <= at < BODY_START + LEAD_TOKENS for at in places),
            in_body=sum(at >= BODY_START + LEAD_TOKENS for at in places),
        )


def _points(reasons: Iterable[Reason]) -> float:
    return sum(reason.points for reason in reasons)


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of text that holds what is looked for: its first and last position, and other words inside."""

    first: int
    last: int
    gaps: int = 0


def _windows(evidence: Evidence, layer: IndexedLayer) -> list[_Window]:
    """Return where words stand together in one document."""
    if not evidence.words:
        return []
    places = [layer.postings[word].positions if word in layer.postings else () for word in evidence.words]
    if evidence.distance is None:
        return [
            _Window(at, at + len(places) - 1)
            for at in places[0]
            if all(at + offset in where for offset, where in enumerate(places))
        ]
    return _near(list(dict(zip(evidence.words, places, strict=True)).values()), evidence.distance)


def _near(places: Sequence[Sequence[int]], distance: int) -> list[_Window]:
    """Return the shortest stretches that hold a place of every word, none running from a headline into its body."""
    found: list[_Window] = []
    for first in sorted(at for where in places for at in where):
        following = [next((at for at in where if at >= first), None) for where in places]
        ends = [at for at in following if at is not None]
        if len(ends) < len(places):
            break
        last = max(ends)
        if found and found[-1].last == last:
            found.pop()
        found.append(_Window(first, last, last - first + 1 - len(places)))
    return [w for w in found if w.gaps <= distance and (w.first < BODY_START) == (w.last < BODY_START)]


def _frequency(evidence: Evidence, layer: IndexedLayer, zones: Zones) -> float:
    windows = [w for w in _windows(evidence, layer) if w.first < BODY_START or not evidence.title_only]
    return sum(zones.weight(w.last) / (w.gaps + 1) for w in windows)


def _starts(evidence: Evidence, layer: IndexedLayer) -> list[int]:
    return [window.first for window in _windows(evidence, layer)]
