"""What the archive holds, for programs: a story, regions, officials, numbers."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response

from index.article import ArticleId, Document
from index.gazetteer import Term
from index.record import annotations_to_record, article_to_record
from index.search import FacetCount
from search_web.api import cursor
from search_web.api.frame import blueprint
from search_web.api.models import (
    ArticleAnswer,
    ArticleQuery,
    Count,
    OfficialEntry,
    OfficialsAnswer,
    OfficialsQuery,
    Region,
    RegionsAnswer,
    RegionsQuery,
    StatsAnswer,
    TermOfOffice,
)
from search_web.api.problems import documented, dump, refuse
from search_web.site import Site, site

api = blueprint("archive", tag="archive", does="See what the archive holds.")


@api.get("/article", responses={200: ArticleAnswer, **documented(404)})
def article(query: ArticleQuery) -> Response:
    """Return a story, by its id or by its public address."""
    if (query.id is None) == (query.url is None):
        refuse(400, "Give either id or url.", parameter="id")
    document = _document(query)
    if document is None:
        refuse(404, "The archive has no such story.")
    record = _EMPTY | article_to_record(document.article) | annotations_to_record(document.annotations)
    response = dump(ArticleAnswer.model_validate(record))
    moment = document.article.modified or document.article.published
    if moment is not None:
        response.last_modified = _not_future(moment)
    return response


@api.get("/regions", responses={200: RegionsAnswer})
def regions(query: RegionsQuery) -> Response:
    """Return the provinces, or the regions inside one, that stories are about, with their number."""
    here = site()
    counts = [c for c in here.overview.get().regions if c.value.rpartition(".")[0] == (query.parent or "")]
    return dump(
        RegionsAnswer(
            regions=[Region(code=c.value, name=here.labels.region(c.value), count=c.count) for c in counts],
        )
    )


@api.get("/officials", responses={200: OfficialsAnswer})
def officials(query: OfficialsQuery) -> Response:
    """Return the persons whom stories name, with their number and their terms of office."""
    here = site()
    question = f"officials {query.wilayah}"
    offset = cursor.offset_of(query.cursor, question)
    counts = list(_officials_in(here, query.wilayah, here.overview.get().persons))
    page = counts[offset : offset + query.limit]
    return dump(
        OfficialsAnswer(
            total=len(counts),
            officials=[_official(here, count) for count in page],
            next=cursor.following(offset, query.limit, len(counts), question),
        )
    )


@api.get("/stats", responses={200: StatsAnswer})
def stats() -> Response:
    """Return the archive in numbers."""
    overview, info = site().overview.get(), site().config.engine.info()
    response = dump(
        StatsAnswer(
            articles=overview.articles,
            first=overview.first,
            last=overview.last,
            years=_counts(overview.years),
            sections=_counts(overview.sections),
            generation=info.generation,
            changed=info.changed_at,
        )
    )
    response.last_modified = _not_future(info.changed_at)
    return response


_EMPTY: dict[str, Any] = {
    "url": None, "body": "", "published": None, "modified": None, "byline": None, "sections": [], "tags": [],
    "links": [], "regions": [], "mentioned": [], "officials": [], "event_date": None, "title": "",
}  # fmt: skip
"""What records leave out because it is empty."""


def _document(query: ArticleQuery) -> Document | None:
    engine = site().config.engine
    if query.id is not None:
        return engine.get(ArticleId(query.id))
    return engine.find_by_url(query.url or "")


def _officials_in(here: Site, region: str | None, counts: Sequence[FacetCount]) -> Iterator[FacetCount]:
    for count in counts:
        if region is None or any(term.region == region for term in here.labels.terms(count.value)):
            yield count


def _official(here: Site, count: FacetCount) -> OfficialEntry:
    terms = [_term(here, term) for term in here.labels.terms(count.value)]
    return OfficialEntry(key=count.value, name=here.labels.official(count.value), count=count.count, terms=terms)


def _term(here: Site, term: Term) -> TermOfOffice:
    return TermOfOffice(
        office=term.title,
        region=term.region,
        label=here.labels.office(term),
        role=term.role.value,
        first=term.first,
        last=term.end - timedelta(days=1) if term.end is not None else None,
    )


def _counts(counts: Sequence[FacetCount]) -> list[Count]:
    return [Count(value=count.value, count=count.count) for count in counts]


def _not_future(moment: datetime) -> datetime:
    """Return a moment that may stand in Last-Modified: never one that is still to come."""
    return min(moment.astimezone(UTC), datetime.now(UTC))
