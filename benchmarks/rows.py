"""Rows as every engine takes them. Imports nothing but the standard library: peers run in environments of their own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

DAYS_PER_COPY = 37
"""Days by which each copy is older than the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An article.

    Attributes:
        id: Its id.
        stems: Stems of headline and body in order, with blanks between.
        surfaces: Their surface forms, likewise.
        region: Code of the regency it is about, empty where unknown.
        month: Month of publishing, empty where unknown.
        section: First section, empty where there is none.
        published: Seconds since 1970, 0 where unknown.
        title: Headline as printed.
        body: Text as printed.
        record: The whole document as JSON (``index.record``).
    """

    id: str
    stems: str
    surfaces: str
    region: str
    month: str
    section: str
    published: int
    title: str
    body: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query in all kinds.

    Attributes:
        text: As a reader types it.
        words: Its stems.
        phrase: Two stems that stand side by side in a headline.
        prefix: Beginning of a stem.
        region: Region to filter by.
    """

    text: str
    words: list[str]
    phrase: list[str]
    prefix: str
    region: str


def grown(folder: Path, articles: int) -> Iterator[Row]:
    """Yield ``articles`` rows: the real ones, then copies of them with ids and days of their own.

    Their texts are the same, and their dates were read before addresses were dropped. Nothing is folded here: all
    engines find and order the same rows.
    """
    with (folder / "rows.jsonl").open(encoding="utf-8") as lines:
        base = [Row(**json.loads(line)) for line in lines]
    for number in range(articles):
        copy, at = divmod(number, len(base))
        yield _copied(base[at], copy) if copy else base[at]


def read_queries(folder: Path) -> list[Query]:
    """Return the queries that all engines answer."""
    return [Query(**query) for query in json.loads((folder / "queries.json").read_text(encoding="utf-8"))]


def copy_number(row_id: str) -> int:
    """Return which copy a row is, 0 for the real article."""
    return int(row_id.rpartition("~")[2]) if "~" in row_id else 0


def _copied(row: Row, copy: int) -> Row:
    published = row.published - copy * DAYS_PER_COPY * 86_400 if row.published else 0
    return replace(row, id=f"{row.id}~{copy}", published=published)
