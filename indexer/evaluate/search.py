"""Relevance of search, measured on queries with judged answers, peers beside it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.query import Mode, parse
from index.search import SearchRequest
from indexer.evaluate.ablation import variants
from indexer.evaluate.bootstrap import differences, figures
from indexer.evaluate.collection import Collection
from indexer.evaluate.compare import Rankings, Values, compare
from indexer.evaluate.files import JudgedQuery, Qrels
from indexer.evaluate.measures import SEARCH_MEASURES, Ranking, per_query
from indexer.evaluate.peers import search_peers
from indexer.evaluate.results import LeftOut, SearchEvaluation, WorstQuery, latency

SYSTEM = "telusur"

DEPTH = 100
"""Hits retrieved per query: the deepest cutoff among the measures."""

SHOWN = 10
"""Results on a reader's first page."""

WORST = 10
"""Queries listed as the worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a collection answered: rankings by query, and how long each took in milliseconds."""

    rankings: Rankings
    times_ms: Sequence[float]


def evaluate_search(
    collection: Collection, queries: Sequence[JudgedQuery], qrels: Qrels, *, leave_one_out: bool = False
) -> tuple[SearchEvaluation, Rankings]:
    """Ask every judged query, telusur and its peers, and return the comparison and telusur's rankings.

    Args:
        collection: What to search.
        queries: At least one with judgements; others are left aside.
        qrels: Judgements.
        leave_one_out: Also measure ranking without each of its ingredients; some need another index.
    """
    asked = [query for query in queries if query.id in qrels]
    judged = {query.id: qrels[query.id] for query in asked}
    answered = ask(collection, asked)
    answers = {SYSTEM: answered.rankings, **ask_peers(collection, asked, DEPTH)}
    comparison, values = compare(SEARCH_MEASURES, judged, answers, cutoff=SHOWN)
    evaluation = SearchEvaluation(
        articles=collection.engine.info().articles,
        comparison=comparison,
        kinds=_by_kind(asked, values),
        worst=_worst(asked, values),
        left_out=tuple(_left_out(collection, asked, judged, values)) if leave_one_out else (),
        latency=latency(answered.times_ms),
        failed=collection.failed,
    )
    return evaluation, answered.rankings


def ask(collection: Collection, queries: Sequence[JudgedQuery], limit: int = DEPTH) -> Asked:
    """Ask telusur, as a reader would: the query read kindly, best hits first."""
    rankings: dict[str, Ranking] = {}
    times = []
    for query in queries:
        started = time.perf_counter()
        parsed = parse(query.text, resolver=collection.assembly.gazetteer, mode=Mode.LENIENT, today=date.max)
        results = collection.engine.search(SearchRequest(query=parsed.query, limit=limit, relax=True))
        times.append((time.perf_counter() - started) * 1000)
        rankings[query.id] = [(collection.own_id(hit.document.article.id), hit.score) for hit in results.hits]
    return Asked(rankings=rankings, times_ms=times)


def ask_peers(collection: Collection, queries: Sequence[JudgedQuery], limit: int) -> Mapping[str, Rankings]:
    """Ask every peer the same."""
    articles = collection.articles()
    ids = [collection.own_id(article.id) for article in articles]
    return {
        peer.name: {
            query.id: [(ids[place], -float(rank)) for rank, place in enumerate(peer.search(query.text, limit))]
            for query in queries
        }
        for peer in search_peers(articles)
    }


def _left_out(collection: Collection, queries: Sequence[JudgedQuery], judged: Qrels, whole: Values) -> list[LeftOut]:
    found = []
    for variant in variants(collection.assembly):
        with collection.ranked_by(variant.assembly, rebuild=variant.rebuild) as without:
            values = per_query(SEARCH_MEASURES, judged, ask(without, queries).rankings)
        found.append(LeftOut(name=variant.name, measures=figures(values), brings=differences(whole, values)))
    return found


def _by_kind(queries: Sequence[JudgedQuery], values: Values) -> Mapping[str, Mapping[str, float]]:
    kinds: dict[str, list[str]] = {}
    for query in queries:
        kinds.setdefault(query.kind, []).append(query.id)
    return {
        kind: {name: sum(scores[query_id] for query_id in ids) / len(ids) for name, scores in values.items()}
        for kind, ids in kinds.items()
    }


def _worst(queries: Sequence[JudgedQuery], values: Values) -> tuple[WorstQuery, ...]:
    scores = values["nDCG@10"]
    ordered = sorted(queries, key=lambda query: (scores[query.id], query.id))[:WORST]
    return tuple(WorstQuery(id=query.id, text=query.text, value=scores[query.id]) for query in ordered)
