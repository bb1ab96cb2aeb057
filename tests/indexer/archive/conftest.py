from datetime import UTC, datetime, timedelta

import pytest

from indexer.archive import Archive


class Clock:
    """A clock that moves one second per look."""

    def __init__(self):
        self.now = datetime(2024, 2, 20, 3, 0, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "archive.sqlite"


@pytest.fixture
def archive(path):
    with Archive.open(path, create=True, clock=Clock()) as opened:
        yield opened
