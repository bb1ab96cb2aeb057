"""Build the same corpus in every engine and print one table.

    python -m benchmarks.engines --articles 20000 --peers /path/to/python

Every engine runs in processes of its own, one after the other; times are CPU time. ``--peers`` names a Python whose
environment holds tantivy, bm25s, psycopg, numpy and Xapian's binding; PostgreSQL 15 must be installed. An engine that
fails is left out of the tables, and named. No kind of query takes longer than ``--seconds``; where fewer than all were
asked, the table says how many. Indexes and results are kept in ``--folder``; indexes are used again.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.corpus import prepare, write_queries
from benchmarks.one import ENGINES
from benchmarks.peers.base import KINDS
from index.engines.whoosh import check_environment
from indexer.assemble import assemble

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
OURS = ("telusur-cold", "telusur-warm", "whoosh", "naive")
BUILT_BY = {"telusur-warm": "telusur-cold"}
"""Engines that search what another one built."""

BOTH = ("telusur-cold", "telusur-warm")

SEARCHED = tuple(name for name in ENGINES if name != "naive")


def main() -> None:
    """Run the benchmark."""
    options = _options()
    check_environment()
    options.folder.mkdir(parents=True, exist_ok=True)
    assembly = assemble(zone=ZoneInfo("Asia/Jakarta"))
    prepare(options.news, options.folder, assembly)
    asked = [line.split("\t")[1] for line in options.queries.read_text(encoding="utf-8").splitlines()]
    write_queries(options.folder, assembly.analyzer, asked, options.count)
    results: dict[str, dict[str, Any]] = {}
    for name in options.engines:
        try:
            results[name] = _run(name, options)
        except subprocess.CalledProcessError as error:
            print(f"{name} failed ({error})", file=sys.stderr, flush=True)
        (options.folder / f"results-{options.articles}.json").write_text(json.dumps(results, indent=1))
    print(table(results), ratios(results), sep="\n\n")


def table(results: dict[str, dict[str, Any]]) -> str:
    """Return the results as a table in Markdown."""
    columns = ("articles_per_s", "mb", "open_ms", "rss_mb", "private_mb")
    lines = [
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; p50 / p99 in CPU ms",
        "",
    ]
    lines += ["| engine | index/s | MB | open ms | RSS | private | " + " | ".join(KINDS) + " |"]
    lines += ["|---" * (6 + len(KINDS)) + "|"]
    for name, result in results.items():
        cells = [str(result.get(column, "")) for column in columns]
        times = [result.get(kind) for kind in KINDS]
        most = max((time["queries"] for time in times if time), default=0)
        cells += [_cell(time, most) for time in times]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ratios(results: dict[str, dict[str, Any]]) -> str:
    """Return how many times as long as telusur each other engine takes (p50), as a table in Markdown."""
    lines = ["| p50, times telusur's | " + " | ".join(KINDS) + " |", "|---" * (1 + len(KINDS)) + "|"]
    for ours in results.keys() & set(BOTH):
        for name in results.keys() - set(BOTH):
            cells = [_ratio(results[name].get(kind), results[ours].get(kind)) for kind in KINDS]
            lines.append(f"| {name} / {ours} | " + " | ".join(cells) + " |")
    return "\n".join([*lines[:2], *sorted(lines[2:])])


def _cell(time: dict[str, Any] | None, most: int) -> str:
    if time is None:
        return "–"
    asked = f" ({time['queries']} q.)" if time["queries"] < most else ""
    return f"{time['p50']:.2f} / {time['p99']:.1f}{asked}"


def _ratio(theirs: dict[str, Any] | None, ours: dict[str, Any] | None) -> str:
    return f"{theirs['p50'] / ours['p50']:.2f}" if theirs and ours else "–"


def _run(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Build and search with one engine; a build that is there is used again."""
    folder = options.folder / str(options.articles) / BUILT_BY.get(name, name)
    built = folder / "built.json"
    if not built.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        report = _step(name, "build", folder, options)
        built.write_text(json.dumps(report))
    report = json.loads(built.read_text())
    if name in SEARCHED:
        report |= _step(name, "search", folder, options)
    print(name, json.dumps(report), file=sys.stderr, flush=True)
    return report


def _step(name: str, step: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    python = sys.executable if name in OURS else options.peers
    command = [python, "-m", "benchmarks.one", name, step, str(folder), str(options.folder), str(options.articles)]
    command += [str(options.passes), str(options.seconds)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - ours
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure engines on one corpus.")
    parser.add_argument("--articles", type=int, default=20_000, help="size of the corpus")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), help="engines to measure")
    parser.add_argument("--peers", default=sys.executable, help="Python whose environment holds the peers")
    parser.add_argument("--folder", type=Path, default=Path("var/benchmark"), help="where corpus and indexes go")
    parser.add_argument("--count", type=int, default=500, help="queries")
    parser.add_argument("--passes", type=int, default=5, help="times each query is asked; its median counts")
    parser.add_argument("--seconds", type=float, default=90.0, help="most time for one kind of query")
    parser.add_argument("--news", type=Path, default=SHARED / "news" / "articles.jsonl.gz", help="articles")
    parser.add_argument("--queries", type=Path, default=SHARED / "reader" / "queries.tsv", help="what readers asked")
    return parser.parse_args()


if __name__ == "__main__":
    main()
