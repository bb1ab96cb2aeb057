"""What a run did, in numbers and in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MAX_REASONS = 50
"""Reasons kept in a report; all are counted, and all failures of a run are in the archive."""


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
    """What a run did.

    Attributes:
        source: Name of the source.
        outcomes: Number of items per outcome.
        failures: A line per failed item, at most :data:`MAX_REASONS`.
        skips: Number of skipped items per reason.
        unknown_fields: Fields of the source that telusur has no use for.
        stopped: Why the source could not be read to its end, or None.
    """

    source: str
    outcomes: Counter[ItemOutcome] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    skips: Counter[str] = field(default_factory=Counter)
    unknown_fields: tuple[str, ...] = ()
    stopped: str | None = None

    def count(self, outcome: ItemOutcome) -> None:
        """Count one item."""
        self.outcomes[outcome] += 1

    def skip(self, reason: str) -> None:
        """Count an item that is not for readers."""
        self.count(ItemOutcome.SKIPPED)
        self.skips[reason] += 1

    def fail(self, item: str, reason: str) -> None:
        """Count an item that failed."""
        self.count(ItemOutcome.FAILED)
        if len(self.failures) < MAX_REASONS:
            self.failures.append(f"{item}: {reason}")

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
