"""The log of searches: an SQLite file without addresses, agents, cookies or sessions, purged after some days.

A search is its text and filters, how much was found and how long it took, at a moment cut to the hour: two searches of
one person are not told from two persons'. Numbers as long as telephone or identity numbers and mail addresses are
masked before anything is written.
"""

import logging
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from index.errors import ConfigError

DEFAULT_DAYS = 90
"""Days that a search is remembered."""

POPULAR = 500
"""Searches kept at hand for completion, the most frequent ones."""

MIN_TIMES, MIN_DAYS = 5, 2
"""How often, and on how many days, a search must have been made before others may see it completed."""

BUSY_SECONDS = 0.2
"""How long a page may wait for another process that writes the log; then this search goes unremembered."""

_FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS searches (
    hour TEXT NOT NULL, query TEXT NOT NULL, filters TEXT NOT NULL, total INTEGER NOT NULL, milliseconds REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS searches_by_hour ON searches (hour);
CREATE INDEX IF NOT EXISTS searches_by_query ON searches (query, hour);
CREATE TABLE IF NOT EXISTS clicks (
    hour TEXT NOT NULL, query TEXT NOT NULL, article TEXT NOT NULL, position INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS clicks_by_hour ON clicks (hour);
"""
_PERSONAL = re.compile(r"\d(?:[\s.-]?\d){8,}|[^\s@]+@[^\s@]+\.[^\s@]+")
_MASK = "…"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSearch:
    """A search that was answered.

    Attributes:
        query: As typed.
        filters: Everything else that shaped it, as an address has it.
        total: Stories found.
        milliseconds: Time to find them.
    """

    query: str
    filters: str
    total: int
    milliseconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickedHit:
    """A story that was opened from a list of results, and where it stood in it, from 1."""

    query: str
    article: str
    position: int


class QueryLog:
    """The log of one archive. Safe to share between threads and processes.

    Args:
        path: The file; made where there is none.
        days: How long searches are remembered.

    Raises:
        ConfigError: The file cannot be made, or is something else.
    """

    def __init__(self, path: Path, *, days: int = DEFAULT_DAYS) -> None:
        self._path = path
        self._days = days
        self._lock = Lock()
        self._purged: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {_FORMAT}")
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(f"query_log: {path} cannot be written: {error}") from error

    def add(self, search: LoggedSearch, now: datetime) -> None:
        """Remember a search. A log that cannot be written now costs the memory of it, never the reader's answer."""
        row = (_hour(now), masked(search.query), search.filters, search.total, search.milliseconds)
        self._write("INSERT INTO searches VALUES (?, ?, ?, ?, ?)", row, now)

    def add_click(self, click: ClickedHit, now: datetime) -> None:
        """Remember that a hit was opened, if such a search was made within a day: others are made up."""
        query, since = masked(click.query), _hour(now - timedelta(days=1))
        self._write(
            "INSERT INTO clicks SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM searches WHERE query = ? AND hour >= ?)",
            (_hour(now), query, click.article, click.position, query, since),
            now,
        )

    def popular(self) -> Sequence[str]:
        """Return searches that many made and that found something, the most frequent first."""
        rows = self.select(
            "SELECT query FROM searches WHERE total > 0 AND query NOT LIKE '%' || ? || '%' GROUP BY lower(query)"
            " HAVING count(*) >= ? AND count(DISTINCT substr(hour, 1, 10)) >= ? ORDER BY count(*) DESC LIMIT ?",
            (_MASK, MIN_TIMES, MIN_DAYS, POPULAR),
        )
        return [str(query) for (query,) in rows]

    def purge(self, now: datetime) -> int:
        """Forget what is older than the days to remember; return how many searches that were."""
        before = _hour(now - timedelta(days=self._days))
        with self._connection() as connection:
            connection.execute("DELETE FROM clicks WHERE hour < ?", (before,))
            return connection.execute("DELETE FROM searches WHERE hour < ?", (before,)).rowcount

    def select(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows of a question to the log."""
        with self._connection() as connection:
            return connection.execute(statement, parameters).fetchall()

    def _write(self, statement: str, row: tuple[object, ...], now: datetime) -> None:
        try:
            with self._lock, self._connection() as connection:
                connection.execute(statement, row)
            self._purge_daily(now)
        except sqlite3.Error as error:
            _logger.warning("query log %s: a search was not remembered: %s", self._path, error)

    def _purge_daily(self, now: datetime) -> None:
        day = now.date().isoformat()
        if self._purged != day:
            self._purged = day
            self.purge(now)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")  # a power cut may cost the last minutes of the log
            yield connection


def masked(query: str) -> str:
    """Return a query without what may belong to one person: long numbers and mail addresses."""
    return _PERSONAL.sub(_MASK, query)


def _hour(moment: datetime) -> str:
    return moment.isoformat(timespec="hours")[:13]
