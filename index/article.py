"""What an article is: the one record that sources produce, the archive keeps and engines store.

All values are frozen; equality compares content. Nothing here knows about files, HTML or indexes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

ArticleId = NewType("ArticleId", str)
"""``<source name>:<the source's own id>``. An address may change, the id does not."""

RegionCode = NewType("RegionCode", str)
"""A Kemendagri code: ``15`` province, ``15.06`` kabupaten or kota, ``15.06.01`` kecamatan, ``15.06.01.2001`` desa."""


class PlacedBy(StrEnum):
    """Who put a "Baca Juga" link where it was found; only an editor's link is a judgement."""

    EDITOR = "editor"
    RENDERED = "rendered"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """In which capacity an official is named."""

    INCUMBENT = "incumbent"
    ACTING = "acting"
    FORMER = "former"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorLink:
    """A "Baca Juga" (read also) link that was cut out of a body.

    Attributes:
        title: The linked story's headline as printed, white space folded.
        url: Absolute address without tracking parameters, or None where only the title stood.
        label: The label as printed, such as ``Baca Juga``.
        placed_by: Who placed it, as far as the source can tell.
    """

    title: str
    url: str | None = None
    label: str = "Baca Juga"
    placed_by: PlacedBy = PlacedBy.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published story, cleaned.

    Attributes:
        id: Stable identity, see :data:`ArticleId`.
        url: Public address, or None for archives without one.
        title: Headline as printed, without the site's suffix.
        body: Plain text, a blank line between paragraphs, no "Baca Juga" blocks, no byline initials at the end.
        published: Aware moment of publishing, or None when the source does not know.
        modified: Aware moment of the last change, never before ``published``.
        byline: Reporter's name or initials as printed, without brackets.
        dateline: Place at the head of the story as printed (``TANJAB BARAT``), without the site's name.
        sections: Names of categories ("rubrik").
        tags: Names of tags.
        links: Links cut from the body, in order.
        aliases: Former addresses of the same story.
    """

    id: ArticleId
    title: str
    body: str
    url: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    byline: str | None = None
    dateline: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[EditorLink, ...] = ()
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for moment in (self.published, self.modified):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"article {self.id}: a moment without a time zone: {moment.isoformat()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder:
    """An official named in an article.

    Attributes:
        title: Title class, such as ``bupati`` (the closed list is in ``index.gazetteer.titles``).
        person: Name without honorifics and degrees; None when only the office is named.
        region: The office's region; ``ID`` for national offices; None when it is not stated.
        role: Capacity in which the person is named.
        person_id: Registry id of the person, where the registry knows them.
    """

    title: str
    person: str | None = None
    region: RegionCode | None = None
    role: Role = Role.INCUMBENT
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """What telusur itself found in an article.

    Attributes:
        regions: Regions the article is about, the primary one first, without ancestors.
        mentioned: Other regions it names.
        officials: Officials it names, each once.
        event_date: Local day of the main event, None when the text states none.
        dates: Every day-level date in the text, in order, each once.
    """

    regions: tuple[RegionCode, ...] = ()
    mentioned: tuple[RegionCode, ...] = ()
    officials: tuple[OfficeHolder, ...] = ()
    event_date: date | None = None
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with its annotations: what engines index and store.

    Attributes:
        article: The article.
        annotations: What was found in it.
        group: Number of the group of near-duplicates that it is in, greater than 0; None where it is in none.
    """

    article: Article
    annotations: Annotations = field(default_factory=Annotations)
    group: int | None = None


def region_ancestors(code: RegionCode) -> tuple[RegionCode, ...]:
    """Return the regions that contain ``code``, nearest first: ``15.06.01`` gives ``15.06`` and ``15``."""
    parts = code.split(".")
    return tuple(RegionCode(".".join(parts[:n])) for n in range(len(parts) - 1, 0, -1))
