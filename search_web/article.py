"""The page of a story: its text, what it names, what belongs with it."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from index.article import ArticleId, Document
from index.related import Options, related
from search_web.labels import official_key
from search_web.site import Site, site
from search_web.stories import (
    Named,
    beginning_of,
    local,
    own_address,
    printed_dateline,
    public_address,
    story_of,
    title_of,
)
from search_web.wording import reasons_in_words

RELATED = 5
"""Related stories under an article."""

MAX_BODY_CHARS = 200_000
"""Beginning of a text that is shown, in characters; no newspaper prints more."""


def article(article_id: str) -> ResponseReturnValue:
    """Show a whole story, with what it names and what is related to it."""
    here = site()
    document = here.config.engine.get(ArticleId(article_id))
    if document is None:
        abort(404)
    story = document.article
    body, dateline = story.body[:MAX_BODY_CHARS], printed_dateline(story)
    return render_template(
        "artikel.html",
        overview=here.overview.get(),
        document=document,
        title=title_of(story),
        moment=local(story.published),
        modified=local(story.modified),
        public=public_address(story.url),
        own=own_address(document),
        beginning=beginning_of(story),
        dateline=dateline,
        paragraphs=[paragraph for paragraph in body[len(dateline) :].split("\n\n") if paragraph.strip()],
        is_cut=len(body) < len(story.body),
        officials=_capacities(here, document),
        linked=_linked(here, document),
        related=[
            story_of(
                other.document,
                beginning_of(other.document.article),
                why="; ".join(reasons_in_words(other.reasons, here.labels)),
            )
            for other in related(here.config.engine, here.config.analyzer, document, Options(limit=RELATED)).stories
        ],
    )


def article_by_id() -> ResponseReturnValue:
    """Show the story with the id in the parameter ``id``: for ids that no path can hold."""
    return article(request.args.get("id", ""))


def _capacities(here: Site, document: Document) -> list[tuple[Named, str]]:
    """Return the officials a story names, each with the capacity in which it does; offices without a person last."""
    officials = sorted(document.annotations.officials, key=lambda official: official.person is None)
    return [
        (
            Named(name=official.person or here.labels.capacity(official), key=official_key(official)),
            here.labels.capacity(official) if official.person else "",
        )
        for official in officials
    ]


def _linked(here: Site, document: Document) -> list[tuple[str, str | None]]:
    """Return what the editors linked: headline, and the address where it can be read, if there is one."""
    links: list[tuple[str, str | None]] = []
    for link in document.article.links[:RELATED]:
        target = here.config.engine.find_by_url(link.url) if link.url else None
        title = link.title or (target.article.title if target is not None else "")
        if title:
            links.append((title, own_address(target) if target is not None else public_address(link.url)))
    return links
