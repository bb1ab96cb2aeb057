"""Archive to index: a full rebuild beside the live index, and the small update after an import.

How far an index has read the archive is noted in the index itself (its *checkpoint*), together with the changes in one
step: whatever is killed, and whichever generation readers are on, the next :func:`refresh` takes up at the right place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from index.article import ArticleId, Document
from index.engine import Engine, IndexBuild, IndexWriter
from index.errors import IndexOutdated
from indexer.archive import Archive
from indexer.workers import Workers, WrittenPart, write_parts

Progress = Callable[[int], None]
"""Called with the number of articles done so far."""

PART_ARTICLES = (20_000, 10_000, 5_000)
"""Sizes of a part, the largest first. A part is what one process writes at a time, 17 kB of memory an article; the
fewer there are, the faster queries are."""

PARTS_PER_WORKER = 4
"""So many parts, if the archive gives as much: that the last one to finish is not waited for by all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    Attributes:
        indexed: Articles written to the index.
        removed: Articles removed from it.
        reused: Articles that an interrupted build had written already.
    """

    indexed: int
    removed: int
    reused: int = 0


def reindex(
    archive: Archive, engine: Engine, progress: Progress | None = None, *, workers: Workers | None = None
) -> BuildReport:
    """Build a new index from every article of the archive; readers switch to it when it is whole and checked.

    The live index may be changed meanwhile; what changes in the archive until the switch is in the new index too. An
    interrupted rebuild is taken up where it was: parts that are finished and still hold are not written again.

    Args:
        archive: What to index.
        engine: The index.
        progress: Told about every article.
        workers: Processes to share the work; None does it in this one.

    Raises:
        IndexLocked: Another process is building the index.
        EngineUnavailable: The index cannot be written; readers keep what they have.
    """
    start = archive.revision()
    with engine.rebuild() as build:
        parts = archive.part_rows(_part_articles(archive, workers.processes if workers else 1))
        reused = _finished(archive, build, parts)
        missing = [rows for rows in parts if rows not in reused]
        done = sum(part.articles for part in reused.values())
        written = write_parts(archive, engine, build.generation, missing, workers, _from(done, progress))
        known = {**reused, **{part.rows: part for part in written}}
        build.take_parts([known[rows].key for rows in parts if known[rows].articles])
        changed = _catch_up(archive, build, start)
        build.hold_writers()
        changed += _catch_up(archive, build, _revision_of(build.checkpoint, archive))
    return BuildReport(indexed=sum(part.articles for part in written) + changed, removed=0, reused=done)


def refresh(archive: Archive, engine: Engine, progress: Progress | None = None) -> BuildReport:
    """Bring the live index up to date with what changed in the archive since the index last read it.

    Raises:
        IndexOutdated: The index was built from another archive, or from this one before a backup was restored.
        IndexLocked: Another process is writing the index.
    """
    if is_current(archive, engine):
        return BuildReport(indexed=0, removed=0)
    indexed = removed = 0
    with engine.update() as writer, archive.changes(_revision_of(writer.checkpoint, archive)) as changes:
        for article_id, document in changes.items:
            if document is None:
                writer.remove(article_id)
                removed += 1
            else:
                writer.add(document)
                indexed += 1
            if progress is not None:
                progress(indexed + removed)
        writer.checkpoint = _checkpoint(archive, changes.revision)
    return BuildReport(indexed=indexed, removed=removed)


def is_current(archive: Archive, engine: Engine) -> bool:
    """Tell whether the live index has every change of the archive."""
    return engine.info().checkpoint == _checkpoint(archive, archive.revision())


def _catch_up(archive: Archive, build: IndexBuild, since: int) -> int:
    """Add to a new index what changed in the archive after ``since``; return how many articles."""
    count = 0
    with archive.changes(since) as changes:
        for article_id, document in changes.items:
            _apply(build, article_id, document)
            count += 1
        build.checkpoint = _checkpoint(archive, changes.revision)
        build.expect(changes.articles)
    return count


def _apply(writer: IndexWriter, article_id: ArticleId, document: Document | None) -> None:
    if document is None:
        writer.remove(article_id)
    else:
        writer.add(document)


def _finished(archive: Archive, build: IndexBuild, parts: tuple[range, ...]) -> dict[range, WrittenPart]:
    """Return the parts that an interrupted build finished and that are still what the archive holds."""
    states = {rows: archive.part_state(rows) for rows in parts}
    return {
        rows: WrittenPart(rows=rows, key=key, articles=articles)
        for rows, (key, articles) in states.items()
        if build.has_part(key)
    }


def _part_articles(archive: Archive, processes: int) -> int:
    articles = archive.status().articles
    enough = [size for size in PART_ARTICLES if articles >= size * processes * PARTS_PER_WORKER]
    return enough[0] if enough else PART_ARTICLES[-1]


def _from(done: int, progress: Progress | None) -> Progress:
    return lambda count: progress(done + count) if progress is not None else None


def _checkpoint(archive: Archive, revision: int) -> str:
    return f"{archive.identity()}:{revision}"


def _revision_of(checkpoint: str, archive: Archive) -> int:
    """Return the revision that a checkpoint names, 0 for an index that was never told."""
    if not checkpoint:
        return 0
    identity, _, revision = checkpoint.partition(":")
    if identity != archive.identity() or int(revision) > archive.revision():
        raise IndexOutdated(
            f"the index was built from another archive than {archive.path}, or before a backup was restored; "
            "rebuild it with `telusur reindex`"
        )
    return int(revision)
