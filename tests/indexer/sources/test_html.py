"""Saved pages: each field from the place that tells it best, and nothing from outside the folder."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ConfigError, SourceError
from indexer.sources import Failed, HtmlFolder, RawPage, Skipped, load_profile, open_source
from indexer.sources.jsonld import read_json_ld
from indexer.sources.page import MAX_PAGE_BYTES, read_page

GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": ["NewsArticle", "Thing"],
            "headline": "Panen &amp; Pesta di Betara",
            "author": {"@id": "#mal"},
            "datePublished": "2024-02-20T10:00:00+07:00",
            "dateModified": "2024-02-20T11:00:00+07:00",
            "articleSection": ["Pertanian", "Tanjab Barat"],
            "keywords": "padi, panen",
            "mainEntityOfPage": {"@id": "https://situs.example/panen/"},
        },
        {"@type": "Person", "@id": "#mal", "name": "Mal"},
    ],
}
BODY = '<div class="entry-content"><p>Petani memanen padi.</p><script>iklan()</script></div>'


def html(head="", body=BODY):
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def script(data):
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


def items(folder, **options):
    return list(HtmlFolder("situs", folder, **options).pages())


def test_json_ld_tells_what_it_can():
    fields = read_page(html(script(GRAPH)))
    assert fields.title == "Panen & Pesta di Betara"
    assert fields.byline == "Mal"
    assert (fields.published, fields.modified) == ("2024-02-20T10:00:00+07:00", "2024-02-20T11:00:00+07:00")
    assert (fields.sections, fields.tags) == (("Pertanian", "Tanjab Barat"), ("padi", "panen"))
    assert fields.url == "https://situs.example/panen/"


def test_meta_tags_and_marks_tell_the_rest_and_the_sites_name_is_cut_from_the_title():
    head = """<link rel="canonical" href="https://situs.example/panen/"><title>Panen - Kabar Uji</title>
        <meta property="og:site_name" content="Kabar Uji"><meta property="og:title" content="Panen – Kabar Uji">
        <meta property="article:section" content="Pertanian"><meta property="article:tag" content="padi">
        <meta property="article:tag" content="panen"><meta name="author" content="admin">"""
    marks = '<time class="entry-date" datetime="2024-02-20T10:00:00+07:00"></time><a rel="author">Siti Rahmah</a>'
    fields = read_page(html(head, marks + BODY))
    assert (fields.title, fields.byline, fields.url) == ("Panen", "Siti Rahmah", "https://situs.example/panen/")
    assert fields.published == "2024-02-20T10:00:00+07:00"
    assert (fields.sections, fields.tags) == (("Pertanian",), ("padi", "panen"))


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "null", '"x"', "[" * 5_000, '{"@type": 3}', '{"@type": "NewsArticle", "author": [[1], null]}'],
)
def test_broken_json_ld_is_passed_over(broken):
    fields = read_page(html(script(broken) + "<title>Panen</title>"))
    assert fields.title == "Panen"
    assert fields.byline is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@type", "@graph", "@id", "author", "name", "headline", "keywords"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_json_ld_of_any_shape_is_no_error(data):
    read_json_ld([json.dumps(data), json.dumps({"@type": "Article", "author": data, "keywords": data})])


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="shortlink" href="https://situs.example/?p=19">', BODY),
        ('<link rel="alternate" type="application/json" href="https://s.example/wp-json/wp/v2/posts/19">', BODY),
        ("", f'<article id="post-19">{BODY}</article>'),
    ],
    ids=["shortlink", "REST link", "article"],
)
def test_the_posts_number_is_found_wherever_wordpress_puts_it(head, body):
    assert read_page(html(head, body)).post_id == "19"


def test_a_class_of_the_body_is_a_post_number_but_those_of_a_list_of_articles_are_none():
    assert read_page(b'<html><body class="single postid-19 x"><p>a</p></body></html>').post_id == "19"
    several = '<article id="post-1"></article><article id="post-2"></article>'
    assert read_page(html("", several)).post_id is None


def test_pages_in_other_encodings_are_read():
    text = '<html><head><meta charset="windows-1252"></head><body><article><p>„Padi“ café</p></article></body></html>'
    assert "„Padi“ café" in (read_page(text.encode("windows-1252")).body or "")
    assert "Ünë" in (read_page("<article>Ünë</article>".encode("utf-16"), charset="utf-16").body or "")
    assert (
        read_page(b'<?xml version="1.0"?><html><body><article>a</article></body></html>').body == "<article>a</article>"
    )


def test_every_page_of_a_folder_is_one_item_and_identity_is_number_address_or_name(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").write_bytes(html('<link rel="shortlink" href="/?p=7">'))
    (tmp_path / "b.htm").write_bytes(html('<link rel="canonical" href="https://www.situs.example/b/">'))
    (tmp_path / "sub" / "c.html").write_bytes(html())
    (tmp_path / "d.txt").write_text("bukan halaman")
    found = items(tmp_path)
    assert [item.own_id for item in found] == ["7", "situs.example/b", "sub/c"]
    assert all(isinstance(item, RawPage) for item in found)


def test_what_is_not_for_readers_or_no_story_is_named(tmp_path):
    (tmp_path / "a.html").write_bytes(html("", BODY + '<form class="post-password-form"></form>'))
    (tmp_path / "b.html").write_bytes(html('<meta property="og:type" content="website">'))
    (tmp_path / "c.html").write_bytes(b"")
    (tmp_path / "d.html").write_bytes(b" " * (MAX_PAGE_BYTES + 1))
    (tmp_path / "e.html").write_bytes(html('<link rel="shortlink" href="/?p=7">'))
    (tmp_path / "f.html").write_bytes(html('<link rel="shortlink" href="/?p=7">'))
    protected, front, empty, large, _, double = items(tmp_path)
    assert isinstance(protected, Skipped)
    assert protected.reason == "not public (password)"
    assert isinstance(front, Skipped)
    assert isinstance(empty, Failed)
    assert "profile" in empty.reason
    assert isinstance(large, Failed)
    assert "larger" in large.reason
    assert isinstance(double, Failed)
    assert double.reason == "the same story as in e.html"


def test_links_out_of_the_folder_are_not_followed_and_names_in_other_encodings_are_told(tmp_path):
    secret, folder = tmp_path / "rahasia", tmp_path / "halaman"
    secret.mkdir()
    folder.mkdir()
    (secret / "x.html").write_bytes(html())
    (folder / "luar").symlink_to(secret)
    (folder / "x.html").symlink_to(secret / "x.html")
    with open(bytes(folder) + b"/caf\xe9.html", "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(html())
    (failed,) = items(folder)
    assert isinstance(failed, Failed)
    assert "UTF-8" in failed.reason


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        items(tmp_path / "tidak-ada")


def test_a_folder_of_pages_and_a_page_are_known_as_html(tmp_path):
    (tmp_path / "a.html").write_bytes(b"<!-- simpanan --><html></html>")
    assert isinstance(open_source(tmp_path), HtmlFolder)
    assert isinstance(open_source(tmp_path / "a.html"), HtmlFolder)


def test_a_story_in_no_usual_place_is_found_where_trafilatura_is_installed(tmp_path):
    paragraphs = "".join(
        f"<p>Petani di Desa {name} memanen padi lebih awal karena hujan turun terus sejak awal bulan ini.</p>"
        for name in ("Bram Itam", "Pematang Lumut", "Serdang Jaya", "Teluk Kulbi")
    )
    (tmp_path / "a.html").write_bytes(html("<title>Panen</title>", f"<div><div id=u7>{paragraphs}</div></div>"))
    (page,) = items(tmp_path)
    assert isinstance(page, RawPage)
    assert "Pematang Lumut" in page.content


def test_without_trafilatura_the_cure_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("indexer.sources.unknown.find_spec", lambda _name: None)
    (tmp_path / "a.html").write_bytes(html("", "<div><p>Petani memanen padi.</p></div>"))
    (failed,) = items(tmp_path)
    assert isinstance(failed, Failed)
    assert "telusur[html]" in failed.reason


def test_a_profile_wins_over_what_the_page_says(tmp_path):
    path = tmp_path / "situs.toml"
    path.write_text('title = "h2"\nbody = ["#isi", "main"]\nbyline = ".w"\nremove = ".x"\npublished = "time"\n')
    story = "<div id=isi>Isi<i class=x>iklan</i></div>"
    body = f'<h2>Judul</h2><b class="w">Siti</b><time datetime="2024-02-20">x</time>{story}'
    fields = read_page(html(script(GRAPH), body), profile=load_profile(path))
    assert (fields.title, fields.byline, fields.published) == ("Judul", "Siti", "2024-02-20")
    assert fields.body == '<div id="isi">Isi</div>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("body = ", "TOML"),
        ('bodi = "x"', "known are body"),
        ('body = "div["', "no CSS selector"),
        ("body = []", "must be a CSS selector"),
        ("body = 3", "must be a CSS selector"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(tmp_path, text, said):
    path = tmp_path / "situs.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=said):
        load_profile(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_profile(tmp_path / "tidak-ada.toml")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["health.detik.com-Stroke.html", "money.kompas.com-Menhub.html"])
def test_real_pages_of_portals_are_read(shared_data, name):
    fields = read_page((shared_data / "data" / "html" / name).read_bytes())
    assert fields.title
    assert fields.published
    assert fields.byline
    assert len(fields.body or "") > 1_000


@pytest.mark.shared
def test_a_page_of_a_real_wordpress_agrees_with_its_interface(shared_data):
    fields = read_page((shared_data / "data" / "wordpress" / "page_6.html").read_bytes())
    assert fields.post_id is not None
    assert fields.title
    assert "Kabar Jambi Uji" not in fields.title
    assert fields.sections
    assert fields.tags
