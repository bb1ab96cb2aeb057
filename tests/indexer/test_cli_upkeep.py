"""The commands that look after an archive, used as an operator uses them."""

import json

import pytest
from click.testing import CliRunner

from index.errors import TelusurError
from indexer.cli import cli


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run telusur in an empty folder; a telusur error is an exit code, as for the console script."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, exit_code: int = 0, answer: str | None = None):
        result = CliRunner().invoke(cli, arguments, input=answer)
        if isinstance(result.exception, TelusurError):
            result.exit_code = 1
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


@pytest.fixture
def archive(run, tmp_path):
    """Three stories in an archive, without an index."""
    lines = [
        json.dumps({"id": str(number), "title": f"Panen {number}", "body": "Petani memanen padi."})
        for number in range(3)
    ]
    (tmp_path / "berita.jsonl").write_text("\n".join(lines))
    run("init")
    run("import", "berita.jsonl")
    return tmp_path


def test_an_index_is_built_only_where_it_is_needed(archive, run):
    assert "no index" in run("reindex", "--dry-run").stderr
    assert json.loads(run("reindex", "--if-needed", "--json").stdout)["articles"] == 3
    assert json.loads(run("reindex", "--if-needed", "--json").stdout) == {"needed": False, "reason": None}
    next(archive.glob("var/index/g*/*.seg")).write_bytes(b"rusak")
    assert json.loads(run("reindex", "--if-needed", "--json").stdout)["generation"] == "g000002"


def test_a_dry_run_builds_nothing(archive, run):
    run("reindex", "--dry-run")
    assert not (archive / "var" / "index").exists()


def test_readers_go_back_by_command(archive, run):
    run("reindex")
    assert "no other whole generation" in str(run("rollback", exit_code=1).exception)
    run("reindex")
    assert "g000001" in run("rollback").stderr


def test_verify_says_what_is_wrong_and_ends_with_one(archive, run):
    run("reindex")
    assert "whole and agree" in run("verify").stderr
    next(archive.glob("var/index/g*/*.seg")).write_bytes(b"rusak")
    answer = run("verify", "--json", exit_code=1)
    assert "telusur reindex" in json.loads(answer.stdout)["problems"][0]


def test_a_backup_brings_back_what_an_import_spoilt(archive, run):
    run("reindex")
    run("backup", "salinan.sqlite")
    (archive / "berita.jsonl").write_text(json.dumps({"id": "9", "title": "Lain", "body": "Lain."}))
    run("import", "berita.jsonl", "--prune", "--allow-shrink")
    assert "aborted" in run("restore", "salinan.sqlite", exit_code=1, answer="n\n").output.lower()
    run("restore", "salinan.sqlite", "--yes")
    assert "telusur reindex" in run("verify", exit_code=1).stderr
    run("reindex")
    run("verify")
    assert json.loads(run("search", "panen", "--json").stdout)["total"] == 3
