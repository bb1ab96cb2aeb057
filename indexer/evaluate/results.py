"""What an evaluation found, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.evaluate.bootstrap import Figure
from indexer.evaluate.compare import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Wall time of one answer over all queries, in milliseconds."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Ranking without one ingredient.

    Attributes:
        name: The ingredient.
        measures: What is reached without it.
        brings: Whole ranking minus this one, paired by query: below 0 it does harm.
    """

    name: str
    measures: Mapping[str, Figure]
    brings: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstQuery:
    """A query that is answered badly, and by how much: where to look first."""

    id: str
    text: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEvaluation:
    """Search on a judged collection.

    Attributes:
        articles: Number of indexed articles.
        comparison: telusur and its peers.
        kinds: Kind of query to means, where the queries file names kinds.
        worst: Queries with the lowest nDCG@10.
        left_out: What each ingredient brings, where that was asked.
        latency: Time per answer.
        failed: Corpus lines that could not be indexed, with reasons.
    """

    articles: int
    comparison: Comparison
    kinds: Mapping[str, Mapping[str, float]]
    worst: tuple[WorstQuery, ...]
    left_out: tuple[LeftOut, ...]
    latency: Latency
    failed: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedEvaluation:
    """Related stories on editors' links and on judged pairs.

    Attributes:
        articles: Number of indexed articles.
        golds: Judged set ("links", "judged pairs") to the systems' comparison on it.
        lists: Stories for which suggestions were asked.
        duplicates: Pairs of suggestions in one top five that are the same text (shingle Jaccard from 0.7).
        most_used: Largest share of the top-five lists that hold one and the same article.
        latency: Time per answer.
        failed: Corpus lines that could not be indexed, with reasons.
    """

    articles: int
    golds: Mapping[str, Comparison]
    lists: int
    duplicates: int
    most_used: float
    latency: Latency
    failed: Sequence[str]


def latency(times_ms: Sequence[float]) -> Latency:
    """Return percentiles (nearest rank) of at least one time."""
    ordered = sorted(times_ms)

    def percentile(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    return Latency(p50=ordered[(len(ordered) - 1) // 2], p95=percentile(0.95), p99=percentile(0.99))
