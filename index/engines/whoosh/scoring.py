"""Plans and weighted terms scored over a snapshot, as arrays; the formula is the one ``index.ranking`` states.

Every array here is either one number per document of the snapshot, or the documents of one term and one number for
each; no loop runs over hits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.deadline import Deadline
from index.engines.whoosh.facets import Mask
from index.engines.whoosh.restrictions import restriction_mask
from index.engines.whoosh.snapshot import Numbers, Scores, Snapshot
from index.ranking import (
    BESIDE,
    K1,
    SURFACE_IDF_HEADROOM,
    TIE,
    Alternative,
    B,
    Concept,
    Either,
    Part,
    Plan,
)
from index.schema import BODY_START, LEAD_TOKENS, Zones
from index.search import Kind, Layer, WeightedTerms

WEIGHTED_TERMS_B = 0.5
"""BM25 length normalisation for related stories, where the query is a whole story (measured on editors' links)."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Which documents match, and their scores (0 where they do not)."""

    matched: Mask
    scores: Scores


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The documents that hold a word or phrase in one layer, each with its zone-weighted frequency."""

    documents: Numbers
    frequencies: Scores

    @property
    def articles(self) -> int:
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class _Form:
    """An alternative with what each layer holds of it; None where the layer is not asked."""

    weight: float
    kind: Kind
    stem: _Evidence | None
    surface: _Evidence | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Looks up evidence in a snapshot until a deadline."""

    snapshot: Snapshot
    deadline: Deadline

    def form(self, alternative: Alternative, *, title_only: bool) -> _Form:
        """Return what the index holds of one form of a concept."""
        return _Form(
            weight=alternative.weight,
            kind=alternative.kind,
            stem=self._evidence(Layer.STEM, alternative.stems, alternative.distance, title_only=title_only),
            surface=self._evidence(Layer.SURFACE, alternative.surfaces, alternative.distance, title_only=title_only),
        )

    def forms(self, concept: Concept) -> list[_Form]:
        """Return what the index holds of each form of a concept."""
        return [self.form(alternative, title_only=concept.title_only) for alternative in concept.alternatives]

    def word(self, layer: Layer, word: str) -> _Evidence:
        """Return the documents that hold a word, wherever it stands."""
        documents, weights = self.snapshot.postings(layer, word, self.deadline)
        return _Evidence(documents, weights.astype(np.float64))

    def _evidence(
        self, layer: Layer, words: Sequence[str], distance: int | None, *, title_only: bool
    ) -> _Evidence | None:
        if not words:
            return None
        if len(words) == 1 and not title_only:
            return self.word(layer, words[0])
        documents, positions = self.snapshot.occurrences(layer, words, self.deadline, distance=distance)
        if title_only:
            in_title = positions < BODY_START
            documents, positions = documents[in_title], positions[in_title]
        holders, starts = np.unique(documents, return_index=True)
        weights = zone_weights(positions, self.snapshot.zones)
        return _Evidence(holders, np.add.reduceat(weights, starts) if starts.size else np.zeros(0))


def score_plan(plan: Plan, snapshot: Snapshot, deadline: Deadline) -> Scored:
    """Score and match a plan; restrictions and filters are not its business.

    After the deadline only fewer documents match: words may be left out, while what was not seen of a required concept
    does not match, and an exclusion that was not finished lets nothing through.
    """
    tally = _Tally(Reader(snapshot, deadline))
    return Scored(_matching_plan(plan, tally), tally.total())


def _matching_plan(plan: Plan, tally: "_Tally") -> Mask:
    """Add a plan's parts to a tally and return which documents match it."""
    snapshot, deadline = tally.reader.snapshot, tally.reader.deadline
    matched = snapshot.live.copy()
    for restriction in plan.restrictions:
        if isinstance(restriction, Either):
            matched &= _matching(restriction, tally.reader)
        else:
            matched &= restriction_mask(restriction, snapshot)
    for part in plan.required:
        matched &= tally.add(part)
    for part in plan.excluded:
        matched &= ~_matching(part, tally.reader)
    if plan.excluded and deadline.passed():
        matched[:] = False
    any_scored = np.zeros(snapshot.size, dtype=np.bool_)
    for part in plan.scored:
        any_scored |= tally.add(part)
    if plan.scored and not plan.required:
        matched &= any_scored
    return matched


def score_terms(query: WeightedTerms, snapshot: Snapshot, deadline: Deadline) -> Scored:
    """Score an OR of weighted stems; how recent a story is does not count, that is the asker's to weigh."""
    reader = Reader(snapshot, deadline)
    scores = np.zeros(snapshot.size)
    matched = np.zeros(snapshot.size, dtype=np.bool_)
    norms = snapshot.norms(Layer.STEM, WEIGHTED_TERMS_B)
    for term in query.terms:
        evidence = reader.word(Layer.STEM, term.text)
        idf = snapshot.idf(evidence.articles)
        scores[evidence.documents] += term.weight * idf * saturated(evidence.frequencies, norms[evidence.documents])
        matched[evidence.documents] = True
    return Scored(matched, scores)


def saturated(frequencies: Scores, norms: Scores) -> Scores:
    """Return BM25's term frequency part: ``tf (k1 + 1) / (tf + norm)``."""
    return frequencies * (K1 + 1.0) / (frequencies + norms)


class _Tally:
    """Adds up concepts: what each document scores, and how much of the query it holds."""

    def __init__(self, reader: Reader) -> None:
        snapshot = reader.snapshot
        self.reader = reader
        self.scores = np.zeros(snapshot.size)
        self._snapshot = snapshot
        self._held = np.zeros(snapshot.size)
        self._asked = 0.0

    def add(self, part: Part) -> Mask:
        """Add a part and return which documents match it; a related form alone only lifts those that match."""
        if isinstance(part, Either):
            return self._add_either(part)
        forms = self.reader.forms(part)
        lowest = _lowest_idf(forms, self._snapshot)
        best = _best_of(forms, lowest, self._snapshot)
        self._count(part.weight * best, best > 0.0, part.weight * lowest)
        return _holding(forms, self._snapshot)

    def _add_either(self, either: Either) -> Mask:
        best = np.zeros(self._snapshot.size)
        matched = np.zeros(self._snapshot.size, dtype=np.bool_)
        for plan in either.plans:
            inner = _Tally(self.reader)
            matching = _matching_plan(plan, inner)
            np.maximum(best, inner.scores, out=best, where=matching)
            matched |= matching
        self._count(best, matched, self._snapshot.idf(int(np.count_nonzero(matched))))
        return matched

    def _count(self, scores: Scores, held: Mask, worth: float) -> None:
        """Add what a part scores, and that some documents hold what is worth so much of the query."""
        self.scores += scores
        if held.any():
            self._asked += worth
            self._held += worth * held  # indexing by the mask takes many times as long

    def total(self) -> Scores:
        """Return the scores of all documents."""
        if not self._asked:
            return self.scores
        factors = self._held / self._asked  # becomes 1 - coverage * (1 - held / asked), in place: arrays cost most here
        np.subtract(1.0, factors, out=factors)
        factors *= self._snapshot.coverage
        np.subtract(1.0, factors, out=factors)
        factors *= self.scores
        factors *= self._snapshot.recency
        return factors


def form_scores(concept: Concept, reader: Reader) -> list[Scores]:
    """Return every document's score for each form of a concept; the best one counts."""
    forms = reader.forms(concept)
    lowest = _lowest_idf(forms, reader.snapshot)
    found = []
    for form in forms:
        scores = np.zeros(reader.snapshot.size)
        _write_scores(form, lowest, reader.snapshot, scores)
        found.append(concept.weight * scores)
    return found


def _best_of(forms: Sequence[_Form], lowest: float, snapshot: Snapshot) -> Scores:
    """Return each document's score for the best of a concept's forms."""
    best = np.zeros(snapshot.size)
    spare = np.zeros(snapshot.size) if len(forms) > 1 else best
    for form in forms:
        touched = _write_scores(form, lowest, snapshot, spare)
        if spare is not best:
            _raise_to(best, spare, touched)
    return best


def _holding(forms: Sequence[_Form], snapshot: Snapshot) -> Mask:
    """Return which documents hold a form that means what was asked."""
    matched = np.zeros(snapshot.size, dtype=np.bool_)
    for form in forms:
        for evidence in (form.stem, form.surface):
            if evidence is not None and form.kind is not Kind.RELATED:
                matched[evidence.documents] = True
    return matched


def _write_scores(form: _Form, stem_idf: float, snapshot: Snapshot, into: Scores) -> Sequence[Numbers]:
    """Write a form's scores into ``into``, which is all zero, and return the documents they were written for."""
    touched: list[Numbers] = []
    for layer, evidence in ((Layer.STEM, form.stem), (Layer.SURFACE, form.surface)):
        if evidence is None:
            continue
        documents = evidence.documents
        idf = min(stem_idf, snapshot.idf(evidence.articles)) if form.kind in BESIDE else stem_idf
        if layer is Layer.SURFACE:
            idf = min(snapshot.idf(evidence.articles), stem_idf + SURFACE_IDF_HEADROOM)
        scores = form.weight * idf * saturated(evidence.frequencies, snapshot.norms(layer, B)[documents])
        if touched:
            other = into[documents]
            scores = np.maximum(other, scores) + TIE * np.minimum(other, scores)
        into[documents] = scores
        touched.append(documents)
    return touched


def _raise_to(best: Scores, spare: Scores, touched: Sequence[Numbers]) -> None:
    """Raise ``best`` to ``spare`` where that is higher, and make ``spare`` all zero again."""
    for documents in touched:
        best[documents] = np.maximum(best[documents], spare[documents])
    for documents in touched:
        spare[documents] = 0.0


def _lowest_idf(forms: Iterable[_Form], snapshot: Snapshot) -> float:
    """Return the idf of a concept: the lowest among forms that mean it, each by its stem where it has one."""
    evidence = [form.stem if form.stem is not None else form.surface for form in forms if form.kind not in BESIDE]
    return min((snapshot.idf(found.articles) for found in evidence if found is not None), default=0.0)


def _matching(part: Part, reader: Reader) -> Mask:
    """Return which documents match a part, without scoring what need not be."""
    if isinstance(part, Concept):
        return _holding(reader.forms(part), reader.snapshot)
    matched = np.zeros(reader.snapshot.size, dtype=np.bool_)
    for plan in part.plans:
        matched |= _matching_plan(plan, _Tally(reader))
    return matched


def zone_weights(positions: Numbers, zones: Zones) -> NDArray[np.float64]:
    """Return ``zones.weight`` of each position."""
    in_body = np.where(positions < BODY_START + LEAD_TOKENS, zones.lead, zones.body)
    return np.where(positions < BODY_START, zones.title, in_body)
