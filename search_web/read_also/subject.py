"""Whose related stories are asked for: an article of the archive, or a draft. Drafts are read, answered, forgotten."""

from dataclasses import replace

from flask import request

from index.article import Document
from index.errors import ArticleNotFound
from index.related import ReadsDraft, find_subject
from search_web.site import site

MAX_BODY_BYTES = 2 * 1024 * 1024
"""Largest request with a draft. A draft of the greatest length has at most this size, every letter of it escaped for a
form or JSON; what is larger is no draft."""


def admit_draft() -> None:
    """Let this request be as large as a draft; others hold a few words."""
    request.max_content_length = MAX_BODY_BYTES
    request.max_form_memory_size = MAX_BODY_BYTES


def draft_subject(read_draft: ReadsDraft, text: str, *, title: str | None = None, own: str = "") -> Document:
    """Return a draft as a document.

    Args:
        read_draft: Cleans and annotates it.
        text: Flat text, HTML or WordPress blocks.
        title: Its headline, where it stands apart.
        own: Id or address of the story itself. Where the archive has it already, the draft stands in its place: with
            its date, and never suggested to itself.

    Raises:
        DraftError: Nothing can be suggested for it.
    """
    document = read_draft(text, title=title)
    published = _published(own)
    if published is None:
        return document
    own_article = published.article
    moment = own_article.published or document.article.published
    article = replace(document.article, id=own_article.id, published=moment)
    return replace(document, article=article)


def _published(own: str) -> Document | None:
    if not own.strip():
        return None
    try:
        return find_subject(site().config.engine, own)
    except ArticleNotFound:  # not published yet, as most drafts
        return None
