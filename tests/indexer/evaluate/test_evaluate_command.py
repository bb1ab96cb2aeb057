"""`telusur evaluate`, on a newsroom's archive and on files."""

import json

import pytest
from click.testing import CliRunner

from index.errors import SourceError
from indexer.cli import cli


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        return CliRunner().invoke(cli, arguments, catch_exceptions=False)

    return invoke


@pytest.fixture
def files(tmp_path, sample_dir):
    """Twenty stories, two judged queries of two kinds, a link and a judged pair."""
    lines = (sample_dir / "articles.jsonl").read_text(encoding="utf-8").splitlines()[:20]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "queries.tsv").write_text("q1\tkopi liberika\tekonomi\nq2\tirigasi tabir\tdaerah\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\t0\tLJ-B001\t3\nq2\t0\tLJ-C001\t2\n", encoding="utf-8")
    ids = [json.loads(line)["id"] for line in lines]
    (tmp_path / "links.tsv").write_text(f"{ids[-1]}\t{ids[0]}\n", encoding="utf-8")
    (tmp_path / "pairs.jsonl").write_text(
        json.dumps({"source": ids[-1], "target": ids[1], "grade": 2}), encoding="utf-8"
    )
    return tmp_path


_SEARCH = ("evaluate", "search", "--queries=queries.tsv", "--qrels=qrels.tsv")


def test_search_is_measured_beside_its_peers_and_its_ranking_written_down(run, files):
    printed = run(*_SEARCH, "--corpus=articles.jsonl", "--run=run.trec").stdout

    for part in ("plain BM25, AND", "Tala, stop words", "WordPress by date", "lowest nDCG@10", "ekonomi"):
        assert part in printed
    assert (files / "run.trec").read_text(encoding="utf-8").startswith("q1 Q0 LJ-B001 1 ")


def test_a_newsroom_measures_its_own_archive(run, files):
    assert run("init").exit_code == 0
    assert run("import", "--format", "jsonl", "--source", "lentera", "articles.jsonl").exit_code == 0
    assert run("reindex").exit_code == 0
    (files / "qrels.tsv").write_text("q1\t0\tlentera:LJ-B001\t3\n", encoding="utf-8")

    record = json.loads(run(*_SEARCH, "--json").stdout)

    assert record["articles"] == 20
    assert record["comparison"]["queries"] == 1
    assert record["comparison"]["systems"][0]["measures"]["MRR@10"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert set(record["comparison"]["ahead"]["plain BM25"]["nDCG@10"]) == {"mean", "low", "high"}


def test_related_stories_are_measured_on_both_golds_side_by_side(run, files):
    arguments = ("evaluate", "related", "--corpus=articles.jsonl", "--links=links.tsv", "--judged=pairs.jsonl")
    printed = run(*arguments, "--run=run.trec").stdout

    assert "links: 1 stories" in printed
    assert "judged pairs: 1 stories" in printed
    assert "ElasticPress as shipped" in printed
    assert "copies within a top five: 0" in printed
    assert (files / "run.trec").exists()


def test_files_that_do_not_belong_together_are_refused(run, files):
    (files / "qrels.tsv").write_text("other\t0\tLJ-B001\t3\n", encoding="utf-8")
    with pytest.raises(SourceError, match="judges none of the queries"):
        run(*_SEARCH, "--corpus=articles.jsonl")

    (files / "links.tsv").write_text("nobody\tnothing\n", encoding="utf-8")
    with pytest.raises(SourceError, match="their ids differ"):
        run("evaluate", "related", "--corpus=articles.jsonl", "--links=links.tsv")

    assert run("evaluate", "related", "--corpus=articles.jsonl").exit_code == 2
