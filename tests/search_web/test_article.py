from dataclasses import replace
from datetime import datetime

import pytest

from index.article import Annotations, Article, ArticleId, Document, EditorLink, OfficeHolder, RegionCode, Role
from tests.search_web.conftest import ZONE
from tests.search_web.reading import get, text_of, titles


def document(article_id="uji:1", **fields):
    settings = {"title": "Banjir surut di Sengeti", "body": "Air sudah surut.", **fields}
    return Document(article=Article(id=ArticleId(article_id), **settings))


def test_a_story_is_shown_whole_with_what_it_names(client):
    page = get(client, "/artikel/lentera:LJ-C047")
    assert text_of(page.h1) == "Banjir Datang Lagi, Tanggul Batang Bungo Selamatkan Tanjung Gedang"
    assert text_of(page.select_one(".by")) == "5 Maret 2024 12.25 WIB Pewarta: yus"
    facts = [text_of(fact) for fact in page.select(".facts dd")]
    assert {"4 Maret 2024", "Kab. Bungo", "Masrizal Umar Bupati Bungo"} <= set(facts)
    assert text_of(page.select(".text p")[-1]).startswith('"Yang terbangun sudah terbukti manfaatnya.')


def test_the_dateline_is_printed_once_and_without_the_newspaper(client):
    first = text_of(get(client, "/artikel/lentera:LJ-C047").select_one(".text p"))
    assert first.startswith("MUARA BUNGO – Empat tahun berselang")


def test_related_stories_are_older_and_say_why(client):
    page = get(client, "/artikel/lentera:LJ-C047")
    related = page.find("h2", id="terkait").parent
    assert 1 <= len(related.select(".story")) <= 5
    for item in related.select(".story"):
        assert item.time["datetime"] <= "2024-03-05"
        assert text_of(item.select_one(".why")).endswith("sebelumnya.")
        assert get(client, item.h3.a["href"])


def test_what_the_editors_linked_leads_to_the_archives_copy(client):
    linked = get(client, "/artikel/lentera:LJ-C047").find("h2", id="baca").parent
    assert linked.a["href"].startswith("/artikel/lentera:")


def test_a_link_to_nowhere_becomes_a_search(own_app):
    linking = document(links=(EditorLink(title="Tanggul Sengeti"), EditorLink(title="x", url="javascript:alert(1)")))
    links = get(own_app(linking).test_client(), "/artikel/uji:1").find("h2", id="baca").parent.select("a")
    assert [a["href"] for a in links] == ["/cari?q=Tanggul+Sengeti", "/cari?q=x"]


def test_a_story_with_a_public_address_is_linked_there_and_kept_here(own_app):
    address = "https://berita.contoh.id/banjir/"
    client = own_app(document(url=address)).test_client()
    story = get(client, "/cari?q=banjir").select_one(".story")
    assert story.h3.a["href"] == address
    assert story.select_one(".meta a")["href"] == "/artikel/uji:1"
    page = get(client, "/artikel/uji:1")
    assert page.select_one("link[rel=canonical]")["href"] == address
    assert text_of(page.select_one(".by a")) == "Halaman aslinya"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//jahat.id/",
        "https://kami.id@jahat.id/",
        "https://a:b@jahat.id/",
        "/berita/1",
        "https://",
        "https://[",
        "https://lenterajambi.example/1",
        "http://localhost/1",
        "ftp://berita.id/1",
    ],
)
def test_other_addresses_are_never_linked(own_app, address):
    client = own_app(document(url=address)).test_client()
    assert get(client, "/cari").select_one(".story h3 a")["href"] == "/artikel/uji:1"
    page = get(client, "/artikel/uji:1")
    assert page.select_one("link[rel=canonical]") is None
    assert address is None or all(a["href"] != address for a in page.select("a"))


def test_a_story_without_date_title_or_text_is_still_a_page(own_app):
    client = own_app(
        document("uji:1", title="", body="Air naik sejak subuh. " * 20), document("uji:2", title=" ", body="")
    ).test_client()
    assert text_of(get(client, "/artikel/uji:1").h1).startswith("Air naik sejak subuh.")
    assert text_of(get(client, "/artikel/uji:1").h1).endswith("…")
    page = get(client, "/artikel/uji:2")
    assert text_of(page.h1) == "uji:2"
    assert text_of(page.select_one(".by")) == "Tanpa tanggal"
    assert "tidak memuat teks" in text_of(page.select_one(".text"))
    assert set(titles(get(client, "/cari"))) == {text_of(get(client, "/artikel/uji:1").h1), "uji:2"}


def test_a_story_of_the_time_before_whole_hours_is_stamped_as_others_can_read(own_app):
    """Jakarta's clocks were 7:07:12 ahead then; neither HTML nor JSON's date-time knows seconds there."""
    moment = datetime(1903, 3, 9, tzinfo=ZONE)
    client = own_app(document(title="Gerhana di Batavia", body="Gerhana terlihat.", published=moment)).test_client()
    stamp = "1903-03-09T00:00:48+07:08"
    assert get(client, "/artikel/uji:1").find("time")["datetime"] == stamp
    assert get(client, "/cari?q=gerhana").select_one(".date time")["datetime"] == "1903-03-09"
    (hit,) = client.get("/api/v1/search?q=gerhana").json["hits"]
    assert hit["published"] == client.get("/api/v1/article?id=uji:1").json["published"] == stamp


def test_times_are_those_of_the_archives_zone(own_app):
    utc = datetime.fromisoformat("2024-02-20T20:30:00+00:00")
    page = get(
        own_app(document(published=utc, modified=datetime(2024, 3, 1, tzinfo=ZONE))).test_client(), "/artikel/uji:1"
    )
    assert text_of(page.select_one(".by")) == "21 Februari 2024 03.30 WIB Diubah 1 Maret 2024"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.INCUMBENT, "Bupati Tebo"),
        (Role.ACTING, "Bupati Tebo (penjabat atau pelaksana tugas)"),
        (Role.FORMER, "Mantan Bupati Tebo"),
        (Role.CANDIDATE, "Calon Bupati Tebo"),
    ],
)
def test_officials_are_named_in_the_capacity_of_the_story(own_app, role, words):
    holder = OfficeHolder(title="bupati", person="Rahmat Sulaiman", region=RegionCode("15.09"), role=role)
    office = OfficeHolder(title="bupati", region=RegionCode("15.08"))
    named = replace(document(), annotations=Annotations(officials=(office, holder)))
    page = get(own_app(named).test_client(), "/artikel/uji:1")
    assert [text_of(dd) for dd in page.select(".facts dd")] == [f"Rahmat Sulaiman {words}", "Bupati Bungo"]
    assert [a["href"] for a in page.select(".facts a")] == [
        "/pejabat/rahmat-sulaiman",
        "/pejabat/bupati@15.08",
    ]


@pytest.mark.parametrize(
    "article_id",
    ["uji:a b", "uji:2024/05/x.html", "uji:a//b", "uji:é?x=1&y#z", "uji:100%25", "uji:\U0001f600", "../uji/./x", ".."],
)
def test_a_story_is_reachable_by_whatever_id_it_has(own_app, article_id):
    client = own_app(document(article_id)).test_client()
    link = get(client, "/cari").select_one(".story h3 a")["href"]
    assert text_of(get(client, link).h1) == "Banjir surut di Sengeti"


def test_an_unknown_story_is_not_found(client):
    response = client.get("/artikel/lentera:tidak-ada")
    assert response.status_code == 404
    assert "Halaman tidak ada" in response.text


def test_a_text_without_end_is_cut_and_says_so(own_app):
    page = get(own_app(document(body="air " * 51_000)).test_client(), "/artikel/uji:1")
    assert "dipotong di sini" in text_of(page.select_one(".text"))
    assert len(text_of(page.select_one(".text"))) < 201_000
