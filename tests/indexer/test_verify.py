"""The check of archive and index finds what is wrong with either and what they disagree in."""

import sqlite3
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from index.analysis import default_analyzer
from index.article import Annotations, Article, ArticleId, Document, RegionCode
from index.engines import open_engine
from indexer.archive import Archive
from indexer.build import refresh, reindex
from indexer.verify import problems

ZONE = ZoneInfo("Asia/Jakarta")
JAMBI = Annotations(regions=(RegionCode("15.05"),))


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        with archive.writer() as writer:
            for number in range(4):
                article = Article(id=ArticleId(f"uji:{number}"), title=f"Panen {number}", body="Petani memanen padi.")
                writer.put(article, JAMBI, source="uji")
        yield archive


@pytest.fixture
def engine(tmp_path, archive):
    engine = open_engine(str(tmp_path / "index"), analyzer=default_analyzer(), zone=ZONE)
    reindex(archive, engine)
    yield engine
    engine.close()


def found(archive, engine):
    return list(problems(archive, engine, ZONE))


def test_what_belongs_together_has_no_problems(archive, engine):
    assert found(archive, engine) == []


def test_an_index_that_is_behind_is_told(archive, engine):
    with archive.writer() as writer:
        writer.remove(ArticleId("uji:1"), "hilang")
    assert "lacks the archive's last changes" in found(archive, engine)[0]
    refresh(archive, engine)
    assert found(archive, engine) == []


def test_articles_and_counts_that_differ_are_told_one_by_one(archive, engine):
    with engine.update() as writer:
        writer.remove(ArticleId("uji:0"))
        document = engine.get(ArticleId("uji:1"))
        writer.add(replace(document, article=replace(document.article, title="Lain")))
        writer.add(replace(document, article=replace(document.article, id=ArticleId("uji:9"))))
    told = found(archive, engine)
    assert all("telusur reindex" in problem for problem in told)
    assert [problem.partition(";")[0] for problem in told] == [
        "the index lacks the article uji:0",
        "the index has the article uji:1 in another state than the archive",
        "the index has the article uji:9, which the archive has not",
    ]


def test_facets_that_count_otherwise_are_told(archive, engine):
    with engine.update() as writer:
        writer.remove(ArticleId("uji:0"))
    assert any(
        "the facet region counts 3 articles for '15.05', the archive 4" in told for told in found(archive, engine)
    )


def test_many_differences_are_summed_up(archive, engine):
    with engine.update() as writer:
        for number in range(100, 150):
            writer.add(Document(article=Article(id=ArticleId(f"uji:{number}"), title="A", body="B")))
    told = found(archive, engine)
    assert len(told) == 21
    assert "30 more like these" in told[-1]


def test_damage_in_the_archive_and_in_the_index_is_told(archive, engine, tmp_path):
    with sqlite3.connect(tmp_path / "archive.sqlite") as connection:
        connection.execute("UPDATE articles SET record = replace(record, 'padi', 'jagung') WHERE id = 'uji:2'")
    connection.close()
    segment = next((tmp_path / "index").glob("g*/*.seg"))
    segment.write_bytes(segment.read_bytes()[:-1] + b"?")
    told = found(archive, engine)
    assert len(told) == 2
    assert "uji:2 is not what was stored" in told[0]
    assert "is not what was written" in told[1]
    assert "telusur reindex" in told[1]
