"""The sample archive in a real index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.analysis import Analyzer, load_lexicon
from index.article import RegionCode
from index.engine import Engine
from index.engines import open_engine
from index.gazetteer import Gazetteer, load_gazetteer
from tests.search_web.conftest import ZONE, sample_documents


@pytest.fixture(scope="session")
def sample_gazetteer(sample_dir: Path) -> Gazetteer:
    return load_gazetteer(home=RegionCode("15"), registry=sample_dir / "officials.toml")


@pytest.fixture(scope="session")
def sample_analyzer(sample_gazetteer: Gazetteer) -> Analyzer:
    return Analyzer(lexicon=load_lexicon(None), protected=sample_gazetteer.protected_names())


@pytest.fixture(scope="session")
def sample_engine(
    tmp_path_factory: pytest.TempPathFactory, sample_analyzer: Analyzer, sample_dir: Path
) -> Iterator[Engine]:
    engine = open_engine(str(tmp_path_factory.mktemp("sample") / "index"), analyzer=sample_analyzer, zone=ZONE)
    with engine.rebuild() as writer:
        for document in sample_documents(sample_dir):
            writer.add(document)
    yield engine
    engine.close()
