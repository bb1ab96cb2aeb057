"""A page becomes an article: each part from the best place that the page has for it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import EditorLink, PlacedBy
from indexer.extract import ExtractError, extract
from indexer.sources import Markup, RawPage

ZONE = ZoneInfo("Asia/Jakarta")
BODY = "BANGKO – Petani memanen padi lebih awal, Selasa (20/02/2024). Hasilnya naik.\n\nHarga tetap. (mal)"


def read(content=BODY, *, markup=Markup.TEXT, site_names=(), is_place=None, **fields):
    page = RawPage(source="situs", own_id="1", content=content, markup=markup, **{"title": "Panen", **fields})
    return extract(page, zone=ZONE, site_names=site_names, is_place=is_place)


def test_dateline_initials_and_day_are_read_from_a_flat_text():
    article = read()
    assert (article.dateline, article.byline) == ("BANGKO", "mal")
    assert article.published == datetime(2024, 2, 20, tzinfo=ZONE)
    assert article.body == BODY.removesuffix(" (mal)")


def test_what_the_page_states_wins_over_what_the_text_tells():
    article = read(
        byline="Siti <b>Rahma</b>", published="2024-02-21T08:00:00+07:00", url="https://a.example/2024/01/05/x"
    )
    assert (article.byline, article.published.day) == ("Siti Rahma", 21)


@pytest.mark.parametrize(
    ("content", "url", "expected"),
    [
        (
            "Selasa, 20 Februari 2024 | 10:15 WIB\n\nIsi (1/1/2024).",
            "https://a.example/2024/01/05/x",
            "2024-02-20T10:15",
        ),
        ("Isi berita (1/1/2024).", "https://a.example/2024/01/05/x", "2024-01-05T00:00"),
        ("Isi berita (1/1/2024).", "https://a.example/2024/13/45/x", "2024-01-01T00:00"),
        ("Isi berita (1/1/2024).", None, "2024-01-01T00:00"),
    ],
    ids=["visible line", "address", "impossible address", "text"],
)
def test_without_a_stated_date_the_best_other_place_tells(content, url, expected):
    assert read(content, url=url).published.isoformat().startswith(expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/read/2024/02/20/085719970/panen", "08:57:19"),
        ("https://a.example/ekonomi/20240220154745-532-1/panen", "15:47:45"),
        ("https://a.example/read/2024/02/21/085719970/panen", "00:00:00"),
        ("https://a.example/read/2024/02/20/299999/panen", "00:00:00"),
        ("https://a.example/2024/02/20/panen", "00:00:00"),
    ],
    ids=["kompas", "cnn", "another day", "no time", "day only"],
)
def test_where_only_the_day_is_stated_the_address_may_tell_the_second(url, expected):
    assert read(published="2024-02-20", url=url).published.time().isoformat() == expected
    assert read(published="2024-02-20T10:15:00+07:00", url=url).published.time().isoformat() == "10:15:00"


def test_a_text_without_any_day_is_undated():
    assert read("Petani memanen padi.").published is None


def test_a_change_is_never_before_publishing():
    article = read(published="2024-02-21", modified="2024-02-20")
    assert article.modified == article.published
    assert read(modified=datetime(2024, 3, 1, tzinfo=UTC)).modified == datetime(2024, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("published", ["31 Februari 2024", "kapan-kapan", "0001-01-01T00:00:00+07:00", "9999-12-31"])
def test_a_stated_date_that_is_none_is_refused_with_the_cure(published):
    with pytest.raises(ExtractError, match="write it as"):
        read(published=published)


def test_a_page_without_text_and_title_is_refused():
    with pytest.raises(ExtractError, match="no text"):
        read("<figure><img src='x'></figure>", markup=Markup.HTML, title="")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Panen &amp; Pasar", "Panen & Pasar"),
        ("Panen &amp;#038; Pasar", "Panen & Pasar"),
        ("Panen <em>Raya</em>", "Panen Raya"),
        ("Panen Raya - Situs Contoh", "Panen Raya"),
        ("Panen Raya | Situs Contoh", "Panen Raya"),
        ("Panen  Raya\n di Betara", "Panen Raya di Betara"),
        ("", ""),
    ],
)
def test_titles_lose_tags_entities_and_the_sites_name(title, expected):
    assert read(title=title, site_names=("Situs Contoh",)).title == expected


def test_a_text_without_headline_gets_one_from_its_first_sentence():
    assert read(title=None).title.startswith("Petani memanen padi lebih awal")
    long = read("Petani " + "memanen padi " * 40, title=None).title
    assert len(long) <= 112
    assert long.endswith("…")


def test_sections_and_tags_are_decoded_and_each_stands_once():
    article = read(sections=("Hukum &amp; Kriminal", "Hukum & Kriminal", " "), tags=("<b>padi</b>",))
    assert (article.sections, article.tags) == (("Hukum & Kriminal",), ("padi",))


def test_links_are_absolute_clean_and_know_who_placed_them():
    html = '<p>Isi.</p><p>Baca Juga: <a href="/b?utm_source=wa&amp;p=2#atas">Judul Lain</a></p>'
    article = read(html, markup=Markup.HTML, url="https://a.example/berita/1#x", placed_by=PlacedBy.RENDERED)
    assert article.url == "https://a.example/berita/1"
    assert article.links == (
        EditorLink(title="Judul Lain", url="https://a.example/b?p=2", label="Baca Juga", placed_by=PlacedBy.RENDERED),
    )


def test_markers_of_advertisements_and_videos_are_no_part_of_the_story():
    text = "Kalimat satu.\nADVERTISEMENT\nSCROLL TO CONTINUE WITH CONTENT\n\n[Gambas:Video 20detik]\n\nKalimat dua."
    assert read(text).body.split("\n\n") == ["Kalimat satu.", "Kalimat dua."]


def test_invisible_characters_go_and_right_to_left_text_stays():
    article = read("Pe\u00adtani\u200b me\x00manen \ufeffpadi.\r\n\r\nSalam: \u202bسلام\u202c 🌾")
    assert article.body == "Petani memanen padi.\n\nSalam: \u202bسلام\u202c 🌾"


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=400), st.sampled_from(Markup), st.none() | st.text(max_size=80))
def test_any_text_becomes_an_article_or_is_refused(content, markup, title):
    try:
        article = read(content, markup=markup, title=title)
    except ExtractError:
        return
    assert "\0" not in article.body
    assert article.body == article.body.strip()
