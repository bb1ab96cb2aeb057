"""Related stories, measured on the links that editors placed."""

import time
from pathlib import Path

from index.related import Options, related
from indexer.assemble import Assembly
from indexer.evaluate.collection import indexed, own_id
from indexer.evaluate.files import read_links, write_run
from indexer.evaluate.measures import RELATED_MEASURES, Ranking, means, per_query
from indexer.evaluate.results import Evaluation, latency

DEPTH = 10
"""Suggestions per story: the deepest cutoff among the measures."""


def evaluate_related(assembly: Assembly, *, corpus: Path, links: Path, run: Path | None = None) -> Evaluation:
    """Index the corpus, ask for each linking story's related ones, and compare with what its editors linked.

    Links whose story is not in the corpus are left out. What editors did not link may be as good: the figures are a
    lower bound.
    """
    linked = read_links(links)
    rankings: dict[str, Ranking] = {}
    times: list[float] = []
    with indexed(corpus, assembly) as collection:
        for source in linked:
            subject = collection.get(source)
            if subject is None:
                continue
            started = time.perf_counter()
            stories = related(collection.engine, assembly.analyzer, subject, Options(limit=DEPTH)).stories
            times.append((time.perf_counter() - started) * 1000)
            rankings[source] = [(own_id(story.document.article.id), story.score) for story in stories]
        articles = collection.engine.info().articles
        failed = collection.report.reasons
    judged = {source: linked[source] for source in rankings}
    if run is not None:
        write_run(run, rankings, "telusur")
    shown = [(source, doc) for source, ranking in rankings.items() for doc, _ in ranking]
    return Evaluation(
        queries=len(judged),
        articles=articles,
        measures=means(per_query(RELATED_MEASURES, judged, rankings)),
        no_answer=sum(not ranking for ranking in rankings.values()),
        unjudged=sum(doc not in judged[source] for source, doc in shown) / max(1, len(shown)),
        latency=latency(times or [0.0]),
        failed=failed,
    )
