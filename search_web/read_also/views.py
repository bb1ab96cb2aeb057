"""The editor's page: a draft or an address in, older stories with reasons out, and their link lines to paste.

One form holds everything, so that the page is complete without script and the server remembers nothing: a draft travels
with every request of its form and nowhere else. A question without a draft is an address that can be kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from index.article import Document
from index.errors import ArticleNotFound, DraftError, DraftTrouble
from index.related import RelatedStories, RelatedStory, find_subject, related
from search_web.access import refuse_other_origins
from search_web.language import N_
from search_web.language import gettext as _
from search_web.read_also.asked import AGES, COUNTS, Asked, read_asked
from search_web.read_also.snippets import FORMATS, Link
from search_web.read_also.subject import admit_draft, draft_subject
from search_web.site import site
from search_web.stories import local, own_address, public_address, title_of, web_address
from search_web.wording import draft_trouble, kind_label, reasons_in_words

read_also = Blueprint("read_also", __name__)

_UNKNOWN = N_(
    "Alamat ini tidak ada di arsip. Alamat hanya dicocokkan dengan berita di arsip dan tidak pernah dibuka; "
    "kalau beritanya belum terbit, tempel naskahnya."
)
_NOTHING = N_("Tempel naskah, atau tulis alamat berita yang sudah terbit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggestion as the page shows it.

    Attributes:
        id: The article's.
        title: Its headline.
        url: Where it can be read.
        moment: When it was published, in the archive's zone.
        label: What it is to the story, softly.
        why: Why it is suggested, in words.
        is_ticked: Whether its link line is among those to paste.
        link: What its line links.
    """

    id: str
    title: str
    url: str
    moment: datetime | None
    label: str
    why: str
    is_ticked: bool
    link: Link


@read_also.get("/baca-juga")
def form() -> ResponseReturnValue:
    """Show the form, with the suggestions for the article that the address names."""
    asked = read_asked(request.args)
    return _page(asked) if asked.is_empty else _answer(asked)


@read_also.post("/baca-juga")
def ask() -> ResponseReturnValue:
    """Show suggestions for a draft; a question without one becomes an address."""
    refuse_other_origins()
    admit_draft()
    asked = read_asked(request.form, draft=_draft(request.form.get("naskah", "")))
    if asked.is_empty:
        return _page(asked, problem=("naskah", _(_NOTHING))), 400
    if asked.draft:
        return _answer(asked)
    anchor = "#salinan" if asked.order else "#usul"
    return redirect(f"{url_for('read_also.form')}?{asked.address_query()}{anchor}", 303)


@read_also.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return _page(Asked(), problem=("naskah", draft_trouble(DraftTrouble.TOO_LONG))), 413


def _draft(text: str) -> str:
    """Return the draft, empty where it is white space or where the archive takes none."""
    return text if text.strip() and site().config.read_draft is not None else ""


def _answer(asked: Asked) -> ResponseReturnValue:
    try:
        subject = _subject(asked)
    except ArticleNotFound:
        return _page(asked, problem=("alamat", _(_UNKNOWN))), 404
    except DraftError as error:
        shown = asked if error.trouble is not DraftTrouble.TOO_LONG else Asked(reference=asked.reference)
        return _page(shown, problem=("naskah", draft_trouble(error.trouble))), 400
    here = site().config
    return _page(asked, subject=subject, found=related(here.engine, here.analyzer, subject, asked.options))


def _subject(asked: Asked) -> Document:
    here = site().config
    if asked.draft and here.read_draft is not None:
        return draft_subject(here.read_draft, asked.draft, own=asked.reference)
    return find_subject(here.engine, asked.reference)


def _page(
    asked: Asked,
    *,
    problem: tuple[str, str] | None = None,
    subject: Document | None = None,
    found: RelatedStories | None = None,
) -> str:
    here = site()
    suggestions = list(_suggestions(asked, found.stories)) if found is not None else []
    links = [suggestion.link for suggestion in suggestions if suggestion.is_ticked]
    return render_template(
        "baca-juga.html",
        overview=None,
        asked=asked,
        problem=problem,
        subject=title_of(subject.article) if subject is not None and not asked.draft else None,
        is_answered=found is not None,
        linked=[title_of(document.article) for document in found.linked] if found is not None else [],
        suggestions=suggestions,
        copies=[(format_, format_.write(here.config.read_also_label, links)) for format_ in FORMATS],
        ticked=len(links),
        takes_drafts=here.config.read_draft is not None,
        counts=COUNTS,
        ages=AGES,
    )


def _suggestions(asked: Asked, stories: Sequence[RelatedStory]) -> Iterator[Suggestion]:
    by_id: dict[str, RelatedStory] = {story.document.article.id: story for story in stories}
    arranged = asked.arranged(list(by_id))
    ticked = asked.ticked(arranged)
    for article_id in arranged:
        yield _suggestion(by_id[article_id], is_ticked=article_id in ticked)


def _suggestion(story: RelatedStory, *, is_ticked: bool) -> Suggestion:
    article, own = story.document.article, own_address(story.document)
    return Suggestion(
        id=article.id,
        title=title_of(article),
        url=public_address(article.url) or own,
        moment=local(article.published),
        label=kind_label(story.kind),
        why="; ".join(reasons_in_words(story.reasons, site().labels)),
        is_ticked=is_ticked,
        link=Link(title=title_of(article), url=web_address(article.url) or (site().config.origin or "") + own),
    )
