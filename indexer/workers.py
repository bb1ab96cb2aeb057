"""Processes that share the work of a rebuild, each writing one part of the index at a time."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any, Final

from index.article import Document
from index.engine import Engine
from index.errors import EngineUnavailable
from indexer.archive import Archive

Progress = Callable[[int], None]

REPORT_SECONDS = 0.5
"""How often the articles that other processes have done are counted."""

COUNT_EVERY = 20
"""Articles after which a process adds to the common count; each time costs a lock."""

NICENESS = 10
"""How far the work stands back behind readers, who are served by the same machine."""


class Interrupted(Exception):
    """The process that asked for the work does not want it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """How to share the work.

    Attributes:
        processes: How many processes.
        open_engine: Opens the index in each; it must survive pickling.
    """

    processes: int
    open_engine: Callable[[], Engine]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """A part of the index: the archive's rows it was made of, its key, and its number of articles."""

    rows: range
    key: str
    articles: int


def write_parts(
    archive: Archive,
    engine: Engine,
    generation: str,
    parts: Sequence[range],
    workers: Workers | None,
    progress: Progress,
) -> list[WrittenPart]:
    """Write parts of a generation in the making.

    Args:
        archive: What to index.
        engine: The index.
        generation: Name of the generation.
        parts: The archive's rows of each part.
        workers: Processes to share the work; None does it in this one.
        progress: Told the number of articles done.

    Raises:
        EngineUnavailable: The index cannot be written, or a process was killed.
    """
    if not parts:
        return []
    if workers is None or workers.processes == 1 or len(parts) == 1:
        return _write_here(archive, engine, generation, parts, progress)
    return _write_elsewhere(archive.path, generation, parts, workers, progress)


def _write_here(
    archive: Archive, engine: Engine, generation: str, parts: Sequence[range], progress: Progress
) -> list[WrittenPart]:
    done = 0

    def count(articles: int) -> None:
        nonlocal done
        done += articles
        progress(done)

    return [_write_part(archive, engine, generation, rows, count, every=1) for rows in parts]


def _write_part(
    archive: Archive, engine: Engine, generation: str, rows: range, count: Progress, *, every: int
) -> WrittenPart:
    with archive.part(rows) as part:
        if part.articles:
            engine.write_part(generation, part.key, _counted(part.documents, count, every))
        return WrittenPart(rows=rows, key=part.key, articles=part.articles)


def _counted(documents: Iterator[Document], count: Progress, every: int) -> Iterator[Document]:
    """Pass documents on, telling how many there were since it was last told."""
    pending = 0
    for document in documents:
        yield document
        pending += 1
        if pending == every:
            count(pending)
            pending = 0
    if pending:
        count(pending)


def _write_elsewhere(
    archive: Path, generation: str, parts: Sequence[range], workers: Workers, progress: Progress
) -> list[WrittenPart]:
    # Spawned, not forked: a fork would share the archive's open connection, which SQLite forbids.
    context = get_context("spawn")
    shared = _Shared.of(context)
    with ProcessPoolExecutor(
        min(workers.processes, len(parts)),
        mp_context=context,
        initializer=_start,
        initargs=(archive, workers.open_engine, generation, shared),
    ) as pool:
        try:
            futures = [pool.submit(_write_in_worker, rows) for rows in parts]
            _follow(futures, shared, progress)
            return [future.result() for future in futures]
        except BrokenProcessPool as error:
            raise EngineUnavailable(
                "a process that wrote the index was killed (too little memory?); run again, perhaps with fewer "
                "--workers: what is finished is kept"
            ) from error
        finally:
            shared.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def _follow(futures: Sequence[Future[WrittenPart]], shared: "_Shared", progress: Progress) -> None:
    """Report the work of all processes until it is done, or until one of them fails."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=REPORT_SECONDS)
        progress(shared.done.value)
        for future in done:
            future.result()


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all processes see: the number of articles done, and whether to stop."""

    done: Any
    stop: Any

    @classmethod
    def of(cls, context: SpawnContext) -> "_Shared":
        return cls(context.Value("q", 0), context.Event())

    def count(self, articles: int) -> None:
        """Add to the count. Raises Interrupted when nobody wants the work any more."""
        if self.stop.is_set():
            raise Interrupted("the build was given up")
        with self.done.get_lock():
            self.done.value += articles


class _Worker:
    """What a worker process keeps from part to part."""

    def __init__(self, archive: Path, engine: Engine, generation: str, shared: _Shared) -> None:
        self.archive = Archive.open(archive)
        self.engine = engine
        self.generation = generation
        self.shared = shared


_worker: Final[list[_Worker]] = []
"""The worker that this process is, once it is one."""


def _start(archive: Path, open_engine: Callable[[], Engine], generation: str, shared: _Shared) -> None:
    # The keyboard's interrupt goes to every process of the terminal; the first one tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(_Worker(archive, open_engine(), generation, shared))


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended: it would write into a dead build."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _write_in_worker(rows: range) -> WrittenPart:
    worker = _worker[0]
    return _write_part(worker.archive, worker.engine, worker.generation, rows, worker.shared.count, every=COUNT_EVERY)
