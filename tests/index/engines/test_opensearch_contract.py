"""The distributed engine does what every engine must do, on a real cluster."""

import itertools
import uuid

import pytest

from index.engines import open_engine
from tests.engine_contract import ZONE, EngineContract

pytestmark = pytest.mark.opensearch

_NUMBERS = itertools.count()
_RUN = uuid.uuid4().hex[:8]


class TestOpenSearchEngine(EngineContract):
    score_tolerance = 1e-5
    counts_neighbourhoods_plainly = False

    @pytest.fixture
    def new_engine(self, opensearch, analyzer):
        def new():
            address = f"opensearch+{opensearch}/uji-{_RUN}-{next(_NUMBERS)}"
            return open_engine(address, analyzer=analyzer, zone=ZONE)

        return new
