"""Whether an index may have changed since it was last looked at: two look-ups of files, where reading takes a dozen.

Every commit makes files in its generation's folder, and every switch replaces the pointer, so that one of the two gets
another time of change. Times are coarse: two changes in a row may get the same one. Hence a stamp is only trusted when
the last change was a while before it was taken, as git does with its index.
"""

import os
import time

SETTLED_NS = 1_000_000_000
"""How old the last change must be, in nanoseconds; clocks of file systems tick every few milliseconds."""

Stamp = tuple[int, int, int, int]
"""Time of change and number of the pointer's file and of the generation's folder."""


def stamp(pointer: str, generation: str) -> Stamp | None:
    """Return the stamp of an index; None where it changed a moment ago, or is not there."""
    try:
        first, second = os.stat(pointer), os.stat(generation)  # noqa: PTH116 - a fifth of the time of a path's own
    except OSError:
        return None
    if max(first.st_mtime_ns, second.st_mtime_ns) > time.time_ns() - SETTLED_NS:
        return None
    return first.st_mtime_ns, first.st_ino, second.st_mtime_ns, second.st_ino
