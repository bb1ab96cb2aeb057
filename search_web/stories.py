"""Stories as pages show them: in a list and by themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import url_for

from index.answer import snippets
from index.article import Article, Document
from index.highlight import Marks, highlight, spots_of
from index.query import Query
from index.search import Correction, Hit, Passage, SearchResults, Snippet
from search_web.labels import official_key
from search_web.search import Search
from search_web.site import site

ADVERTORIAL = "advertorial"
"""Section of paid stories, in lower case; it is always shown, as a tag."""

MAX_OFFICIALS = 4
"""Officials shown with a story in a list."""

UNTITLED_CHARS = 80
"""Beginning of the text that stands in for a missing headline, in characters."""

_NO_MARKS = Marks()

_RESERVED = (".example", ".invalid", ".test", ".localhost")
"""Ends of host names that never lead anywhere (RFC 2606, RFC 6761), as in a fictional archive."""


_DOTS = frozenset((".", ".."))
"""Path segments with a meaning of their own."""

_PRINTED_DATELINE = re.compile(r"\s*(?P<place>[^\n–—―-]{1,80}?(?:\([^\n)]{1,40}\))?)\s*(?:[–—―]|--?(?=\s))\s*")
"""What a body begins with where its dateline is printed: the place, often the newspaper, and a dash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region as it stands at the head of a story."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An official whom a story names: how, and the facet value that finds more."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story in a list.

    Attributes:
        id: The article's.
        url: Where it can be read.
        own_url: The archive's own page of it, where ``url`` leads elsewhere; else None.
        title: Headline with marks.
        passages: What is shown of its text.
        moment: When it was published, in the archive's zone.
        place: Region it is mainly about.
        section: Its first section that says more than its place; None for advertorials and where it has none.
        is_paid: Whether it is an advertorial.
        officials: Some of the officials it names.
        why: What it is shown for, in words; in place of passages.
        similar: How many near-duplicates stand behind it.
        similar_search: The search that shows them with it, where there are any.
    """

    id: str
    url: str
    own_url: str | None
    title: Passage
    passages: tuple[Passage, ...]
    moment: datetime | None
    place: Place | None
    section: str | None
    is_paid: bool
    officials: tuple[Named, ...]
    why: str = ""
    similar: int = 0
    similar_search: Search | None = None


def found(results: SearchResults, query: Query, search: Search) -> list[Story]:
    """Return the stories of an answer to ``search``, with what was asked for marked."""
    shown = snippets(results, query, site().config.analyzer)
    return [_hit(hit, snippet, search) for hit, snippet in zip(results.hits, shown, strict=True)]


def _hit(hit: Hit, snippet: Snippet, search: Search) -> Story:
    story = story_of(hit.document, snippet)
    if not hit.similar:
        return story
    return replace(story, similar=hit.similar, similar_search=search.with_group(hit.document.group))


def plain(hits: Sequence[Hit]) -> list[Story]:
    """Return stories that nobody searched for: their beginnings, without marks."""
    return [story_of(hit.document, beginning_of(hit.document.article)) for hit in hits]


def beginning_of(article: Article) -> Snippet:
    """Return the headline and the beginning of a story, without marks."""
    return highlight(article.title, article.body, _NO_MARKS, spots_of(_NO_MARKS, site().config.analyzer))


def story_of(document: Document, snippet: Snippet, *, why: str = "") -> Story:
    """Return a document as a list shows it."""
    article = document.article
    public, own = public_address(article.url), own_address(document)
    place = _place(document)
    paid = any(section.casefold() == ADVERTORIAL for section in article.sections)
    return Story(
        id=article.id,
        url=public or own,
        own_url=own if public else None,
        title=snippet.title if snippet.title.text.strip() else Passage(text=title_of(article)),
        passages=_without_dateline(article, snippet.passages),
        moment=local(article.published),
        place=place,
        section=None if paid else _section(article, place),
        is_paid=paid,
        officials=tuple(_named(document))[:MAX_OFFICIALS],
        why=why,
    )


def title_of(article: Article) -> str:
    """Return a story's headline, or the beginning of its text, or its id: something to click on."""
    if article.title.strip():
        return article.title
    body = " ".join(article.body[: 2 * UNTITLED_CHARS].split())
    if not body:
        return article.id
    return body if len(body) <= UNTITLED_CHARS else body[:UNTITLED_CHARS].rpartition(" ")[0] + " …"


def web_address(url: str | None) -> str | None:
    """Return an address that may be linked, or None: only the web's schemes, and no user's name before the host."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # an unclosed bracket in the host, for example
        return None
    is_plain = parts.username is None and parts.password is None  # "https://kami.id@jahat.example/"
    return url if parts.scheme in ("http", "https") and host and is_plain else None


def public_address(url: str | None) -> str | None:
    """Return an address that a reader may be sent to, or None: one of the web, on a host that can exist."""
    address = web_address(url)
    if address is None or f".{urlsplit(address).hostname}".endswith(_RESERVED):
        return None
    return address


def own_address(document: Document) -> str:
    """Return the address of the archive's own page of a story."""
    return article_address(document.article.id)


def article_address(article_id: str) -> str:
    """Return the address of the archive's own page of the story with an id."""
    if any(segment in _DOTS for segment in article_id.split("/")):
        return url_for("pages.article_by_id", id=article_id)  # browsers take such segments out of a path
    return url_for("pages.article", article_id=article_id)


def local(moment: datetime | None) -> datetime | None:
    """Return a moment in the archive's zone."""
    return moment.astimezone(site().config.zone) if moment is not None else None


def printed_dateline(article: Article) -> str:
    """Return the beginning of the body that is its dateline as printed, dash included; empty where there is none."""
    match = _PRINTED_DATELINE.match(article.body)
    if match is None or article.dateline is None or article.dateline.casefold() not in match["place"].casefold():
        return ""
    return match[0]


def pieces(passage: Passage) -> Iterator[tuple[str, bool]]:
    """Yield the text of a passage in pieces, each with whether it is marked; templates make the elements."""
    at = 0
    for start, end in passage.marks:
        if start > at:
            yield passage.text[at:start], False
        yield passage.text[start:end], True
        at = end
    if at < len(passage.text):
        yield passage.text[at:], False


def corrected(text: str, corrections: Sequence[Correction]) -> str | None:
    """Return a query's text with its corrections, or None where the typed words do not stand in it as they are."""
    words = {correction.typed.casefold(): correction.used for correction in corrections}
    mended = " ".join(words.get(word.casefold(), word) for word in text.split())
    return mended if mended != " ".join(text.split()) else None


def _place(document: Document) -> Place | None:
    regions = document.annotations.regions
    return Place(name=site().labels.place(regions[0]), code=regions[0]) if regions else None


def _section(article: Article, place: Place | None) -> str | None:
    named = place.name.casefold() if place is not None else ""
    return next((section for section in article.sections if section.casefold() != named), None)


def _without_dateline(article: Article, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Cut a printed dateline off the first passage: lists show the place themselves."""
    cut = len(printed_dateline(article).lstrip())
    if not cut or not passages or passages[0].leads:
        return passages
    first = passages[0]
    marks = tuple((start - cut, end - cut) for start, end in first.marks if start >= cut)
    return (replace(first, text=first.text[cut:], marks=marks), *passages[1:])


def _named(document: Document) -> Iterator[Named]:
    seen: set[str] = set()
    for official in document.annotations.officials:
        key = official_key(official)
        if official.person is not None and key not in seen:
            seen.add(key)
            yield Named(name=official.person, key=key)
