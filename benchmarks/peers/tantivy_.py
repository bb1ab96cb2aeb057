"""tantivy, one thread. Stems come split; snippets are its own, over the stems."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.peers.base import PAGE, TOP, InProcess, Stopwatch
from benchmarks.rows import Query, Row

FACETS = ("region", "month", "section")


class Tantivy(InProcess):
    """tantivy through its Python binding."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows."""
        with watch:
            self._index = tantivy.Index(_schema(), path=str(folder))
            self._register()
            writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for row in rows:
            with watch:
                values: dict[str, Any] = {
                    "id": row.id,
                    "text": row.stems,
                    "title": row.title,
                    "published": row.published,
                }
                values |= {name: getattr(row, name) for name in FACETS if getattr(row, name)}
                writer.add_document(tantivy.Document(**values))
        with watch:
            writer.commit()
            writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._index = tantivy.Index.open(str(folder))
        self._register()
        self._schema = _schema()
        self._searcher = self._index.searcher()

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query."""
        if kind == "answer":
            return self._answer(query)
        asked = self._query(kind, query)
        order = {"order_by_field": "published"} if kind == "by_date" else {}
        found = self._searcher.search(asked, TOP, count=True, **order)
        if kind == "facets":
            self._counts(asked, FACETS[:2])
        return int(found.count)

    def _answer(self, query: Query) -> int:
        asked = self._query("or", query)
        found = self._searcher.search(asked, PAGE, count=True)
        snippets = tantivy.SnippetGenerator.create(self._searcher, asked, self._schema, "text")
        hits = []
        for score, address in found.hits:
            document = self._searcher.doc(address)
            hits.append([document["id"], document["title"], score, snippets.snippet_from_doc(document).to_html()])
        json.dumps({"total": found.count, "hits": hits, "facets": self._counts(asked, FACETS)})
        return int(found.count)

    def _counts(self, asked: tantivy.Query, fields: tuple[str, ...]) -> dict[str, Any]:
        wanted = {name: {"terms": {"field": name, "size": 200}} for name in fields}
        return dict(self._searcher.aggregate(asked, wanted))

    def _query(self, kind: str, query: Query) -> tantivy.Query:
        if kind == "phrase":
            return tantivy.Query.phrase_query(self._schema, "text", list(query.phrase))
        if kind == "prefix":
            return tantivy.Query.regex_query(self._schema, "text", f"{query.prefix}.*")
        occur = tantivy.Occur.Must if kind == "and" else tantivy.Occur.Should
        words = tantivy.Query.boolean_query([(occur, self._term("text", word)) for word in query.words])
        if kind != "filter":
            return words
        region = tantivy.Query.const_score_query(self._term("region", query.region), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, words), (tantivy.Occur.Must, region)])

    def _term(self, field: str, text: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, text)

    def _register(self) -> None:
        self._index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="blanks")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", fast=True)
    return builder.build()
