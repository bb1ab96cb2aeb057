"""Who follows which search: an SQLite file with mail addresses, searches, and nothing else of a person."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.errors import ConfigError

MAX_PER_ADDRESS = 20
"""Searches that one address may follow."""

ASK_AGAIN = timedelta(hours=1)
"""How long an address is left alone after it was asked to confirm a search: strangers can type it in."""

FORGET_UNCONFIRMED = timedelta(days=7)
"""How long a request waits to be confirmed."""

_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS subscriptions (
    token TEXT PRIMARY KEY, address TEXT NOT NULL, search TEXT NOT NULL, language TEXT NOT NULL, asked TEXT NOT NULL,
    confirmed TEXT, seen TEXT,
    UNIQUE (address, search)
) WITHOUT ROWID;
"""
_COLUMNS = "token, address, search, language, asked, confirmed, seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A search that somebody follows.

    Attributes:
        token: Secret that confirms and ends it; it stands in the mails alone.
        address: Where mails go.
        search: The search as an address has it (``q=banjir&wilayah=15.05``).
        language: Language of the page it was asked for on, and of the mails.
        asked: When it was asked for.
        confirmed: When the address's owner said so, None before.
        seen: Moment of the newest story that was told, None before the first.
    """

    token: str
    address: str
    search: str
    language: str
    asked: datetime
    confirmed: datetime | None = None
    seen: datetime | None = None


class AlertStore:
    """The subscriptions of one archive. Safe to share between threads and processes.

    Raises:
        ConfigError: The file cannot be made, or is something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
            path.chmod(0o600)  # mail addresses are nobody else's business
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(f"alerts: {path} cannot be written: {error}") from error

    def ask(self, address: str, search: str, now: datetime, *, language: str) -> Subscription | None:
        """Note that an address asks for a search; return what is to be confirmed.

        None where no mail may go out: the search is followed already, the address was asked a short while ago, or it
        follows too many. The reader is told the same in every case, so that nobody learns what others follow.
        """
        address = address.casefold()
        with self._connection() as connection:
            self._forget(connection, now)
            known = [_subscription(row) for row in connection.execute(_select("address = ?"), (address,))]
            same = next((one for one in known if one.search == search), None)
            is_followed = same is not None and same.confirmed is not None
            is_fresh = any(one.confirmed is None and now - one.asked < ASK_AGAIN for one in known)
            if is_followed or is_fresh or (same is None and len(known) >= MAX_PER_ADDRESS):
                return None
            token = secrets.token_urlsafe(24)
            asked = Subscription(token=token, address=address, search=search, language=language, asked=now)
            connection.execute(
                f"INSERT OR REPLACE INTO subscriptions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, NULL, NULL)",  # noqa: S608
                (token, address, search, language, _text(now)),
            )
            return asked

    def get(self, token: str) -> Subscription | None:
        """Return the subscription with this token, or None."""
        with self._connection() as connection:
            row = connection.execute(_select("token = ?"), (token,)).fetchone()
            return _subscription(row) if row is not None else None

    def confirm(self, token: str, now: datetime) -> Subscription | None:
        """Begin a subscription: stories that appear from now on are told. None for a token that is gone."""
        with self._connection() as connection:
            connection.execute(
                "UPDATE subscriptions SET confirmed = ?, seen = ? WHERE token = ? AND confirmed IS NULL",
                (_text(now), _text(now), token),
            )
        return self.get(token)

    def end(self, token: str) -> None:
        """End a subscription and forget it; ending twice is no error."""
        with self._connection() as connection:
            connection.execute("DELETE FROM subscriptions WHERE token = ?", (token,))

    def confirmed(self) -> list[Subscription]:
        """Return all subscriptions that have begun."""
        with self._connection() as connection:
            rows = connection.execute(_select("confirmed IS NOT NULL") + " ORDER BY address, search")
            return [_subscription(row) for row in rows]

    def told(self, token: str, seen: datetime) -> None:
        """Note that all stories until ``seen`` have been told."""
        with self._connection() as connection:
            connection.execute("UPDATE subscriptions SET seen = ? WHERE token = ?", (_text(seen), token))

    def _forget(self, connection: sqlite3.Connection, now: datetime) -> None:
        before = _text(now - FORGET_UNCONFIRMED)
        connection.execute("DELETE FROM subscriptions WHERE confirmed IS NULL AND asked < ?", (before,))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as connection, connection:
            yield connection


def _select(condition: str) -> str:
    return f"SELECT {_COLUMNS} FROM subscriptions WHERE {condition}"  # noqa: S608 - conditions of this module alone


def _subscription(row: tuple[str, str, str, str, str, str | None, str | None]) -> Subscription:
    token, address, search, language, asked, confirmed, seen = row
    return Subscription(
        token=token,
        address=address,
        search=search,
        language=language,
        asked=datetime.fromisoformat(asked),
        confirmed=datetime.fromisoformat(confirmed) if confirmed else None,
        seen=datetime.fromisoformat(seen) if seen else None,
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
