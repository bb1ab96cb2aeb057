"""JSON lines: every line is one item; a bad one is named and the rest goes on."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import EditorLink, PlacedBy
from index.errors import SourceError
from indexer.sources import Failed, JsonlSource, Markup, RawPage
from indexer.sources import base as base_module
from indexer.sources import jsonl as jsonl_module

GOOD = {"id": "1", "title": "Panen", "body": "Petani memanen padi."}


def read(tmp_path, *lines, name="berita.jsonl"):
    path = tmp_path / name
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    source = JsonlSource("situs", path)
    return source, list(source.pages())


def test_a_line_with_every_field_becomes_a_page(tmp_path):
    line = {
        "id": 7,
        "url": "https://contoh.example/7",
        "title": "Panen",
        "html": "<p>Petani memanen padi.</p>",
        "body": "Petani memanen padi.",
        "published": "2024-02-20",
        "modified": "2024-02-21",
        "byline": "mal",
        "sections": ["Daerah"],
        "tags": ["padi", ""],
        "links": [{"title": "Lain", "url": "https://contoh.example/8", "placed_by": "editor"}, {}],
        "aliases": ["https://contoh.example/lama"],
        "home_region": "15.06",
    }
    _, items = read(tmp_path, line)
    assert items == [
        RawPage(
            source="situs",
            own_id="7",
            content="<p>Petani memanen padi.</p>",
            markup=Markup.HTML,
            title="Panen",
            url="https://contoh.example/7",
            published="2024-02-20",
            modified="2024-02-21",
            byline="mal",
            sections=("Daerah",),
            tags=("padi",),
            links=(EditorLink(title="Lain", url="https://contoh.example/8", placed_by=PlacedBy.EDITOR),),
            aliases=("https://contoh.example/lama",),
            home_region="15.06",
        )
    ]
    assert items[0].article_id == "situs:7"


def test_other_common_names_of_fields_are_read(tmp_path):
    line = {"id": "1", "text": "Isi.", "date": "2024-02-20", "author": "rio", "category": "Politik"}
    _, (page,) = read(tmp_path, line)
    assert (page.content, page.markup, page.published, page.byline, page.sections) == (
        "Isi.",
        Markup.TEXT,
        "2024-02-20",
        "rio",
        ("Politik",),
    )


def test_unknown_fields_are_ignored_and_counted_anew_on_each_reading(tmp_path):
    source, _ = read(tmp_path, {**GOOD, "views": 3}, {**GOOD, "id": "2", "views": 4, "mood": ""})
    assert source.ignored_fields == {"views": 2, "mood": 1}
    list(source.pages())
    assert source.ignored_fields == {"views": 2, "mood": 1}


@pytest.mark.parametrize("name", ["berita.jsonl", "berita.jsonl.gz"])
def test_blank_lines_and_a_byte_order_mark_are_no_items(tmp_path, name):
    _, items = read(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"  ", b"", {**GOOD, "id": "2"}, name=name)
    assert [item.own_id for item in items] == ["1", "2"]


BAD = {
    "not JSON": (b'{"id": 1,', "not JSON"),
    "a list": ([1, 2], "no JSON object"),
    "a text": ("berita", "no JSON object"),
    "not UTF-8": (b'{"id": "1", "body": "\xff"}', "not UTF-8"),
    "no id": ({"body": "Isi."}, "no id"),
    "an id of true": ({"id": True, "body": "Isi."}, "no id"),
    "a long id": ({"id": "x" * 501, "body": "Isi."}, "longer than"),
    "an id with a NUL": ({"id": "a\0b", "body": "Isi."}, "cannot be printed"),
    "no text": ({"id": "1", "title": "Panen"}, "no text"),
    "blank text": ({"id": "1", "body": " \n "}, "no text"),
    "a title that is a number": ({**GOOD, "title": 2024}, "'title' is no text"),
    "tags of numbers": ({**GOOD, "tags": [1]}, "'tags'"),
    "links of texts": ({**GOOD, "links": ["x"]}, "'links'"),
    "links that are no list": ({**GOOD, "links": "x"}, "'links'"),
    "deep nesting": (b'{"id": ' + b"[" * 200_000, "not"),
    "a giant number": (b'{"id": 1' + b"0" * 5_000 + b', "body": "Isi."}', "not JSON"),
}


@pytest.mark.parametrize(("line", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_fails_with_its_number_and_the_next_is_read(tmp_path, line, reason):
    _, (failed, good) = read(tmp_path, line, {**GOOD, "id": "2"})
    assert isinstance(failed, Failed)
    assert "line 1" in failed.item
    assert reason in failed.reason or "nested too deeply" in failed.reason
    assert good.own_id == "2"


def test_a_second_article_of_one_id_fails_and_names_the_first(tmp_path):
    _, (first, second) = read(tmp_path, GOOD, {**GOOD, "title": "Lain"})
    assert first.title == "Panen"
    assert second == Failed("line 2 (id 1)", "duplicate id, first at line 1")


def test_a_failed_line_with_an_id_names_the_article_that_stays(tmp_path):
    _, (failed,) = read(tmp_path, {"id": "1", "title": "Panen"})
    assert failed.own_id == "1"


def test_a_text_beyond_the_bound_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(base_module, "MAX_CONTENT_CHARS", 100)
    _, (failed,) = read(tmp_path, {"id": "1", "body": "padi " * 30})
    assert "150 characters" in failed.reason


def test_a_line_beyond_the_bound_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl_module, "MAX_LINE_BYTES", 1_000)
    long = {"id": "1", "body": "x" * 3_000_000}
    _, items = read(tmp_path, long, {**GOOD, "id": "2"}, {**long, "id": "3"})
    assert [type(item) for item in items] == [Failed, RawPage, Failed]
    assert "longer than 1,000 bytes" in items[0].reason


def test_lone_surrogates_become_question_marks(tmp_path):
    _, (page,) = read(tmp_path, b'{"id": "1", "title": "a\\ud800b", "body": "Isi \\udfff."}')
    assert (page.title, page.content) == ("a?b", "Isi ?.")


def test_a_missing_file_or_a_broken_archive_is_an_error_that_names_it(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        list(JsonlSource("situs", tmp_path / "tiada.jsonl").pages())
    broken = tmp_path / "rusak.jsonl.gz"
    broken.write_bytes(gzip.compress(json.dumps(GOOD).encode())[:-6])
    with pytest.raises(SourceError, match="rusak"):
        list(JsonlSource("situs", broken).pages())
    no_gzip = tmp_path / "bukan.jsonl.gz"
    no_gzip.write_bytes(b"bukan gzip")
    with pytest.raises(SourceError, match="bukan"):
        list(JsonlSource("situs", no_gzip).pages())


def test_the_sample_archive_is_read_whole(sample_dir):
    source = JsonlSource("contoh", sample_dir / "articles.jsonl")
    items = list(source.pages())
    assert len(items) == 240
    assert all(isinstance(item, RawPage) for item in items)
    assert source.ignored_fields == {}
    assert source.complete


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=80), max_size=8))
def test_any_bytes_give_one_item_per_line_that_is_not_blank(tmp_path, lines):
    lines = [line.replace(b"\n", b"") for line in lines]
    source, items = read(tmp_path, *lines)
    assert len(items) == sum(bool(line.strip()) for line in lines)
    assert source.name == "situs"
