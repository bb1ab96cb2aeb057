"""What the tests of the contract run on."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck

from index.engine import Engine

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
"""Each example makes an engine of its own, and every engine's class runs the same tests."""

FIRST_DAY = datetime(2022, 3, 1, 5, tzinfo=UTC)

NewEngine = Callable[[], Engine]


class EngineTests:
    """What all parts of the contract share; ``new_engine`` gives an engine without an index, another one at each call.

    Attributes:
        score_tolerance: How far scores may be from the formula, relatively: an engine may count in single precision.
        counts_neighbourhoods_plainly: A stretch of text in which words stand near one another counts as one occurrence
            however far apart they are; else scores of queries for them are not compared.
    """

    score_tolerance = 1e-9
    counts_neighbourhoods_plainly = True

    @pytest.fixture
    def new_engine(self) -> NewEngine:
        raise NotImplementedError

    @pytest.fixture
    def engine(self, new_engine: NewEngine) -> Engine:
        return new_engine()
