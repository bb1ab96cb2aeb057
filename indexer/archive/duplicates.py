"""Near-duplicates in the archive: the same story posted twice, or by two sources, in one group.

Candidates come from MinHash signatures cut into bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive
Datasets, chapter 3), then their texts are compared exactly. Every two stories of a group are alike: daily reports that
each repeat most of yesterday's never chain into one, and whichever story leaves, the others still belong together.
"""

import json
import sqlite3
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from rensa import RMinHash

from index.related.duplicates import DUPLICATE, Shingles, overlap, shingles

DUPLICATE_TABLES = """
    -- What each article was found to be a near-duplicate of, and by which rules; no row: not compared yet.
    CREATE TABLE duplicates (
        article_id TEXT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        rules TEXT NOT NULL,
        group_number INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX duplicates_by_group ON duplicates (group_number) WHERE group_number IS NOT NULL;

    -- Hashes of each article's text, some of which near-duplicates share.
    CREATE TABLE duplicate_bands (
        band INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (band, article_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX duplicate_bands_by_article ON duplicate_bands (article_id);
"""

BANDS, BAND_ROWS = 8, 4
"""Bands of a signature and hashes per band: texts with an overlap of .9 share a band with probability .9998, of .8 with
.985, of .5 with .40, of .3 with .06. Twice as many bands found as many groups among 19,862 real articles and took
twice the space."""

SEED = 1
"""Of the hash functions: any number, always the same."""

RULES = f"rensa {RMinHash.ALGORITHM_VERSION}/{BANDS}x{BAND_ROWS}/1"
"""What the rows of an archive were made by; those of other rules are made again. Raise the last number when what counts
as alike changes."""

MIN_SHINGLES = 20
"""Least shingles (runs of five words) of a text that is compared: captions and one-line notes repeat by nature."""

MAX_DAYS_BETWEEN = 3
"""Days between two publications of one story. Weekly reports (prices, sales) are alike up to .94 and are news each."""

COPY = 0.98
"""Overlap from which a text is a copy, however far apart in time."""

MAX_CANDIDATES = 20
"""Texts that one is compared with, those that share most bands first."""

MAX_GROUP = 20
"""Stories in a group; what comes in greater numbers is a form that is filled in, and stays apart."""

_BATCH_ROWS = 1_000
"""Ids read at a time, so that no walk is open while others write."""


@dataclass(frozen=True, slots=True)
class _Story:
    """What is compared of an article."""

    article_id: str
    shingles: Shingles
    published: datetime | None

    def is_alike(self, other: "_Story") -> bool:
        """Tell whether two articles are one story."""
        least = DUPLICATE if self._is_near(other) else COPY
        return overlap(self.shingles, other.shingles) >= least

    def _is_near(self, other: "_Story") -> bool:
        if self.published is None or other.published is None:
            return True
        return abs(self.published - other.published) <= timedelta(days=MAX_DAYS_BETWEEN)


class Grouping:
    """Puts articles that were not compared yet beside those that were.

    Args:
        connection: The archive's file.
        execute: Changes it, inside the writer's transaction.
    """

    def __init__(self, connection: sqlite3.Connection, execute: Callable[..., sqlite3.Cursor]) -> None:
        self._connection = connection
        self._execute = execute

    def pending(self) -> Iterator[str]:
        """Yield the articles that these rules have not compared."""
        last = ""
        while rows := self._connection.execute(
            "SELECT id FROM articles LEFT JOIN duplicates ON article_id = id"
            " WHERE id > ? AND rules IS NOT ? ORDER BY id LIMIT ?",
            (last, RULES, _BATCH_ROWS),
        ).fetchall():
            yield from (row["id"] for row in rows)
            last = rows[-1]["id"]

    def forget(self, article_id: str) -> None:
        """Take an article whose text is another one now out of its group."""
        self._execute("DELETE FROM duplicates WHERE article_id = ?", article_id)
        self._execute("DELETE FROM duplicate_bands WHERE article_id = ?", article_id)

    def place(self, article_id: str) -> tuple[str, ...]:
        """Compare an article with those that may be alike; return the ones whose group is another one now."""
        before = self._group(article_id)
        self.forget(article_id)
        story = self._story(article_id)
        partner, number = None, None
        if len(story.shingles) >= MIN_SHINGLES:
            bands = _bands(story.shingles)
            partner, number = self._match(story, bands)
            for band in bands:
                self._execute("INSERT OR IGNORE INTO duplicate_bands VALUES (?, ?)", band, article_id)
        if partner is not None:
            self._execute("UPDATE duplicates SET group_number = ? WHERE article_id = ?", number, partner)
        self._execute("INSERT INTO duplicates VALUES (?, ?, ?)", article_id, RULES, number)
        moved = (article_id,) if before != number else ()
        return (*moved, partner) if partner is not None else moved

    def _match(self, story: _Story, bands: tuple[int, ...]) -> tuple[str | None, int | None]:
        """Return the number of the group that a story belongs to, and who comes along where the group is a new one."""
        tried = set[int | None]()
        for candidate in self._candidates(bands):
            number = self._group(candidate)
            if number in tried:
                continue
            members = self._members(number) if number is not None else (candidate,)
            if len(members) < MAX_GROUP and all(story.is_alike(self._story(member)) for member in members):
                return (None, number) if number is not None else (candidate, self._free_number())
            if number is not None:
                tried.add(number)
        return None, None

    def _candidates(self, bands: tuple[int, ...]) -> tuple[str, ...]:
        marks = ", ".join("?" * len(bands))
        rows = self._connection.execute(
            f"SELECT article_id FROM duplicate_bands WHERE band IN ({marks})"  # noqa: S608 - question marks only
            " GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT ?",
            (*bands, MAX_CANDIDATES),
        )
        return tuple(row["article_id"] for row in rows)

    def _members(self, number: int) -> tuple[str, ...]:
        rows = self._connection.execute(
            "SELECT article_id FROM duplicates WHERE group_number = ? ORDER BY article_id", (number,)
        )
        return tuple(row["article_id"] for row in rows)

    def _group(self, article_id: str) -> int | None:
        row = self._connection.execute(
            "SELECT group_number FROM duplicates WHERE article_id = ?", (article_id,)
        ).fetchone()
        return row["group_number"] if row is not None else None

    def _free_number(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(group_number), 0) + 1 FROM duplicates").fetchone()[0])

    def _story(self, article_id: str) -> _Story:
        row = self._connection.execute("SELECT record, published FROM articles WHERE id = ?", (article_id,)).fetchone()
        published = datetime.fromisoformat(row["published"]) if row["published"] is not None else None
        return _Story(article_id, shingles(json.loads(row["record"]).get("body", "")), published)


def _bands(texts: Shingles) -> tuple[int, ...]:
    """Return a text's bands, as numbers that SQLite holds."""
    sketch = RMinHash(num_perm=BANDS * BAND_ROWS, seed=SEED)
    sketch.update([" ".join(shingle) for shingle in texts])
    hashes: list[int] = sketch.digest()
    return tuple(_band(at, hashes[at : at + BAND_ROWS]) for at in range(0, len(hashes), BAND_ROWS))


def _band(at: int, hashes: list[int]) -> int:
    digest = blake2b(struct.pack(f"<{1 + BAND_ROWS}I", at, *hashes), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
