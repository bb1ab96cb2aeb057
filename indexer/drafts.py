"""A draft as a document: cleaned and annotated as an article would be, and every link in it recognised."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bs4 import BeautifulSoup

from index.article import Document, EditorLink, PlacedBy
from index.errors import DraftError, DraftTrouble
from indexer.addresses import clean_url
from indexer.assemble import Assembly
from indexer.extract import ExtractError, extract
from indexer.sources import RawPage
from indexer.sources.base import Markup
from indexer.sources.text import split_title

MAX_DRAFT_CHARS = 200_000
"""Longest draft taken, markup included. The longest of 19,862 real articles has 32,756 characters of text; six times
that is an embedded picture or a whole edition."""

MIN_DRAFT_WORDS = 5
"""Shortest draft that suggestions can be made for: a headline."""

MAX_DRAFT_LINKS = 200
"""Links of a draft that are looked up."""

_TAG = re.compile(r"<(?:[a-z][a-z0-9]{0,20}\b[^<>]{0,2000}|!--.{0,200}?--)/?>", re.IGNORECASE | re.DOTALL)
_BLOCK_MARKUP = "<!-- wp:"


@dataclass(frozen=True, slots=True)
class DraftReader:
    """Reads drafts. Keeps nothing of what it reads, and logs nothing.

    Attributes:
        assembly: What articles are read and annotated with.
        now: Gives the present moment, aware: a draft is going to be published now, whatever day its text names first.
    """

    assembly: Assembly
    now: Callable[[], datetime]

    def __call__(self, text: str, *, title: str | None = None) -> Document:
        """Return a draft as a document.

        Args:
            text: Flat text, HTML or WordPress blocks.
            title: Its headline, where it stands apart; else a first line that looks like one is taken.

        Raises:
            DraftError: It is too long, too short or holds no text.
        """
        if len(text) > MAX_DRAFT_CHARS:
            raise DraftError(
                f"the draft has {len(text):,} characters, more than {MAX_DRAFT_CHARS:,};"
                " give one story, without pictures",
                DraftTrouble.TOO_LONG,
            )
        page = _page(text, title, self.now())
        zone, is_place = self.assembly.zone, self.assembly.is_place
        try:
            article = extract(page, zone=zone, is_place=is_place)
        except ExtractError as error:
            raise DraftError("the draft holds no text; give the story's own words", DraftTrouble.NO_TEXT) from error
        if len(f"{title or ''} {article.body}".split()) < MIN_DRAFT_WORDS:
            raise DraftError(
                f"the draft has fewer than {MIN_DRAFT_WORDS} words; give at least a headline or a paragraph",
                DraftTrouble.TOO_SHORT,
            )
        article = replace(article, links=(*article.links, *_inline_links(page)))
        return Document(article=article, annotations=self.assembly.annotate(article))


def _page(text: str, title: str | None, published: datetime) -> RawPage:
    content, markup = text, Markup.TEXT
    if _BLOCK_MARKUP in text:
        markup = Markup.WORDPRESS
    elif _TAG.search(text):
        markup = Markup.HTML
    elif title is None:
        title, content = split_title(text)
    return RawPage(
        source="draft", own_id="draft", title=title or None, content=content, markup=markup, published=published
    )


def _inline_links(page: RawPage) -> Iterator[EditorLink]:
    """Yield the links that stand in running text; "Baca Juga" blocks are cut by extraction, and may come again here."""
    if page.markup is Markup.TEXT:
        return
    anchors = BeautifulSoup(page.content, "lxml").find_all("a", href=True, limit=MAX_DRAFT_LINKS)
    for anchor in anchors:
        url = clean_url(str(anchor["href"]))
        if url is not None:
            title = " ".join(anchor.get_text(" ").split())
            yield EditorLink(title=title, url=url, label="", placed_by=PlacedBy.EDITOR)
