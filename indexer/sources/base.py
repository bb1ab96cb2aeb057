"""What every source hands over: pages as they were found, and what could not be handed over, with the reason.

A source only reads. It does not clean text, parse dates or know the archive; ``indexer.extract`` turns its pages into
articles and ``indexer.sync`` decides what becomes of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from index.article import ArticleId, EditorLink, PlacedBy

MAX_CONTENT_CHARS = 5_000_000
"""Longest body a source hands over, in characters. The longest real article seen is below 100,000; more than this is
a log file or an attack, and would cost minutes of analysis."""

MAX_ID_CHARS = 500
"""Longest own id, in characters; longer ones are no ids but text in the wrong column."""


class Markup(StrEnum):
    """What the content of a page is written in."""

    TEXT = "text"
    """Flat text, one paragraph per line or blank lines between paragraphs."""

    HTML = "html"
    """HTML as a page shows it, or as a program stored it."""

    WORDPRESS = "wordpress"
    """A WordPress body as stored: paragraphs by blank lines, shortcodes and block comments not yet run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One story as the source holds it, not yet cleaned.

    Attributes:
        source: Name of the source; with ``own_id`` it makes the article's id.
        own_id: The source's own, lasting id of the story.
        content: The story, written in ``markup``.
        markup: How to read ``content``.
        title: Headline, possibly with tags and entities; empty where the story has none, None where the source knows no
            headlines and one is to be made from the text.
        url: Public address as given.
        published: Moment or text of publishing, whichever the source has.
        modified: Moment or text of the last change.
        byline: Author as given.
        sections: Names of categories, possibly with entities.
        tags: Names of tags, possibly with entities.
        aliases: Former addresses.
        links: "Read also" links the source keeps apart from the content.
        placed_by: Who placed the "read also" blocks inside ``content``, as far as its origin tells.
        home_region: Code of the region of the story's newsroom, in collections of several newsrooms.
        mark: What the source's listing says of the story; an equal mark later means that it need not be read again.
        listed_as: The listing's own name for it, where that is not ``own_id``.
        former_ids: Own ids that the same story had in this source before a better one was known.
    """

    source: str
    own_id: str
    content: str
    markup: Markup
    title: str | None = None
    url: str | None = None
    published: str | datetime | None = None
    modified: str | datetime | None = None
    byline: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    links: tuple[EditorLink, ...] = ()
    placed_by: PlacedBy = PlacedBy.UNKNOWN
    home_region: str | None = None
    mark: str | None = None
    listed_as: str | None = None
    former_ids: tuple[str, ...] = ()

    @property
    def article_id(self) -> ArticleId:
        """The id of the article this page becomes."""
        return article_id(self.source, self.own_id)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that is not for readers, such as a draft. Never an error.

    Attributes:
        item: The source's own id, or where the item stands (``line 7``).
        reason: Why, in a few words that are the same for all items of the kind.
        own_id: The story's own id where it is known: an article stored under it is no longer public.
        mark: As in :class:`RawPage`.
        listed_as: As in :class:`RawPage`.
    """

    item: str
    reason: str
    own_id: str | None = None
    mark: str | None = None
    listed_as: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """An item that should have become an article and could not.

    Attributes:
        item: The source's own id, or where the item stands (``line 7``).
        reason: What is wrong and, where it is not plain, how to mend it.
        own_id: The story's own id where it is known: an article stored under it stays as it is.
        permanent: Whether reading the same item again must fail again.
    """

    item: str
    reason: str
    own_id: str | None = None
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """An item that the source lists just as it did when it was last read; by the listing's name for it."""

    listed_as: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that the source, asked for it, says is not there or not public any more."""

    own_id: str
    reason: str
    listed_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The source was read well up to here: what it yielded, and this, can be made durable.

    Attributes:
        state: What to remember for the next run, by name; None forgets.
        sighted: Items that a sweep met since the last checkpoint, by the listing's names for them.
        sweep: Number of that sweep.
        forgotten: The listing's names for items that it has under other names now.
    """

    state: Mapping[str, Any] = field(default_factory=dict)
    sighted: tuple[str, ...] = ()
    sweep: int = 0
    forgotten: tuple[str, ...] = ()


Item = RawPage | Skipped | Failed | Known | Gone
"""What a source yields: every item is exactly one of these."""

Change = Item | Checkpoint


class Pass(StrEnum):
    """How much of a site is looked at."""

    AUTO = "auto"
    """What changed lately; a sweep when the last one is long ago."""

    RECENT = "recent"
    """What the site itself says has changed since the last run."""

    SWEEP = "sweep"
    """The whole listing, compared item by item: the only way to see what vanished."""

    FULL = "full"
    """Every item read again, as if nothing were known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run wants of a source.

    Attributes:
        pass_: How much to look at.
        only: Read just these items (own ids), or None.
        allow_shrink: Remove what is gone however much it is.
        reader: Version of the rules that read stories; marks made under another one do not count.
    """

    pass_: Pass = Pass.AUTO
    only: tuple[str, ...] | None = None
    allow_shrink: bool = False
    reader: int = 1


class Memory(Protocol):
    """What is remembered of a source; ``indexer.archive.SourceMemory`` is one."""

    def state(self, name: str) -> object:
        """Return the JSON value kept under ``name``, or None."""

    def mark(self, own_id: str) -> str | None:
        """Return the mark of an item, or None."""

    def marks(self) -> Iterator[tuple[str, str]]:
        """Yield the id and mark of every item."""

    def count(self) -> int:
        """Return how many items are remembered as listed."""

    def unsighted(self, sweep: int) -> Iterator[str]:
        """Yield the items that a sweep did not meet."""

    def waiting(self) -> tuple[str, ...]:
        """Return the items that failed or were announced and were not read since."""


class Source(Protocol):
    """Where articles come from."""

    @property
    def name(self) -> str:
        """Short name, the first part of article ids."""

    @property
    def complete(self) -> bool:
        """Whether :meth:`pages` yields every story there is, so that one it no longer yields is gone."""

    @property
    def ignored_fields(self) -> Mapping[str, int]:
        """Fields met so far that telusur has no use for, with the number of items that had them."""

    def pages(self) -> Iterator[Item]:
        """Yield every item, each once; may be called again.

        Raises:
            SourceError: The source as a whole cannot be read (further). Items yielded before are good.
        """


@runtime_checkable
class RemoteSource(Protocol):
    """A site, which is asked for what changed; what was learned of it is remembered between runs."""

    @property
    def name(self) -> str:
        """Short name, the first part of article ids."""

    def changes(self, memory: Memory, order: Order) -> Iterator[Change]:
        """Yield what changed, each item once, with checkpoints between.

        Raises:
            SourceError: The site cannot be read (further). What was yielded before is good.
        """


def shrink_trouble(missing: int, known: int, share: float) -> str | None:
    """Return why a source that lacks ``missing`` of ``known`` items is not to be believed, or None.

    A firewall's empty list must never empty the archive. One item may always go.
    """
    if missing <= max(1, int(known * share)):
        return None
    return (
        f"{missing:,} of {known:,} articles are gone, more than {share:.0%}: nothing was removed; if that is right, run"
        " again with --allow-shrink"
    )


def article_id(source: str, own_id: str) -> ArticleId:
    """Return the lasting id of a story."""
    return ArticleId(f"{source}:{own_id}")


def content_trouble(content: str) -> str | None:
    """Return why a body cannot be taken, or None when it can."""
    if len(content) > MAX_CONTENT_CHARS:
        return (
            f"the text has {len(content):,} characters, more than the {MAX_CONTENT_CHARS:,} that one article may have"
        )
    if not content.strip():
        return "the article has no text"
    return None
