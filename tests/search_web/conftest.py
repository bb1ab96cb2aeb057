"""The pages over the real sample archive, indexed once for all tests of this folder."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from index.article import RegionCode
from indexer.archive import Archive
from indexer.assemble import assemble
from indexer.build import reindex
from indexer.sources import JsonlSource
from indexer.sync import run_import
from search_web import WebConfig, create_app

ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture(scope="session")
def make_app(tmp_path_factory, sample_dir):
    """Return a function that makes an application over a JSON lines file."""
    assembly = assemble(zone=ZONE, home_region=RegionCode("15"), registry=sample_dir / "officials.toml")
    engines = []

    def make(articles=None, *, indexed=True):
        root = tmp_path_factory.mktemp("archive")
        engine = assembly.engine(f"whoosh:{root / 'index'}")
        engines.append(engine)
        if indexed:
            with Archive.open(root / "archive.sqlite", create=True) as archive:
                source = JsonlSource("lentera", articles or sample_dir / "articles.jsonl")
                run_import(archive, source, annotate=assembly.annotate, zone=ZONE, is_place=assembly.is_place)
                reindex(archive, engine)
        config = WebConfig(
            engine=engine,
            analyzer=assembly.analyzer,
            gazetteer=assembly.gazetteer,
            zone=ZONE,
            today=lambda: date(2025, 11, 24),
            archive_name="Lentera Jambi",
            notice="Arsip contoh.",
        )
        app = create_app(config)
        app.testing = True
        return app

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture(scope="session")
def app(make_app):
    return make_app()


@pytest.fixture
def client(app):
    return app.test_client()
