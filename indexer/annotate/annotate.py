"""The steps from an article to its annotations, in their order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from index.article import Annotations, Article, OfficeHolder, RegionCode
from index.dates import FoundDay
from index.gazetteer import Gazetteer, Scope
from indexer.annotate.events import event_day, stated_days
from indexer.annotate.focus import Evidence, Focus, Ground, focus_regions, province, regency
from indexer.annotate.knowledge import word_list
from indexer.annotate.mentions import Mention
from indexer.annotate.national import national_officials
from indexer.annotate.offices import OfficeReader
from indexer.annotate.officials import find_mentions
from indexer.annotate.people import NamedOfficial, Story, officials_of
from indexer.annotate.places import Place, Surnames, find_in_headline, find_places
from indexer.annotate.words import MAX_TEXT_CHARS, Word, split_words

ANNOTATION_VERSION = 7
"""Raised with every change of the rules here: articles annotated by another version are annotated again."""

_NOT_PERSONS = word_list("before_offices")
_PROVINCIAL = frozenset(("gubernur", "wagub", "pemprov"))

OPENING_CHARS = 400
"""What counts as a story's opening: its first paragraph, and of a story without paragraphs no more than this."""

OFFICE_REACH_WORDS = 6
"""How far behind the beginning of a named official's office a region still says whose office it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's body as it is read: its words, places and officials."""

    words: Sequence[Word]
    places: Sequence[Place]
    mentions: Sequence[Mention]
    surnames: Surnames


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything found in an article on the way to its annotations.

    Attributes:
        text: The body, read.
        evidence: What prominent places say about the focus.
        mentions: Each naming of a region in running text.
        focus: What the story is about.
        story: What its officials were seen against.
        officials: Its officials, each with the naming it comes from.
        national: Its officials of the state, where the newsroom asks for them.
        days: The days it states.
        event: The day of the main event.
    """

    text: Reading
    evidence: Sequence[Evidence]
    mentions: Sequence[Evidence]
    focus: Focus
    story: Story
    officials: Sequence[NamedOfficial]
    national: Sequence[OfficeHolder]
    days: Sequence[FoundDay]
    event: date | None


def annotate(article: Article, gazetteer: Gazetteer, *, zone: ZoneInfo, home: RegionCode | None = None) -> Annotations:
    """Return what an article is about and whom it names.

    Args:
        article: The article, cleaned: "Baca Juga" lines name regions and officials of other stories.
        gazetteer: Names and what they mean; its home region decides between places of one name.
        zone: Where days begin and end.
        home: The newsroom's region, to which an office without any region belongs; never makes a story be about it.
    """
    found = examine(article, gazetteer, zone=zone, home=home)
    return Annotations(
        regions=found.focus.regions,
        mentioned=found.focus.mentioned,
        officials=tuple(dict.fromkeys((*(named.official for named in found.officials), *found.national))),
        event_date=found.event,
        dates=tuple(dict.fromkeys(stated.day for stated in found.days)),
    )


def examine(article: Article, gazetteer: Gazetteer, *, zone: ZoneInfo, home: RegionCode | None = None) -> Findings:
    """Return what an article is about and whom it names, with all that led there; arguments as for :func:`annotate`."""
    published = article.published.astimezone(zone).date() if article.published is not None else None
    labels = list(_labels(article, gazetteer))
    text = _read(article, gazetteer, [item.code for item in labels])
    evidence = [*labels, *_headline(article, gazetteer, text, labels), *_opening(article, text)]
    mentions = _mentions(text)
    focus = focus_regions(evidence, mentions, _anchored(text, gazetteer))
    story = Story(
        words=text.words,
        gazetteer=gazetteer,
        focus=focus.regions,
        regions={*focus.regions, *focus.mentioned},
        home=home,
        published=published,
    )
    body = article.body[:MAX_TEXT_CHARS]
    days = stated_days(body, published)
    return Findings(
        text=text,
        evidence=evidence,
        mentions=mentions,
        focus=focus,
        story=story,
        officials=officials_of(text.mentions, story),
        national=national_officials(text.words) if gazetteer.national_offices else (),
        days=days,
        event=event_day(body, days, published),
    )


def _read(article: Article, gazetteer: Gazetteer, context: Sequence[RegionCode]) -> Reading:
    words = split_words(article.body)
    places, surnames = find_places(words, gazetteer, context=context)
    around = {*context, *(place.code for place in places), *([gazetteer.home] if gazetteer.home is not None else [])}
    reader = OfficeReader(words, places, gazetteer, around)
    return Reading(words, places, find_mentions(words, places, reader), surnames)


def _labels(article: Article, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Yield what dateline, sections and tags say."""
    dateline = gazetteer.region(article.dateline) if article.dateline else None
    if dateline is not None:
        yield Evidence(dateline, Ground.DATELINE)
    labels = [gazetteer.region(label) for label in (*article.sections, *article.tags)]
    for region in dict.fromkeys(labels):
        if region is not None:
            yield Evidence(region, Ground.SECTION)


def _headline(article: Article, gazetteer: Gazetteer, text: Reading, labels: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield the regions that the headline names and the story confirms: in headlines any word may look like a name."""
    named = {*(place.code for place in text.places), *(item.code for item in labels)}
    words = split_words(article.title)
    found = find_in_headline(words, gazetteer, context=named, surnames=text.surnames)
    for code in dict.fromkeys(place.code for place in found):
        if any(code == other or other.startswith(f"{code}.") or code.startswith(f"{other}.") for other in named):
            yield Evidence(code, Ground.TITLE)
    yield from _acting_province(words, text)


def _acting_province(headline: Sequence[Word], text: Reading) -> Iterator[Evidence]:
    """Yield the province whose governor or government acts in the headline: "Gubernur Lantik ..."."""
    words = [word.lower for word in headline]
    acting = {word for before, word in pairwise(["", *words]) if before not in _NOT_PERSONS}
    if not _PROVINCIAL.isdisjoint(acting):
        codes = [m.region for m in text.mentions if m.title.scope is Scope.PROVINCE and m.region is not None]
        for code in codes[:1]:
            yield Evidence(code, Ground.TITLE, is_own=True)


def _opening(article: Article, text: Reading) -> Iterator[Evidence]:
    """Yield the regions named in the story's opening."""
    end = article.body.find("\n\n")
    end = min(end, OPENING_CHARS) if end >= 0 else OPENING_CHARS
    places = [place for place in text.places if text.words[place.first].start < end]
    first = {place.code: place.first for place in reversed(list(_unlocated(text.words, places)))}
    for code, at in sorted(first.items(), key=lambda item: item[1]):
        yield Evidence(code, Ground.OPENING, at)


def _mentions(text: Reading) -> list[Evidence]:
    """Return each naming of a region; one that only says whose office somebody holds counts less."""
    mentions = []
    located = {place.first for place in _unlocated(text.words, text.places)}
    starts = sorted(mention.at for mention in text.mentions if mention.person is not None)
    for place in text.places:
        before = bisect_left(starts, place.first) - 1
        is_office = before >= 0 and place.first - starts[before] <= OFFICE_REACH_WORDS
        ground = Ground.OFFICE if is_office or place.first not in located else Ground.MENTION
        mentions.append(Evidence(place.code, ground, place.first, is_firm=place.typed and not is_office))
    return [*mentions, *_offices_only(text)]


def _offices_only(text: Reading) -> Iterator[Evidence]:
    """Yield the regions that only an office names: in ``Kadis Perkim Tebo Nama Orang`` capitals around hide it."""
    named = {place.code for place in text.places}
    for mention in text.mentions:
        if mention.region is not None and not any(code.startswith(mention.region) for code in named):
            yield Evidence(mention.region, Ground.OFFICE, mention.at)


def _anchored(text: Reading, gazetteer: Gazetteer) -> set[RegionCode]:
    """Return the regencies that the text ties to their province's name, see :func:`focus_regions`."""
    loose = {place.first for place in _unlocated(text.words, text.places)}
    tied = {regency(before.code) for before, place in pairwise(text.places) if place.first not in loose}
    named = {regency(place.code) for place in text.places if "." in place.code}
    regions = gazetteer.regions
    return tied | {code for code in named if regions.region(code).name == regions.region(province(code)).name}


def _unlocated(words: Sequence[Word], places: Sequence[Place]) -> Iterator[Place]:
    """Yield the places but those that only say where the one before lies: "Kuala Tungkal, Jambi"."""
    before: Place | None = None
    for place in places:
        is_locator = (
            before is not None
            and place.first == before.last
            and "," in words[before.last - 1].gap
            and before.code.startswith(f"{place.code}.")
        )
        if not is_locator:
            yield place
        before = place
