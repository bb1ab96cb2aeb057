"""Messages beside the data: text for people, JSON lines for collectors; exit codes for whoever starts jobs."""

import json
import subprocess
import sys

import pytest

from indexer.archive import Archive


@pytest.fixture
def telusur(tmp_path):
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "indexer.cli", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_messages_are_json_lines_where_that_is_asked_for(telusur):
    result = telusur("--log", "json", "init")
    (entry,) = [json.loads(line) for line in result.stderr.splitlines()]
    assert (entry["level"], entry["logger"], result.returncode) == ("info", "telusur", 0)
    assert entry["message"].startswith("wrote telusur.toml")
    failed = telusur("--log", "json", "init")
    assert json.loads(failed.stderr)["level"] == "error"
    assert failed.returncode == 1


def test_a_job_that_must_wait_says_so_by_its_exit_code(telusur, tmp_path):
    telusur("init")
    (tmp_path / "berita.jsonl").write_text(json.dumps({"id": "1", "title": "Panen", "body": "Padi."}))
    with Archive.open(tmp_path / "var" / "archive.sqlite", create=True) as archive, archive.writer():
        result = telusur("import", "berita.jsonl")
    assert result.returncode == 3
    assert "another process is writing" in result.stderr
