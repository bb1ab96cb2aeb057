"""Why hits rank where they do: the parts of their scores, taken from the scoring itself."""

from collections.abc import Iterable, Sequence

import numpy as np

from index.engines.whoosh.concept_scores import Scored, form_scores
from index.engines.whoosh.evidence import Reader
from index.engines.whoosh.scratch import Numbers, Scores, first_of_each, places_in
from index.ranking import Alternative, Concept, Part, Plan
from index.schema import BODY_START, LEAD_TOKENS
from index.search import Explanation, Layer, Reason

_Reasons = list[tuple[Reason, ...]]
"""Reasons per document explained."""


def explain(plan: Plan, reader: Reader, numbers: Numbers, scores: Scores) -> list[Explanation]:
    """Return why each of the documents ``numbers`` has the score it has, in order.

    Args:
        plan: What was searched.
        reader: Looks up the index.
        numbers: The documents.
        scores: Their scores.
    """
    reasons = _of_plan(plan, reader, numbers)
    asked = list(_concepts((*plan.required, *plan.scored)))
    recency = reader.snapshot.recency[numbers]
    return [
        _explanation(found, asked, float(score), float(recent))
        for found, score, recent in zip(reasons, scores, recency, strict=True)
    ]


def _explanation(reasons: tuple[Reason, ...], asked: Sequence[Concept], score: float, recency: float) -> Explanation:
    points = sum(reason.points for reason in reasons)
    found = {reason.asked for reason in reasons}
    missing = (concept.text for concept in asked if not concept.is_function_word and concept.text not in found)
    return Explanation(
        reasons=reasons,
        missing=tuple(dict.fromkeys(missing)),
        coverage=score / (points * recency) if points else 1.0,
        recency=recency,
    )


def _concepts(parts: Iterable[Part]) -> Iterable[Concept]:
    """Yield the concepts of parts; what stands in a choice is not asked for by itself."""
    return (part for part in parts if isinstance(part, Concept))


def _of_plan(plan: Plan, reader: Reader, numbers: Numbers) -> _Reasons:
    """Return per document the reasons in a plan, those that weigh most first."""
    found = [_of_part(part, reader, numbers) for part in (*plan.required, *plan.scored)]
    merged = ([reason for reasons in per_part for reason in reasons] for per_part in zip(*found, strict=True))
    ordered = [tuple(sorted(reasons, key=lambda reason: -reason.points)) for reasons in merged]
    return ordered or [()] * len(numbers)


def _of_part(part: Part, reader: Reader, numbers: Numbers) -> _Reasons:
    if isinstance(part, Concept):
        return _of_concept(part, reader, numbers)
    choices = [_of_plan(inner, reader, numbers) for inner in part.plans]
    return [max(options, key=_points) for options in zip(*choices, strict=True)]


def _points(reasons: tuple[Reason, ...]) -> float:
    return sum(reason.points for reason in reasons)


def _of_concept(concept: Concept, reader: Reader, numbers: Numbers) -> _Reasons:
    """Return per document the concept's best form, or nothing where it holds none."""
    points = np.array([_scores_of(numbers, form) for form in form_scores(concept, reader)])
    best = points.argmax(axis=0)
    return [
        (_reason(concept, concept.alternatives[form], reader, int(number), float(points[form, at])),)
        if points[form, at] > 0
        else ()
        for at, (number, form) in enumerate(zip(numbers, best, strict=True))
    ]


def _scores_of(numbers: Numbers, scored: Scored) -> Scores:
    """Return the score of each document, 0 where it has none."""
    if not scored.documents.size:
        return np.zeros(numbers.size)
    places, found = places_in(numbers, scored.documents)
    scores: Scores = scored.scores[places] * found
    return scores


def _reason(concept: Concept, form: Alternative, reader: Reader, number: int, points: float) -> Reason:
    as_typed = _places(form, Layer.SURFACE, reader, number)
    in_any_form = _places(form, Layer.STEM, reader, number)
    found = form.surfaces if as_typed.size or not form.stems else form.stems
    places = in_any_form if in_any_form.size else as_typed
    if concept.title_only:
        places = places[places < BODY_START]
    lead = (places >= BODY_START) & (places < BODY_START + LEAD_TOKENS)
    return Reason(
        asked=concept.text,
        found=" ".join(found),
        kind=form.kind,
        is_exact=bool(as_typed.size),
        points=points,
        articles=_articles(form, reader),
        in_title=int(np.count_nonzero(places < BODY_START)),
        in_lead=int(np.count_nonzero(lead)),
        in_body=int(np.count_nonzero(places >= BODY_START + LEAD_TOKENS)),
    )


def _places(form: Alternative, layer: Layer, reader: Reader, number: int) -> Numbers:
    """Return where a form stands in a document, in one layer."""
    words = form.stems if layer is Layer.STEM else form.surfaces
    if not words:
        return np.zeros(0, dtype=np.int64)
    documents, positions = reader.snapshot.terms.occurrences(layer, words, reader.deadline, distance=form.distance)
    return np.asarray(positions[documents == number])


def _articles(form: Alternative, reader: Reader) -> int:
    layer, words = (Layer.STEM, form.stems) if form.stems else (Layer.SURFACE, form.surfaces)
    documents, _ = reader.snapshot.terms.occurrences(layer, words, reader.deadline, distance=form.distance)
    return first_of_each(documents).size
