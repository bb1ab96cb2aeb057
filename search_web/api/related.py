"""Older stories to link from an article or a draft, for programs that editors write in."""

from typing import Annotated

from flask import Response, request
from pydantic import AfterValidator, Field, StringConstraints
from werkzeug.exceptions import RequestEntityTooLarge

from index.article import Document
from index.errors import ArticleNotFound, DraftError
from index.related import Options, find_subject, related, related_to_records
from index.related.values import MAX_SUGGESTIONS
from search_web.api.frame import TOKEN_SCHEME, blueprint
from search_web.api.models import Linked, Parameters, RelatedAnswer
from search_web.api.problems import documented, dump, problem, refuse
from search_web.api.tokens import require_token
from search_web.read_also.subject import admit_draft, draft_subject
from search_web.site import site
from search_web.wording import draft_trouble, kind_label, reasons_in_words

api = blueprint("related", tag="related", does="Find older stories to link from one that is being written.")
api.before_request(require_token)

_MAX_AGE_DAYS = 36_500
_SECURITY: list[dict[str, list[str]]] = [{TOKEN_SCHEME: []}, {}]


def _whole(text: str) -> str:
    r"""Refuse halves of characters, which JSON can write (``"\ud800"``) and nothing can send back."""
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("it holds half a character (a lone surrogate)")
    return text


_Text = Annotated[str, AfterValidator(_whole)]
_Reference = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class Choices(Parameters):
    """What is wanted."""

    limit: int = Field(5, ge=1, le=MAX_SUGGESTIONS, description="Suggestions at most; fewer, or none, is right too.")
    max_age_days: int | None = Field(None, ge=0, le=_MAX_AGE_DAYS, description="Nothing older before the story.")
    same_region: bool = Field(False, description="Only stories about the story's own kabupaten or kota.")
    prefer_background: bool = Field(False, description="Background before what belongs to the same affair.")

    def options(self) -> Options:
        """Return the choices as the recipe takes them."""
        return Options(
            limit=self.limit,
            max_age_days=self.max_age_days,
            same_region=self.same_region,
            prefer_background=self.prefer_background,
        )


class RelatedQuery(Choices):
    """An article of the archive; give one of ``id`` and ``url``."""

    id: _Reference | None = None
    url: _Reference | None = Field(None, description="Any address of it, also a former or short one; never fetched.")


class Draft(Choices):
    """A story that is being written. Nothing of it is stored or logged."""

    text: _Text = Field(description="Flat text, HTML or WordPress blocks; 5 words to 200,000 characters.")
    title: _Text | None = Field(None, max_length=1_000, description="Its headline, where it stands apart.")
    own: _Text = Field("", max_length=2_000, description="Id or address of the story, so that it is not suggested.")


@api.before_request
def _admit() -> None:
    if request.method == "POST":
        admit_draft()


@api.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> Response:
    return problem(413, "The request is larger than any draft; give one story, without pictures.")


@api.get("/related", responses={200: RelatedAnswer, **documented(401, 404)}, security=_SECURITY)
def related_to_article(query: RelatedQuery) -> Response:
    """Suggest older stories to link from an article of the archive."""
    reference = query.id if query.url is None else query.url
    if reference is None or (query.id is not None and query.url is not None):
        refuse(400, "Give either id or url.", parameter="id")
    try:
        subject = find_subject(site().config.engine, reference)
    except ArticleNotFound as error:
        refuse(404, str(error), parameter="id" if query.url is None else "url")
    return _answer(subject, query)


@api.post("/related", responses={200: RelatedAnswer, **documented(401, 404, 413)}, security=_SECURITY)
def related_to_draft(body: Draft) -> Response:
    """Suggest older stories to link from a draft. Nothing of it is stored or logged."""
    read_draft = site().config.read_draft
    if read_draft is None:
        refuse(404, "This archive takes no drafts.")
    try:
        subject = draft_subject(read_draft, body.text, title=body.title, own=body.own)
    except DraftError as error:
        refuse(400, draft_trouble(error.trouble), parameter="text")
    return _answer(subject, body)


def _answer(subject: Document, choices: Choices) -> Response:
    here = site()
    found = related(here.config.engine, here.config.analyzer, subject, choices.options())
    linked = [Linked(id=d.article.id, url=d.article.url, title=d.article.title) for d in found.linked]
    records = [
        record | {"label": kind_label(story.kind), "reasons": list(reasons_in_words(story.reasons, here.labels))}
        for record, story in zip(related_to_records(found, here.labels.region), found.stories, strict=True)
    ]
    return dump(RelatedAnswer.model_validate({"suggestions": records, "linked": linked}))
