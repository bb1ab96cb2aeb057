"""Archive to index: a full rebuild beside the live index, and the small update after an import."""

from collections.abc import Callable
from dataclasses import dataclass

from index.engine import Engine
from indexer.archive import Archive

Progress = Callable[[int], None]
"""Called with the number of articles done so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did: articles written to and removed from the index."""

    indexed: int
    removed: int


def reindex(archive: Archive, engine: Engine, progress: Progress | None = None) -> BuildReport:
    """Build a new index from every article of the archive; readers switch to it when it is whole.

    What other processes change in the archive meanwhile is picked up by the next :func:`refresh`.
    """
    revision = archive.revision()
    indexed = 0
    with engine.rebuild() as writer:
        for document in archive.documents():
            writer.add(document)
            indexed += 1
            if progress is not None:
                progress(indexed)
    archive.set_indexed_revision(revision)
    return BuildReport(indexed=indexed, removed=0)


def refresh(archive: Archive, engine: Engine, progress: Progress | None = None) -> BuildReport:
    """Bring the live index up to date with what changed in the archive since it was last indexed."""
    since, revision = archive.indexed_revision(), archive.revision()
    indexed = removed = 0
    if since == revision:
        return BuildReport(indexed=0, removed=0)
    with engine.update() as writer:
        for article_id, document in archive.changed_since(since):
            if document is None:
                writer.remove(article_id)
                removed += 1
            else:
                writer.add(document)
                indexed += 1
            if progress is not None:
                progress(indexed + removed)
    archive.set_indexed_revision(revision)
    return BuildReport(indexed=indexed, removed=removed)
