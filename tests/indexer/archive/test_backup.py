"""A backup is one whole file, taken in use; restoring one is all or nothing."""

import os
import threading

import pytest

from index.article import Annotations, Article, ArticleId
from index.errors import ArchiveError, IndexLocked
from indexer.archive import Archive, back_up, restore


def put(archive, *numbers, title="Panen padi"):
    with archive.writer() as writer:
        for number in numbers:
            article = Article(id=ArticleId(f"uji:{number}"), title=f"{title} {number}", body="Petani memanen padi.")
            writer.put(article, Annotations(), source="uji")


def ids(archive):
    return [document.article.id for document in archive.documents()]


def test_a_backup_is_an_archive_in_one_file(archive, tmp_path):
    put(archive, *range(5))
    back_up(archive, tmp_path / "salinan.sqlite")
    assert sorted(path.name for path in tmp_path.iterdir() if "salinan" in path.name) == ["salinan.sqlite"]
    with Archive.open(tmp_path / "salinan.sqlite") as copy:
        assert ids(copy) == ids(archive)
        assert list(copy.problems()) == []


def test_a_backup_taken_while_writing_holds_one_moment(archive, path, tmp_path):
    put(archive, 0)
    stop = threading.Event()

    def write():
        with Archive.open(path) as other:
            number = 1
            while not stop.is_set():
                put(other, number, number + 1)
                number += 2

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for attempt in range(5):
            back_up(archive, tmp_path / f"{attempt}.sqlite")
    finally:
        stop.set()
        writer.join()
    for attempt in range(5):
        with Archive.open(tmp_path / f"{attempt}.sqlite") as copy:
            assert copy.status().articles % 2 == 1
            assert list(copy.problems()) == []


def test_restoring_brings_back_what_was_there_then(archive, path, tmp_path):
    put(archive, 1, 2)
    back_up(archive, tmp_path / "salinan.sqlite")
    before = archive.identity()
    put(archive, 2, 3, title="Banjir")
    restore(tmp_path / "salinan.sqlite", path)
    with Archive.open(path) as restored:
        assert [document.article.title for document in restored.documents()] == ["Panen padi 1", "Panen padi 2"]
        assert restored.identity() != before
        assert list(restored.problems()) == []


def test_restoring_makes_the_archive_where_there_is_none(archive, tmp_path):
    put(archive, 1)
    back_up(archive, tmp_path / "salinan.sqlite")
    restore(tmp_path / "salinan.sqlite", tmp_path / "baru" / "archive.sqlite")
    with Archive.open(tmp_path / "baru" / "archive.sqlite") as restored:
        assert ids(restored) == ["uji:1"]


def test_a_damaged_backup_changes_nothing(archive, path, tmp_path):
    put(archive, *range(50))
    back_up(archive, tmp_path / "salinan.sqlite")
    content = (tmp_path / "salinan.sqlite").read_bytes()
    (tmp_path / "salinan.sqlite").write_bytes(content[: len(content) // 2])
    with pytest.raises(ArchiveError, match="damaged"):
        restore(tmp_path / "salinan.sqlite", path)
    assert len(ids(archive)) == 50


def test_an_archive_is_not_restored_from_itself(archive, path):
    put(archive, 1)
    with pytest.raises(ArchiveError, match="is the archive itself"):
        restore(path, path)


def test_nothing_is_restored_while_another_process_writes(archive, path, tmp_path):
    put(archive, 1)
    back_up(archive, tmp_path / "salinan.sqlite")
    with archive.writer(), pytest.raises(IndexLocked):
        restore(tmp_path / "salinan.sqlite", path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_backup_that_cannot_be_written_says_so(archive, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveError):
        back_up(archive, tmp_path / "salinan.sqlite")


def test_a_backup_into_a_folder_that_is_not_there_says_so(archive, tmp_path):
    with pytest.raises(ArchiveError, match=r"cannot|unable"):
        back_up(archive, tmp_path / "nowhere" / "salinan.sqlite")
