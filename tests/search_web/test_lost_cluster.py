"""Pages in front of a cluster that nobody can reach, or that does not know who asks."""

import time

import pytest

from index.engines import open_engine
from index.errors import ConfigError
from search_web import create_app
from tests.search_web.conftest import ZONE, make_config

ADDRESS = "opensearch+http://127.0.0.1:1/arsip"
"""Nothing listens there."""


@pytest.fixture
def lost(analyzer, gazetteer):
    engine = open_engine(ADDRESS, analyzer=analyzer, zone=ZONE)
    yield create_app(make_config(engine, analyzer, gazetteer)).test_client()
    engine.close()


@pytest.mark.parametrize("path", ["/", "/cari?q=banjir", "/api/v1/search?q=banjir", "/readyz"])
def test_a_lost_cluster_gives_a_clear_answer_at_once(lost, path):
    started = time.monotonic()
    for _ in range(5):
        answer = lost.get(path)
        assert answer.status_code == 503
        assert "start its nodes" in answer.text
    assert time.monotonic() - started < 10


def test_a_configuration_that_turns_out_wrong_is_told_as_well(lost, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise ConfigError("set TELUSUR_OPENSEARCH_USER")

    monkeypatch.setattr("index.engines.opensearch.cluster.Cluster.call", refuse)
    answer = lost.get("/cari?q=banjir")
    assert answer.status_code == 503
    assert "TELUSUR_OPENSEARCH_USER" in answer.text
