"""Indonesian pages, and the same ones in English below ``/en``."""

from datetime import date

import pytest

from index.dates import parse_period
from search_web.language import _ENGLISH_MONTHS
from tests.search_web.reading import get, problems_of_markup, text_of

PAGES = [
    "/", "/cari?q=banjir&wilayah=15.05&dari=2020", "/cari?q=zzzqqq&dari=kapan", "/artikel/lentera:LJ-C047",
    "/wilayah/15.05", "/pejabat/gubernur@15", "/terbit/2021-01", "/bantuan", "/baca-juga",
    "/baca-juga?alamat=lentera:LJ-C047",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_an_english_twin_and_leads_to_it_and_back(client, address):
    page = get(client, address)
    link = page.select_one("footer a[hreflang=en]")["href"]
    assert link == "/en" + address
    twin = client.get(link)
    assert twin.status_code == 200
    assert problems_of_markup(twin.text) == []
    english = get(client, link)
    assert english.html["lang"] == "en"
    assert english.select_one("footer a[hreflang=id]")["href"] == address


def test_links_of_english_pages_stay_english(client):
    page = get(client, "/en/cari?q=banjir")
    for link in page.select("a[href^='/'], form[action]"):
        if link.get("hreflang") != "id":
            assert (link.get("href") or link["action"]).startswith("/en/"), link


def test_counts_dates_and_errors_are_english(client):
    page = get(client, "/en/cari?q=banjir&dari=Maret+2024&sampai=Maret+2024")
    assert text_of(page.find(id="hasil")) == "1 story about “banjir”"
    assert page.find(id="dari")["value"] == "March 2024"
    assert "5 March 2024" in text_of(page.select_one(".story .date"))
    assert "240 stories" in text_of(get(client, "/en/").main)
    assert "is no date" in text_of(get(client, "/en/cari?q=banjir&dari=kapan").main)
    missing = client.get("/en/tidak-ada")
    assert missing.status_code == 404
    assert "There is no such page" in missing.text


def test_a_date_that_is_shown_in_english_is_understood(client):
    for number, name in enumerate(_ENGLISH_MONTHS, 1):
        assert parse_period(f"{name} 2024").first == date(2024, number, 1)


def test_pages_can_be_english_by_themselves(own_app):
    client = own_app(language="en").test_client()
    assert get(client, "/").html["lang"] == "en"
    assert get(client, "/id/").html["lang"] == "id"
    assert client.get("/en/").status_code == 404
