"""Processor time of one list of related stories, for articles and for drafts of 600 words.

    .venv/bin/python -m benchmarks.related --config telusur.toml --stories 300

Stories are taken evenly from the whole archive. The first round is what a worker answers that has just begun: its
caches grow with each answer. The next rounds ask for other stories, which it has not met, and for the first ones again.
A draft is the first 600 words of a story that it has not met either, without its address, cleaned and annotated as an
editor's draft is.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from index.article import Document
from index.related import Options, related
from indexer.archive import Archive
from indexer.cli.context import Context
from indexer.cli.pages import spare_collector
from indexer.drafts import DraftReader

DRAFT_WORDS = 600
ROUNDS = 3
OPTIONS = Options(limit=5)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--stories", type=int, default=300)
    options = parser.parse_args()
    context = Context(config_path=options.config)
    with context.archive() as archive, context.engine() as engine:
        size = engine.info().articles
        first, others, drafts = _samples(archive, max(ROUNDS, size // options.stories))
        read = DraftReader(context.assembly, now=lambda: datetime.now(context.assembly.zone))

        def suggest(story: Document) -> None:
            related(engine, context.assembly.analyzer, story, OPTIONS)

        def suggest_for_draft(story: Document) -> None:
            suggest(read(" ".join(story.article.body.split()[:DRAFT_WORDS]), title=story.article.title))

        suggest(first[0])  # what a process does once
        spare_collector()
        print(f"{size} articles, {len(first)} stories a round, ms of processor time:")
        for name, work, stories in (
            ("articles, just begun", suggest, first),
            ("articles, new ones", suggest, others),
            ("articles, again", suggest, first),
            ("drafts, new ones", suggest_for_draft, drafts),
        ):
            print(f"  {name:<20} {_percentiles(work, stories)}", flush=True)


def _samples(archive: Archive, step: int) -> Sequence[Sequence[Document]]:
    """Return rounds of stories that have none in common, one in each ``step`` articles."""
    places = [step * at // ROUNDS for at in range(ROUNDS)]
    samples: list[list[Document]] = [[] for _ in places]
    for number, document in enumerate(archive.documents()):
        if number % step in places:
            samples[places.index(number % step)].append(document)
    return samples


def _percentiles(work: Callable[[Document], None], stories: Sequence[Document]) -> str:
    times = sorted(_milliseconds(work, story) for story in stories)
    return "  ".join(f"{name} {times[int(len(times) * share)]:6.1f}" for name, share in (("p50", 0.5), ("p95", 0.95)))


def _milliseconds(work: Callable[[Document], None], story: Document) -> float:
    started = time.process_time()
    work(story)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
