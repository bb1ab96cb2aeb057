from datetime import datetime

from index.article import Annotations, Article, ArticleId, Document, RegionCode
from index.gazetteer import load_gazetteer
from search_web import create_app
from search_web.overview import RECHECK_SECONDS, OverviewCache
from tests.search_web.conftest import NOTICE, ZONE, make_config
from tests.search_web.reading import count_of, get, text_of, titles


def story(number, title="Banjir surut", **annotations):
    return Document(
        article=Article(
            id=ArticleId(f"uji:{number}"),
            title=title,
            body="Air sudah surut.",
            published=datetime(2020, 1, number, 8, tzinfo=ZONE),
        ),
        annotations=Annotations(**annotations),
    )


def test_the_start_page_says_what_the_archive_holds(client):
    page = get(client, "/")
    assert text_of(page.h1) == "Cari berita sejak 2018"
    assert text_of(page.find(id="isi-arsip")) == "240 berita menurut tahun terbit"
    assert "Arsip memuat 240 berita, 12 Februari 2018 – 14 Oktober 2025." in text_of(page.footer)
    assert NOTICE in text_of(page.footer)
    assert titles(page)[0].startswith("Pungutan Ekspor CPO Diturunkan")
    assert len(titles(page)) == 5


def test_every_count_of_the_start_page_is_what_its_link_finds(client):
    page = get(client, "/")
    links = page.select(".index a, .years a")
    assert len(links) > 40
    for link in links[::5]:
        shown = link.select_one(".n") or link.find_all("span", recursive=False)[2]
        assert count_of(get(client, link["href"])) == int(text_of(shown).split()[0])


def test_places_are_named_as_in_datelines(client):
    places = [text_of(a.span) for a in get(client, "/").find("h2", id="wil").parent.select("a")]
    assert places[0] == "Provinsi Jambi"
    assert {"Muaro Jambi", "Kota Jambi", "Sungai Penuh", "Tanjung Jabung Barat"} <= set(places)


def test_heads_in_office_today_are_listed_with_their_office(client):
    heads = {text_of(a.span): text_of(a.select_one(".office")) for a in get(client, "/").select(".index.one a")}
    assert heads["Fauzan Mahyudin"] == "Gubernur Jambi, sejak 2025"
    assert "Bustami Rauf" not in heads


def test_an_empty_archive_says_so(own_app):
    page = get(own_app().test_client(), "/")
    assert "belum memuat berita" in text_of(page.main)
    assert text_of(page.h1) == "Cari berita"


def test_the_archive_is_counted_once_until_the_index_changes(own_app, monkeypatch):
    app = own_app(story(1))
    engine = app.extensions["telusur"].config.engine
    now = 0.0
    cache = OverviewCache(engine, ZONE, clock=lambda: now)
    first = cache.get()
    assert cache.get() is first
    with engine.update() as writer:
        writer.add(story(2))
    assert cache.get() is first
    now += RECHECK_SECONDS
    second = cache.get()
    assert (first.articles, second.articles) == (1, 2)
    now += RECHECK_SECONDS
    assert cache.get() is second


def test_without_a_home_the_most_frequent_regions_are_listed(engine, analyzer):
    page = get(create_app(make_config(engine, analyzer, load_gazetteer())).test_client(), "/")
    assert page.find("h2", id="wil").parent.select("a")
    assert page.find("h2", id="pej") is None


def test_regions_of_other_provinces_are_folded_until_ticked(own_app):
    client = own_app(story(1, regions=(RegionCode("32.73"),)), story(2, regions=(RegionCode("15.71"),))).test_client()
    values = [box["value"] for box in get(client, "/cari").select("input[name=wilayah]")]
    assert values == ["15", "15.71", "32"]
    values = [box["value"] for box in get(client, "/cari?wilayah=32").select("input[name=wilayah]")]
    assert values == ["15", "15.71", "32", "32.73"]


def test_more_years_than_fit_are_spread_over_rows(own_app):
    def of(year):
        article = Article(
            id=ArticleId(f"uji:{year}"), title="Kabar", body="x", published=datetime(year, 5, 1, tzinfo=ZONE)
        )
        return Document(article=article)

    page = get(own_app(*map(of, range(2000, 2020))).test_client(), "/cari")
    assert [len(row.select("li")) for row in page.select(".years")] == [7, 7, 6]
    page = get(own_app(of(1900), of(2020)).test_client(), "/cari")
    assert [text_of(y) for y in page.select(".years .y")] == ["1900", "2020"]
