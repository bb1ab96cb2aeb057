"""The same archive on a cluster and in the embedded engine: do they agree, and what does each cost.

    tools/opensearch start /tmp/opensearch
    python -m benchmarks.opensearch --address opensearch+http://127.0.0.1:19200/ukur --config telusur.toml
    python -m benchmarks.opensearch --address opensearch+http://127.0.0.1:19200/ukur --judged
    python -m benchmarks.opensearch --cost opensearch+http://127.0.0.1:19200/ukur opensearch+http://…/other

With ``--config`` the archive that it describes is measured on both: articles indexed a second, and the whole answer
over HTTP (``telusur serve``), both engines asked in turn. With ``--judged`` the judged collections beside the
checkout are indexed on both: how many of the first hits are the same, and the measures of each.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.load import get, start_worker
from index.engine import Engine
from index.query import Mode, parse
from index.search import FacetField, SearchRequest
from indexer.archive import Archive
from indexer.assemble import assemble, open_configured_engine
from indexer.build import reindex
from indexer.config import load_config
from indexer.evaluate.collection import Collection, indexed
from indexer.evaluate.compare import Rankings
from indexer.evaluate.files import Qrels, read_all_qrels, read_judged_pairs, read_queries
from indexer.evaluate.measures import RELATED_MEASURES, SEARCH_MEASURES, per_query
from indexer.evaluate.related import suggest
from indexer.evaluate.search import ask
from indexer.workers import Workers

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PORTS = (8880, 8881)
FACETS = (
    FacetField.REGION,
    FacetField.OFFICE,
    FacetField.PERSON,
    FacetField.SECTION,
    FacetField.YEAR,
    FacetField.MONTH,
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", help="of an index on a cluster; it is built anew")
    parser.add_argument("--config", type=Path, help="telusur.toml of an archive")
    parser.add_argument("--queries", type=Path, default=DATA / "reader" / "queries.tsv")
    parser.add_argument("--rounds", type=int, default=5, help="how often each query is asked")
    parser.add_argument("--judged", action="store_true", help="compare rankings on the judged collections")
    parser.add_argument("--cost", nargs="+", metavar="ADDRESS", help="of indexes of several sizes that are there")
    options = parser.parse_args()
    if options.judged:
        compare_rankings(options.address)
    if options.cost:
        model_cost(options.cost, options.queries, options.rounds)
    if options.config is not None:
        compare_speed(options.config, options.address, options.queries, options.rounds)


# Agreement


def compare_rankings(address: str) -> None:
    """Index the judged collections on both engines and print how far they agree."""
    assembly = assemble(zone=ZoneInfo("Asia/Jakarta"))
    with indexed(DATA / "reader" / "corpus.jsonl.gz", assembly) as embedded:
        queries, qrels = read_queries(DATA / "reader" / "queries.tsv"), read_all_qrels([DATA / "reader" / "qrels.tsv"])
        judged = {query.id: qrels[query.id] for query in queries if query.id in qrels}
        both = [ask(one, queries).rankings for one in (embedded, _on_cluster(embedded, address))]
        _tell("search", both, judged, SEARCH_MEASURES)
    with indexed(DATA / "related" / "corpus.jsonl.gz", assembly) as embedded:
        pairs = read_judged_pairs(DATA / "related" / "judged.jsonl")
        both = [suggest(one, pairs).rankings for one in (embedded, _on_cluster(embedded, address))]
        _tell("related", both, pairs, RELATED_MEASURES)


def _on_cluster(embedded: Collection, address: str) -> Collection:
    engine = embedded.assembly.engine(address)
    reindex(embedded.archive, engine)
    return replace(embedded, engine=engine, address=address)


def _tell(what: str, both: Sequence[Rankings], judged: Qrels, measures: Sequence[Any]) -> None:
    orders = [{asked: [own for own, _ in hits] for asked, hits in rankings.items()} for rankings in both]
    same = sum(orders[0][asked] == orders[1][asked] for asked in orders[0])
    print(f"{what}: {same} of {len(orders[0])} rankings are the same, hit by hit")
    wanted = {asked: grades for asked, grades in judged.items() if asked in orders[0]}
    for name, rankings in zip(("embedded", "cluster"), both, strict=True):
        values = per_query(measures, wanted, rankings)
        print(f"  {name:<9}" + ", ".join(f"{m} {np.mean(list(v.values())):.4f}" for m, v in values.items()))


# Cost


def model_cost(addresses: Sequence[str], queries: Path, rounds: int) -> None:
    """Print what a query costs by the articles that match it: the best time of several rounds, all indexes in turn."""
    assembly = assemble(zone=ZoneInfo("Asia/Jakarta"))
    engines = [assembly.engine(address) for address in addresses]
    asked = [
        parse(query.text, resolver=assembly.gazetteer, mode=Mode.LENIENT, today=date.max).query
        for query in read_queries(queries)
    ]
    matches = np.zeros((len(engines), len(asked)))
    best = np.full(matches.shape, np.inf)
    for _ in range(rounds + 1):
        for column, query in enumerate(asked):
            for row, engine in enumerate(engines):
                results = engine.search(SearchRequest(query=query, relax=True, facets=FACETS))
                matches[row, column] = results.total
                best[row, column] = min(best[row, column], results.took_ms)
    for engine, times, totals in zip(engines, best, matches, strict=True):
        info = engine.info()
        print(
            f"{info.articles} articles, {info.size_bytes / max(1, info.articles) / 1_000:.1f} kB each: "
            f"{totals.mean():.0f} match, median {np.median(times):.1f} ms, mean {times.mean():.1f} ms"
        )
    slope, start = np.polyfit(matches.ravel(), best.ravel(), 1)
    print(f"{start:.1f} ms and {slope * 1_000:.1f} microseconds for each article that matches")


# Speed


def compare_speed(config: Path, address: str, queries: Path, rounds: int) -> None:
    """Measure indexing and answering on both engines, in one run."""
    with tempfile.TemporaryDirectory(prefix="telusur-benchmark-") as folder:
        configs = [_config(config, Path(folder) / f"{name}.toml", where) for name, where in _places(folder, address)]
        for name, one in zip(("embedded", "cluster"), configs, strict=True):
            print(f"{name}: {_index_rate(one):.0f} articles/s indexed")
        texts = [line.split("\t")[1] for line in queries.read_text(encoding="utf-8").splitlines()]
        workers = [start_worker(one, port) for one, port in zip(configs, PORTS, strict=True)]
        try:
            times = _asked_in_turn(texts, rounds)
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait()
    for name, milliseconds in zip(("embedded", "cluster"), times, strict=True):
        p50, p99 = np.percentile(milliseconds, (50, 99))
        print(f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms for a whole page over HTTP ({len(milliseconds)} pages)")


def _places(folder: str, address: str) -> Sequence[tuple[str, str]]:
    return ("embedded", f"whoosh:{folder}/index"), ("cluster", address)


def _config(config: Path, copy: Path, engine: str) -> Path:
    """Write a configuration of the same archive with another engine."""
    database = load_config(config).database
    text = f'[archive]\nengine = "{engine}"\ndatabase = "{database}"\n[web]\nrate_limit = ""\n'
    copy.write_text(text, encoding="utf-8")
    return copy


def _index_rate(config: Path) -> float:
    """Index the archive in as many processes as there are cores; return articles per second."""
    loaded = load_config(config)
    archive, engine = Archive.open(loaded.database), open_configured_engine(loaded)
    workers = Workers(processes=os.cpu_count() or 1, open_engine=_Opening(config))
    started = time.perf_counter()
    report = reindex(archive, engine, workers=workers)
    seconds = time.perf_counter() - started
    archive.close()
    engine.close()
    return report.indexed / seconds


class _Opening:
    """Opens the engine of a configuration in another process."""

    def __init__(self, config: Path) -> None:
        self._config = config

    def __call__(self) -> Engine:
        return open_configured_engine(load_config(self._config))


def _asked_in_turn(texts: Sequence[str], rounds: int) -> list[list[float]]:
    """Ask both servers every query in turn and return the milliseconds of each; the first round warms up."""
    times: list[list[float]] = [[] for _ in PORTS]
    for round_number in range(rounds + 1):
        for text in texts:
            for at, port in enumerate(PORTS):
                started = time.perf_counter()
                status = get(port, f"/cari?q={text.replace(' ', '+')}&hal={1 + round_number}")
                if status != 200:
                    sys.exit(f"port {port} answered {status} to {text!r}")
                if round_number:
                    times[at].append((time.perf_counter() - started) * 1_000)
    return times


if __name__ == "__main__":
    main()
