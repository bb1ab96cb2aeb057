"""Does the archive survive? Import, sync and reindex are killed (SIGKILL) at random moments, again and again.

    .venv/bin/python -m benchmarks.kills --kills 200 --articles 5000

After each kill: readers that were open before, and new ones, answer from an index whose every file is whole; the
archive is sound and lacks no article. Then the same command runs once more, as it would the next night, and ``verify``
must find nothing. There is no other repair. Prints one JSON record; exit code 1 at the first thing that is wrong.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.engine import Engine
from index.search import SearchRequest
from indexer.archive import Archive
from indexer.assemble import Assembly, assemble_from
from indexer.config import Config, load_config
from indexer.verify import problems

SAMPLE = Path(__file__).parent.parent / "indexer" / "sample" / "articles.jsonl"

CHANGED, REMOVED = 0.05, 0.01
"""Shares of the articles that change, and that go (as many come), between two runs."""

JOBS: dict[str, tuple[str, ...]] = {
    "import": ("import", "berita.jsonl", "--source", "berita", "--prune", "--allow-shrink"),
    "sync": ("sync", "--allow-shrink"),
    "reindex": ("reindex", "--workers", "2"),
}


class Broken(Exception):
    """Something did not survive."""


@dataclass(slots=True)
class Newsroom:
    """A source that changes: the sample's stories, multiplied, under ids of their own."""

    path: Path
    chance: random.Random
    stories: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: int = 0

    def grow(self, articles: int) -> None:
        """Have so many stories."""
        sample = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
        while len(self.stories) < articles:
            self.made += 1
            story = sample[self.made % len(sample)]
            story_id = f"{self.made:06}"
            self.stories[story_id] = {**story, "id": story_id, "title": f"{story['title']} ({self.made})"}
            del self.stories[story_id]["url"]

    def change(self) -> None:
        """Change, remove and add a few stories, and write the file."""
        articles = len(self.stories)
        for story_id in self.chance.sample(sorted(self.stories), int(articles * CHANGED)):
            self.stories[story_id]["title"] += "*"
        for story_id in self.chance.sample(sorted(self.stories), int(articles * REMOVED)):
            del self.stories[story_id]
        self.grow(articles)
        self.write()

    def write(self) -> None:
        """Write the file, as an export does: whole or not at all."""
        part = self.path.with_suffix(".part")
        part.write_text("".join(json.dumps(story) + "\n" for story in self.stories.values()), encoding="utf-8")
        part.replace(self.path)


class Campaign:
    """One archive, its jobs, and a reader that stays open all the time."""

    def __init__(self, folder: Path, articles: int, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - moments and stories, no secrets
        self.newsroom = Newsroom(folder / "berita.jsonl", self.chance)
        self.newsroom.grow(articles)
        self.newsroom.write()
        _run(folder, ("init",))
        with (folder / "telusur.toml").open("a", encoding="utf-8") as settings:
            settings.write('\n[[source]]\nname = "berita"\nformat = "jsonl"\npath = "berita.jsonl"\n')
        self.config: Config = load_config(folder / "telusur.toml")
        self.assembly: Assembly = assemble_from(self.config)
        self.seconds = {name: _run(folder, JOBS[name]) for name in ("import", "reindex", "sync")}
        self.reader = self.assembly.engine(self.config.engine)
        self.killed: Counter[str] = Counter()

    def strike(self) -> None:
        """Kill one job at a random moment, look at what is left, and let the next run mend it."""
        name = self.chance.choice(list(JOBS))
        self.newsroom.change()
        before = self._ids()
        if self._killed(name):
            self.killed[name] += 1
        self._check_survivors(before)
        if name == "reindex":  # it reads the archive alone: what changed in the source comes with the night's sync
            _run(self.folder, JOBS["sync"])
        self.seconds[name] = (self.seconds[name] + _run(self.folder, JOBS[name])) / 2
        self._check_mended()

    def _killed(self, name: str) -> bool:
        """Start a job and kill it; tell whether it was still at work."""
        with _start(self.folder, JOBS[name]) as process:
            time.sleep(self.chance.uniform(0.0, self.seconds[name]))
            os.kill(process.pid, signal.SIGKILL)
        return process.returncode == -signal.SIGKILL

    def _check_survivors(self, before: set[str]) -> None:
        with Archive.open(self.config.database) as archive:
            _none("archive", archive.problems())
        lost = (before & {f"berita:{story_id}" for story_id in self.newsroom.stories}) - self._ids()
        if lost:
            raise Broken(f"the archive lost {sorted(lost)[:3]}")
        fresh = self.assembly.engine(self.config.engine)
        for engine in (self.reader, fresh):
            _none("index", engine.problems())
            self._check_answers(engine)
        fresh.close()

    def _check_answers(self, engine: Engine) -> None:
        results = engine.search(SearchRequest(limit=5))
        if results.total != engine.info().articles or len(results.hits) != min(5, results.total):
            raise Broken(f"{results.total} articles answer, the index holds {engine.info().articles}")

    def _check_mended(self) -> None:
        with Archive.open(self.config.database) as archive:
            _none("verify", problems(archive, self.reader, self.config.zone))
        if self._ids() != {f"berita:{story_id}" for story_id in self.newsroom.stories}:
            raise Broken("the archive does not hold what the source does")

    def _ids(self) -> set[str]:
        with closing(sqlite3.connect(self.config.database)) as connection:
            return {row[0] for row in connection.execute("SELECT id FROM articles")}


def _none(what: str, found: Iterator[str]) -> None:
    for problem in found:
        raise Broken(f"{what}: {problem}")


def _start(folder: Path, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", "indexer.cli", *arguments], cwd=folder, stderr=subprocess.PIPE
    )


def _run(folder: Path, arguments: Sequence[str]) -> float:
    started = time.perf_counter()
    process = _start(folder, arguments)
    _, errors = process.communicate()
    if process.returncode:
        raise Broken(f"telusur {' '.join(arguments)} ended with {process.returncode}: {errors.decode()[-500:]}")
    return time.perf_counter() - started


def survive(folder: Path, *, kills: int, articles: int, seed: int = 1) -> dict[str, Any]:
    """Kill jobs until so many were killed at work; return what was done. Raises Broken."""
    started = time.perf_counter()
    campaign = Campaign(folder, articles, seed)
    strikes = 0
    while campaign.killed.total() < kills:
        campaign.strike()
        strikes += 1
        if strikes % 10 == 0:
            print(f"{strikes} strikes, killed {dict(campaign.killed)}", file=sys.stderr)
    return {
        "articles": articles,
        "killed": dict(campaign.killed),
        "strikes": strikes,
        "seconds": round(time.perf_counter() - started),
    }


def main() -> None:
    """Run the campaign and print its record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        try:
            print(json.dumps(survive(Path(name), kills=options.kills, articles=options.articles, seed=options.seed)))
        except Broken as error:
            sys.exit(f"not survived: {error}")


if __name__ == "__main__":
    main()
