"""Source to archive: every item of a source ends in exactly one counted outcome.

Added, changed and unchanged articles are in the archive; removed ones were; skipped ones are not public; failed ones
could not be read, and what is stored of them stays as it is. Changes are committed in batches: a kill costs at most the
batch at work.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from index.article import Annotations, Article
from index.errors import SourceError
from indexer.archive import Archive, ArchiveWriter, Failure, Outcome, RunState
from indexer.extract import CLEANER_VERSION, ExtractError, PlaceTest, extract
from indexer.sources.base import Failed, Item, RawPage, Skipped, Source, article_id
from indexer.titles import title_key

MAX_REASONS = 50
"""Reasons kept in a report; all are counted, and all failures of a run are in the archive."""

MIN_KNOWN_TITLE_CHARS = 25
"""Least letters and digits of a known title that is looked for in running text: shorter ones begin sentences too."""

Annotate = Callable[[Article], Annotations]
Progress = Callable[[int], None]


class ItemOutcome(StrEnum):
    """What became of an item."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(slots=True)
class Report:
    """What an import did.

    Attributes:
        source: Name of the source.
        outcomes: Number of items per outcome.
        reasons: Why items were skipped or failed: a line per failed item and per kind of skip, at most
            :data:`MAX_REASONS`.
        unknown_fields: Fields of the source that telusur has no use for.
        stopped: Why the source could not be read to its end, or None.
    """

    source: str
    outcomes: Counter[ItemOutcome] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    skips: Counter[str] = field(default_factory=Counter)
    unknown_fields: tuple[str, ...] = ()
    stopped: str | None = None

    @property
    def failed(self) -> int:
        """Number of items that failed; a source that breaks off counts as one."""
        return self.outcomes[ItemOutcome.FAILED]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Reasons for people, most telling first."""
        more = self.failed - len(self.failures)
        rest = (f"... and {more} more failures (telusur status names the run)",) if more > 0 else ()
        return (*self.failures, *rest, *(f"skipped {count}: {reason}" for reason, count in self.skips.most_common()))

    def counts(self) -> Mapping[str, int]:
        """Return the number of items of every outcome, also of those that did not occur."""
        return {outcome.value: self.outcomes[outcome] for outcome in ItemOutcome}

    def to_record(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "source": self.source,
            "counts": dict(self.counts()),
            "reasons": list(self.reasons),
            "unknown_fields": list(self.unknown_fields),
            "stopped": self.stopped,
        }


def run_import(
    archive: Archive,
    source: Source,
    *,
    annotate: Annotate,
    zone: ZoneInfo,
    annotator: str = "",
    is_place: PlaceTest | None = None,
    site_names: Collection[str] = (),
    prune: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the archive up to what a source holds.

    Args:
        archive: Where articles go.
        source: Where they come from.
        annotate: Finds regions, officials and dates in an article.
        zone: Zone of dates without one.
        annotator: Fingerprint of ``annotate``: an unchanged article is annotated again when it differs.
        is_place: Tells whether a text names a place, to read datelines by.
        site_names: Names under which the site signs.
        prune: Remove articles of this source that it no longer holds; only done when it could be read to its end.
        progress: Called with the number of items done.

    Raises:
        IndexLocked: Another process is writing the archive.
        ArchiveError: The archive cannot be written.
    """
    report = Report(source.name)
    with archive.writer() as writer:
        run = writer.begin_run("import", source.name)
        importer = _Importer(archive, writer, run, report, annotate, zone, annotator, is_place, site_names)
        try:
            for done, item in enumerate(_items(source, report), 1):
                importer.take(item)
                if progress is not None:
                    progress(done)
        except BaseException:
            # Keep what was read so far and say how the run ended; then let the reason out.
            writer.finish_run(run, RunState.FAILED, report.counts())
            raise
        importer.retry_unknown_titles(source)
        if report.stopped is not None:
            importer.fail(Failed(source.name, report.stopped, permanent=False))
        elif prune and source.complete:
            importer.remove_unseen(source.name)
        writer.resolve_links()
        report.unknown_fields = tuple(sorted(source.ignored_fields))
        writer.finish_run(run, RunState.FAILED if report.stopped else RunState.FINISHED, report.counts())
    return report


def _items(source: Source, report: Report) -> Iterator[Item]:
    """Yield the items of a source; where it breaks off, note why and end."""
    try:
        yield from source.pages()
    except SourceError as error:
        report.stopped = str(error)


@dataclass(frozen=True, slots=True)
class _Importer:
    """Takes items one by one."""

    archive: Archive
    writer: ArchiveWriter
    run: int
    report: Report
    annotate: Annotate
    zone: ZoneInfo
    annotator: str
    is_place: PlaceTest | None
    site_names: Collection[str]
    untitled: set[str] = field(default_factory=set)
    """Pages with a label whose title was not known when they were read."""

    def take(self, item: Item) -> None:
        match item:
            case RawPage():
                self._store(item)
            case Skipped():
                self._skip(item)
            case Failed():
                self.fail(item)
            case _:
                assert_never(item)

    def fail(self, item: Failed) -> None:
        self._count(ItemOutcome.FAILED)
        if len(self.report.failures) < MAX_REASONS:
            self.report.failures.append(f"{item.item}: {item.reason}")
        self.writer.fail(self.run, Failure(item=item.item, reason=item.reason, permanent=item.permanent))
        if item.own_id is not None:
            self.writer.saw(article_id(self.report.source, item.own_id), self.run)

    def remove_unseen(self, source: str) -> None:
        for gone in self.writer.unseen(source, self.run):
            self.writer.remove(gone, "no longer in the source")
            self._count(ItemOutcome.REMOVED)

    def retry_unknown_titles(self, source: Source) -> None:
        """Read pages again whose labels may lead to stories that came later in the same source.

        Such a page was counted when it was stored; here it is only made what it would be had the order been another.
        """
        fresh = self.report.outcomes[ItemOutcome.ADDED] + self.report.outcomes[ItemOutcome.CHANGED]
        if not self.untitled or not fresh:
            return
        for item in _items(source, Report(source.name)):
            if isinstance(item, RawPage) and item.own_id in self.untitled:
                self._put(self._extracted(item))

    def _store(self, page: RawPage) -> None:
        try:
            article = self._extracted(page)
        except ExtractError as error:
            self.fail(Failed(page.own_id, str(error), own_id=page.own_id))
            return
        self._count(self._put(article))

    def _extracted(self, page: RawPage) -> Article:
        def known_title(text: str) -> int:
            length = self._known_title(text)
            if not length:
                self.untitled.add(page.own_id)
            return length

        return extract(
            page, zone=self.zone, site_names=self.site_names, known_title=known_title, is_place=self.is_place
        )

    def _put(self, article: Article) -> ItemOutcome:
        if self.writer.stored(article, cleaner=CLEANER_VERSION, annotator=self.annotator):
            self.writer.saw(article.id, self.run)
            return ItemOutcome.UNCHANGED
        outcome = self.writer.put(
            article,
            self.annotate(article),
            source=self.report.source,
            cleaner=CLEANER_VERSION,
            annotator=self.annotator,
            run=self.run,
        )
        return _OUTCOMES[outcome]

    def _skip(self, item: Skipped) -> None:
        """Leave out what is not public; what was public before is removed, or it would stay findable."""
        if item.own_id is not None:
            gone = self.writer.remove(article_id(self.report.source, item.own_id), item.reason)
            if gone:
                self._count(ItemOutcome.REMOVED)
                return
        self._count(ItemOutcome.SKIPPED)
        self.report.skips[item.reason] += 1

    def _known_title(self, text: str) -> int:
        """Return the length of the stored title that ``text`` begins with; 0 where there is none."""
        head = text[:400]
        key = self.archive.longest_title(title_key(head), minimum=MIN_KNOWN_TITLE_CHARS)
        return _length_of_key(head, key) if key is not None else 0

    def _count(self, outcome: ItemOutcome) -> None:
        self.report.outcomes[outcome] += 1


_OUTCOMES = {
    Outcome.ADDED: ItemOutcome.ADDED,
    Outcome.CHANGED: ItemOutcome.CHANGED,
    Outcome.UNCHANGED: ItemOutcome.UNCHANGED,
}


def _length_of_key(text: str, key: str) -> int:
    """Return how many characters of ``text`` make up ``key``, with the punctuation that ends them."""
    made = 0
    for at, character in enumerate(text):
        if made >= len(key):
            closing = len(text[at:]) - len(text[at:].lstrip("?!\"'”’)"))
            return at + closing
        made += len(title_key(character))
    return len(text)
