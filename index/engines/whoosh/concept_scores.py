"""Concepts scored over a snapshot: which documents hold one, and what the best of its forms there is worth.

The formula is the one ``index.ranking`` states. Every array has a place for each document that holds a form, and no
other; no loop runs over documents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.cache import Cache
from index.engines.whoosh.evidence import Evidence, Form, Reader
from index.engines.whoosh.scratch import Numbers, Scores
from index.engines.whoosh.snapshot import Snapshot
from index.ranking import BESIDE, K1, SURFACE_IDF_HEADROOM, TIE, B, Concept
from index.search import Kind, Layer


@dataclass(frozen=True, slots=True)
class Scored:
    """Documents, ascending, and the score of each."""

    documents: Numbers
    scores: Scores


@dataclass(frozen=True, slots=True)
class ConceptScores:
    """What a snapshot holds of a concept, its weight apart.

    Attributes:
        held: The documents that hold any of its forms, and the score of the best one.
        matching: Those that hold a form that means what was asked; a related form alone only lifts what matches.
        idf: The concept's inverse document frequency.
    """

    held: Scored
    matching: Numbers
    idf: float

    @property
    def nbytes(self) -> int:
        """Bytes it takes."""
        own = self.held.documents.nbytes + self.held.scores.nbytes
        return own if self.matching is self.held.documents else own + self.matching.nbytes


class ConceptCache(Cache[ConceptScores]):
    """Scores of concepts over one snapshot, bounded by bytes."""

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity, lambda scores: scores.nbytes)

    def get(self, concept: Concept, reader: Reader) -> ConceptScores:
        """Return the scores of a concept, which nobody may change; what a deadline cut is not kept."""
        kept = self.find(concept_key(concept))
        if kept is not None:
            return kept
        scores = score_concept(concept, reader)
        if not reader.deadline.cut:
            self.keep(concept_key(concept), scores)
        return scores


def concept_key(concept: Concept) -> tuple[object, ...]:
    """Return what the scores of a concept depend on."""
    return concept.alternatives, concept.title_only


def score_concept(concept: Concept, reader: Reader) -> ConceptScores:
    """Score a concept over all documents that hold it."""
    forms = reader.forms(concept)
    idf = _lowest_idf(forms, reader.snapshot)
    held = _best([_form_scores(form, idf, reader.snapshot) for form in forms], reader.snapshot)
    return ConceptScores(held, _matching(forms, held, reader.snapshot), idf)


def form_scores(concept: Concept, reader: Reader) -> list[Scored]:
    """Return what each form of a concept scores by itself, the concept's weight included; the best one counts."""
    forms = reader.forms(concept)
    idf = _lowest_idf(forms, reader.snapshot)
    scored = (_form_scores(form, idf, reader.snapshot) for form in forms)
    return [Scored(form.documents, concept.weight * form.scores) for form in scored]


def saturated(frequencies: Scores, norms: Scores) -> Scores:
    """Return BM25's term frequency part: ``tf (k1 + 1) / (tf + norm)``."""
    parts = frequencies * (K1 + 1.0)
    parts /= frequencies + norms
    return parts


def _lowest_idf(forms: Iterable[Form], snapshot: Snapshot) -> float:
    """Return the idf of a concept: the lowest among forms that mean it, each by its stem where it has one."""
    evidence = [form.stem if form.stem is not None else form.surface for form in forms if form.kind not in BESIDE]
    return min((snapshot.idf(found.articles) for found in evidence if found is not None), default=0.0)


def _form_scores(form: Form, stem_idf: float, snapshot: Snapshot) -> Scored:
    """Return what a form scores: the stronger of its layers, and a share of the other."""
    layers: list[Scored] = []
    if form.stem is not None:
        idf = min(stem_idf, snapshot.idf(form.stem.articles)) if form.kind in BESIDE else stem_idf
        layers.append(_layer_scores(form.stem, Layer.STEM, form.weight * idf, snapshot))
    if form.surface is not None:
        idf = min(snapshot.idf(form.surface.articles), stem_idf + SURFACE_IDF_HEADROOM)
        layers.append(_layer_scores(form.surface, Layer.SURFACE, form.weight * idf, snapshot))
    return layers[0] if len(layers) == 1 else _agreeing(layers, snapshot)


def _layer_scores(evidence: Evidence, layer: Layer, weight: float, snapshot: Snapshot) -> Scored:
    norms = snapshot.norms(layer, B)[evidence.documents]
    return Scored(evidence.documents, weight * saturated(evidence.frequencies, norms))


def _agreeing(layers: Sequence[Scored], snapshot: Snapshot) -> Scored:
    """Return ``agree`` of two layers' scores, 0 standing for what one of them does not hold; none gives nothing."""
    with snapshot.scratch.lend() as scratch:
        documents = scratch.union(layer.documents for layer in layers)
        for layer in layers:
            other = scratch.scores[layer.documents]
            both = np.maximum(other, layer.scores) + TIE * np.minimum(other, layer.scores)
            scratch.scores[layer.documents] = both
        return _taken(documents, scratch.scores)


def _best(forms: Sequence[Scored], snapshot: Snapshot) -> Scored:
    """Return the best score of each document that holds any of the forms."""
    if len(forms) == 1:
        return forms[0]
    with snapshot.scratch.lend() as scratch:
        documents = scratch.union(form.documents for form in forms)
        for form in forms:
            scratch.scores[form.documents] = np.maximum(scratch.scores[form.documents], form.scores)
        return _taken(documents, scratch.scores)


def _taken(documents: Numbers, scores: Scores) -> Scored:
    """Take the scores of documents out of an array for all, leaving zeros."""
    taken = Scored(documents, scores[documents])
    scores[documents] = 0.0
    return taken


def _matching(forms: Sequence[Form], held: Scored, snapshot: Snapshot) -> Numbers:
    """Return which documents hold a form that means what was asked."""
    if all(form.kind is not Kind.RELATED for form in forms):
        return held.documents
    meant = (found for form in forms if form.kind is not Kind.RELATED for found in (form.stem, form.surface))
    with snapshot.scratch.lend() as scratch:
        return scratch.union(found.documents for found in meant if found is not None)
