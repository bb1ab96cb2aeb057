"""What is asked of related stories, and what is answered: plain values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from index.article import Document, RegionCode

MAX_SUGGESTIONS = 50
"""Most suggestions in one list; editors place one to three."""


class Kind(StrEnum):
    """What a suggestion is to the story, softly: of two that look like the same affair, one may be background."""

    SAME_AFFAIR = "same-affair"
    BACKGROUND = "background"
    SIMILAR_TOPIC = "similar-topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an editor may choose.

    Attributes:
        limit: Suggestions at most, 1 to :data:`MAX_SUGGESTIONS`.
        max_age_days: Nothing older than this before the story; None is any age. Undated stories are left out, and an
            undated story gets no suggestions.
        same_region: Only stories about a kabupaten or kota of the story's, or a part of one. A story about no region
            gets no suggestions.
        prefer_background: Put background before what belongs to the same affair.
    """

    limit: int = 5
    max_age_days: int | None = None
    same_region: bool = False
    prefer_background: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_SUGGESTIONS:
            raise ValueError(f"limit {self.limit}: give 1 to {MAX_SUGGESTIONS}")
        if self.max_age_days is not None and self.max_age_days < 0:
            raise ValueError(f"max_age_days {self.max_age_days}: give 0 or more days")


DEFAULTS = Options()
"""Five suggestions of any age, from anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What an editor can check at a glance. They explain a suggestion, they do not prove it.

    Attributes:
        names: Persons, and rare names of several words, that both have, as the story prints them.
        regions: Regions that both stories are about.
        words: The strongest words that both share, as the story prints them.
        days_before: Whole days from the suggestion to the story; None where either has no date.
    """

    names: tuple[str, ...] = ()
    regions: tuple[RegionCode, ...] = ()
    words: tuple[str, ...] = ()
    days_before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedStory:
    """One suggestion.

    Attributes:
        document: The story.
        score: How well it fits, 1 and a little for the best candidate; the order also counts variety.
        similarity: Cosine of the two texts' term vectors, 0 to 1: comparable between lists.
        kind: Soft label.
        reasons: Why it is there.
    """

    document: Document
    score: float
    similarity: float
    kind: Kind
    reasons: Reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedStories:
    """An answer.

    Attributes:
        stories: Suggestions, best first; fewer than asked for, or none, is a right answer.
        linked: Stories of the archive that the subject links already, in its order; they are never suggested.
    """

    stories: tuple[RelatedStory, ...] = ()
    linked: tuple[Document, ...] = ()


class ReadsDraft(Protocol):
    """Turns what an editor pastes or types into a document; given to pages and API by whoever starts them."""

    def __call__(self, text: str, *, title: str | None = None) -> Document:
        """Return a draft (flat text, HTML or WordPress blocks) as a document, cleaned and annotated.

        Raises:
            DraftError: It is too long, too short or holds no text.
        """
