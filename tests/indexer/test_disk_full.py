"""A full disk and a read-only one: a clear error, nothing lost, and the next run mends it."""

import json
import os
import subprocess
import sys

import pytest

from indexer.archive import Archive

pytestmark = pytest.mark.slow


@pytest.fixture
def disk(tmp_path):
    """A file system of 3 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", place):
        pytest.skip("a small file system can only be mounted by root, and where that is allowed")
    yield place
    subprocess.run(["umount", place], check=True)


def mount(*arguments):
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


@pytest.fixture
def telusur(disk):
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "indexer.cli", *arguments],
            cwd=disk,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def export(path, sample_records, times):
    lines = [
        json.dumps({**record, "id": f"{record['id']}-{copy}", "title": f"{record['title']} {copy}", "url": None})
        for copy in range(times)
        for record in sample_records[:40]
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def total(telusur):
    return json.loads(telusur("search", "", "--json").stdout)["total"]


def test_a_full_disk_loses_nothing_and_the_next_run_mends_it(telusur, disk, tmp_path, sample_records):
    export(tmp_path / "satu.jsonl", sample_records, 1)
    export(tmp_path / "semua.jsonl", sample_records, 20)
    telusur("init")
    telusur("import", str(tmp_path / "satu.jsonl"), "--source", "uji")
    assert telusur("reindex").returncode == 0

    failed = telusur("import", str(tmp_path / "semua.jsonl"), "--source", "uji")
    assert failed.returncode == 1
    assert "free some space" in failed.stderr
    assert "Traceback" not in failed.stderr
    rebuilt = telusur("reindex")
    assert rebuilt.returncode in {0, 1}
    assert "Traceback" not in rebuilt.stderr
    assert total(telusur) >= 40

    assert not mount("-o", "remount,size=64m", disk)
    with Archive.open(disk / "var" / "archive.sqlite") as archive:
        assert list(archive.problems()) == []
        assert archive.status().articles >= 40
    assert telusur("import", str(tmp_path / "semua.jsonl"), "--source", "uji").returncode == 0
    assert telusur("verify").returncode == 0
    assert total(telusur) == 800


def test_a_read_only_disk_is_told_and_searched_all_the_same(telusur, disk, tmp_path, sample_records):
    export(tmp_path / "satu.jsonl", sample_records, 1)
    export(tmp_path / "dua.jsonl", sample_records, 2)
    telusur("init")
    telusur("import", str(tmp_path / "satu.jsonl"), "--source", "uji")
    telusur("reindex")
    assert not mount("-o", "remount,ro", disk)
    for arguments in (("import", str(tmp_path / "dua.jsonl"), "--source", "uji"), ("reindex",), ("rollback",)):
        result = telusur(*arguments)
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        assert len(result.stderr.strip().splitlines()) <= 2
    assert total(telusur) == 40
    assert not mount("-o", "remount,rw", disk)
    assert telusur("verify").returncode == 0
