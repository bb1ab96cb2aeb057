"""What operations take and give, as pydantic models: they validate, and the OpenAPI document is made from them.

Dates are ISO 8601; moments carry their zone. Marks are half-open ranges of characters.
"""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from index.query import MAX_QUERY_CHARS
from search_web.urls import MAX_VALUE_CHARS, MAX_VALUES

MAX_LIMIT = 100
"""Most results of one answer."""

DEFAULT_LIMIT = 10

_RegionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$")]
_OfficialKey = Annotated[
    str,
    StringConstraints(
        pattern=r"^([a-z_]{1,60}@([0-9.]{1,13}|ID)?|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=MAX_VALUE_CHARS
    ),
]
_Section = Annotated[str, StringConstraints(min_length=1, max_length=MAX_VALUE_CHARS)]
_Limit = Annotated[int, Field(ge=0, le=MAX_LIMIT)]
_Cursor = Annotated[
    str | None,
    Field(
        min_length=1, max_length=200, description="`next` of the answer before; goes with the same other parameters."
    ),
]
Mark = tuple[int, int]


class Parameters(BaseModel):
    """Parameters of an operation: unknown ones are mistakes."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *given: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own
        """Return the schema: the framework asks for it at every request, and making it takes as long as a search."""
        return super().model_json_schema(*given, **options) if given or options else cls._plain_schema()

    @classmethod
    @cache
    def _plain_schema(cls) -> dict[str, Any]:
        return super().model_json_schema()


class SearchQuery(Parameters):
    """What to search for. Names are those of the page `/cari`, so that an address can be taken over."""

    q: str = Field("", max_length=MAX_QUERY_CHARS, description="The query; empty finds everything. Read strictly.")
    urut: Literal["terbaru", "terlama"] | None = Field(None, description="Order: newest or oldest first; else by fit.")
    wilayah: list[_RegionCode] = Field([], max_length=MAX_VALUES, description="Kemendagri codes, any of which will do.")
    pejabat: list[_OfficialKey] = Field([], max_length=MAX_VALUES, description="Persons or offices, any of which.")
    rubrik: list[_Section] = Field([], max_length=MAX_VALUES, description="Sections, any of which will do.")
    dari: str | None = Field(None, min_length=1, max_length=MAX_VALUE_CHARS, description="First day, month or year.")
    sampai: str | None = Field(None, min_length=1, max_length=MAX_VALUE_CHARS, description="Last day, month or year.")
    serupa: int | None = Field(None, ge=1, le=999_999_999, description="Only this group of near-duplicates.")
    fold: bool = Field(True, description="Show the best of each group of near-duplicates only.")
    explain: bool = Field(False, description="Say of each story why it ranks where it does; takes longer.")
    limit: _Limit = DEFAULT_LIMIT
    cursor: _Cursor = None


class Marks(BaseModel):
    """What of a headline and a snippet matches."""

    title: list[Mark]
    snippet: list[Mark]


class Official(BaseModel):
    """Somebody whom a story names in an office."""

    title: str = Field(description="Class of the office, such as `bupati`.")
    person: str | None = None
    region: str | None = None
    role: str = "incumbent"
    person_id: str | None = None


class Reason(BaseModel):
    """What one thing that was asked for brings to a story's score."""

    asked: str
    found: str = Field(description="What the story holds of it: words as typed, or their stems.")
    kind: str = Field(description="typed, synonym, related, correction, apart or name.")
    exact: bool = Field(description="The story holds the words as typed, not only other forms of them.")
    points: float
    articles: int = Field(description="Stories that hold it.")
    title: int = Field(description="How often in the headline.")
    lead: int
    body: int


class Explanation(BaseModel):
    """Why a story has its score: the points of the reasons, times coverage, times recency."""

    reasons: list[Reason]
    missing: list[str] = Field(description="What was asked for and is not there.")
    coverage: float
    recency: float
    words: list[str] = Field(description="The same in sentences.")


class Hit(BaseModel):
    """A story that was found."""

    id: str
    url: str | None = Field(description="Public address.")
    title: str
    published: datetime | None
    score: float = Field(description="Comparable within one answer only.")
    snippet: str
    marks: Marks
    regions: list[str]
    officials: list[Official]
    group: int | None = Field(description="Number of the group of near-duplicates that it is in.")
    similar: int = Field(description="How many others of its group are folded away behind it.")
    explanation: Explanation | None = Field(None, description="Where `explain` asks for it.")


class Count(BaseModel):
    """How many stories a search finds with a value ticked."""

    value: str
    count: int


class Correction(BaseModel):
    """A word that the archive hardly knows, and the one that was searched as well."""

    typed: str
    used: str


class Offer(BaseModel):
    """A filter that words of the query suggest: a date, a region, an office or a person."""

    label: str = Field(description="What it narrows to, in Indonesian.")
    query: str = Field(description="The other words of the query; empty where there are none.")
    count: int = Field(description="Stories that those words find under the filter.")
    field: str = Field(description="Facet of the filter: date, region, office or person.")
    value: str = Field(description="Its value; of dates the first and the last day: 2020-01-01..2020-12-31.")


class DidYouMean(BaseModel):
    """A query that was probably meant."""

    query: str
    count: int = Field(description="Stories that it finds under the same filters.")


class SearchAnswer(BaseModel):
    """Stories that were found, and what they could be narrowed by."""

    total: int = Field(description="Stories that match, also those that are folded away.")
    folded: int = Field(description="Stories that stand behind another one of their group.")
    partial: bool = Field(description="Time ran out: every hit is right, but some may be missing.")
    hits: list[Hit]
    facets: dict[str, list[Count]]
    corrections: list[Correction]
    variants: list[Correction] = Field(description="Other ways of writing the query's words, searched as well.")
    relaxed: list[str] = Field(description="Phrases that no story holds as typed; their words were searched instead.")
    did_you_mean: DidYouMean | None = Field(description="Where the archive knows no form of a word of the query.")
    offers: list[Offer]
    next: str | None = Field(description="Cursor of the next hits; null behind the last.")


class ArticleQuery(Parameters):
    """Which story: by id, or by public address. An id may hold any character, so it stands in a parameter."""

    id: str | None = Field(None, min_length=1, max_length=1_000)
    url: str | None = Field(None, min_length=1, max_length=2_000)


class Link(BaseModel):
    """What editors linked to."""

    title: str
    url: str | None = None


class ArticleAnswer(BaseModel):
    """A story as the archive keeps it."""

    id: str
    url: str | None
    title: str
    body: str
    published: datetime | None
    modified: datetime | None
    byline: str | None
    sections: list[str]
    tags: list[str]
    links: list[Link]
    regions: list[str] = Field(description="What it is about, the main one first.")
    mentioned: list[str]
    officials: list[Official]
    event_date: date | None


class RegionsQuery(Parameters):
    """Which regions."""

    parent: _RegionCode | None = Field(None, description="Only regions right below this one; else provinces.")


class Region(BaseModel):
    """A region with stories about it."""

    code: str
    name: str
    count: int


class RegionsAnswer(BaseModel):
    """Regions with at least one story, the most frequent first."""

    regions: list[Region]


class OfficialsQuery(Parameters):
    """Which officials."""

    wilayah: _RegionCode | None = Field(None, description="Only who held an office there, by the registry.")
    limit: _Limit = DEFAULT_LIMIT
    cursor: _Cursor = None


class TermOfOffice(BaseModel):
    """A time in an office; `last` is null while it lasts."""

    office: str
    region: str
    label: str
    role: str
    first: date
    last: date | None


class OfficialEntry(BaseModel):
    """A person, how many stories name them, and what offices the registry knows."""

    key: str
    name: str
    count: int
    terms: list[TermOfOffice]


class OfficialsAnswer(BaseModel):
    """Persons whom stories name, the most frequent first."""

    total: int
    officials: list[OfficialEntry]
    next: str | None


class StatsAnswer(BaseModel):
    """The archive in numbers."""

    articles: int
    first: date | None
    last: date | None
    years: list[Count]
    sections: list[Count]
    generation: str
    changed: datetime


class SuggestQuery(Parameters):
    """What has been typed so far."""

    q: str = Field(min_length=1, max_length=100)


class Suggestion(BaseModel):
    """A text that the search box could hold."""

    text: str
    kind: Literal["word", "region", "office", "person", "title"]
    note: str = Field(description="What it is, in the reader's language; empty for words.")
    count: int = Field(description="Stories that hold it.")


class SuggestAnswer(BaseModel):
    """What the reader may be about to type, the most useful first."""

    suggestions: list[Suggestion]


class SharedRegion(BaseModel):
    """A region that both stories are about."""

    code: str
    label: str


class Shared(BaseModel):
    """What a suggestion and the story have in common, as the story prints it."""

    names: list[str]
    regions: list[SharedRegion]
    words: list[str] = Field(description="The strongest shared words.")
    days_before: int | None = Field(description="Days from the suggestion to the story; null without a date.")


class RelatedSuggestion(BaseModel):
    """An older story to link."""

    id: str
    url: str | None
    title: str
    published: datetime | None
    score: float = Field(description="Comparable within one answer only.")
    similarity: float = Field(description="Likeness of the two texts, 0 to 1; comparable between answers.")
    kind: Literal["same-affair", "background", "similar-topic"]
    label: str = Field(description="The kind, in the reader's language.")
    reasons: list[str] = Field(description="Why it is suggested, in the reader's language.")
    shared: Shared


class Linked(BaseModel):
    """A story that is linked already and therefore not suggested."""

    id: str
    url: str | None
    title: str


class RelatedAnswer(BaseModel):
    """Older stories to link, the best first; fewer than asked for, or none, is a right answer."""

    suggestions: list[RelatedSuggestion]
    linked: list[Linked]
