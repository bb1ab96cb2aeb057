"""Whoosh 2.7.4 as it comes, over the fields that telusur indexes; and the naive pipeline around it.

The naive one is what a newsroom would write first: raw text, a filter that stems every token with Sastrawi (its own
cache included), a writer with its defaults, ``groupedby`` for facets.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import whoosh.index as whoosh_index
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from whoosh import analysis, fields, query, sorting

from benchmarks.peers.base import PAGE, TOP, InProcess, Stopwatch
from benchmarks.rows import Query, Row

_LIMIT_MB = 512
"""Memory that the writer may take before it spills, as generous as telusur's."""


class Stock(InProcess):
    """Whoosh's own writer and searcher; stems and surface forms come split."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows."""
        blanks = analysis.SpaceSeparatedTokenizer()
        layers = {"stem": fields.TEXT(analyzer=blanks), "surface": fields.TEXT(analyzer=blanks)}
        with watch:
            writer = whoosh_index.create_in(str(folder), _schema(**layers)).writer(limitmb=_LIMIT_MB)
        for row in rows:
            with watch:
                writer.add_document(stem=row.stems, surface=row.surfaces, **_common(row))
        with watch:
            writer.commit()

    def open(self, folder: Path) -> None:
        """Open a searcher."""
        self._searcher = whoosh_index.open_dir(str(folder)).searcher()

    def run(self, kind: str, query_: Query) -> int | None:
        """Answer a query; totals are counted only where a page shows them."""
        if kind == "answer":
            return self._answer(query_)
        options: dict[str, Any] = {}
        if kind == "filter":
            options["filter"] = query.Term("region", query_.region)
        if kind == "by_date":
            options |= {"sortedby": "published", "reverse": True}
        if kind == "facets":
            options["groupedby"] = ["region", "month"]
            options["maptype"] = sorting.Count
        results = self._searcher.search(_query(kind, query_), limit=TOP, **options)
        if kind == "facets":
            return int(sum(results.groups("region").values()))
        return int(results.scored_length()) if kind == "by_date" else None

    def _answer(self, query_: Query) -> int:
        names = ["region", "month", "section", "year"]
        results = self._searcher.search(_query("or", query_), limit=PAGE, groupedby=names, maptype=sorting.Count)
        hits = []
        for hit in results:
            record = json.loads(hit["record"])["article"]
            hits.append([hit["id"], record["title"], hit.score, hit.highlights("stem", text=record["body"])])
        facets = {name: dict(results.groups(name)) for name in names}
        json.dumps({"total": len(results), "hits": hits, "facets": facets})
        return len(results)


class Naive(Stock):
    """Raw text through a stemming filter; only built, its searches are stock ones."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows."""
        stem = StemmerFactory().create_stemmer().stem
        text = fields.TEXT(analyzer=analysis.RegexTokenizer() | analysis.LowercaseFilter() | _Stemming(stem))
        with watch:
            writer = whoosh_index.create_in(str(folder), _schema(title=text, body=text)).writer(limitmb=_LIMIT_MB)
        for row in rows:
            with watch:
                writer.add_document(title=row.title, body=row.body, **_common(row))
        with watch:
            writer.commit()


class _Stemming(analysis.Filter):  # type: ignore[misc] # whoosh has no types
    def __init__(self, stem: Callable[[str], str]) -> None:
        self._stem = stem

    def __call__(self, tokens: Iterator[Any]) -> Iterator[Any]:
        for token in tokens:
            token.text = self._stem(token.text)
            yield token

    def __getstate__(self) -> dict[str, Any]:
        return {}  # whoosh pickles the schema; searching needs no stemmer here


def _schema(**texts: Any) -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        region=fields.ID(sortable=True),
        month=fields.ID(sortable=True),
        year=fields.ID(sortable=True),
        section=fields.ID(sortable=True),
        published=fields.DATETIME(sortable=True),
        record=fields.STORED(),
        **texts,
    )


def _common(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "region": row.region,
        "month": row.month,
        "year": row.month[:4],
        "section": row.section,
        "published": datetime.fromtimestamp(row.published, UTC).replace(tzinfo=None),
        "record": row.record,
    }


def _query(kind: str, asked: Query) -> query.Query:
    if kind == "phrase":
        return query.Phrase("stem", asked.phrase)
    if kind == "prefix":
        return query.Prefix("stem", asked.prefix)
    terms = [query.Term("stem", word) for word in asked.words]
    return query.And(terms) if kind == "and" else query.Or(terms)
