"""SQLite FTS5, with a table of columns beside it for filters, facets and dates."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.base import PAGE, TOP, InProcess, Stopwatch
from benchmarks.rows import Query, Row

_TABLES = """
CREATE TABLE docs (
    n INTEGER PRIMARY KEY, id TEXT, title TEXT, region TEXT, month TEXT, section TEXT, published INTEGER
);
CREATE VIRTUAL TABLE fts USING fts5(text, tokenize = "unicode61");
"""
_TOP = "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT ?"
_COUNT = "SELECT count(*) FROM fts WHERE fts MATCH ?"
_FILTERED = "FROM fts JOIN docs ON docs.n = fts.rowid WHERE fts MATCH ? AND docs.region = ?"
_BY_DATE = "SELECT n FROM fts JOIN docs ON docs.n = fts.rowid WHERE fts MATCH ? ORDER BY published DESC LIMIT ?"
_FACET = """
SELECT {0}, count(*) FROM fts JOIN docs ON docs.n = fts.rowid WHERE fts MATCH ? GROUP BY {0} ORDER BY 2 DESC LIMIT 200
"""
_PAGE = """
SELECT docs.id, docs.title, rank, snippet(fts, 0, '<b>', '</b>', '…', 30)
FROM fts JOIN docs ON docs.n = fts.rowid WHERE fts MATCH ? ORDER BY rank LIMIT ?
"""


class Fts5(InProcess):
    """SQLite's full-text index."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows in one transaction, then optimise."""
        connection = sqlite3.connect(folder / "fts.sqlite")
        connection.executescript(_TABLES)
        for number, row in enumerate(rows, 1):
            with watch:
                values = (number, row.id, row.title, row.region, row.month, row.section, row.published)
                connection.execute("INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?, ?)", values)
                connection.execute("INSERT INTO fts (rowid, text) VALUES (?, ?)", (number, row.stems))
        with watch:
            connection.commit()
            connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
            connection.commit()
        connection.close()

    def open(self, folder: Path) -> None:
        """Open the database."""
        self._connection = sqlite3.connect(folder / "fts.sqlite")
        self._connection.execute("SELECT count(*) FROM fts WHERE fts MATCH 'jambi'").fetchone()

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query."""
        match = _match(kind, query)
        if kind == "answer":
            return self._answer(match)
        if kind == "filter":
            self._all(f"SELECT docs.n {_FILTERED} ORDER BY rank LIMIT {TOP}", match, query.region)
            return self._number(f"SELECT count(*) {_FILTERED}", match, query.region)
        self._all(_BY_DATE if kind == "by_date" else _TOP, match, TOP)
        if kind == "facets":
            for column in ("region", "month"):
                self._all(_FACET.format(column), match)
        return self._number(_COUNT, match)

    def _answer(self, match: str) -> int:
        hits = self._all(_PAGE, match, PAGE)
        facets = {
            column: self._all(_FACET.format(column), match)
            for column in ("region", "month", "section", "substr(month, 1, 4)")
        }
        total = self._number(_COUNT, match)
        json.dumps({"total": total, "hits": hits, "facets": facets})
        return total

    def _all(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def _number(self, sql: str, *values: object) -> int:
        return int(self._connection.execute(sql, values).fetchone()[0])


def _match(kind: str, query: Query) -> str:
    if kind == "phrase":
        return '"' + " ".join(query.phrase) + '"'
    if kind == "prefix":
        return f'"{query.prefix}" *'
    return (" AND " if kind == "and" else " OR ").join(f'"{word}"' for word in query.words)
