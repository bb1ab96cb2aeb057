"""Flat text: a file is a story; a folder holds many; what cannot be read is named."""

import os

import pytest

from index.errors import SourceError
from indexer.sources import Failed, Markup, RawPage, TextSource, open_source, read_draft_text
from indexer.sources import text as text_module
from indexer.sources.text import split_title


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_is_one_story_with_its_name_as_id(tmp_path):
    source = TextSource("naskah", write(tmp_path, "panen.txt", "Panen Raya di Betara\n\nPetani memanen padi."))
    (page,) = source.pages()
    assert (page.article_id, page.title, page.markup) == ("naskah:panen", "Panen Raya di Betara", Markup.TEXT)
    assert page.content.strip() == "Petani memanen padi."
    assert not source.complete
    assert source.ignored_fields == {}


def test_a_folder_is_read_in_the_order_of_paths(tmp_path):
    for name in ("b.txt", "a/2.TXT", "a/1.txt", "catatan.md"):
        write(tmp_path, name, "Isi berita.")
    source = open_source(tmp_path, name="naskah")
    assert [page.own_id for page in source.pages()] == ["b", "a/1", "a/2.TXT"]
    assert source.complete


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    secret = write(tmp_path, "luar/rahasia.txt", "Rahasia.")
    write(tmp_path, "naskah/satu.txt", "Isi.")
    (tmp_path / "naskah" / "tautan.txt").symlink_to(secret)
    (tmp_path / "naskah" / "folder").symlink_to(tmp_path / "luar", target_is_directory=True)
    assert [page.own_id for page in TextSource("n", tmp_path / "naskah").pages()] == ["satu"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no text"),
        (b" \n\t", "no text"),
        (b"abc\0def", "binary data"),
        ("Caf\xe9 di Bangko".encode("latin-1"), "not UTF-8 at byte 3"),
        ("Panen".encode("utf-16"), "binary"),
    ],
    ids=["empty", "blank", "binary", "Latin-1", "UTF-16"],
)
def test_a_file_that_is_no_story_fails_with_the_cure(tmp_path, content, reason):
    (failed,) = TextSource("n", write(tmp_path, "x.txt", content)).pages()
    assert isinstance(failed, Failed)
    assert reason in failed.reason
    assert failed.own_id == "x"


def test_a_giant_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(text_module, "_MAX_FILE_BYTES", 10)
    (failed,) = TextSource("n", write(tmp_path, "x.txt", "Isi yang panjang.")).pages()
    assert "more than the 10" in failed.reason


def test_a_name_that_is_not_utf8_fails_and_the_others_are_read(tmp_path):
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.txt", os.O_CREAT))
    write(tmp_path, "a.txt", "Isi.")
    items = list(TextSource("n", tmp_path).pages())
    assert {type(item) for item in items} == {Failed, RawPage}
    (failed,) = [item for item in items if isinstance(item, Failed)]
    assert "rename" in failed.reason
    failed.item.encode()


def test_a_missing_path_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        list(TextSource("n", tmp_path / "tiada").pages())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read_fails_for_now(tmp_path):
    path = write(tmp_path, "x.txt", "Isi.")
    path.chmod(0)
    (failed,) = TextSource("n", tmp_path).pages()
    assert not failed.permanent


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Panen Raya\n\nIsi.", "Panen Raya"),
        ("\n\n  Siapa Panen Duluan?  \n \nIsi.", "Siapa Panen Duluan?"),
        ("Panen raya dimulai.\n\nIsi.", None),
        ("BANGKO –\n\nIsi.", None),
        ("Panen Raya\nIsi.", None),
        ("Panen Raya", None),
        ("Panen Raya\n\n", None),
        ("kata " * 40 + "\n\nIsi.", None),
    ],
)
def test_the_first_line_is_a_headline_when_it_stands_alone_and_is_no_sentence(text, title):
    found, rest = split_title(text)
    assert found == title
    assert rest == text if title is None else "Isi." in rest


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0"], ids=["no UTF-8", "binary"])
def test_a_draft_that_cannot_be_read_is_an_error(tmp_path, content):
    with pytest.raises(SourceError):
        read_draft_text(write(tmp_path, "d.txt", content))
    with pytest.raises(SourceError, match="cannot be read"):
        read_draft_text(tmp_path / "tiada.txt")
