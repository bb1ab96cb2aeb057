"""Walks over the archive for those who index it: what changed since, and the archive in parts."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import ArticleId, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed in the archive after some revision, all as of one moment.

    Attributes:
        revision: The archive's revision at that moment.
        articles: Number of articles at that moment.
        items: Each changed article once, in the order of change; None in place of a removed one. Read it while the
            walk is open.
    """

    revision: int
    articles: int
    items: Iterator[tuple[ArticleId, Document | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartContent:
    """A part of the archive, as of one moment.

    Attributes:
        key: Which articles it is made of and in which state: equal keys mean equal articles. Hexadecimal digits.
        articles: Their number.
        documents: The articles. Read it while the walk is open.
    """

    key: str
    articles: int
    documents: Iterator[Document]


def part_state(connection: sqlite3.Connection, identity: str, rows: range) -> tuple[str, int]:
    """Return a part's key and its number of articles.

    A part is a range of row numbers: an article keeps its row however often it changes, and a new one takes a row at
    the end, so that changes leave all other parts as they are. Every change takes a revision of its own, hence rows and
    revisions say everything about the content.
    """
    digest = hashlib.blake2b(f"{identity} {rows.start} {rows.stop}".encode(), digest_size=16)
    count = 0
    for row in connection.execute(
        "SELECT rowid, revision FROM articles WHERE rowid >= ? AND rowid < ? ORDER BY rowid", (rows.start, rows.stop)
    ):
        digest.update(b"%d:%d;" % (row[0], row[1]))
        count += 1
    return digest.hexdigest(), count
