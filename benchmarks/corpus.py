"""The one corpus that every engine indexes: real articles, annotated and stemmed once.

Peers get the stems that telusur's analyser found, so that engines are compared and not stemmers.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from benchmarks.rows import DAYS_PER_COPY, Query, Row, copy_number
from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.record import document_from_record, document_to_record
from index.schema import facet_values
from index.search import FacetField
from indexer.assemble import Assembly
from indexer.extract import ExtractError, extract
from indexer.sources import JsonlSource, RawPage

REGENCY_PARTS = 2
"""Parts of a region's code that peers count by."""

MOST_WORDS = 3
"""Words of a query made from a headline."""


def prepare(source: Path, folder: Path, assembly: Assembly) -> None:
    """Write ``rows.jsonl`` into ``folder``, unless it is there."""
    rows = folder / "rows.jsonl"
    if rows.exists():
        return
    partial = rows.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        for document in _documents(source, assembly):
            out.write(json.dumps(asdict(_row(document, assembly))) + "\n")
    partial.rename(rows)


def write_queries(folder: Path, analyzer: Analyzer, asked: Sequence[str], count: int) -> None:
    """Write ``queries.json``: what readers asked, filled up with one to three telling words of headlines."""
    random_ = random.Random(7)  # noqa: S311 - a repeatable sample, no secret
    with (folder / "rows.jsonl").open(encoding="utf-8") as lines:
        heads = [(row["title"], row["region"]) for row in map(json.loads, lines)]
    regions = sorted({region for _, region in heads} - {""})
    texts, phrases = list(asked), list[list[str]]()
    while len(phrases) < count:
        tokens = [t for t in analyzer.tokens(random_.choice(heads)[0]) if t.surface.isalpha() and len(t.stems) == 1]
        telling = [t.surface for t in tokens if not analyzer.is_function_word(t.surface) and len(t.surface) > 2]
        if len(telling) < MOST_WORDS:
            continue
        at = random_.randrange(len(tokens) - 1)
        phrases.append([tokens[at].stems[0], tokens[at + 1].stems[0]])
        texts.append(" ".join(random_.sample(telling, random_.randint(1, MOST_WORDS))))
    queries = [
        Query(text=text, words=_stems(text, analyzer), phrase=phrase, prefix=phrase[0][:4], region=region)
        for text, phrase, region in zip(texts, phrases, random_.choices(regions, k=count), strict=False)
    ]
    (folder / "queries.json").write_text(json.dumps([asdict(query) for query in queries]), encoding="utf-8")


def document_of(row: Row) -> Document:
    """Return a row as telusur's own document."""
    document = document_from_record(json.loads(row.record))
    published = document.article.published
    if published is not None:
        published -= timedelta(days=DAYS_PER_COPY * copy_number(row.id))
    return replace(document, article=replace(document.article, id=ArticleId(row.id), published=published))


def _documents(source: Path, assembly: Assembly) -> Iterator[Document]:
    for page in JsonlSource("bench", source).pages():
        if not isinstance(page, RawPage):
            continue
        try:
            article = extract(page, zone=assembly.zone, is_place=assembly.is_place)
        except ExtractError:
            continue
        article = replace(article, id=ArticleId(f"bench:{page.own_id}"), links=(), url=None, aliases=())
        yield Document(article=article, annotations=assembly.annotate(article))


def _row(document: Document, assembly: Assembly) -> Row:
    article = document.article
    tokens = assembly.analyzer.tokens(f"{article.title}\n{article.body}")
    months = facet_values(document, assembly.zone)[FacetField.MONTH]
    regions = document.annotations.regions
    return Row(
        id=article.id,
        stems=" ".join(stem for token in tokens for stem in token.stems),
        surfaces=" ".join(token.surface for token in tokens),
        region=".".join(regions[0].split(".")[:REGENCY_PARTS]) if regions else "",
        month=months[0] if months else "",
        section=article.sections[0] if article.sections else "",
        published=int(article.published.timestamp()) if article.published else 0,
        title=article.title,
        body=article.body,
        record=json.dumps(document_to_record(document), separators=(",", ":")),
    )


def _stems(text: str, analyzer: Analyzer) -> list[str]:
    return list(dict.fromkeys(stem for token in analyzer.tokens(text) for stem in token.stems if stem.isalnum()))
