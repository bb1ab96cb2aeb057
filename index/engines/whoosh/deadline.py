"""A time budget: when a search must end, and whether anything was left out because of it."""

import time
from collections.abc import Callable


class Deadline:
    """The end of one search's time; asked between steps, so that an answer is late by one step at most.

    Args:
        seconds: Time allowed from now on; None is as long as it takes.
        clock: Gives seconds that only grow.

    Attributes:
        cut: Whether it has been found passed: something was left out, the answer is partial.
    """

    __slots__ = ("_clock", "_until", "cut")

    def __init__(self, seconds: float | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._until = clock() + seconds if seconds is not None else None
        self.cut = False

    def passed(self) -> bool:
        """Tell whether the time is over; once it is, it stays so."""
        if not self.cut and self._until is not None and self._clock() >= self._until:
            self.cut = True
        return self.cut


NO_DEADLINE = Deadline()
"""As long as it takes; never cut, hence safe to share."""
