"""Why an article has its annotations: for ``telusur officials explain``.

Made from what :func:`indexer.annotate.annotate.examine` found on the way, so an explanation cannot differ from what is
annotated, and annotating pays nothing for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from index.article import Article, OfficeHolder, RegionCode, region_ancestors
from index.gazetteer import Gazetteer, Term
from indexer.annotate.annotate import Findings, examine
from indexer.annotate.focus import Evidence, Ground, regency
from indexer.annotate.mentions import Mention, Rule
from indexer.annotate.people import NamedOfficial, is_part
from indexer.annotate.words import Word

MAX_SENTENCE_CHARS = 300
"""Length to which a sentence is cut, around the word in question."""

MAX_SENTENCES = 5
"""Sentences shown for one value; repeats say no more."""


class RegionFrom(StrEnum):
    """What says whose office it is."""

    STATED = "stated beside the title"
    SAME_TITLE = "stated with the same title elsewhere in the story"
    FOCUS = "the story's focus"
    HOME = "the newsroom's region"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One reason for a region: where it is named, how much that weighs, and the sentence (or label)."""

    ground: Ground
    weight: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionReason:
    """Why a region is a focus, or only mentioned.

    Attributes:
        code: Province, regency or city; what lies inside it speaks for it.
        score: Sum of the evidence, repeats damped.
        is_focus: Whether that was enough.
        sightings: Where it is named.
    """

    code: RegionCode
    score: float
    is_focus: bool
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialReason:
    """Why an official is named as they are.

    Attributes:
        official: The value.
        rule: How the name was found.
        region_from: What says whose office it is.
        term: The registry's term behind ``person_id``; None where the registry knows nobody.
        sentences: The sentence the value comes from, then others that name the same office or person.
    """

    official: OfficeHolder
    rule: Rule
    region_from: RegionFrom
    term: Term | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReason:
    """A day that the text states.

    Attributes:
        day: The day.
        is_event: Whether it was taken for the main event's.
        weekday_ok: Whether the weekday beside it is right; None where none is printed.
        text: The words around it.
    """

    day: date
    is_event: bool
    weekday_ok: bool | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an article has its annotations."""

    regions: tuple[RegionReason, ...]
    officials: tuple[OfficialReason, ...]
    days: tuple[DayReason, ...]


def explain(article: Article, gazetteer: Gazetteer, *, zone: ZoneInfo, home: RegionCode | None = None) -> Explanation:
    """Return why an article is annotated as it is; arguments as for :func:`indexer.annotate.annotate`."""
    found = examine(article, gazetteer, zone=zone, home=home)
    return Explanation(
        regions=tuple(_region_reasons(found, article)),
        officials=tuple(_official_reason(named, found, article.body) for named in found.officials),
        days=tuple(_day_reasons(found, article.body)),
    )


# Regions


def _region_reasons(found: Findings, article: Article) -> Iterator[RegionReason]:
    focus = found.focus
    for code in (*focus.regions, *focus.mentioned):
        evidence = [item for item in (*found.evidence, *found.mentions) if regency(item.code) == code]
        yield RegionReason(
            code=code,
            score=round(focus.scores.get(code, 0.0), 2),
            is_focus=code in focus.regions,
            sightings=tuple(_sighting(item, found, article) for item in evidence[:MAX_SENTENCES]),
        )


def _sighting(item: Evidence, found: Findings, article: Article) -> Sighting:
    if item.at is not None:
        text = sentence_around(article.body, found.text.words, item.at)
    elif item.ground is Ground.DATELINE:
        text = article.dateline or ""
    elif item.ground is Ground.TITLE:
        text = article.title
    else:
        text = ", ".join((*article.sections, *article.tags))
    return Sighting(ground=item.ground, weight=item.weight, text=text)


# Officials


def _official_reason(named: NamedOfficial, found: Findings, body: str) -> OfficialReason:
    mention = named.mention
    others = [m.at for m in found.text.mentions if m.at != mention.at and _is_about(m, mention)]
    places = [mention.at, *others][:MAX_SENTENCES]
    return OfficialReason(
        official=named.official,
        rule=mention.rule,
        region_from=_region_from(mention, found),
        term=_term(named.official, found),
        sentences=tuple(dict.fromkeys(sentence_around(body, found.text.words, at) for at in places)),
    )


def _is_about(mention: Mention, other: Mention) -> bool:
    if mention.title is not other.title or mention.region not in (None, other.region):
        return False
    return mention.person is None or other.person is None or is_part(mention.person, other.person)


def _region_from(mention: Mention, found: Findings) -> RegionFrom:
    """Return where an office's region comes from, in the order in which annotation looks for it."""
    if mention.region is None:
        return RegionFrom.NOTHING
    same = [m for m in found.text.mentions if m.title is mention.title and m.region == mention.region]
    if mention.rule is Rule.KNOWN or any(m.at == mention.at for m in same):
        return RegionFrom.STATED
    if same:
        return RegionFrom.SAME_TITLE
    around = {part for code in found.focus.regions for part in (code, *region_ancestors(code))}
    return RegionFrom.FOCUS if mention.region in around else RegionFrom.HOME


def _term(official: OfficeHolder, found: Findings) -> Term | None:
    """Return the person's term that holds the story's day, else the last one that began before it, else the first."""
    if official.person_id is None or official.region is None:
        return None
    history = found.story.gazetteer.registry.history(official.title, official.region)
    terms = [term for term in history if term.person == official.person_id]
    day = found.story.published
    if day is None or not terms:
        return terms[-1] if terms else None
    holding = [term for term in terms if term.holds(day)]
    before = [term for term in terms if term.first <= day]
    return (holding or before or terms[:1])[-1]


# Days


def _day_reasons(found: Findings, body: str) -> Iterator[DayReason]:
    is_told = False
    for stated in found.days:
        is_event = stated.day == found.event and not is_told
        is_told = is_told or is_event
        start, end = max(0, stated.start - 60), stated.end + 60
        text = " ".join(body[start:end].split())
        yield DayReason(day=stated.day, is_event=is_event, weekday_ok=stated.weekday_ok, text=text)


# Sentences


def sentence_around(body: str, words: Sequence[Word], at: int) -> str:
    """Return the sentence of ``words[at]``, on one line, cut to :data:`MAX_SENTENCE_CHARS` around the word."""
    first = last = at
    reach = MAX_SENTENCE_CHARS // 2
    while first > 0 and not words[first - 1].breaks and words[at].start - words[first - 1].start < reach:
        first -= 1
    while last + 1 < len(words) and not words[last].breaks and words[last + 1].end - words[at].start < reach:
        last += 1
    closing = words[last].gap[:1].strip()
    return " ".join(body[words[first].start : words[last].end].split()) + closing
