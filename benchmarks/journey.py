"""How fast the main job is: import, reindex, and searches over an archive of real size.

    .venv/bin/python benchmarks/journey.py articles.jsonl[.gz] queries.tsv

Import and reindex run as the command line runs them, each in a process of its own, so that its peak memory is its own.
Searches are whole answers: parsing, ranking, five facets, ten snippets.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from index.answer import results_to_record, snippets
from index.query import parse
from index.search import FacetField, SearchRequest
from indexer.assemble import assemble_from
from indexer.config import load_config

QUERIES = 50
FACETS = (FacetField.REGION, FacetField.OFFICE, FacetField.PERSON, FacetField.SECTION, FacetField.YEAR)


def run(folder: Path, *arguments: str) -> float:
    """Run a telusur command in ``folder``; return seconds of wall time."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "indexer.cli", *arguments], cwd=folder, check=True)  # noqa: S603 - our own
    return time.perf_counter() - started


def peak_mb() -> float:
    """Return the largest resident memory of any child process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Run the journey and print its figures as JSON."""
    articles, queries = (Path(argument).resolve() for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(folder, "init")
        importing = run(folder, "import", str(articles))
        import_mb = peak_mb()
        indexing = run(folder, "reindex")
        config = load_config(folder / "telusur.toml")
        assembly = assemble_from(config)
        engine = assembly.engine(config.engine)
        total = engine.info().articles
        texts = [line.split("\t")[1] for line in queries.read_text(encoding="utf-8").splitlines()][:QUERIES]
        times = []
        for text in texts:
            started = time.perf_counter()
            query = parse(text, resolver=assembly.gazetteer, today=date.max).query
            results = engine.search(SearchRequest(query=query, facets=FACETS))
            json.dumps(results_to_record(results, snippets(results, query, assembly.analyzer)))
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        figures = {
            "articles": total,
            "import_per_s": round(total / importing),
            "import_peak_mb": round(import_mb),
            "reindex_per_s": round(total / indexing),
            "peak_of_both_mb": round(peak_mb()),
            "index_mb": round(engine.info().size_bytes / 1e6),
            "queries": len(times),
            "answer_p50_ms": round(times[len(times) // 2], 1),
            "answer_p99_ms": round(times[-1], 1),
        }
        engine.close()
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
