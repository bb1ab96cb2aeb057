"""What a run would change, for people to read: one line per article, and what differs in it."""

import difflib
from collections.abc import Iterator

from index.article import Article, ArticleId, Document
from indexer.archive import Archive

MAX_ARTICLES = 200
"""Articles shown; the counts tell how many there are in all."""

MAX_BODY_LINES = 30
"""Lines of a body's difference that are shown."""

MAX_VALUE_CHARS = 160
"""Length to which a value is cut."""

_FIELDS = ("title", "url", "published", "modified", "byline", "dateline", "sections", "tags")


def differences(before: Archive, after: Archive, *, since: int) -> Iterator[str]:
    """Yield lines that say how ``after``, a copy of ``before`` that went on from revision ``since``, differs."""
    with after.changes(since) as changes:
        for shown, (article_id, document) in enumerate(changes.items):
            if shown == MAX_ARTICLES:
                yield "... and more"
                return
            yield from _lines(article_id, before.get(article_id), document)


def _lines(article_id: ArticleId, old: Document | None, new: Document | None) -> Iterator[str]:
    if new is None:
        yield f"- {article_id}  {_short(old.article.title) if old is not None else ''}".rstrip()
    elif old is None:
        yield f"+ {article_id}  {_short(new.article.title)}"
    else:
        yield f"~ {article_id}  {_short(new.article.title)}"
        yield from _field_lines(old.article, new.article)
        yield from _body_lines(old.article.body, new.article.body)
        if old.group != new.group:
            yield f"    near-duplicates: {_group(old)} → {_group(new)}"


def _field_lines(old: Article, new: Article) -> Iterator[str]:
    for name in _FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"    {name}: {_short(_shown(before))} → {_short(_shown(after))}"


def _body_lines(old: str, new: str) -> Iterator[str]:
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    for line in changed[:MAX_BODY_LINES]:
        yield f"    {_short(line)}"
    if len(changed) > MAX_BODY_LINES:
        yield f"    ... and {len(changed) - MAX_BODY_LINES} more lines"


def _group(document: Document) -> str:
    return f"group {document.group}" if document.group is not None else "none"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value) if value is not None else "none"


def _short(text: str) -> str:
    return text if len(text) <= MAX_VALUE_CHARS else text[:MAX_VALUE_CHARS] + "…"
