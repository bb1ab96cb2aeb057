"""From the archive to the index: whole, resumed, shared among processes, while the archive goes on changing."""

from functools import partial
from zoneinfo import ZoneInfo

import pytest

from index.analysis import default_analyzer
from index.article import Annotations, Article, ArticleId
from index.engines import open_engine
from index.errors import EngineUnavailable, IndexOutdated
from index.search import SearchRequest
from indexer import build as building
from indexer.archive import Archive
from indexer.build import BuildReport, is_current, refresh, reindex
from indexer.workers import Workers

ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        yield archive


@pytest.fixture
def engine(tmp_path):
    engine = engine_in(tmp_path / "index")
    yield engine
    engine.close()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(building, "PART_ARTICLES", (3,))


def engine_in(folder):
    return open_engine(str(folder), analyzer=default_analyzer(), zone=ZONE)


def broken_engine():
    raise SystemExit(1)


def put(archive, *numbers, title="Panen padi"):
    with archive.writer() as writer:
        for number in numbers:
            article = Article(id=ArticleId(f"uji:{number}"), title=f"{title} {number}", body="Petani memanen padi.")
            writer.put(article, Annotations(), source="uji")


def remove(archive, *numbers):
    with archive.writer() as writer:
        for number in numbers:
            writer.remove(ArticleId(f"uji:{number}"), "hilang")


def titles(engine):
    return {hit.document.article.title for hit in engine.search(SearchRequest(limit=100)).hits}


def test_a_rebuild_holds_every_article_of_the_archive(archive, engine):
    put(archive, *range(10))
    remove(archive, 4)
    told = []
    assert reindex(archive, engine, told.append) == BuildReport(indexed=9, removed=0)
    assert titles(engine) == {f"Panen padi {number}" for number in range(10) if number != 4}
    assert told == list(range(1, 10))
    assert is_current(archive, engine)


def test_an_empty_archive_gives_an_empty_index(archive, engine):
    assert reindex(archive, engine) == BuildReport(indexed=0, removed=0)
    assert titles(engine) == set()


def test_a_refresh_writes_only_what_changed(archive, engine):
    put(archive, *range(5))
    reindex(archive, engine)
    put(archive, 1, title="Panen ditunda")
    remove(archive, 2)
    assert not is_current(archive, engine)
    assert refresh(archive, engine) == BuildReport(indexed=1, removed=1)
    assert titles(engine) == {"Panen padi 0", "Panen ditunda 1", "Panen padi 3", "Panen padi 4"}
    assert refresh(archive, engine) == BuildReport(indexed=0, removed=0)


def test_what_changes_during_a_rebuild_is_in_the_new_index(archive, engine, tmp_path):
    put(archive, *range(10))

    def change_once(done):
        if done == 5:
            with Archive.open(tmp_path / "archive.sqlite") as other:
                put(other, 0, 9, 20, title="Banjir")
                remove(other, 1, 8)

    reindex(archive, engine, change_once)
    kept = {f"Panen padi {number}" for number in range(2, 8)}
    assert titles(engine) == kept | {"Banjir 0", "Banjir 9", "Banjir 20"}
    assert is_current(archive, engine)


def test_an_interrupted_rebuild_is_taken_up_where_it_was(archive, engine):
    put(archive, *range(10))

    def give_up(done):
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(archive, engine, give_up)
    put(archive, 1, title="Banjir")
    assert reindex(archive, engine) == BuildReport(indexed=7, removed=0, reused=3)
    assert len(titles(engine)) == 10
    assert "Banjir 1" in titles(engine)


def test_going_back_to_the_index_before_loses_no_change(archive, engine):
    put(archive, 1)
    reindex(archive, engine)
    put(archive, 2)
    reindex(archive, engine)
    engine.rollback()
    assert titles(engine) == {"Panen padi 1"}
    refresh(archive, engine)
    assert titles(engine) == {"Panen padi 1", "Panen padi 2"}


def test_an_index_of_another_archive_is_not_changed(archive, engine, tmp_path):
    put(archive, 1)
    reindex(archive, engine)
    with Archive.open(tmp_path / "other.sqlite", create=True) as other:
        put(other, 7)
        with pytest.raises(IndexOutdated, match="telusur reindex"):
            refresh(other, engine)
    assert titles(engine) == {"Panen padi 1"}


@pytest.mark.slow
def test_processes_share_the_work(archive, engine, tmp_path):
    put(archive, *range(20))
    told = []
    workers = Workers(processes=2, open_engine=partial(engine_in, tmp_path / "index"))
    assert reindex(archive, engine, told.append, workers=workers) == BuildReport(indexed=20, removed=0)
    assert len(titles(engine)) == 20
    assert told[-1] == 20
    assert list(engine.problems()) == []


@pytest.mark.slow
def test_a_process_that_dies_is_told_with_the_cure(archive, engine):
    put(archive, *range(20))
    with pytest.raises(EngineUnavailable, match="--workers"):
        reindex(archive, engine, workers=Workers(processes=2, open_engine=broken_engine))
