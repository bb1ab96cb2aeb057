"""Xapian with its default BM25."""

import json
from collections.abc import Iterator
from pathlib import Path

import xapian

from benchmarks.peers.base import PAGE, TOP, InProcess, Stopwatch
from benchmarks.rows import Query, Row

_REGION, _MONTH, _SECTION, _YEAR, _PUBLISHED = range(5)
_BATCH = 10_000
"""Documents per commit, Xapian's own default."""


class Xapian(InProcess):
    """Xapian through its Python binding."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows."""
        with watch:
            database = xapian.WritableDatabase(str(folder / "xapian"), xapian.DB_CREATE_OR_OVERWRITE)
        for row in rows:
            with watch:
                database.add_document(_document(row))
        with watch:
            database.commit()
            database.close()

    def open(self, folder: Path) -> None:
        """Open the database."""
        self._database = xapian.Database(str(folder / "xapian"))

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query."""
        enquire = xapian.Enquire(self._database)
        enquire.set_query(_query(kind, query))
        if kind == "by_date":
            enquire.set_sort_by_value(_PUBLISHED, True)
        slots = {"facets": (_REGION, _MONTH), "answer": (_REGION, _MONTH, _SECTION, _YEAR)}.get(kind, ())
        spies = [xapian.ValueCountMatchSpy(slot) for slot in slots]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, PAGE if kind == "answer" else TOP, self._database.get_doccount())
        counts = [[(item.term.decode(), item.termfreq) for item in spy.top_values(200)] for spy in spies]
        total = int(found.get_matches_estimated())
        if kind == "answer":
            hits = [[match.weight, *_shown(found, match.document.get_data())] for match in found]
            json.dumps({"total": total, "hits": hits, "facets": counts})
        return total


def _shown(found: "xapian.MSet", data: bytes) -> list[str]:
    row_id, title, text = data.decode().split("\0")
    return [row_id, title, found.snippet(text, 200).decode()]


def _document(row: Row) -> "xapian.Document":
    document = xapian.Document()
    for position, stem in enumerate(row.stems.split(), 1):
        document.add_posting(stem[:200], position)
    document.add_boolean_term(f"XR{row.region}")
    for slot, value in ((_REGION, row.region), (_MONTH, row.month), (_SECTION, row.section), (_YEAR, row.month[:4])):
        document.add_value(slot, value)
    document.add_value(_PUBLISHED, xapian.sortable_serialise(row.published))
    document.set_data(f"{row.id}\0{row.title}\0{row.stems}")
    return document


def _query(kind: str, query: Query) -> "xapian.Query":
    if kind == "phrase":
        return xapian.Query(xapian.Query.OP_PHRASE, query.phrase)
    if kind == "prefix":
        return xapian.Query(
            xapian.Query.OP_WILDCARD, query.prefix, 0, xapian.Query.WILDCARD_LIMIT_ERROR, xapian.Query.OP_SYNONYM
        )
    words = xapian.Query(xapian.Query.OP_AND if kind == "and" else xapian.Query.OP_OR, query.words)
    if kind != "filter":
        return words
    return xapian.Query(xapian.Query.OP_FILTER, words, xapian.Query(f"XR{query.region}"))
