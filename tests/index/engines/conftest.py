"""Fixtures of the engines' tests."""

import pytest

from index.analysis import Analyzer, default_analyzer


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return default_analyzer()
