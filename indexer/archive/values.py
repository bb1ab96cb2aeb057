"""What the archive answers: plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

MAX_REASON_CHARS = 500
"""Length to which a failure's reason, or an item's name, is cut."""


class Outcome(StrEnum):
    """What storing an article did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class RunState(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """It was found running by the next writer, so it was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a job, as the archive remembers it; ``counts`` are the items of each outcome."""

    id: int
    kind: str
    source: str
    started: datetime
    finished: datetime | None
    state: RunState
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An item that a run could not take; a permanent one must fail again unless the source changes."""

    item: str
    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStatus:
    """What is in an archive.

    Attributes:
        articles: Number of articles.
        by_source: Number of articles of each source.
        removed: Number of articles that were there once and are gone.
        undated: Number of articles without a publish date.
        links: Number of "Baca Juga" links.
        resolved_links: Number of those whose target is in the archive.
        revision: Number of the last change.
        size_bytes: Size of the file with its journal.
    """

    articles: int
    by_source: Mapping[str, int]
    removed: int
    undated: int
    links: int
    resolved_links: int
    revision: int
    size_bytes: int

    def to_record(self) -> dict[str, Any]:
        """Return the status as JSON values."""
        return asdict(self)
