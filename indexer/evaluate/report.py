"""Evaluations as tables for people."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.evaluate.bootstrap import Figure
from indexer.evaluate.compare import Comparison
from indexer.evaluate.results import Latency, RelatedEvaluation, SearchEvaluation

_SHOWN_FAILURES = 10


def search_report(evaluation: SearchEvaluation) -> Iterator[str]:
    """Yield the lines of a report on search."""
    names = _measure_names(evaluation.comparison)
    yield f"{evaluation.comparison.queries} queries, {evaluation.articles} articles"
    yield from _comparison(evaluation.comparison, "no answer")
    if evaluation.left_out:
        yield ""
        yield _row("telusur minus telusur without", names)
        for without in evaluation.left_out:
            yield _row(f"  {without.name}", [_lead(without.brings[name]) for name in names])
    if len(evaluation.kinds) > 1:
        yield ""
        yield _row("kind", names)
        for kind, means in sorted(evaluation.kinds.items()):
            yield _row(f"  {kind or '(none)'}", [f"{means[name]:.3f}" for name in names])
    yield ""
    yield "lowest nDCG@10"
    yield from (f"  {query.value:.3f}  {query.id}  {query.text}" for query in evaluation.worst)
    yield from _ending(evaluation.latency, evaluation.failed)


def related_report(evaluation: RelatedEvaluation) -> Iterator[str]:
    """Yield the lines of a report on related stories."""
    yield f"{evaluation.lists} stories, {evaluation.articles} articles"
    for gold, comparison in evaluation.golds.items():
        yield ""
        yield f"{gold}: {comparison.queries} stories"
        yield from _comparison(comparison, "no suggestion")
    yield ""
    yield f"copies within a top five: {evaluation.duplicates}"
    yield f"most used article: in {evaluation.most_used:.1%} of the top fives"
    yield from _ending(evaluation.latency, evaluation.failed)


def _comparison(comparison: Comparison, nothing: str) -> Iterator[str]:
    names = _measure_names(comparison)
    yield ""
    yield _row("", [*names, nothing, f"unjudged@{comparison.cutoff}"])
    for system in comparison.systems:
        cells = [_with_interval(system.measures[name]) for name in names]
        yield _row(system.name, [*cells, str(system.no_answer), f"{system.unjudged:.3f}"])
    yield ""
    yield _row(f"{comparison.systems[0].name} minus", names)
    for other, leads in comparison.ahead.items():
        yield _row(f"  {other}", [_lead(leads[name]) for name in names])
    yield "95 % intervals by bootstrap over queries; differences are paired, * where the interval leaves out 0"


def _measure_names(comparison: Comparison) -> Sequence[str]:
    measures: Mapping[str, Figure] = comparison.systems[0].measures
    return list(measures)


def _ending(latency: Latency, failed: Sequence[str]) -> Iterator[str]:
    yield f"time per answer: p50 {latency.p50:.1f} ms, p95 {latency.p95:.1f} ms, p99 {latency.p99:.1f} ms"
    if failed:
        yield f"corpus lines not indexed: {len(failed)}"
        yield from (f"  {reason}" for reason in failed[:_SHOWN_FAILURES])


def _with_interval(figure: Figure) -> str:
    return f"{figure.mean:.3f} [{figure.low:.3f} {figure.high:.3f}]"


def _lead(figure: Figure) -> str:
    sure = "*" if figure.low > 0 or figure.high < 0 else " "
    return f"{figure.mean:+.3f}{sure} [{figure.low:+.3f} {figure.high:+.3f}]"


def _row(label: str, cells: Sequence[str]) -> str:
    return (f"{label:<32}" + "".join(f"{cell:>25}" for cell in cells)).rstrip()
