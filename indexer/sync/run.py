"""One run over one source.

Added, changed and unchanged articles are in the archive; removed ones were; skipped ones are not public; failed ones
could not be read, and what is stored of them stays as it is. Changes are committed in batches, and where a source says
that it was read well up to here: a kill costs at most what came after.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from index.errors import SourceError
from indexer.archive import Archive, RunState
from indexer.extract import CLEANER_VERSION
from indexer.sources.base import Change, Checkpoint, Failed, Order, RemoteSource, Source, shrink_trouble
from indexer.sync.importer import Importer
from indexer.sync.reading import Reading
from indexer.sync.report import Report

MAX_SHRINK = 0.05
"""Share of a source's articles that may vanish at once. A newsroom unpublishes single stories; a twentieth of an
archive that is gone overnight is a broken export or a firewall."""

MAX_SECOND_READINGS = 1_000
"""Most pages of a site that are read again because a title they name came later."""

Progress = Callable[[int], None]


def run_sync(
    archive: Archive,
    source: Source | RemoteSource,
    reading: Reading,
    *,
    order: Order | None = None,
    prune: bool = False,
    kind: str = "sync",
    progress: Progress | None = None,
) -> Report:
    """Bring the archive up to what a source holds.

    Args:
        archive: Where articles go.
        source: Where they come from.
        reading: How pages become articles.
        order: What to read of a site, and whether it may shrink at will.
        prune: Remove articles that files no longer hold; only done when they could be read to their end. A site is
            always asked.
        kind: What the run is called in the archive's record.
        progress: Called with the number of items done.

    Raises:
        IndexLocked: Another process is writing the archive.
        ArchiveError: The archive cannot be written.
    """
    order = order or Order()
    report = Report(source.name)
    with archive.writer() as writer:
        run = writer.begin_run(kind, source.name)
        importer = Importer(archive, writer, writer.memory(source.name), run, report, reading)
        try:
            done = 0
            for change in _changes(source, importer, order, report):
                if isinstance(change, Checkpoint):
                    importer.checkpoint(change)
                    continue
                importer.take(change)
                done += 1
                if progress is not None:
                    progress(done)
        except BaseException:
            # Keep what was read so far and say how the run ended; then let the reason out.
            writer.finish_run(run, RunState.FAILED, report.counts())
            raise
        _read_again(source, importer)
        if report.stopped is not None:
            importer.fail(Failed(source.name, report.stopped, permanent=False))
        else:
            _finish(source, importer, order, prune=prune)
        writer.resolve_links()
        writer.group_duplicates()
        writer.finish_run(run, RunState.FAILED if report.stopped else RunState.FINISHED, report.counts())
    return report


def _changes(source: Source | RemoteSource, importer: Importer, order: Order, report: Report) -> Iterator[Change]:
    """Yield what a source has; where it breaks off, note why and end."""
    try:
        if isinstance(source, RemoteSource):
            yield from source.changes(importer.memory, _with_reader(order))
        else:
            yield from source.pages()
    except SourceError as error:
        report.stopped = str(error)


def _read_again(source: Source | RemoteSource, importer: Importer) -> None:
    """Read pages again whose labels may lead to stories that came later in the same source."""
    wanted = importer.second_readings()
    if not wanted:
        return
    only = _with_reader(Order(only=tuple(sorted(wanted))[:MAX_SECOND_READINGS]))
    importer.read_again(_changes(source, importer, only, Report(source.name)), wanted)


def _finish(source: Source | RemoteSource, importer: Importer, order: Order, *, prune: bool) -> None:
    """Remove what a source that was read whole no longer holds, and forget troubles that did not come again."""
    if isinstance(source, RemoteSource):
        if order.only is None:
            importer.memory.settle_nameless_but(importer.run)
        return
    importer.report.unknown_fields = tuple(sorted(source.ignored_fields))
    importer.memory.settle_all_but(importer.run)
    if not (prune and source.complete):
        return
    unseen, known = importer.unseen()
    trouble = None if order.allow_shrink else shrink_trouble(len(unseen), known, MAX_SHRINK)
    if trouble is None and unseen and importer.nameless:
        trouble = "some items failed without telling their id, so nothing was removed; mend them and run again"
    if trouble is not None:
        importer.fail(Failed(source.name, trouble, permanent=False))
        return
    importer.remove(unseen)


def _with_reader(order: Order) -> Order:
    return replace(order, reader=CLEANER_VERSION)
