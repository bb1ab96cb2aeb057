"""What an HTML page holds of a story: each field from the place that tells it best.

A site's profile comes first, for it was written for this very site; then JSON-LD, meta tags, and the marks that most
themes share.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

from indexer.sources.jsonld import StoryData, read_json_ld
from indexer.sources.profile import Profile

MAX_PAGE_BYTES = 8 * 1024 * 1024
"""Largest page that is parsed. Real article pages are below 1 MB; parsing takes about a second per 4 MB."""

_BODY_MARKS = (
    '[itemprop="articleBody"]',
    ".entry-content",
    ".post-content",
    ".article-content",
    ".detail__body-text",
    ".read__content",
    "article",
)
"""Where themes and portals keep the story, the surest first."""

_BYLINE_MARKS = ('[rel="author"]', ".author-name", ".byline", ".author")
_TITLE_MARKS = ("h1.entry-title", '[itemprop="headline"]', "article h1", "h1")
_SITE_SEPARATORS = (" - ", " – ", " — ", " | ", " » ", " :: ")
_SHORT_LINK = re.compile(r"[?&]p=([0-9]{1,20})(?:&|$)")
_REST_LINK = re.compile(r"/wp/v2/posts/([0-9]{1,20})(?:$|[?&/])")
_POST_MARK = re.compile(r"(?:postid|post)-([0-9]{1,20})")

_XML_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,100}<\?xml[^<>]{0,500}\?>")

_NONE = StoryData()
_NO_PROFILE = Profile()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFields:
    """A story's fields as a page has them; None or empty where it does not.

    Attributes:
        post_id: WordPress's number of the post.
        url: The page's own address, canonical where it names one.
        title: Headline.
        published: Moment of publishing as text.
        modified: Moment of the last change as text.
        byline: Author.
        sections: Names of categories.
        tags: Names of tags.
        body: The story as HTML, None where no place for it is known.
        protected: Whether the page asks for a password.
        is_story: Whether it does not say that it is something else, such as a front page.
    """

    post_id: str | None
    url: str | None
    title: str | None
    published: str | None
    modified: str | None
    byline: str | None
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    body: str | None
    protected: bool
    is_story: bool


def read_page(
    data: bytes, *, url: str | None = None, charset: str | None = None, profile: Profile = _NO_PROFILE
) -> PageFields:
    """Return what a page holds.

    Args:
        data: The page as sent or saved; its encoding is told by ``charset``, itself, or its bytes.
        url: The address it came from.
        charset: Encoding as the server states it.
        profile: Selectors of the site.
    """
    # XHTML is read as HTML too; its prolog would make the parser doubt that.
    soup = BeautifulSoup(_XML_PROLOG.sub(b"", data, count=1), "lxml", from_encoding=charset)
    scripts = [script.get_text() for script in soup.find_all("script", type="application/ld+json")]
    return _Reading(soup, read_json_ld(scripts), profile).fields(url)


class _Reading:
    """One page being read."""

    def __init__(self, soup: BeautifulSoup, story: StoryData | None, profile: Profile) -> None:
        self._soup = soup
        self._has_story = story is not None
        self._story = story or _NONE
        self._profile = profile

    def fields(self, url: str | None) -> PageFields:
        story, profile = self._story, self._profile
        return PageFields(
            post_id=self._post_id(),
            url=self._link("canonical") or self._meta("og:url") or story.url or url,
            title=self._text(profile.title) or story.title or self._title(),
            published=self._date(profile.published) or story.published or self._meta_date("published"),
            modified=self._date(profile.modified) or story.modified or self._meta_date("modified"),
            byline=self._text(profile.byline) or story.byline or self._byline(),
            sections=self._texts(profile.sections) or story.sections or self._metas("article:section"),
            tags=self._texts(profile.tags) or story.tags or self._metas("article:tag"),
            protected=self._soup.select_one("form.post-password-form") is not None,
            is_story=self._has_story or self._meta("og:type") not in ("website", "profile"),
            body=self._body(),  # last: it takes the page apart
        )

    def _body(self) -> str | None:
        marks = (self._profile.body,) if self._profile.body else _BODY_MARKS
        element = next(filter(None, map(self._soup.select_one, marks)), None)
        if element is None:
            return None
        if self._profile.remove:
            for unwanted in element.select(self._profile.remove):
                unwanted.decompose()
        return str(element)

    def _post_id(self) -> str | None:
        """Return the post's number from any of the places where WordPress and its themes put it."""
        for relation, pattern in (("shortlink", _SHORT_LINK), ("alternate", _REST_LINK)):
            for link in self._soup.find_all("link", rel=relation):
                found = pattern.search(_attribute(link, "href"))
                if found is not None:
                    return found[1]
        body, article = self._soup.body, self._soup.select_one('article[id^="post-"]')
        candidates = [*(body.get_attribute_list("class") if body is not None else ())]
        candidates = [str(token) for token in candidates if str(token).startswith("postid-")]
        if article is not None and len(self._soup.select('article[id^="post-"]')) == 1:
            candidates.append(_attribute(article, "id"))
        return next((found[1] for found in map(_POST_MARK.fullmatch, candidates) if found is not None), None)

    def _title(self) -> str | None:
        title = self._meta("og:title")
        for mark in _TITLE_MARKS if title is None else ():
            title = title or self._text(mark)
        if title is None and self._soup.title is not None:
            title = self._soup.title.get_text(" ", strip=True)
        return self._without_site(title) if title else None

    def _without_site(self, title: str) -> str:
        name = self._meta("og:site_name")
        for separator in _SITE_SEPARATORS if name else ():
            title = title.removesuffix(f"{separator}{name}")
        return title

    def _byline(self) -> str | None:
        return next(filter(None, map(self._text, _BYLINE_MARKS)), None) or self._meta("author")

    def _meta_date(self, kind: str) -> str | None:
        stated = self._meta(f"article:{kind}_time")
        mark = {"published": "time.entry-date[datetime], time.published[datetime], article time[datetime]"}
        return stated or self._date(mark.get(kind, "time.updated[datetime]"))

    def _date(self, selector: str | None) -> str | None:
        element = self._soup.select_one(selector) if selector else None
        if element is None:
            return None
        return _attribute(element, "datetime") or _attribute(element, "content") or element.get_text(" ", strip=True)

    def _meta(self, name: str) -> str | None:
        return next(self._contents(name), None)

    def _metas(self, name: str) -> tuple[str, ...]:
        return tuple(self._contents(name))

    def _contents(self, name: str) -> Iterator[str]:
        for attribute in ("property", "name"):
            for meta in self._soup.find_all("meta", attrs={attribute: name}):
                content = _attribute(meta, "content").strip()
                if content:
                    yield content

    def _link(self, relation: str) -> str | None:
        link = self._soup.find("link", rel=relation)
        return _attribute(link, "href") or None if isinstance(link, Tag) else None

    def _text(self, selector: str | None) -> str | None:
        texts = self._texts(selector)
        return texts[0] if texts else None

    def _texts(self, selector: str | None) -> tuple[str, ...]:
        if not selector:
            return ()
        texts = (element.get_text(" ", strip=True) for element in self._soup.select(selector, limit=100))
        return tuple(filter(None, texts))


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""
