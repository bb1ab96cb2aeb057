"""Plans and weighted terms scored over a snapshot, as arrays; the formula is the one ``index.ranking`` states.

Arrays have a place for each document that matches, and no other; no loop runs over documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.concept_scores import ConceptCache, Scored, saturated
from index.engines.whoosh.deadline import Deadline
from index.engines.whoosh.evidence import Reader
from index.engines.whoosh.restrictions import restriction_mask
from index.engines.whoosh.scratch import Numbers, Scores, common, is_in, places_in
from index.engines.whoosh.snapshot import Snapshot
from index.ranking import Either, Part, Plan
from index.search import Layer, WeightedTerms

WEIGHTED_TERMS_B = 0.5
"""BM25 length normalisation for related stories, where the query is a whole story (measured on editors' links)."""

FEW = 8
"""Documents are looked up among others one by one where those are at least this many times as many, on average: each
look-up takes some twenty steps, where spreading the others out takes three a piece."""

_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one part of a plan finds.

    Attributes:
        held: The documents that hold it, and what it scores there.
        matching: Those that match it.
        worth: What it is worth for coverage.
    """

    held: Scored
    matching: Numbers
    worth: float


@dataclass(frozen=True, slots=True)
class _Sum:
    """What all parts of a plan find together.

    Attributes:
        documents: Which match.
        scores: The sum of the parts' scores in each.
        held: How much of the query each holds.
        asked: How much of it any document holds.
    """

    documents: Numbers
    scores: Scores
    held: Scores | float
    asked: float


def score_plan(plan: Plan, snapshot: Snapshot, concepts: ConceptCache, deadline: Deadline) -> Scored:
    """Score and match a plan; restrictions and filters of the request are not its business.

    After the deadline only fewer documents match: words may be left out, while what was not seen of a required concept
    does not match, and an exclusion that was not finished lets nothing through.
    """
    found = _Scorer(Reader(snapshot, deadline), concepts).sum(plan)
    if not found.asked:
        return Scored(found.documents, found.scores)
    share = snapshot.coverage
    coverage = found.held * (share / found.asked) + (1.0 - share)
    return Scored(found.documents, coverage * found.scores * snapshot.recency[found.documents])


def score_terms(query: WeightedTerms, snapshot: Snapshot, deadline: Deadline) -> Scored:
    """Score an OR of weighted stems; how recent a story is does not count, that is the asker's to weigh."""
    reader = Reader(snapshot, deadline)
    norms = snapshot.norms(Layer.STEM, WEIGHTED_TERMS_B)
    with snapshot.scratch.lend() as scratch:
        for term in query.terms:
            evidence = reader.word(Layer.STEM, term.text)
            gains = saturated(evidence.frequencies, norms[evidence.documents])
            gains *= term.weight * snapshot.idf(evidence.articles)
            scratch.scores[evidence.documents] += gains
            scratch.seen[evidence.documents] = True
        documents = np.flatnonzero(scratch.seen)
        scratch.seen[documents] = False
        scores = scratch.scores[documents]
        scratch.scores[documents] = 0.0
    return Scored(documents, scores)


@dataclass(frozen=True, slots=True)
class _Scorer:
    """Adds up what the parts of plans find."""

    reader: Reader
    concepts: ConceptCache

    def sum(self, plan: Plan) -> _Sum:
        """Return what a plan finds, neither coverage nor recency applied."""
        required = [self._answer(part) for part in plan.required]
        scored = [self._answer(part) for part in plan.scored]
        documents = self._allowed(plan, self._matching(required, scored))
        answers = [answer for answer in (*required, *scored) if answer.held.documents.size]
        scores, held = _totals(documents, answers, self.reader.snapshot)
        return _Sum(documents, scores, held, sum(answer.worth for answer in answers))

    def _matching(self, required: Sequence[_Answer], scored: Sequence[_Answer]) -> Numbers:
        """Return what matches all required parts; without any, one of those that score; without those, everything."""
        if required:
            return common([answer.matching for answer in required])
        if scored:
            return _union([answer.matching for answer in scored], self.reader.snapshot)
        return self.reader.snapshot.living

    def _allowed(self, plan: Plan, documents: Numbers) -> Numbers:
        """Return which of the documents satisfy the plan's restrictions and match nothing that it excludes."""
        for restriction in plan.restrictions:
            if isinstance(restriction, Either):
                documents = documents[is_in(documents, self._either(restriction).matching)]
            else:
                documents = documents[restriction_mask(restriction, self.reader.snapshot)[documents]]
        for part in plan.excluded:
            documents = documents[~is_in(documents, self._answer(part).matching)]
        return _NONE if plan.excluded and self.reader.deadline.passed() else documents

    def _answer(self, part: Part) -> _Answer:
        if isinstance(part, Either):
            return self._either(part)
        found = self.concepts.get(part, self.reader)
        if part.weight == 1.0:
            return _Answer(found.held, found.matching, found.idf)
        weighted = Scored(found.held.documents, part.weight * found.held.scores)
        return _Answer(weighted, found.matching, part.weight * found.idf)

    def _either(self, either: Either) -> _Answer:
        """Return what matches one of the plans, with the score of the best one."""
        snapshot = self.reader.snapshot
        sums = [self.sum(plan) for plan in either.plans]
        documents = _union([found.documents for found in sums], snapshot)
        best = np.zeros(documents.size)
        for found in sums:
            places, _ = places_in(found.documents, documents)
            best[places] = np.maximum(best[places], found.scores)
        return _Answer(Scored(documents, best), documents, snapshot.idf(documents.size))


def _union(sets: Sequence[Numbers], snapshot: Snapshot) -> Numbers:
    if len(sets) == 1:
        return sets[0]
    with snapshot.scratch.lend() as scratch:
        return scratch.union(sets)


def _totals(documents: Numbers, answers: Sequence[_Answer], snapshot: Snapshot) -> tuple[Scores, Scores | float]:
    """Return per document the sum of what the answers score there, and of what those that hold it are worth."""
    if len(answers) == 1 and answers[0].held.documents is documents:
        return answers[0].held.scores, answers[0].worth
    if documents.size * FEW * len(answers) < sum(answer.held.documents.size for answer in answers):
        return _looked_up(documents, answers)
    return _spread_out(documents, answers, snapshot)


def _looked_up(documents: Numbers, answers: Sequence[_Answer]) -> tuple[Scores, Scores]:
    scores, worth = np.zeros(documents.size), np.zeros(documents.size)
    for answer in answers:
        places, found = places_in(documents, answer.held.documents)
        scores += answer.held.scores[places] * found
        worth += answer.worth * found
    return scores, worth


def _spread_out(documents: Numbers, answers: Sequence[_Answer], snapshot: Snapshot) -> tuple[Scores, Scores]:
    with snapshot.scratch.lend() as scratch:
        for answer in answers:
            scratch.scores[answer.held.documents] += answer.held.scores
            scratch.worth[answer.held.documents] += answer.worth
        totals = scratch.scores[documents], scratch.worth[documents]
        for answer in answers:
            scratch.scores[answer.held.documents] = 0.0
            scratch.worth[answer.held.documents] = 0.0
        return totals
