"""When two readings of a story are the same: a hash over what an editor can change."""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime

from index.article import Article, PlacedBy


def content_hash(article: Article) -> str:
    """Return a hash of an article's cleaned content that is equal for equal stories.

    White space, Unicode form, time zone and the order of sections and tags do not count. Of the "Baca Juga" links only
    an editor's count: themes inject others anew into every rendering (258 of 276 bodies differed between two pulls of
    an unchanged site for that reason alone).
    """
    content = [
        _folded(article.title),
        _folded(article.body),
        article.url,
        _utc(article.published),
        _utc(article.modified),
        article.byline,
        article.dateline,
        sorted(_folded(section) for section in article.sections),
        sorted(_folded(tag) for tag in article.tags),
        [(link.title, link.url) for link in article.links if link.placed_by is PlacedBy.EDITOR],
        sorted(article.aliases),
    ]
    return text_hash(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def text_hash(text: str) -> str:
    """Return the hash of a text: 128 bits, so that two of a billion texts never meet by chance."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None
