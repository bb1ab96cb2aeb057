"""Retrieval measures, computed by ir-measures (trec_eval underneath).

nDCG uses the gain ``2^grade - 1``, so that one story that is exactly what was sought outweighs several that merely
fit. trec_eval takes a grade as its gain, hence grades are turned into gains first. Binary measures count a document as
relevant from grade 2 where judgements are graded, from grade 1 where they are yes or no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, P, R, nDCG

from indexer.evaluate.files import Qrels

Ranking = Sequence[tuple[str, float]]
"""Document ids with scores, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure at a cutoff: its printed name, and how ir-measures calls it."""

    name: str
    graded: bool
    cutoff: int
    kind: str


SEARCH_MEASURES = (
    Measure(name="nDCG@10", graded=True, cutoff=10, kind="ndcg"),
    Measure(name="MRR@10", graded=False, cutoff=10, kind="rr"),
    Measure(name="P@5", graded=False, cutoff=5, kind="p"),
    Measure(name="Recall@100", graded=False, cutoff=100, kind="r"),
)

RELATED_MEASURES = (
    Measure(name="Recall@5", graded=False, cutoff=5, kind="r"),
    Measure(name="Recall@10", graded=False, cutoff=10, kind="r"),
    Measure(name="MRR", graded=False, cutoff=10, kind="rr"),
    Measure(name="nDCG@5", graded=True, cutoff=5, kind="ndcg"),
)

_KINDS = {"ndcg": nDCG, "rr": RR, "p": P, "r": R}


def relevant_from(qrels: Qrels) -> int:
    """Return the grade from which a document counts as relevant: 2 where grades go above 1, else 1."""
    highest = max((grade for judged in qrels.values() for grade in judged.values()), default=0)
    return 2 if highest > 1 else 1


def per_query(
    measures: Sequence[Measure], qrels: Qrels, rankings: Mapping[str, Ranking]
) -> Mapping[str, Mapping[str, float]]:
    """Return measure name to query id to value, for every judged query; one without an answer scores 0."""
    run = {query_id: _distinct_scores(ranking) for query_id, ranking in rankings.items()}
    gains = {query: {doc: 2**grade - 1 for doc, grade in judged.items()} for query, judged in qrels.items()}
    threshold = relevant_from(qrels)
    binary = {query: {doc: int(grade >= threshold) for doc, grade in judged.items()} for query, judged in qrels.items()}
    values: dict[str, dict[str, float]] = {}
    for measure in measures:
        judged = gains if measure.graded else binary
        metric = _KINDS[measure.kind] @ measure.cutoff
        scores = dict.fromkeys(qrels, 0.0)
        scores.update({m.query_id: m.value for m in ir_measures.iter_calc([metric], judged, run)})
        values[measure.name] = scores
    return values


def _distinct_scores(ranking: Ranking) -> dict[str, float]:
    """Score by rank: trec_eval would reorder ties by document id, which is not what the reader saw."""
    return {document_id: float(len(ranking) - rank) for rank, (document_id, _) in enumerate(ranking)}
