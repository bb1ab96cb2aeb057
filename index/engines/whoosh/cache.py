"""Memories bounded by bytes: the least recently used go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Arrays = tuple[NDArray[np.generic], ...]

_OVERHEAD = 450
"""Bytes counted per entry beside what it holds: key, tuple and array headers (measured with two arrays)."""

_Value = TypeVar("_Value")


class Cache(Generic[_Value]):
    """Values by key, shared by threads.

    Args:
        capacity: Bytes kept at most. An entry larger than all of it is not kept.
        cost: Gives the bytes that a value takes.
    """

    def __init__(self, capacity: int, cost: Callable[[_Value], int]) -> None:
        self._capacity = capacity
        self._cost = cost
        self._entries: OrderedDict[Hashable, _Value] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes kept now."""
        return self._size

    def find(self, key: Hashable) -> _Value | None:
        """Return the value of ``key``, None where it is not kept."""
        with self._lock:
            kept = self._entries.get(key)
            if kept is not None:
                self._entries.move_to_end(key)
            return kept

    def keep(self, key: Hashable, value: _Value) -> None:
        """Keep a value, in the place of an older one with the same key."""
        cost = _OVERHEAD + self._cost(value)
        with self._lock:
            replaced = self._entries.pop(key, None)
            if replaced is not None:
                self._size -= _OVERHEAD + self._cost(replaced)
            if cost > self._capacity:
                return
            self._entries[key] = value
            self._size += cost
            while self._size > self._capacity:
                _, dropped = self._entries.popitem(last=False)
                self._size -= _OVERHEAD + self._cost(dropped)


class ArrayCache(Cache[Arrays]):
    """Decoded arrays by key; nobody may change them."""

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity, lambda arrays: sum(array.nbytes for array in arrays))

    def get(self, key: Hashable, decode: Callable[[], Arrays]) -> Arrays:
        """Return the arrays of ``key``, decoding them if they are not kept.

        Two threads may decode the same arrays at once; that costs time, never a wrong answer.
        """
        kept = self.find(key)
        if kept is not None:
            return kept
        arrays = decode()
        self.keep(key, arrays)
        return arrays

    def keep(self, key: Hashable, value: Arrays) -> None:
        """Keep arrays, which nobody may change from now on."""
        for array in value:
            array.flags.writeable = False
        super().keep(key, value)
