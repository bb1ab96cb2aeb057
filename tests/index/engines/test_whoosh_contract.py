"""The embedded engine does what every engine must do."""

import pytest

from index.engines import open_engine
from tests.engine_contract import ZONE, EngineContract


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def new_engine(self, tmp_path_factory, analyzer):
        def new():
            return open_engine(str(tmp_path_factory.mktemp("root") / "index"), analyzer=analyzer, zone=ZONE)

        return new
