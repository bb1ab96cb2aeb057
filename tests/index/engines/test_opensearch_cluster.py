"""Three real nodes, of which one is killed, then all: nothing is lost or doubled, and readers are told."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.engine import Engine
from index.engines import open_engine
from index.engines.opensearch.cluster import BREAK_SECONDS, CONNECT_SECONDS
from index.errors import EngineUnavailable
from index.search import SearchRequest
from tests.engine_contract import ZONE, asking, built, ids, story, word
from tests.index.engines.conftest import readable_by_nodes, run_opensearch

pytestmark = pytest.mark.opensearch

PORT = 19270
ADDRESS = ",".join(f"127.0.0.1:{PORT + number}" for number in range(3))


def _start(folder: Path) -> None:
    run_opensearch("start", str(folder), "--nodes", "3", "--port", str(PORT))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with readable_by_nodes() as folder:
        _start(folder)
        yield folder
        run_opensearch("stop", str(folder))


@pytest.fixture
def engine(folder, analyzer) -> Iterator[Engine]:
    engine = open_engine(f"opensearch+http://{ADDRESS}/tiga?shards=3&replicas=1", analyzer=analyzer, zone=ZONE)
    yield engine
    engine.close()


def test_a_node_is_killed_while_articles_are_indexed_and_searched(engine, folder):
    built(engine, [story(f"lama{n}", body="banjir") for n in range(50)])
    searched, troubles, done = [], [], threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                searched.append(engine.search(SearchRequest(query=asking(word("banjir")))).total)
            except EngineUnavailable as trouble:
                troubles.append(str(trouble))
            time.sleep(0.05)

    reader = threading.Thread(target=search)
    reader.start()
    with engine.rebuild() as build:
        for number in range(3_000):
            if number == 1_500:
                run_opensearch("stop", str(folder), "--kill", "2")
            build.add(story(number, body=f"banjir pasar {'kata ' * 200} nomor{number}"))
        build.expect(3_000)
    done.set()
    reader.join()
    assert sorted(int(document.article.id.removeprefix("uji:")) for document in engine.documents()) == [*range(3_000)]
    assert engine.search(SearchRequest(query=asking(word("nomor1499")))).total == 1
    assert {50} <= set(searched) <= {50, 3_000}  # the new index is seen as a whole or not at all
    assert len(troubles) <= len(searched) / 10, troubles[:3]
    with engine.update() as writer:
        writer.add(story(1, body="gempa"))
    assert ids(engine.search(SearchRequest(query=asking(word("gempa"))))) == ["1"]


def test_a_cluster_that_was_lost_answers_again_when_it_is_back(engine, folder):
    total = engine.search(SearchRequest()).total
    run_opensearch("stop", str(folder))
    for _ in range(5):
        started = time.monotonic()
        with pytest.raises(EngineUnavailable, match="start its nodes"):
            engine.search(SearchRequest())
        assert time.monotonic() - started < CONNECT_SECONDS * 2
    _start(folder)
    time.sleep(BREAK_SECONDS)
    assert engine.search(SearchRequest()).total == total
