"""What becomes of a webhook's announcements: the posts are read from their site, and the index follows.

An announcement is kept in the archive before it is answered, so that none is lost: where the archive is being written,
or the site does not answer, it waits for the next attempt or the next ``telusur sync``, whichever comes first.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from index.errors import TelusurError
from indexer.archive import Archive
from indexer.sources import Order, RemoteSource
from indexer.sync import Reading, run_sync

KEEP_CALLS = timedelta(minutes=15)
"""How long a call is remembered, so that it cannot be replayed: longer than its time may differ from ours."""

FIRST_WAIT_S = 5.0
"""Wait before another attempt, in seconds; it doubles up to :data:`LONGEST_WAIT_S`."""

LONGEST_WAIT_S = 600.0
"""Longest wait between two attempts: the archive may be written for hours by a first sync."""

_log = logging.getLogger(__name__)


class Announcements:
    """Takes announcements from any thread, and follows them in one of its own."""

    def __init__(
        self,
        database: Path,
        sources: Mapping[str, RemoteSource],
        reading: Reading,
        refresh: Callable[[Archive], None],
    ) -> None:
        """``refresh`` brings the index up to the archive."""
        self._database = database
        self._sources = sources
        self._reading = reading
        self._refresh = refresh
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="announcements", daemon=True)

    def start(self) -> None:
        """Begin to follow announcements, also those of an earlier process."""
        self._news.set()
        self._thread.start()

    def stop(self) -> None:
        """End when the work at hand is done."""
        self._stopping.set()
        self._news.set()
        self._thread.join()

    def announce(self, source: str, post: str, signature: str) -> bool:
        """Keep an announcement; return False for a call that was received before."""
        with Archive.open(self._database, create=True) as archive:
            is_new = archive.announce(source, post, signature=signature, keep=KEEP_CALLS)
        self._news.set()
        return is_new

    def follow_once(self) -> bool:
        """Read what is announced; return whether nothing is left."""
        with Archive.open(self._database, create=True) as archive:
            waiting = {name: archive.memory(name).announced() for name in self._sources}
            for name, posts in waiting.items():
                if posts:
                    report = run_sync(
                        archive, self._sources[name], self._reading, order=Order(only=posts), kind="webhook"
                    )
                    _log.info("%s: announced %s", name, dict(report.counts()))
            if any(waiting.values()):
                self._refresh(archive)
            return not any(archive.memory(name).announced() for name in self._sources)

    def _follow(self) -> None:
        wait = FIRST_WAIT_S
        while not self._stopping.is_set():
            self._news.wait()
            self._news.clear()
            while not self._stopping.is_set() and not self._done():
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT_S)
            wait = FIRST_WAIT_S

    def _done(self) -> bool:
        try:
            return self.follow_once()
        except TelusurError as error:
            # Another process writes, or the index must be rebuilt: the announcements wait in the archive.
            _log.warning("announcements wait: %s", error)
            return False
