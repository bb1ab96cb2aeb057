"""Requests to an engine and its answers: plain values, the same for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from index.article import ArticleId, Document
from index.query.ast import Query


class Layer(StrEnum):
    """Which form of a token a term is: its stem or the word as printed (normalised)."""

    STEM = "stem"
    SURFACE = "surface"


class Kind(StrEnum):
    """Why a form counts as what was asked for."""

    TYPED = "typed"
    SYNONYM = "synonym"
    RELATED = "related"
    CORRECTION = "correction"
    APART = "apart"
    NAME = "name"


class FacetField(StrEnum):
    """A facet a reader can narrow by.

    Values: ``REGION`` a region code, ancestors counted too; ``OFFICE`` ``title@region`` (``bupati@15.06``);
    ``PERSON`` a person's key (see ``index.schema.person_key``); ``SECTION`` a section's name; ``YEAR``, ``MONTH`` and
    ``DAY`` the local date as ``2024``, ``2024-02``, ``2024-02-20``.
    """

    REGION = "region"
    OFFICE = "office"
    PERSON = "person"
    SECTION = "section"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class Sort(StrEnum):
    """Order of hits; ties go to the newer story, then to the smaller id. Undated stories come last by date."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetFilter:
    """Keep stories that carry at least one of ``values`` (OR inside a facet, AND across facets)."""

    field: FacetField
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFilter:
    """Keep stories published on local days ``first`` to ``last``, both included; None is open. Drops undated ones."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAfter:
    """Keep stories published at or before ``moment`` (aware, to the second), and undated ones."""

    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludeIds:
    """Leave out these articles."""

    ids: frozenset[ArticleId]


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """Keep the stories of this group of near-duplicates (``Document.group``)."""

    group: int


Filter = FacetFilter | DateFilter | NotAfter | ExcludeIds | InGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedTerm:
    """A stem with its weight in a :class:`WeightedTerms` query."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedTerms:
    """An OR of stems, each counted with its weight: how related stories are asked for."""

    terms: tuple[WeightedTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One question to an engine.

    Attributes:
        query: Parsed text query, or weighted terms. An empty query matches every article.
        filters: What may match; unscored.
        facets: Facets to count. Each is counted under all filters but those on its own field (the three date fields
            and :class:`DateFilter` count as one).
        sort: Order of the hits.
        offset: First hit to return, 0-based; past the end gives no hits, never an earlier page.
        limit: Number of hits; 0 asks for totals and facets only.
        relax: Search the words of a quoted phrase that no article holds as typed, and say so; for a person who is there
            to read it, never for what watches for a phrase to appear.
        fold: Show of each group of near-duplicates the first hit only; totals and facets go on counting all.
        explain: Say of each hit why it ranks where it does; costs more than the search.
        facet_limit: Values per facet, the most frequent first; filtered values are always listed, at 0 too.
    """

    query: Query | WeightedTerms = field(default_factory=Query)
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetField, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    relax: bool = False
    fold: bool = False
    explain: bool = False
    facet_limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of text and the ranges in it to be marked; no HTML.

    Attributes:
        text: The text, cut on word boundaries.
        marks: Half-open character ranges in ``text``, ascending, not overlapping.
        leads: True when text was left out before it.
        trails: True when text was left out after it.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    leads: bool = False
    trails: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """What a result shows of its story: the whole headline and the best passages of the body."""

    title: Passage
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one thing that was asked for brings to a story's score.

    Attributes:
        asked: What the reader typed.
        found: What the story holds of it: words as typed, or their stems.
        kind: Why that counts.
        is_exact: The story holds the words exactly, not only other forms of them.
        points: What it adds to the score, before coverage and recency.
        articles: Articles that hold it in any form.
        in_title: How often it stands in the headline.
        in_lead: How often in the lead.
        in_body: How often further down.
    """

    asked: str
    found: str
    kind: Kind
    is_exact: bool
    points: float
    articles: int
    in_title: int
    in_lead: int
    in_body: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a story has its score: the reasons' points together, times coverage, times recency.

    Attributes:
        reasons: What was found, the weightiest first.
        missing: What was asked for and is not there; function words do not count.
        coverage: Factor for how much of the query it holds.
        recency: Factor for how recent it is.
    """

    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    coverage: float
    recency: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One matching story.

    Attributes:
        document: The story.
        score: Comparable within one answer only.
        explanation: Why it ranks where it does, where that was asked for.
        similar: How many other matching stories of its group stand behind it, where folding was asked for.
    """

    document: Document
    score: float
    explanation: Explanation | None = None
    similar: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many stories a reader gets by choosing ``value``."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word of the query that the archive hardly knows and the word that was searched as well."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A word of the query and another way of writing it that the archive uses and that was searched as well."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """An engine's answer.

    Attributes:
        hits: The page asked for.
        total: All matching stories, those that are folded away too.
        facets: Counts per requested facet, most frequent first (dates ascending).
        corrections: Spelling corrections that took part in the search.
        variants: Other ways of writing the query's words that took part in it.
        relaxed: Quoted phrases that no story holds as typed; their words were searched instead.
        took_ms: Wall time inside the engine, in milliseconds.
        partial: Time ran out: every hit is right, but some may be missing and scores may lack a word.
        folded: How many of them stand behind another one of their group; ``listed`` can be paged through.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[FacetField, tuple[FacetCount, ...]]
    took_ms: float
    corrections: tuple[Correction, ...] = ()
    variants: tuple[Variant, ...] = ()
    relaxed: tuple[str, ...] = ()
    partial: bool = False
    folded: int = 0

    @property
    def listed(self) -> int:
        """Number of hits that can be paged through."""
        return self.total - self.folded


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStatistics:
    """How common a term is.

    Attributes:
        text: The term.
        articles: Number of articles that hold it.
    """

    text: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermVector:
    """How often one article holds each of some stems.

    Attributes:
        article_id: The article.
        frequencies: Zone-weighted term frequency per stem (``index.schema``), in the order asked; 0 where it is absent.
        length: The article's length in stems, unweighted, 0 for an unknown article.
    """

    article_id: ArticleId
    frequencies: tuple[float, ...]
    length: int
