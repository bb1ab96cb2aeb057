"""The whole story: each part of an article from the best place that a page has for it."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import assert_never
from zoneinfo import ZoneInfo

from index.article import Article, EditorLink
from index.dates import find_days, parse_moment
from index.errors import SourceError
from indexer.addresses import clean_url
from indexer.extract.byline import split_initials
from indexer.extract.cutting import ReadAlsoLink, TitleFinder, cut_read_also
from indexer.extract.dateline import PlaceTest, find_dateline
from indexer.extract.flat import text_lines
from indexer.extract.html import html_lines, plain_text, wordpress_lines
from indexer.extract.knowledge import furniture
from indexer.extract.lines import Line, body_text, clean_characters
from indexer.sources.base import Markup, RawPage

CLEANER_VERSION = 2
"""Raised when the rules here change what an article is; the archive knows which version made each article."""

MAX_TITLE_CHARS = 500
"""Longest headline kept, in characters; longer ones are a body in the wrong field."""

MADE_TITLE_CHARS = 110
"""Length of a headline made from the first sentence where a text has none of its own."""

MAX_DATED_CHARS = 20_000
"""How much of a body is searched for a date where the page states none."""

MAX_DATE_LINE_CHARS = 60
"""Longest line that may be nothing but a date ("Selasa, 20 Februari 2024 | 10:15 WIB")."""

_DATE_LINE = re.compile(r"\W*(?:(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b|\d)[^.!?]*$", re.IGNORECASE)
"""A line that begins with a weekday or a number and is no sentence."""

_YEARS = range(1900, 2101)
"""Years a story may be of; others are typing errors, and moments near the ends of the calendar cannot change zones."""

_ADDRESS_DAY = re.compile(r"/((?:19|20)[0-9]{2})/([01]?[0-9])/([0-3]?[0-9])(?:/|$)")
_ADDRESS_SECOND = re.compile(
    r"/((?:19|20)[0-9]{2})/?([01][0-9])/?([0-3][0-9])/?([0-2][0-9])([0-5][0-9])([0-5][0-9])[0-9]{0,3}(?:[/-]|$)"
)
"""A day and a time of six digits, with fractions or not: ``/2025/08/05/085719970/``, ``/20250812154745-``."""

_SITE_SEPARATORS = (" - ", " – ", " — ", " | ", " » ", " :: ")


class ExtractError(SourceError):
    """A page that cannot become an article; the message is the reason."""


def extract(
    page: RawPage,
    *,
    zone: ZoneInfo,
    site_names: Collection[str] = (),
    known_title: TitleFinder | None = None,
    is_place: PlaceTest | None = None,
) -> Article:
    """Return the article that a page holds.

    Args:
        page: What a source read.
        zone: Zone of dates without one, and of dates found in the text.
        site_names: Names under which the site signs, to be cut from titles and datelines.
        known_title: Finds titles of known stories in running text, see ``indexer.extract.cutting``.
        is_place: Tells whether a text names a place, to read datelines by.

    Raises:
        ExtractError: There is no text, or a date that the page states is none.
    """
    lines, cut = cut_read_also(_lines(page), known_title=known_title)
    body, initials = split_initials(body_text(_without_furniture(lines)))
    title = _title(page, body, site_names)
    if not body and not title:
        raise ExtractError("the article has no text")
    published, modified = _dates(page, body, zone)
    url = clean_url(page.url)
    return Article(
        id=page.article_id,
        title=title,
        body=body,
        url=url,
        published=published,
        modified=modified,
        byline=_one_line(page.byline) or initials,
        dateline=find_dateline(body, site_names=site_names, url=url, is_place=is_place),
        sections=_names(page.sections),
        tags=_names(page.tags),
        links=(*page.links, *_links(cut, page, url)),
        aliases=tuple(filter(None, (clean_url(alias, base=url) for alias in page.aliases))),
    )


def _lines(page: RawPage) -> list[Line]:
    content = clean_characters(page.content)
    match page.markup:
        case Markup.TEXT:
            return text_lines(content)
        case Markup.HTML:
            return html_lines(content)
        case Markup.WORDPRESS:
            return wordpress_lines(content)
        case _:
            assert_never(page.markup)


def _without_furniture(lines: Iterable[Line]) -> list[Line]:
    pattern = furniture().line
    return [line for line in lines if not pattern.fullmatch(line.text)]


def _title(page: RawPage, body: str, site_names: Collection[str]) -> str:
    if page.title is None:
        return _made_title(body)
    title = plain_text(clean_characters(page.title))[:MAX_TITLE_CHARS].rstrip()
    for name in site_names:
        for separator in _SITE_SEPARATORS:
            title = title.removesuffix(f"{separator}{name}")
    return title


def _made_title(body: str) -> str:
    """Return the beginning of the first sentence, as a text without a headline is listed."""
    sentence = body.split("\n", 1)[0]
    for dash in (" – ", " — ", " - "):
        head, found, rest = sentence.partition(dash)
        if found and len(head) < MADE_TITLE_CHARS // 2 and rest:
            sentence = rest
            break
    if len(sentence) <= MADE_TITLE_CHARS:
        return sentence.strip()
    return sentence[: MADE_TITLE_CHARS + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _dates(page: RawPage, body: str, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Return when the story was published and changed; what the page does not state, its text or address may tell."""
    published = _moment(page.published, "published", zone) or _found_moment(page, body, zone)
    if published is not None and published.time() == time():
        published = _moment_in_address(page.url or "", published) or published
    modified = _moment(page.modified, "modified", zone)
    if modified is not None and published is not None:
        modified = max(modified, published)
    return published, modified


def _moment(value: str | datetime | None, name: str, zone: ZoneInfo) -> datetime | None:
    if value is None or value == "":
        return None
    moment = value if isinstance(value, datetime) else parse_moment(value, zone)
    if moment is None or moment.year not in _YEARS:
        raise ExtractError(
            f"{name} {str(value)[:60]!r} is no date; write it as 2024-02-20T10:15:00+07:00 or 20/02/2024"
        )
    return moment


def _found_moment(page: RawPage, body: str, zone: ZoneInfo) -> datetime | None:
    """Return a moment from the first place that tells one: a line that is a date, the address, the first day named."""
    lines = [line for line in body[:MAX_DATED_CHARS].split("\n") if line]
    for line in (*lines[:2], *lines[-1:]):
        is_date_line = len(line) <= MAX_DATE_LINE_CHARS and _DATE_LINE.match(line)
        moment = parse_moment(line, zone) if is_date_line else None
        if moment is not None and moment.year in _YEARS:
            return moment
    day = _day_in_address(page.url or "") or _first_day(body[:MAX_DATED_CHARS])
    return datetime.combine(day, time(), zone) if day is not None else None


def _day_in_address(url: str) -> date | None:
    found = _ADDRESS_DAY.search(url)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _moment_in_address(url: str, day: datetime) -> datetime | None:
    """Return the second of publishing that an address states beside the same day; many large sites' addresses do.

    What was published at midnight sharp was mostly published some time that day. The time matters for related stories,
    which are older ones: three of four stories that editors link appeared on the same day.
    """
    found = _ADDRESS_SECOND.search(url)
    if found is None:
        return None
    year, month, in_month, hour, minute, second = map(int, found.groups())
    if (year, month, in_month) != (day.year, day.month, day.day):
        return None
    try:
        return day.replace(hour=hour, minute=minute, second=second)
    except ValueError:  # other digits, such as a number of the article
        return None


def _first_day(text: str) -> date | None:
    """Return the first day a text names, leaving out those whose weekday is wrong: they are slips of the pen."""
    days = (found.day for found in find_days(text, None) if found.weekday_ok is not False)
    return next((day for day in days if day.year in _YEARS), None)


def _links(cut: Iterable[ReadAlsoLink], page: RawPage, url: str | None) -> tuple[EditorLink, ...]:
    links = (
        EditorLink(
            title=link.title,
            url=clean_url(link.href, base=url),
            label=link.label,
            placed_by=page.placed_by,
        )
        for link in cut
    )
    return tuple(link for link in links if link.title or link.url)


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (plain_text(value)[:200] for value in values))))


def _one_line(text: str | None) -> str | None:
    return plain_text(text)[:200].strip("() ") or None if text else None
