"""What a WordPress site says of one post: a row of its listing, or the answer when it is asked for."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from index.article import PlacedBy
from indexer.sources.base import Failed, Gone, Item, Markup, RawPage, Skipped, content_trouble
from indexer.sources.names import Names, numbers
from indexer.sources.rest import Reply, Row

LISTED = "id,slug,modified_gmt,categories,tags,author,content.protected"
"""Fields of the listing: what tells whether a post is as it was."""

READ = (
    "id,date,date_gmt,modified,modified_gmt,slug,status,type,link,title.rendered,content.rendered,content.protected,"
    "author,categories,tags"
)
"""Fields of a post that is read."""

_NO_DATE = "0000-00-00T00:00:00"


def post_item(row: Row, *, source: str, home: str, names: Names, mark: str) -> Item:
    """Return the item that a post is.

    Args:
        row: The post.
        source: Name of the source.
        home: The site's address.
        names: Names of categories, tags and authors.
        mark: What the listing says of it.
    """
    own_id = str(row["id"])
    hidden = _why_hidden(row)
    if hidden is not None:
        return Skipped(own_id, hidden, own_id=own_id, mark=mark)
    if not isinstance(row.get("content"), dict):
        return Failed(own_id, "the site keeps its text back; does a plugin?", own_id=own_id, permanent=False)
    content = _rendered(row, "content")
    trouble = content_trouble(content)
    if trouble is not None:
        return Failed(own_id, trouble, own_id=own_id)
    return RawPage(
        source=source,
        own_id=own_id,
        content=content,
        markup=Markup.HTML,
        title=_rendered(row, "title"),
        url=_string(row.get("link")),
        published=_date(row, "date"),
        modified=_date(row, "modified"),
        byline=names.one("users", row.get("author")),
        sections=names.several("categories", row.get("categories")),
        tags=names.several("tags", row.get("tags")),
        aliases=(f"{home.rstrip('/')}/?p={own_id}",),
        placed_by=PlacedBy.RENDERED,
        mark=mark,
    )


def post_mark(row: Row, reader: int) -> str:
    """Return what the listing says of a post, as one text; posts read by other rules have other marks."""
    content = row.get("content")
    said = [
        reader,
        row.get("modified_gmt"),
        row.get("slug"),
        numbers(row.get("categories")),
        numbers(row.get("tags")),
        numbers([row.get("author")]),
        content.get("protected") if isinstance(content, dict) else None,
    ]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def named_by(mark: str) -> Iterator[tuple[str, int]]:
    """Yield the categories, tags and author that a mark names."""
    _, _, _, categories, tags, author, _ = json.loads(mark)
    for table, ids in (("categories", categories), ("tags", tags), ("users", author)):
        for id_ in ids:
            yield table, id_


def absence(own_id: str, reply: Reply) -> Item:
    """Return what the answer for a single post says of it. Only WordPress's own words count as "gone"."""
    match reply.status, reply.code:
        case 404, "rest_post_invalid_id":
            return Gone(own_id, "deleted on the site")
        case 401 | 403, "rest_forbidden":
            return Gone(own_id, "not public any more")
        case 200, _:
            return Failed(own_id, "public, but left out of the listing", own_id=own_id, permanent=False)
        case status, code:
            reason = f"the site does not say what became of it ({code or status})"
            return Failed(own_id, reason, own_id=own_id, permanent=False)


def _why_hidden(row: Row) -> str | None:
    content = row.get("content")
    if row.get("type", "post") != "post":
        return "not an article"
    if row.get("status", "publish") != "publish":
        return f"not public ({str(row['status'])[:40]})"
    if isinstance(content, dict) and content.get("protected"):
        return "not public (password)"
    return None


def _date(row: Row, name: str) -> str | datetime | None:
    """Return the UTC moment, or the local date as text where WordPress did not keep the former."""
    gmt = _string(row.get(f"{name}_gmt"))
    if gmt and gmt != _NO_DATE:
        try:
            moment = datetime.fromisoformat(gmt)
        except ValueError:
            return gmt
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    local = _string(row.get(name))
    return local if local and local != _NO_DATE else None


def _rendered(row: Row, name: str) -> str:
    value = row.get(name)
    text = value.get("rendered") if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
