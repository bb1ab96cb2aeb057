"""Stored articles annotated again, without asking a source: after a change of registry, gazetteer or rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.article import Annotations, Article, ArticleId
from index.record import annotations_to_record
from indexer.archive import Archive

Annotate = Callable[[Article], Annotations]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article whose annotations are others now.

    Attributes:
        article_id: Which article.
        title: Its headline.
        before: What was found in it before.
        after: What is found now.
    """

    article_id: ArticleId
    title: str
    before: Annotations
    after: Annotations

    def differences(self) -> Iterator[tuple[str, str]]:
        """Yield what went and what came: ``("-", "officials: ...")`` and ``("+", ...)``."""
        old, new = set(_statements(self.before)), set(_statements(self.after))
        yield from (("-", line) for line in sorted(old - new))
        yield from (("+", line) for line in sorted(new - old))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReannotationReport:
    """What was done: articles annotated again, and how many of them differ."""

    read: int
    changed: int


def reannotate(
    archive: Archive,
    annotate: Annotate,
    *,
    annotator: str,
    on_change: Callable[[Change], None],
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ReannotationReport:
    """Annotate the articles that another annotator was the last to annotate.

    Only those whose annotations differ count as changed in the archive, so that only they go to the index anew.

    Args:
        archive: Where the articles are.
        annotate: Finds regions, officials and dates in an article.
        annotator: Fingerprint of ``annotate``.
        on_change: Told of every article that differs, in the order of ids.
        dry_run: Only tell what would change.
        progress: Called with the number of articles done.

    Raises:
        IndexLocked: Another process is writing the archive.
    """
    if dry_run:
        return _run(archive, annotate, annotator, on_change, lambda _id, _found: None, progress)
    with archive.writer() as writer:

        def store(article_id: ArticleId, found: Annotations) -> None:
            writer.reannotate(article_id, found, annotator=annotator)

        report = _run(archive, annotate, annotator, on_change, store, progress)
        writer.group_duplicates()
    return report


def _run(
    archive: Archive,
    annotate: Annotate,
    annotator: str,
    on_change: Callable[[Change], None],
    store: Callable[[ArticleId, Annotations], None],
    progress: Progress | None,
) -> ReannotationReport:
    read = changed = 0
    for document in archive.stale_annotations(annotator):
        article = document.article
        found = annotate(article)
        store(article.id, found)
        read += 1
        if found != document.annotations:
            changed += 1
            on_change(Change(article_id=article.id, title=article.title, before=document.annotations, after=found))
        if progress is not None:
            progress(read)
    return ReannotationReport(read=read, changed=changed)


def _statements(annotations: Annotations) -> Iterator[str]:
    """Yield annotations as lines, one for each value; the first region is the primary one."""
    for name, value in annotations_to_record(annotations).items():
        for place, entry in enumerate(value if isinstance(value, list) else [value]):
            kind = "primary region" if name == "regions" and place == 0 else name.removesuffix("s").replace("_", " ")
            shown = ", ".join(f"{key} {part}" for key, part in entry.items()) if isinstance(entry, dict) else entry
            yield f"{kind}: {shown}"
