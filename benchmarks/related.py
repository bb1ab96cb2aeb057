"""Processor time of one list of related stories, for articles and for drafts of 600 words.

    .venv/bin/python -m benchmarks.related --config telusur.toml --stories 300

Stories are taken evenly from the whole archive. The first round is what a worker answers that has just begun (its
caches grow with each answer), the second what it answers later. A draft is a story's first 600 words without its
address, cleaned and annotated as an editor's draft is.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from index.article import Document
from index.related import Options, related
from indexer.cli.context import Context
from indexer.drafts import DraftReader

DRAFT_WORDS = 600
OPTIONS = Options(limit=5)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--stories", type=int, default=300)
    options = parser.parse_args()
    context = Context(config_path=options.config)
    with context.archive() as archive, context.engine() as engine:
        step = max(1, engine.info().articles // options.stories)
        stories = [document for number, document in enumerate(archive.documents()) if number % step == 0]
        read = DraftReader(context.assembly, now=lambda: datetime.now(context.assembly.zone))

        def suggest(story: Document) -> None:
            related(engine, context.assembly.analyzer, story, OPTIONS)

        def suggest_for_draft(story: Document) -> None:
            suggest(read(" ".join(story.article.body.split()[:DRAFT_WORDS]), title=story.article.title))

        print(f"{engine.info().articles} articles, {len(stories)} stories, ms of processor time:")
        for name, work in (("articles, first", suggest), ("articles", suggest), ("drafts", suggest_for_draft)):
            print(f"  {name:<16} {_percentiles(work, stories)}", flush=True)


def _percentiles(work: Callable[[Document], None], stories: Sequence[Document]) -> str:
    times = sorted(_milliseconds(work, story) for story in stories)
    return "  ".join(f"{name} {times[int(len(times) * share)]:6.1f}" for name, share in (("p50", 0.5), ("p95", 0.95)))


def _milliseconds(work: Callable[[Document], None], story: Document) -> float:
    started = time.process_time()
    work(story)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
