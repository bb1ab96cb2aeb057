"""Who links to whom: the "Baca Juga" links of all articles, and what removed articles were called."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from index.article import ArticleId, PlacedBy
from indexer.addresses import url_key

LINKAGE_TABLES = """
    -- Addresses and folded titles of removed articles: a link to one is told from a link to what was never here.
    CREATE TABLE removed_names (
        name_key TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES tombstones (id) ON DELETE CASCADE,
        PRIMARY KEY (name_key, article_id)
    ) STRICT, WITHOUT ROWID;
"""

_LINKS = "SELECT article_id, title, title_key, url, placed_by, target_id FROM links ORDER BY article_id, position"

_ARTICLES = """
SELECT id, json_extract(record, '$.title') AS title, json_extract(record, '$.url') AS url, published
FROM articles ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleName:
    """What an article is called, and when it was published, for lists."""

    id: ArticleId
    title: str
    url: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """A link as the archive keeps it.

    Attributes:
        source: The linking article.
        title: The linked story's headline as printed.
        title_key: The same, folded (``indexer.titles``).
        url: Its address, where one was given.
        placed_by: Who placed it.
        target: The article that it leads to, where that is known.
    """

    source: ArticleId
    title: str
    title_key: str
    url: str | None
    placed_by: PlacedBy
    target: ArticleId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGraph:
    """All links and all they may lead to, as of one moment.

    Attributes:
        articles: Every article by id.
        links: Every link, in the order of articles.
        former: Article per address that it once had (``indexer.addresses.url_key``).
        removed: Removed article per address or folded title that it had.
    """

    articles: Mapping[ArticleId, ArticleName]
    links: tuple[StoredLink, ...]
    former: Mapping[str, ArticleId]
    removed: Mapping[str, ArticleId]


def link_graph(connection: sqlite3.Connection) -> LinkGraph:
    """Read the links of an archive; the connection should be on one moment's state."""
    articles = (
        ArticleName(
            id=ArticleId(row["id"]),
            title=row["title"] or "",
            url=row["url"],
            published=datetime.fromisoformat(row["published"]) if row["published"] else None,
        )
        for row in connection.execute(_ARTICLES)
    )
    links = (
        StoredLink(
            source=ArticleId(row["article_id"]),
            title=row["title"],
            title_key=row["title_key"],
            url=row["url"],
            placed_by=PlacedBy(row["placed_by"]),
            target=ArticleId(row["target_id"]) if row["target_id"] is not None else None,
        )
        for row in connection.execute(_LINKS)
    )
    return LinkGraph(
        articles={article.id: article for article in articles},
        links=tuple(links),
        former=dict(_pairs(connection, "SELECT url_key, article_id FROM addresses WHERE NOT current")),
        removed=dict(_pairs(connection, "SELECT name_key, article_id FROM removed_names")),
    )


def names_of(record: str, title_key: str) -> Iterator[str]:
    """Yield the keys that a link to an article may carry: its addresses, then its folded title."""
    article = json.loads(record)
    for url in (article.get("url"), *article.get("aliases", ())):
        if url:
            yield url_key(url)
    if title_key:
        yield title_key


def _pairs(connection: sqlite3.Connection, sql: str) -> Iterator[tuple[str, ArticleId]]:
    for key, article_id in connection.execute(sql):
        yield key, ArticleId(article_id)
