"""Whatever is asked, the page and the API answer; ``benchmarks.generated_queries`` does the same at length."""

import pytest

from benchmarks.generated_queries import run


@pytest.mark.parametrize("number", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_generated_queries_never_fail(app, number):
    statuses, _, failures = run(app, number)
    assert failures == []
    assert set(statuses) <= {200, 302, 400, 404}
    assert statuses[200] > statuses[400] > 0
