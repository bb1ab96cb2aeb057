"""How much memory a first sync of a large WordPress needs, and how long it takes.

The site is simulated (``tests.indexer.sites.FakeWordPress``): a process of its own that answers real HTTP on the
loopback, slowly. Its posts are made of the sample archive's texts. Prints one JSON object; memory is the peak of the
syncing process.

    python benchmarks/sync_memory.py --posts 100000 --delay 0.02
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from index.article import Annotations
from indexer.archive import Archive
from indexer.assemble import assemble
from indexer.sources import Manners, Order, Pass, WordPressSource
from indexer.sync import run_sync
from tests.indexer.sites import FakeWordPress, Post

SAMPLE = Path(__file__).parent.parent / "indexer" / "sample" / "articles.jsonl"


def serve(posts: int, delay_s: float, ready: Connection) -> None:
    """Serve the simulated site until the process is ended."""
    stories = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    begin = datetime(2010, 1, 1, tzinfo=UTC)

    def post(number: int) -> Post:
        moment = begin + timedelta(hours=number)
        story = stories[number % len(stories)]
        return Post(
            number, title=f"{story['title']} {number}", content=story["html"], published=moment, modified=moment
        )

    site = FakeWordPress([post(number) for number in range(1, posts + 1)])
    site.delay_s = delay_s
    site.start()
    ready.send(site.address)
    ready.recv()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--delay", type=float, default=0.02, help="seconds that the site takes for an answer")
    parser.add_argument("--plain", action="store_true", help="find nothing in the articles: the reading alone")
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(arguments.posts, arguments.delay, theirs), daemon=True)
    server.start()
    theirs.close()  # so that a server that fails ends the wait below
    source = WordPressSource(
        name="situs", address=ours.recv(), manners=Manners(contact="benchmark", pause_s=0, backoff_s=0)
    )
    reading = assemble(zone=ZoneInfo("Asia/Jakarta")).reading()
    if arguments.plain:
        reading = replace(reading, annotate=lambda _article: Annotations())
    result: dict[str, object] = {"posts": arguments.posts}
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder, "a.sqlite"), create=True) as archive:
        for name, pass_ in (("first", Pass.AUTO), ("sweep", Pass.SWEEP)):
            began = time.perf_counter()
            report = run_sync(archive, source, reading, order=Order(pass_=pass_))
            result[name] = {
                "counts": dict(report.counts()),
                "stopped": report.stopped,
                "seconds": round(time.perf_counter() - began, 1),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
            }
    ours.send(None)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
