"""Stories, questions and answers in as few words as tests of engines need."""

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from zoneinfo import ZoneInfo

from index.article import Annotations, Article, ArticleId, Document, OfficeHolder, RegionCode
from index.engine import Engine, IndexWriter
from index.query.ast import Clause, Near, Not, Phrase, Query, Span, Word
from index.search import FacetField, Hit, SearchRequest, SearchResults

ZONE = ZoneInfo("Asia/Jakarta")
AT = Span(start=0, end=1)


def story(
    number: int | str,
    title: str = "",
    body: str = "",
    *,
    published: datetime | None = None,
    url: str | None = None,
    aliases: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    byline: str | None = None,
    regions: Sequence[str] = (),
    officials: tuple[OfficeHolder, ...] = (),
    group: int | None = None,
) -> Document:
    article = Article(
        id=ArticleId(f"uji:{number}"),
        title=title,
        body=body,
        published=published,
        url=url,
        aliases=aliases,
        sections=sections,
        tags=tags,
        byline=byline,
    )
    return Document(
        article=article,
        annotations=Annotations(regions=tuple(RegionCode(code) for code in regions), officials=officials),
        group=group,
    )


def folded(hits: Sequence[Hit]) -> list[tuple[str, int]]:
    """The first hit of each group, with how many others the group has, from all hits in order."""
    kept = {hit.document.group or hit.document.article.id: hit for hit in reversed(hits)}.values()
    size = Counter(hit.document.group for hit in hits if hit.document.group is not None)
    return [
        (hit.document.article.id, size[hit.document.group] - 1 if hit.document.group is not None else 0)
        for hit in hits
        if hit in kept
    ]


def built(engine: Engine, documents: Sequence[Document]) -> Engine:
    with engine.rebuild() as writer:
        for document in documents:
            writer.add(document)
    return engine


def cut_off(
    changes: AbstractContextManager[IndexWriter], *, adding: Document, removing: str = "", note: str = ""
) -> None:
    """Begin changes and raise RuntimeError before they end."""
    with changes as writer:
        writer.add(adding)
        writer.checkpoint = note
        writer.remove(ArticleId(removing))
        raise RuntimeError("putus")


def asking(*clauses: Clause) -> Query:
    return Query(clauses=clauses)


def word(text: str, *, title_only: bool = False) -> Word:
    return Word(text=text, span=AT, title_only=title_only)


def near(text: str, distance: int) -> Near:
    return Near(text=text, distance=distance, span=AT)


def phrase(text: str, *, title_only: bool = False) -> Phrase:
    return Phrase(text=text, span=AT, title_only=title_only)


def without(member: Clause) -> Not:
    return Not(member=member, span=AT)


def ids(results: SearchResults) -> list[str]:
    return [hit.document.article.id.removeprefix("uji:") for hit in results.hits]


def found(engine: Engine, *clauses: Clause) -> set[str]:
    return set(ids(engine.search(SearchRequest(query=asking(*clauses), limit=1000))))


def counts(results: SearchResults, facet: FacetField) -> list[tuple[str, int]]:
    return [(count.value, count.count) for count in results.facets[facet]]
