"""A stamp stays only while nothing has changed, and none is given for what changed a moment ago."""

import os
import time

from index.engines.whoosh.stamp import SETTLED_NS, stamp


def test_an_index_that_has_settled_has_a_stamp_that_changes_with_it(tmp_path):
    pointer, generation = tmp_path / "CURRENT", tmp_path / "g000001"
    pointer.write_text("g000001")
    generation.mkdir()
    assert stamp(pointer, generation) is None
    settle(pointer, generation, seconds_ago=10)
    before = stamp(pointer, generation)
    assert before is not None
    assert stamp(pointer, generation) == before
    settle(generation, seconds_ago=5)
    assert stamp(pointer, generation) != before


def test_what_is_not_there_has_no_stamp(tmp_path):
    assert stamp(tmp_path / "CURRENT", tmp_path / "g000001") is None


def settle(*paths, seconds_ago):
    assert seconds_ago * 10**9 > SETTLED_NS
    for path in paths:
        os.utime(path, (time.time() - seconds_ago,) * 2)
