"""What the benchmark asks of an engine."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol

from benchmarks.rows import Query, Row

KINDS = ("or", "and", "phrase", "prefix", "filter", "facets", "by_date", "answer")
"""Kinds of queries: top 10 of an OR, an AND, two words side by side, words of one beginning; the OR within a region,
with counts per region and month, newest first; and a results page: 20 hits with snippets, four facets, the total."""

PAGE = 20
"""Hits of a whole answer."""

TOP = 10
"""Hits of the other kinds."""


class Stopwatch:
    """Adds up the CPU seconds spent inside its blocks, so that making rows is not measured."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._started = 0.0

    def __enter__(self) -> None:
        self._started = time.process_time()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds += time.process_time() - self._started


class Peer(Protocol):
    """An engine. ``build`` and the rest run in processes of their own, so that each one's memory is its own."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows in ``folder``."""

    def open(self, folder: Path) -> None:
        """Open what was built."""

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query and return the number of its hits; None where the engine cannot."""

    def cpu(self) -> float:
        """Return CPU seconds used so far, a server's included."""

    def close(self) -> None:
        """Let go of everything."""


class InProcess:
    """Base of engines that live in this process."""

    def cpu(self) -> float:
        """Return this process's CPU seconds."""
        return time.process_time()

    def close(self) -> None:
        """Nothing to let go of."""
