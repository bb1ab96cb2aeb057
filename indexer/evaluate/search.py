"""Relevance of search, measured on queries with judged answers."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from index.query import Mode, parse
from index.search import SearchRequest
from indexer.assemble import Assembly
from indexer.evaluate.baselines import PlainBM25
from indexer.evaluate.collection import Collection, indexed, own_id
from indexer.evaluate.files import JudgedQuery, Qrels, read_qrels, read_queries, write_run
from indexer.evaluate.measures import SEARCH_MEASURES, Ranking, means, per_query
from indexer.evaluate.results import Evaluation, latency

DEPTH = 100
"""Hits retrieved per query: the deepest cutoff among the measures."""


def evaluate_search(
    assembly: Assembly, *, corpus: Path, queries: Path, qrels: Path, run: Path | None = None
) -> Evaluation:
    """Index the corpus, ask every judged query, and measure, plain BM25 beside it.

    Args:
        assembly: Analyser, gazetteer and engine to measure.
        corpus: JSON lines with id, title, text or body or html, and optional date, sections, url.
        queries: ``qid TAB text [TAB kind]``.
        qrels: TREC judgements.
        run: Where to write the ranking in TREC format.

    Raises:
        SourceError: A file cannot be read; the message names the line.
    """
    judgements = read_qrels(qrels)
    asked = [query for query in read_queries(queries) if query.id in judgements]
    with indexed(corpus, assembly) as collection:
        rankings, times = _ask(collection, assembly, asked)
        baseline = _baseline(collection, asked)
        articles = collection.engine.info().articles
        failed = collection.report.reasons
    judgements = {query.id: judgements[query.id] for query in asked}
    if run is not None:
        write_run(run, rankings, "telusur")
    values = per_query(SEARCH_MEASURES, judgements, rankings)
    return Evaluation(
        queries=len(asked),
        articles=articles,
        measures=means(values),
        baseline=means(per_query(SEARCH_MEASURES, judgements, baseline)),
        kinds=_by_kind(asked, values),
        no_answer=sum(not ranking for ranking in rankings.values()),
        unjudged=_unjudged(rankings, judgements),
        latency=latency(times),
        failed=failed,
    )


def _ask(
    collection: Collection, assembly: Assembly, queries: Sequence[JudgedQuery]
) -> tuple[Mapping[str, Ranking], list[float]]:
    rankings: dict[str, Ranking] = {}
    times = []
    for query in queries:
        started = time.perf_counter()
        parsed = parse(query.text, resolver=assembly.gazetteer, mode=Mode.LENIENT, today=date.max)
        results = collection.engine.search(SearchRequest(query=parsed.query, limit=DEPTH, relax=True))
        times.append((time.perf_counter() - started) * 1000)
        rankings[query.id] = [(own_id(hit.document.article.id), hit.score) for hit in results.hits]
    return rankings, times


def _baseline(collection: Collection, queries: Sequence[JudgedQuery]) -> Mapping[str, Ranking]:
    articles = (document.article for document in collection.documents())
    bm25 = PlainBM25((own_id(article.id), f"{article.title}\n{article.body}") for article in articles)
    return {query.id: bm25.search(query.text, DEPTH) for query in queries}


def _by_kind(
    queries: Sequence[JudgedQuery], values: Mapping[str, Mapping[str, float]]
) -> Mapping[str, Mapping[str, float]]:
    kinds: dict[str, list[str]] = {}
    for query in queries:
        kinds.setdefault(query.kind, []).append(query.id)
    return {
        kind: {name: sum(scores[query_id] for query_id in ids) / len(ids) for name, scores in values.items()}
        for kind, ids in kinds.items()
    }


def _unjudged(rankings: Mapping[str, Ranking], qrels: Qrels) -> float:
    shown = [(query_id, doc) for query_id, ranking in rankings.items() for doc, _ in ranking[:10]]
    unjudged = sum(doc not in qrels[query_id] for query_id, doc in shown)
    return unjudged / len(shown) if shown else 0.0
