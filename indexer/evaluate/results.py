"""What an evaluation found, as values and as the table that is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Wall time of one answer over all queries, in milliseconds."""

    p50: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A system's figures on a judged collection.

    Attributes:
        queries: Number of judged queries.
        articles: Number of indexed articles.
        measures: Mean of each measure.
        baseline: The same for plain BM25 over unstemmed words, in the same run; empty where none was run.
        kinds: Means per kind of query, where the queries file names kinds.
        no_answer: Queries that found nothing.
        unjudged: Share of the shown results (top 10) that nobody has judged.
        latency: Time per answer.
        failed: Corpus lines that could not be indexed, with reasons.
    """

    queries: int
    articles: int
    measures: Mapping[str, float]
    baseline: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    no_answer: int
    unjudged: float
    latency: Latency
    failed: Sequence[str] = ()


def latency(times_ms: Sequence[float]) -> Latency:
    """Return median and 99th percentile (nearest rank) of at least one time."""
    ordered = sorted(times_ms)
    return Latency(p50=ordered[(len(ordered) - 1) // 2], p99=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))])


def as_table(evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines of a report for people."""
    names = list(evaluation.measures)
    yield f"{evaluation.queries} queries, {evaluation.articles} articles"
    yield ""
    yield _row("", names)
    yield _row("telusur", [f"{evaluation.measures[name]:.4f}" for name in names])
    if evaluation.baseline:
        yield _row("plain BM25", [f"{evaluation.baseline[name]:.4f}" for name in names])
        yield _row("difference", [f"{evaluation.measures[n] - evaluation.baseline[n]:+.4f}" for n in names])
    if len(evaluation.kinds) > 1:
        yield ""
        for kind, means in sorted(evaluation.kinds.items()):
            yield _row(kind or "(none)", [f"{means[name]:.4f}" for name in names])
    yield ""
    yield f"queries without an answer: {evaluation.no_answer}"
    yield f"unjudged in the top 10: {evaluation.unjudged:.3f}"
    yield f"time per answer: p50 {evaluation.latency.p50:.1f} ms, p99 {evaluation.latency.p99:.1f} ms"
    if evaluation.failed:
        yield f"corpus lines not indexed: {len(evaluation.failed)}"
        yield from (f"  {reason}" for reason in evaluation.failed[:10])


def _row(label: str, cells: Sequence[str]) -> str:
    return f"{label:<16}" + "".join(f"{cell:>12}" for cell in cells)
