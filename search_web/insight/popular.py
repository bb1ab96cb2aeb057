"""Frequent searches as completions: only what many have searched for, and what found something."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from search_web.insight.log import QueryLog

KEPT_SECONDS = 300.0
"""How long the frequent searches are shown before the log is asked again."""


class PopularSearches:
    """The frequent searches of a log, asked for at most once in some minutes.

    Args:
        log: Where they are counted.
        clock: Seconds that only grow.
    """

    def __init__(self, log: QueryLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._kept: tuple[float, Sequence[str]] = (float("-inf"), ())

    def beginning_with(self, typed: str, limit: int) -> Sequence[str]:
        """Return frequent searches that begin with ``typed``, the most frequent first."""
        begun = " ".join(typed.split()).casefold()
        if not begun:
            return ()
        found = [query for query in self._current() if query.casefold().startswith(begun)]
        return [query for query in found if query.casefold() != begun][:limit]

    def _current(self) -> Sequence[str]:
        moment, queries = self._kept
        if self._clock() - moment < KEPT_SECONDS:
            return queries
        with suppress(sqlite3.Error):  # another process holds the file: what was known will do for some more minutes
            queries = self._log.popular()
        self._kept = (self._clock(), queries)
        return queries
