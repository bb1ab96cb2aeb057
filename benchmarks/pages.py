"""Processor time of pages of results over an archive of real size, one request after another.

python -m benchmarks.pages --config telusur.toml --queries queries.tsv
"""

import argparse
import time
from pathlib import Path
from urllib.parse import quote

from indexer.cli.context import Context
from indexer.cli.pages import spare_collector, web_config
from search_web import create_app


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True, help="lines of id, tab, query")
    parser.add_argument("--number", type=int, default=300)
    options = parser.parse_args()
    texts = [line.split("\t")[1] for line in options.queries.read_text(encoding="utf-8").splitlines()]
    context = Context(config_path=options.config)
    with context.engine() as engine:
        app = create_app(web_config(context, engine))
        client = app.test_client()
        for text in texts[:5]:
            client.get(f"/cari?q={quote(text)}")
        spare_collector()
        times = sorted(_milliseconds(client, text) for text in texts[: options.number])
        print(f"{engine.info().articles} articles, {len(times)} pages with facets, in ms of processor time:")
        for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
            print(f"  {name} {times[min(len(times) - 1, int(len(times) * share))]:.1f}")


def _milliseconds(client, text: str) -> float:  # noqa: ANN001 - Flask's test client
    started = time.process_time()
    response = client.get(f"/cari?q={quote(text)}")
    seconds = time.process_time() - started
    if response.status_code != 200:
        raise RuntimeError(f"{response.status} for {text}")
    return seconds * 1000


if __name__ == "__main__":
    main()
