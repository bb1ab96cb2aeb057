"""Jobs killed at random moments: a short run of the campaign in ``benchmarks/kills.py``, which says what is checked."""

import pytest

from benchmarks.kills import survive


@pytest.mark.slow
def test_whatever_is_killed_the_next_run_mends(tmp_path):
    record = survive(tmp_path, kills=6, articles=300, seed=7)
    assert sum(record["killed"].values()) == 6
