"""Browsing by region, official and month: every count is what its link finds."""

import pytest

from tests.search_web.reading import count_of, get, problems_of_markup, text_of, titles

_PAGES = [
    "/wilayah", "/wilayah/15", "/wilayah/15.05", "/wilayah/15.05.01", "/pejabat", "/pejabat/fauzan-mahyudin",
    "/pejabat/bupati@15.06", "/terbit", "/terbit/2021-01",
]  # fmt: skip


@pytest.mark.parametrize("address", _PAGES)
def test_pages_are_well_formed_and_keep_within_the_site(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert problems_of_markup(response.text) == []
    page = get(client, address)
    for link in page.select("main a[href^='/']")[:40:4]:
        assert client.get(link["href"]).status_code == 200, link


@pytest.mark.parametrize(
    "address", ["/wilayah", "/wilayah/15", "/wilayah/15.05", "/pejabat", "/pejabat/fauzan-mahyudin", "/terbit"]
)
def test_every_count_is_what_its_link_finds(client, address):
    links = [link for link in get(client, address).select(".index a") if link.select_one(".n")]
    assert links
    for link in links[::7]:
        assert count_of(get(client, link["href"])) == int(text_of(link.select_one(".n")).split()[0].replace(".", ""))


def test_a_region_shows_its_newest_stories_its_parts_and_its_heads(client):
    page = get(client, "/wilayah/15.05")
    assert text_of(page.h1) == "Kab. Muaro Jambi"
    assert [text_of(a) for a in page.select(".crumb a")] == ["Arsip", "Wilayah", "Provinsi Jambi"]
    days = [time["datetime"] for time in page.select(".story time")]
    assert days == sorted(days, reverse=True)
    assert not any(text_of(a) == "Muaro Jambi" for a in page.select(".snip .from"))
    rows = [[text_of(cell) for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    assert ["Yusrizal Hamid", "Bupati Muaro Jambi", "2025–kini"] in [row[:3] for row in rows]
    assert page.select_one("input[type=hidden][name=wilayah]")["value"] == "15.05"


def test_an_official_shows_terms_of_office_with_the_stories_of_that_time(client):
    page = get(client, "/pejabat/fauzan-mahyudin")
    assert text_of(page.select_one(".lede")).startswith("Gubernur Jambi, 2025–kini.")
    first = page.select_one(".terms li")
    assert text_of(first.select_one(".yr")) == "2025–kini"
    assert "Wakil: Salmah Yatim" in text_of(first)
    link = first.select_one(".links a")
    assert count_of(get(client, link["href"])) == int(text_of(link).split()[0])


def test_an_office_shows_who_held_it(client):
    page = get(client, "/pejabat/gubernur@15")
    names = [text_of(heading) for heading in page.select(".terms h3")]
    assert "Fauzan Mahyudin" in names
    assert page.select(".terms .pj")


def test_a_month_shows_its_days_and_leads_to_its_neighbours(client):
    page = get(client, "/terbit/2021-01")
    assert text_of(page.h1) == "Januari 2021"
    days = [int(text_of(n).split()[0]) for n in page.find(id="hari").parent.select(".n")]
    assert sum(days) == count_of(page)
    assert page.select_one("a[rel=prev]")["href"] == "/terbit/2020-12"
    assert len(titles(page)) <= 10


@pytest.mark.parametrize(
    "address",
    [
        "/wilayah/99",
        "/wilayah/x",
        "/wilayah/15.99",
        "/pejabat/tidak-ada",
        "/pejabat/A B",
        "/pejabat/bupati@99.99",
        "/terbit/2021-13",
        "/terbit/1800-01",
        "/terbit/2030-01",
        "/terbit/x",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/wilayah", "/pejabat", "/terbit"])
def test_an_empty_archive_says_so(own_app, address):
    assert "belum memuat" in text_of(get(own_app().test_client(), address).main)
