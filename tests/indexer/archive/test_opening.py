"""An archive that cannot be used says why and what to do; one writer at a time; nothing committed is lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from index.article import Annotations, Article, ArticleId
from index.errors import ArchiveError, IndexLocked
from indexer.archive import SCHEMA_VERSION, Archive, Failure, RunState


def article(number):
    return Article(id=ArticleId(f"situs:{number}"), title=f"Judul {number}", body="Isi.")


def test_a_missing_archive_names_the_command_that_makes_one(path):
    with pytest.raises(ArchiveError, match="telusur import"):
        Archive.open(path)
    assert not path.exists()


def test_an_empty_file_is_no_archive_unless_one_is_to_be_made(tmp_path):
    path = tmp_path / "archive.sqlite"
    path.touch()
    with pytest.raises(ArchiveError, match="empty"):
        Archive.open(path)
    with Archive.open(path, create=True) as archive:
        assert archive.status().articles == 0


def test_a_folder_is_no_archive(tmp_path):
    with pytest.raises(ArchiveError, match="no file"):
        Archive.open(tmp_path, create=True)


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "catatan.sqlite"
    path.write_text("ini bukan basis data, hanya catatan redaksi yang cukup panjang" * 100)
    with pytest.raises(ArchiveError, match="no telusur archive"):
        Archive.open(path, create=True)
    assert path.read_text().startswith("ini bukan")


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "lain.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE catatan (isi TEXT)")
    connection.close()
    with pytest.raises(ArchiveError, match="another program"):
        Archive.open(path, create=True)


def test_an_archive_of_a_newer_telusur_is_refused(archive, path):
    archive.close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(ArchiveError, match="newer telusur"):
        Archive.open(path)


def test_a_damaged_archive_says_so(archive, path):
    with archive.writer() as writer:
        for number in range(200):
            writer.put(article(number), Annotations(), source="situs")
    archive.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="damaged"), Archive.open(path) as opened:
        opened.status()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "berkas").touch()
    with pytest.raises(ArchiveError, match="cannot be made"):
        Archive.open(tmp_path / "berkas" / "archive.sqlite", create=True)


def test_a_whole_archive_has_no_problems_and_a_changed_record_is_found(archive):
    with archive.writer() as writer:
        writer.put(article(1), Annotations(), source="situs")
    assert list(archive.problems()) == []
    connection = sqlite3.connect(archive.path)
    connection.execute("UPDATE articles SET record = replace(record, 'Isi', 'Lain')")
    connection.execute("INSERT INTO sightings VALUES ('situs:9', 1, '2024')")
    connection.commit()
    connection.close()
    problems = list(archive.problems())
    assert len(problems) == 2
    assert any("situs:1 is not what was stored" in problem for problem in problems)
    assert any("sightings" in problem for problem in problems)


def test_a_second_writer_is_told_to_wait(archive, path):
    with archive.writer(), Archive.open(path) as other, Archive.open(path, lock_timeout=0.15) as patient:
        for waiting in (other, patient):
            with pytest.raises(IndexLocked, match="another process"), waiting.writer():
                pass
    with Archive.open(path) as other, other.writer() as writer:
        writer.put(article(1), Annotations(), source="situs")


def test_an_error_takes_back_what_was_not_committed_and_frees_the_lock(archive):
    def fail_after_three():
        with archive.writer(batch=2) as writer:
            for number in (1, 2, 3):
                writer.put(article(number), Annotations(), source="situs")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail_after_three()
    assert archive.status().articles == 2
    with archive.writer() as writer:
        writer.put(article(4), Annotations(), source="situs")
    assert archive.status().articles == 3
    assert archive.revision() == 3


def test_runs_and_their_failures_are_remembered(archive):
    with archive.writer() as writer:
        run = writer.begin_run("import", "situs")
        writer.fail(run, Failure(item="line 7", reason="no id " * 200, permanent=True))
        writer.finish_run(run, RunState.FINISHED, {"failed": 1})
    (stored,) = archive.runs()
    assert (stored.state, stored.counts, stored.source) == (RunState.FINISHED, {"failed": 1}, "situs")
    assert stored.started < stored.finished
    (failure,) = archive.failures(run)
    assert (failure.item, failure.permanent, len(failure.reason)) == ("line 7", True, 500)


KILLED = textwrap.dedent(
    """
    import json, sys
    from pathlib import Path
    from index.article import Annotations, Article, ArticleId
    from indexer.archive import Archive

    with Archive.open(Path(sys.argv[1]), create=True) as archive, archive.writer(batch=10) as writer:
        writer.begin_run("import", "situs")
        for number in range(1_000_000):
            article = Article(id=ArticleId(f"situs:{number}"), title="Judul", body="Isi. " * 50)
            writer.put(article, Annotations(), source="situs")
            if number % 100 == 0:
                print(json.dumps(number), flush=True)
    """
)


def test_a_killed_import_leaves_a_whole_archive_that_the_next_writer_goes_on_with(path):
    job = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    with job:
        written = [json.loads(job.stdout.readline()) for _ in range(3)][-1]
        os.kill(job.pid, signal.SIGKILL)
    with Archive.open(path) as archive:
        status = archive.status()
        assert list(archive.problems()) == []
        # The last batch of at most ten changes may be lost.
        assert status.articles >= written - 10
        assert status.revision == status.articles
        assert archive.runs()[0].state is RunState.RUNNING
        with archive.writer() as writer:
            writer.begin_run("import", "situs")
        assert [run.state for run in archive.runs()] == [RunState.RUNNING, RunState.INTERRUPTED]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(path, archive):
    archive.close()
    path.parent.chmod(0o500)
    try:
        with pytest.raises(ArchiveError), Archive.open(path) as opened, opened.writer():
            pass
    finally:
        path.parent.chmod(0o700)
