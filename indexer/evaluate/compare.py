"""Systems side by side on one judged set: figures with intervals, and how far the first is ahead of each other one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.evaluate.bootstrap import Figure, differences, figures
from indexer.evaluate.files import Qrels
from indexer.evaluate.measures import Measure, Ranking, per_query

Rankings = Mapping[str, Ranking]
"""Query id to what a system answered."""

Values = Mapping[str, Mapping[str, float]]
"""Measure name to query id to value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFigures:
    """What one system reached.

    Attributes:
        name: The system.
        measures: Mean of each measure, with its interval.
        no_answer: Queries that found nothing.
        unjudged: Share of what it showed (up to the cutoff) that nobody has judged.
    """

    name: str
    measures: Mapping[str, Figure]
    no_answer: int
    unjudged: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Systems on one judged set.

    Attributes:
        queries: Number of judged queries.
        cutoff: Depth to which ``unjudged`` looks.
        systems: Figures of each system, the one that is measured first.
        ahead: Other system to measure to the first one's lead, paired by query; it is sure where ``low`` is above 0.
    """

    queries: int
    cutoff: int
    systems: tuple[SystemFigures, ...]
    ahead: Mapping[str, Mapping[str, Figure]]


def compare(
    measures: Sequence[Measure], qrels: Qrels, answers: Mapping[str, Rankings], *, cutoff: int
) -> tuple[Comparison, Values]:
    """Return the comparison, and the first system's value for each query.

    Args:
        measures: What to compute.
        qrels: Judgements; every query in it counts, one without an answer as 0.
        answers: System to rankings, the system that is measured first.
        cutoff: Results shown to a person, for the share of unjudged ones.
    """
    values = {name: per_query(measures, qrels, rankings) for name, rankings in answers.items()}
    first, *others = values
    comparison = Comparison(
        queries=len(qrels),
        cutoff=cutoff,
        systems=tuple(
            SystemFigures(
                name=name,
                measures=figures(values[name]),
                no_answer=sum(not rankings.get(query) for query in qrels),
                unjudged=_unjudged(rankings, qrels, cutoff),
            )
            for name, rankings in answers.items()
        ),
        ahead={name: differences(values[first], values[name]) for name in others},
    )
    return comparison, values[first]


def _unjudged(rankings: Rankings, qrels: Qrels, cutoff: int) -> float:
    shown = [(query, doc) for query in qrels for doc, _ in rankings.get(query, ())[:cutoff]]
    return sum(doc not in qrels[query] for query, doc in shown) / max(1, len(shown))
