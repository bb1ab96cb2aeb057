"""WordPress exports: public posts only, no addresses of people, items before a break are kept."""

import gzip
from datetime import UTC, datetime

import pytest

from index.article import PlacedBy
from index.errors import SourceError
from indexer.sources import Failed, Markup, RawPage, Skipped, WxrSource

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Contoh</title>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://contoh.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[siti.r]]></wp:author_login>
<wp:author_email><![CDATA[siti@contoh.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Siti Rahma]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>"


def item(number=1, *, kind="post", status="publish", password="", body="Petani memanen padi.", more=""):
    return f"""<item><title>Panen &amp;amp; Pasar</title>
<link>https://contoh.example/2024/02/panen/</link><dc:creator><![CDATA[siti.r]]></dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[Ringkas.]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>
<wp:post_password>{password}</wp:post_password>
<wp:post_date>2024-02-20 10:15:00</wp:post_date><wp:post_date_gmt>2024-02-20 03:15:00</wp:post_date_gmt>
<category domain="category" nicename="daerah"><![CDATA[Daerah]]></category>
<category domain="post_tag" nicename="padi"><![CDATA[padi]]></category>{more}</item>"""


def read(tmp_path, *parts, name="ekspor.xml"):
    path = tmp_path / name
    data = "".join(parts).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return WxrSource("situs", path).pages()


@pytest.mark.parametrize("name", ["ekspor.xml", "ekspor.xml.gz"])
def test_a_public_post_becomes_a_page(tmp_path, name):
    slug = "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>panen-lama</wp:meta_value></wp:postmeta>"
    (page,) = read(tmp_path, "\n\n", HEAD, item(7, more=slug), FOOT, name=name)
    assert page == RawPage(
        source="situs",
        own_id="7",
        content="Petani memanen padi.",
        markup=Markup.WORDPRESS,
        title="Panen &amp; Pasar",
        url="https://contoh.example/2024/02/panen/",
        published=datetime(2024, 2, 20, 3, 15, tzinfo=UTC),
        byline="Siti Rahma",
        sections=("Daerah",),
        tags=("padi",),
        aliases=("https://contoh.example/?p=7", "https://contoh.example/2024/02/panen-lama/"),
        placed_by=PlacedBy.EDITOR,
    )
    assert "@" not in repr(page)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"status": "draft"}, "not public (draft)"),
        ({"status": "private"}, "not public (private)"),
        ({"status": "trash"}, "not public (trash)"),
        ({"password": "rahasia"}, "not public (password)"),
        ({"kind": "page"}, "not an article (page)"),
        ({"kind": "attachment"}, "not an article (attachment)"),
    ],
)
def test_what_is_not_for_readers_is_skipped_with_the_reason(tmp_path, options, reason):
    (skipped,) = read(tmp_path, HEAD, item(7, **options), FOOT)
    assert skipped == Skipped("item 1 (id 7)", reason, own_id="7")


def test_a_post_without_text_or_id_and_a_second_one_fail_and_the_rest_is_read(tmp_path):
    items = list(read(tmp_path, HEAD, item(1, body=" "), item("x"), item(3), item(3), FOOT))
    assert [getattr(each, "reason", "") for each in items] == [
        "the article has no text",
        "the item has no post id; export the site again",
        "",
        "duplicate id, first at item 3",
    ]


def test_an_export_without_post_ids_names_them_by_the_short_address(tmp_path):
    guid = '<guid isPermaLink="false">https://contoh.example/?p=19</guid>'
    (page,) = read(tmp_path, HEAD, item("", more=guid), FOOT)
    assert page.own_id == "19"


def test_a_zero_gmt_date_falls_back_to_the_local_one(tmp_path):
    text = item().replace("2024-02-20 03:15:00", "0000-00-00 00:00:00")
    (page,) = read(tmp_path, HEAD, text, FOOT)
    assert page.published == "2024-02-20 10:15:00"
    (page,) = read(tmp_path, HEAD, item().replace("2024-02-20 03:15:00", "kemarin"), FOOT)
    assert page.published == "kemarin"


def test_a_namespace_written_with_https_is_wordpresss_too(tmp_path):
    (page,) = read(tmp_path, HEAD.replace("http://wordpress.org", "https://wordpress.org"), item(), FOOT)
    assert page.own_id == "1"


def test_items_before_a_break_are_kept_and_the_break_is_named(tmp_path):
    pages = read(tmp_path, HEAD, item(1), item(2), "<item><title>Putus")
    found = [next(pages), next(pages)]
    assert [page.own_id for page in found] == ["1", "2"]
    with pytest.raises(SourceError, match="breaks after item 2"):
        next(pages)


@pytest.mark.parametrize(
    "content",
    ["", "bukan xml", "<html><body>Masuk</body></html>", HEAD.replace("1.2</wp:wxr", "abc</wp:wxr") + FOOT],
    ids=["empty", "text", "HTML", "version"],
)
def test_what_is_no_export_is_an_error(tmp_path, content):
    with pytest.raises(SourceError, match=r"ekspor\.xml"):
        list(read(tmp_path, content))


def test_entities_are_not_expanded_and_no_file_is_read(tmp_path):
    (tmp_path / "rahasia.txt").write_text("rahasia")
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE rss [<!ENTITY e0 "bom">{layers}<!ENTITY f SYSTEM "file://{tmp_path}/rahasia.txt">]>'
    head = HEAD.replace("?>\n", f"?>\n{doctype}\n", 1)
    bomb = item().replace("Petani", "]]>&e8;&f;<![CDATA[")
    try:
        items = list(read(tmp_path, head, bomb, FOOT))
    except SourceError:
        return
    assert "rahasia" not in repr(items)
    assert len(repr(items)) < 10_000


def test_a_missing_or_broken_file_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        list(WxrSource("situs", tmp_path / "tiada.xml").pages())
    (tmp_path / "rusak.xml.gz").write_bytes(gzip.compress((HEAD + item() + FOOT).encode())[:-9])
    with pytest.raises(SourceError, match="rusak"):
        list(WxrSource("situs", tmp_path / "rusak.xml.gz").pages())


BROKEN = {
    "importer_crazy-cdata.xml",
    "importer_invalid-version-tag.xml",
    "importer_malformed-simple.xml",
    "importer_malformed.xml",
    "importer_missing-version-tag.xml",
}


@pytest.mark.shared
def test_every_export_of_the_collection_is_read_whole_or_refused(shared_data):
    refused = set()
    paths = sorted((shared_data / "data" / "wxr").glob("*.xml"))
    for path in paths:
        try:
            items = list(WxrSource("situs", path).pages())
        except SourceError:
            refused.add(path.name)
            continue
        assert len(items) == path.read_text(encoding="utf-8").count("<item"), path.name
        reasons = {each.reason for each in items if isinstance(each, Failed)}
        assert reasons <= {"the article has no text"}, path.name
    assert len(paths) == 39
    assert refused == BROKEN


@pytest.mark.shared
def test_a_whole_sites_export_gives_its_public_posts(shared_data):
    items = list(WxrSource("situs", shared_data / "data" / "wordpress" / "export.xml").pages())
    assert sum(isinstance(each, RawPage) for each in items) == 271
    assert sum(isinstance(each, Skipped) for each in items) == 38
    assert "@" not in " ".join(each.byline or "" for each in items if isinstance(each, RawPage))
