"""One engine in a process of its own, as :mod:`benchmarks.engines` starts it; prints JSON.

python -m benchmarks.one ENGINE build|search FOLDER CORPUS ARTICLES PASSES SECONDS
"""

import gc
import importlib
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peers.base import KINDS, Peer, Stopwatch
from benchmarks.rows import Query, grown, read_queries

ENGINES: dict[str, Callable[[], Peer]] = {
    "telusur-cold": lambda: _peer("telusur", "Telusur", keeps=False),
    "telusur-warm": lambda: _peer("telusur", "Telusur", keeps=True),
    "whoosh": lambda: _peer("stock", "Stock"),
    "naive": lambda: _peer("stock", "Naive"),
    "tantivy": lambda: _peer("tantivy_", "Tantivy"),
    "fts5": lambda: _peer("fts5", "Fts5"),
    "xapian": lambda: _peer("xapian_", "Xapian"),
    "postgres": lambda: _peer("postgres", "Postgres"),
    "bm25s": lambda: _peer("bm25s_", "Bm25s"),
}

CANNOT_MS = 50
"""Milliseconds below which an engine has answered none of the queries: it cannot do this kind."""


def build(peer: Peer, folder: Path, corpus: Path, articles: int) -> dict[str, Any]:
    """Build the index and say how fast, how large, and with how much memory beyond that of the rows."""
    rows = grown(corpus, articles)
    first = next(rows)
    before = _peak_mb()
    watch, started = Stopwatch(), time.perf_counter()
    peer.build(_chained(first, rows), folder, watch)
    return {
        "engine_cpu_s": round(watch.seconds, 1),
        "articles_per_s": round(articles / watch.seconds),
        "wall_s": round(time.perf_counter() - started, 1),
        "mb": round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1),
        "peak_over_rows_mb": round(_peak_mb() - before),
    }


def search(peer: Peer, folder: Path, queries: list[Query], passes: int, seconds: float) -> dict[str, Any]:
    """Ask every query in every kind, at most so many seconds a kind; milliseconds of CPU."""
    started = time.process_time()
    peer.open(folder)
    report: dict[str, Any] = {"open_ms": round((time.process_time() - started) * 1000, 1)}
    try:
        for query in queries[:50]:  # pages of the files, lazily read columns
            for kind in ("or", "facets"):
                peer.run(kind, query)
        gc.freeze()
        for kind in KINDS:
            report[kind] = _measured(peer, kind, queries, passes, seconds)
        report |= _memory_mb()
    finally:
        peer.close()
    return report


def _measured(peer: Peer, kind: str, queries: list[Query], passes: int, seconds: float) -> dict[str, Any] | None:
    """Ask the queries ``passes`` times; the median of each counts. When the time is over, those asked so far count."""
    times: list[list[float]] = [[] for _ in queries]
    totals: dict[int, int | None] = {}
    until = time.monotonic() + seconds
    for _ in range(passes):
        for at, query in enumerate(queries):
            if time.monotonic() > until:
                break
            started = peer.cpu()
            totals[at] = peer.run(kind, query)
            times[at].append((peer.cpu() - started) * 1000)
    if all(total is None for total in totals.values()) and sum(map(sum, times)) < CANNOT_MS:
        return None
    medians = sorted(statistics.median(taken) for taken in times if taken)
    return {
        "p50": round(medians[len(medians) // 2], 3),
        "p99": round(medians[int(len(medians) * 0.99)], 3),
        "queries": len(medians),
        "hits": sum(total or 0 for total in totals.values()),
    }


def _memory_mb() -> dict[str, int]:
    """Return resident memory, and what of it is this process's own; pages of mapped files every process shares."""
    names = {"Rss:": "rss_mb", "Anonymous:": "private_mb"}
    lines = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return {names[line[0]]: int(line[1]) // 1024 for line in lines if line[0] in names}


def _shuffled(queries: list[Query]) -> list[Query]:
    """Mix readers' queries with those made of headlines, so that the first ones stand for all; always alike."""
    return random.Random(11).sample(queries, len(queries))  # noqa: S311 - a repeatable order, no secret


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _chained(first: Any, rest: Any) -> Any:
    yield first
    yield from rest


def _peer(module: str, name: str, **options: bool) -> Peer:
    peer: Peer = getattr(importlib.import_module(f"benchmarks.peers.{module}"), name)(**options)
    return peer


def main() -> None:
    """Measure one engine."""
    name, step, folder, corpus, articles, passes, seconds = sys.argv[1:8]
    peer = ENGINES[name]()
    if step == "build":
        report = build(peer, Path(folder), Path(corpus), int(articles))
    else:
        report = search(peer, Path(folder), _shuffled(read_queries(Path(corpus))), int(passes), float(seconds))
    print(json.dumps(report))


if __name__ == "__main__":
    main()
