"""Searches to follow: Atom, RSS and JSON Feed, and the description that lets browsers search the archive."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed
from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from index.article import Document
from index.query import Query
from index.search import Hit, Sort
from search_web.language import gettext as _
from search_web.language import language
from search_web.search import Search, to_request
from search_web.site import Site, feed_url, search_url, site
from search_web.stories import beginning_of, own_address, public_address, title_of
from search_web.suggestions import completions
from search_web.urls import read, without_controls
from search_web.wording import search_title

feeds = Blueprint("feeds", __name__)

ENTRIES = 30
"""Newest stories of a feed: more than a newsroom prints on a busy day about one thing."""

_Writer = Callable[[Site, Search, Sequence[Hit]], Response]


@feeds.get("/umpan.<any(atom,rss,json):kind>")
def feed(kind: str) -> ResponseReturnValue:
    """Return the newest stories of a search. What cannot be used in the address is left out, as on the page."""
    here = site()
    search = replace(read(request.args.items(multi=True)).search, sort=Sort.NEWEST, page=1)
    query = here.parse(search.text).query if search.text else Query()
    hits = here.config.engine.search(replace(to_request(search, query, limit=ENTRIES), relax=False)).hits
    return _KINDS[kind](here, search, hits)


@feeds.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search, so that a browser can offer it (OpenSearch 1.1)."""
    text = render_template("opensearch.xml", root=_root(), contact=site().config.contact)
    return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")


@feeds.get("/saran")
def suggestions() -> Response:
    """Complete what is typed in a browser's own search field (OpenSearch suggestions)."""
    typed = request.args.get("q", "")
    texts = [completion.text for completion in completions(site(), typed)]
    response = jsonify([typed, texts])
    response.content_type = "application/x-suggestions+json"
    return response


def _atom(here: Site, search: Search, hits: Sequence[Hit]) -> Response:
    return _xml(Atom1Feed, "application/atom+xml", here, search, hits)


def _rss(here: Site, search: Search, hits: Sequence[Hit]) -> Response:
    return _xml(Rss201rev2Feed, "application/rss+xml", here, search, hits)


def _xml(
    format_: type[Atom1Feed] | type[Rss201rev2Feed], content_type: str, here: Site, search: Search, hits: Sequence[Hit]
) -> Response:
    made = format_(
        title=without_controls(_title(here, search)),
        link=_root() + search_url(search),
        description=without_controls(_title(here, search)),
        language=language(),
        feed_url=_root() + feed_url(search, kind="atom" if format_ is Atom1Feed else "rss"),
    )
    for hit in hits:
        article = hit.document.article
        made.add_item(
            title=without_controls(title_of(article)),
            link=_address(hit.document),
            description=without_controls(_beginning(hit.document)),
            unique_id=_root() + own_address(hit.document),
            pubdate=article.published,
            updateddate=article.modified or article.published,
            categories=tuple(without_controls(section) for section in article.sections),
        )
    return Response(made.writeString("utf-8"), content_type=f"{content_type}; charset=utf-8")


def _json(here: Site, search: Search, hits: Sequence[Hit]) -> Response:
    response = jsonify(
        version="https://jsonfeed.org/version/1.1",
        title=_title(here, search),
        language=language(),
        home_page_url=_root() + search_url(search),
        feed_url=_root() + feed_url(search, kind="json"),
        items=[_json_item(hit.document) for hit in hits],
    )
    response.content_type = "application/feed+json"
    return response


def _json_item(document: Document) -> dict[str, Any]:
    article = document.article
    item = {
        "id": _root() + own_address(document),
        "url": _address(document),
        "title": title_of(article),
        "content_text": _beginning(document),
        "date_published": _iso(article.published),
        "date_modified": _iso(article.modified),
        "tags": list(article.sections),
    }
    return {name: value for name, value in item.items() if value}


_KINDS: Mapping[str, _Writer] = {"atom": _atom, "rss": _rss, "json": _json}


def _title(here: Site, search: Search) -> str:
    return f"{_('Arsip')} {here.config.archive_name}: {search_title(search, here.labels)}"


def _beginning(document: Document) -> str:
    snippet = beginning_of(document.article)
    return " … ".join(passage.text for passage in snippet.passages)


def _address(document: Document) -> str:
    return public_address(document.article.url) or _root() + own_address(document)


def _root() -> str:
    """Return the public address of the host: as configured, else as asked for; feeds need whole addresses."""
    return site().config.origin or request.host_url.rstrip("/")


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None
