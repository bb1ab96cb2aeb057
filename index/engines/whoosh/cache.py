"""A memory for decoded arrays, bounded by bytes: the least recently used go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Arrays = tuple[NDArray[np.generic], ...]

_OVERHEAD = 200
"""Bytes counted per entry beside its arrays' contents: key, tuple and array headers."""


class ArrayCache:
    """Decoded arrays by key, shared by threads.

    Args:
        capacity: Bytes kept at most. An entry larger than all of it is not kept.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[Hashable, Arrays] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes kept now."""
        return self._size

    def get(self, key: Hashable, decode: Callable[[], Arrays]) -> Arrays:
        """Return the arrays of ``key``, decoding them if they are not kept.

        Two threads may decode the same arrays at once; that costs time, never a wrong answer.
        """
        with self._lock:
            kept = self._entries.get(key)
            if kept is not None:
                self._entries.move_to_end(key)
                return kept
        arrays = decode()
        for array in arrays:
            array.flags.writeable = False
        self._keep(key, arrays)
        return arrays

    def _keep(self, key: Hashable, arrays: Arrays) -> None:
        cost = _cost(arrays)
        if cost > self._capacity:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = arrays
            self._size += cost
            while self._size > self._capacity:
                _, dropped = self._entries.popitem(last=False)
                self._size -= _cost(dropped)


def _cost(arrays: Arrays) -> int:
    return _OVERHEAD + sum(array.nbytes for array in arrays)
