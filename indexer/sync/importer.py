"""Taking the items of a source one by one into the archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from index.article import Article, ArticleId
from indexer.archive import Archive, ArchiveWriter, Failure, MemoryWriter, Outcome
from indexer.extract import CLEANER_VERSION, ExtractError, extract
from indexer.sources.base import (
    Change,
    Checkpoint,
    Failed,
    Gone,
    Item,
    Known,
    RawPage,
    Skipped,
    article_id,
)
from indexer.sync.reading import Reading
from indexer.sync.report import ItemOutcome, Report
from indexer.titles import title_key

MIN_KNOWN_TITLE_CHARS = 25
"""Least letters and digits of a known title that is looked for in running text: shorter ones begin sentences too."""

MAX_AHEAD = timedelta(days=1)
"""How far ahead of the clock a story may be dated: clocks and time zones differ by less."""

_OUTCOMES = {
    Outcome.ADDED: ItemOutcome.ADDED,
    Outcome.CHANGED: ItemOutcome.CHANGED,
    Outcome.UNCHANGED: ItemOutcome.UNCHANGED,
}


@dataclass(slots=True)
class Importer:
    """One run at work.

    Attributes:
        archive: Where titles of known stories are looked up.
        writer: Where articles go.
        memory: What is remembered of the source.
        run: Number of the run.
        report: Where items are counted.
        reading: How pages become articles.
        nameless: Number of failed items that did not tell their id.
    """

    archive: Archive
    writer: ArchiveWriter
    memory: MemoryWriter
    run: int
    report: Report
    reading: Reading
    nameless: int = 0
    _began: str = ""
    _untitled: set[str] = field(default_factory=set)
    """Pages with a label whose title was not known when they were read."""

    def __post_init__(self) -> None:
        self._began = self.writer.now()

    def take(self, item: Item) -> None:
        """Give an item its outcome."""
        match item:
            case RawPage():
                self._store(item)
            case Skipped():
                self._skip(item)
            case Failed():
                self.fail(item)
            case Known():
                self._pass_over(item)
            case Gone():
                self._drop(item)
            case _:
                assert_never(item)

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        """Make durable what was taken so far."""
        for name, value in checkpoint.state.items():
            self.memory.set_state(name, value)
        if checkpoint.sighted:
            self.memory.sight(checkpoint.sighted, checkpoint.sweep)
        for listed_as in checkpoint.forgotten:
            self.memory.forget(listed_as)
        self.writer.commit()

    def fail(self, item: Failed) -> None:
        """Count and keep an item that failed; what is stored of it stays."""
        self.report.fail(item.item, item.reason)
        self.writer.fail(self.run, Failure(item=item.item, reason=item.reason, permanent=item.permanent))
        self.memory.keep_failure(item.item, item.reason, own_id=item.own_id, permanent=item.permanent, run=self.run)
        if item.own_id is None:
            self.nameless += 1
        else:
            self.writer.saw(self._article_id(item.own_id), self.run)

    def settle(self, item: str) -> None:
        """Forget that an item failed or was announced."""
        self.memory.settle(item, received_before=self._began)

    # What files no longer hold

    def unseen(self) -> tuple[tuple[ArticleId, ...], int]:
        """Return the source's articles that this run did not meet, and how many it has in all."""
        source = self.report.source
        return self.writer.unseen(source, self.run), self.archive.status().by_source.get(source, 0)

    def remove(self, gone: Iterable[ArticleId]) -> None:
        """Remove articles that the source no longer has."""
        for each in gone:
            self.writer.remove(each, "no longer in the source")
            self.report.count(ItemOutcome.REMOVED)

    # Second readings

    def second_readings(self) -> frozenset[str]:
        """Return the pages that may read otherwise now that more titles are known."""
        fresh = self.report.outcomes[ItemOutcome.ADDED] + self.report.outcomes[ItemOutcome.CHANGED]
        return frozenset(self._untitled) if fresh else frozenset()

    def read_again(self, changes: Iterator[Change], wanted: frozenset[str]) -> None:
        """Make pages what they would be had the order been another; each was counted when it was first stored."""
        for change in changes:
            if isinstance(change, RawPage) and _listed_as(change) in wanted:
                try:
                    self._put(self._extracted(change))
                except ExtractError as error:
                    # It was fit to be read a moment ago: the site changed it. The next run takes it from there.
                    self.memory.keep_failure(
                        change.own_id, str(error), own_id=_listed_as(change), permanent=False, run=self.run
                    )
            elif isinstance(change, Checkpoint):
                self.writer.commit()

    # One item

    def _store(self, page: RawPage) -> None:
        try:
            article = self._extracted(page)
        except ExtractError as error:
            self.fail(Failed(page.own_id, str(error), own_id=_listed_as(page)))
            return
        if page.published is not None and self._is_ahead(article):
            # Without the page's mark: the next run must look at it again.
            reason = "dated after tomorrow; taken once that day has come"
            self._skip(Skipped(item=page.own_id, reason=reason, own_id=page.own_id, listed_as=_listed_as(page)))
            return
        self.report.count(self._put(article))
        for former in page.former_ids:
            self.writer.remove(self._article_id(former), f"known as {page.own_id} now")
        self._remember(page, skipped=None)

    def _is_ahead(self, article: Article) -> bool:
        """Tell whether a story is dated more than a day ahead: it is not published yet, or mistyped."""
        return article.published is not None and article.published > datetime.fromisoformat(self._began) + MAX_AHEAD

    def _skip(self, item: Skipped) -> None:
        """Leave out what is not public; what was public before is removed, or it would stay findable."""
        if item.own_id is not None:
            self._remember(item, skipped=item.reason)
            if self.writer.remove(self._article_id(item.own_id), item.reason):
                self.report.count(ItemOutcome.REMOVED)
                return
        self.report.skip(item.reason)

    def _pass_over(self, item: Known) -> None:
        skipped = self.memory.skipped(item.listed_as)
        if skipped is None:
            self.report.count(ItemOutcome.UNCHANGED)
        else:
            self.report.skip(skipped)

    def _drop(self, item: Gone) -> None:
        self.memory.forget(_listed_as(item))
        self.settle(_listed_as(item))
        if self.writer.remove(self._article_id(item.own_id), item.reason):
            self.report.count(ItemOutcome.REMOVED)
        else:
            self.report.skip(item.reason)

    def _remember(self, item: RawPage | Skipped, *, skipped: str | None) -> None:
        listed_as = _listed_as(item)
        self.settle(listed_as)
        if item.mark is not None:
            self.memory.note(listed_as, item.mark, skipped=skipped)

    def _extracted(self, page: RawPage) -> Article:
        def known_title(text: str) -> int:
            length = self._known_title(text)
            if not length:
                self._untitled.add(_listed_as(page))
            return length

        return extract(
            page,
            zone=self.reading.zone,
            site_names=self.reading.site_names,
            known_title=known_title,
            is_place=self.reading.is_place,
        )

    def _put(self, article: Article) -> ItemOutcome:
        annotator = self.reading.annotator
        if self.writer.stored(article, cleaner=CLEANER_VERSION, annotator=annotator):
            self.writer.saw(article.id, self.run)
            return ItemOutcome.UNCHANGED
        outcome = self.writer.put(
            article,
            self.reading.annotate(article),
            source=self.report.source,
            cleaner=CLEANER_VERSION,
            annotator=annotator,
            run=self.run,
        )
        return _OUTCOMES[outcome]

    def _known_title(self, text: str) -> int:
        """Return the length of the stored title that ``text`` begins with; 0 where there is none."""
        head = text[:400]
        key = self.archive.longest_title(title_key(head), minimum=MIN_KNOWN_TITLE_CHARS)
        return _length_of_key(head, key) if key is not None else 0

    def _article_id(self, own_id: str) -> ArticleId:
        return article_id(self.report.source, own_id)


def _listed_as(item: RawPage | Skipped | Gone) -> str:
    return item.listed_as or item.own_id or ""


def _length_of_key(text: str, key: str) -> int:
    """Return how many characters of ``text`` make up ``key``, with the punctuation that ends them."""
    made = 0
    for at, character in enumerate(text):
        if made >= len(key):
            closing = len(text[at:]) - len(text[at:].lstrip("?!\"'”’)"))
            return at + closing
        made += len(title_key(character))
    return len(text)
