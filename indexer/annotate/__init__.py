"""An article to its annotations: regions it is about and mentions, officials it names, days it speaks of."""

from datetime import date
from zoneinfo import ZoneInfo

from index.article import Annotations, Article, RegionCode
from index.dates import FoundDay, find_days
from index.gazetteer import Gazetteer
from indexer.annotate.focus import DATELINE, FIRST_PARAGRAPH, OFFICE, SECTION, TITLE, Evidence, focus_regions
from indexer.annotate.officials import OfficeContext, find_officials
from indexer.annotate.places import Place, find_places
from indexer.annotate.words import MAX_TEXT_CHARS, Word, split_words

ANNOTATION_VERSION = 1
"""Raised with every change of the rules here: articles annotated by another version are annotated again."""

EVENT_WINDOW_DAYS = 14
"""How far before publishing the day of the main event lies at most: 88 % of bracketed days are within three."""

__all__ = ["ANNOTATION_VERSION", "annotate"]


def annotate(article: Article, gazetteer: Gazetteer, *, zone: ZoneInfo, home: RegionCode | None = None) -> Annotations:
    """Return what an article is about and whom it names.

    Args:
        article: The article, cleaned: "Baca Juga" lines name regions and officials of other stories.
        gazetteer: Names and what they mean.
        zone: Where days begin and end.
        home: The newsroom's region; decides between places of one name, never makes a story be about it.
    """
    published = article.published.astimezone(zone).date() if article.published is not None else None
    words = split_words(article.body)
    places = find_places(words, gazetteer)
    evidence = _evidence(article, gazetteer, words, places)
    mentions = [place.code for place in places]
    focus, _ = focus_regions(evidence, mentions, home)
    officials = find_officials(words, places, OfficeContext(gazetteer=gazetteer, focus=focus, published=published))
    stated = [Evidence(official.region, OFFICE) for official in officials if official.region is not None]
    named = set(mentions)
    evidence += [item for item in stated if item.code in named]
    regions, mentioned = focus_regions(evidence, mentions, home)
    days = [found for found in find_days(article.body[:MAX_TEXT_CHARS], published) if found.weekday_ok is not False]
    return Annotations(
        regions=regions,
        mentioned=mentioned,
        officials=officials,
        event_date=_event_date(days, published),
        dates=tuple(dict.fromkeys(found.day for found in days)),
    )


def _evidence(article: Article, gazetteer: Gazetteer, words: list[Word], places: list[Place]) -> list[Evidence]:
    """Return what stands in prominent places: dateline, headline, sections and tags, first paragraph."""
    evidence = []
    dateline = gazetteer.region(article.dateline) if article.dateline else None
    if dateline is not None:
        evidence.append(Evidence(dateline, DATELINE))
    headline = split_words(article.title)
    evidence += [
        Evidence(code, TITLE) for code in {place.code for place in find_places(headline, gazetteer, headline=True)}
    ]
    labels = {gazetteer.region(label) for label in (*article.sections, *article.tags)}
    evidence += [Evidence(code, SECTION) for code in labels if code is not None]
    end = article.body.find("\n\n")
    first = {place.code for place in places if end < 0 or words[place.first].start < end}
    evidence += [Evidence(code, FIRST_PARAGRAPH) for code in first]
    return evidence


def _event_date(days: list[FoundDay], published: date | None) -> date | None:
    """Return the day of the main event: the first day in the text that is near publishing and not after it."""
    for found in days:
        if published is None or 0 <= (published - found.day).days <= EVENT_WINDOW_DAYS:
            return found.day
    return None
