"""Decoded arrays are kept up to a number of bytes."""

import numpy as np
import pytest

from index.engines.whoosh.cache import ArrayCache


def arrays(count: int):
    return (np.zeros(count, dtype=np.int64),)


def never():
    raise AssertionError("decoded again")


def test_what_is_kept_is_not_decoded_again():
    cache = ArrayCache(10_000)
    first = cache.get("a", lambda: arrays(10))
    assert cache.get("a", never) is first


def test_the_least_recently_used_goes_first():
    cache = ArrayCache(2_500)
    for key in "ab":
        cache.get(key, lambda: arrays(100))
    cache.get("a", never)
    cache.get("c", lambda: arrays(100))
    cache.get("a", never)
    with pytest.raises(AssertionError, match="decoded again"):
        cache.get("b", never)
    assert cache.size <= 2_500


def test_what_is_larger_than_the_cache_is_not_kept():
    cache = ArrayCache(1_000)
    cache.get("a", lambda: arrays(1_000))
    assert cache.size == 0


def test_kept_arrays_cannot_be_changed():
    (array,) = ArrayCache(10_000).get("a", lambda: arrays(10))
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1
