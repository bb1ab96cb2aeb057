"""The whole story: each part of an article from the best place that a page has for it."""

from collections.abc import Collection, Iterable
from datetime import datetime, time
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

CLEANER_VERSION = 1
"""Raised when the rules here change what an article is; the archive knows which version made each article."""

MAX_TITLE_CHARS = 500
"""Longest headline kept, in characters; longer ones are a body in the wrong field."""

MADE_TITLE_CHARS = 110
"""Length of a headline made from the first sentence where a text has none of its own."""

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
    """Return when the story was published and changed; without a stated date, the first day in its text is taken."""
    published = _moment(page.published, "published", zone)
    modified = _moment(page.modified, "modified", zone)
    if published is None:
        days = find_days(body[:20_000], None)
        published = datetime.combine(days[0].day, time(), zone) if days else None
    if modified is not None and published is not None:
        modified = max(modified, published)
    return published, modified


def _moment(value: str | datetime | None, name: str, zone: ZoneInfo) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    moment = parse_moment(value, zone)
    if moment is None:
        raise ExtractError(f"{name} {value[:60]!r} is no date; write it as 2024-02-20T10:15:00+07:00 or 20/02/2024")
    return moment


def _links(cut: Iterable[ReadAlsoLink], page: RawPage, url: str | None) -> tuple[EditorLink, ...]:
    return tuple(
        EditorLink(
            title=link.title,
            url=clean_url(link.href, base=url),
            label=link.label,
            placed_by=page.placed_by,
        )
        for link in cut
    )


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (plain_text(value)[:200] for value in values))))


def _one_line(text: str | None) -> str | None:
    return plain_text(text)[:200].strip("() ") or None if text else None
