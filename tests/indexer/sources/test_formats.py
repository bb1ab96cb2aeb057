"""``--format auto`` tells a format by name and first bytes, or says that it cannot."""

import gzip

import pytest

from index.errors import SourceError
from indexer.sources import JsonlSource, TextSource, WxrSource, detect_format, open_source


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", b"", "jsonl"),
        ("a.ndjson", b"x", "jsonl"),
        ("ekspor", b'\xef\xbb\xbf {"id": 1}', "jsonl"),
        ("a.jsonl.gz", gzip.compress(b"{}"), "jsonl"),
        ("a.xml", b"\n<?xml version='1.0'?><rss>", "wxr"),
        ("a.xml.gz", gzip.compress(b"<rss>"), "wxr"),
        ("a.txt", b"Isi.", "text"),
    ],
)
def test_a_file_tells_its_format(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)
    assert detect_format(tmp_path / name) == expected


def test_what_cannot_be_told_asks_for_the_option(tmp_path):
    path = tmp_path / "foto.jpg"
    path.write_bytes(b"\xff\xd8")
    with pytest.raises(SourceError, match="--format"):
        detect_format(path)
    with pytest.raises(SourceError, match="no such file"):
        detect_format(tmp_path / "tiada")
    (tmp_path / "rusak.gz").write_bytes(b"bukan gzip")
    with pytest.raises(SourceError, match="cannot be read"):
        detect_format(tmp_path / "rusak.gz")


def test_a_format_gives_its_source_and_its_name(tmp_path):
    assert open_source(tmp_path) == TextSource("text", tmp_path)
    assert open_source(tmp_path, format_="jsonl", name="situs") == JsonlSource("situs", tmp_path)
    assert open_source(tmp_path, format_="wxr") == WxrSource("wxr", tmp_path)
    with pytest.raises(SourceError, match="unknown format"):
        open_source(tmp_path, format_="docx")
