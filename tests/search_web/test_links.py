"""Every link of every kind of page leads to a page, and every page is whole."""

from urllib.parse import urldefrag, urlsplit

import pytest

from tests.search_web.reading import get, problems_of_markup

PAGES = [
    "/",
    "/bantuan",
    "/cari",
    "/cari?q=banjir&wilayah=15.05&pejabat=bustami-rauf&dari=2020&sampai=2022",
    "/cari?q=banjir&dari=2024-01&sampai=2024-01&hal=1",
    "/cari?q=banjr+sengeti&wilayah=15.03&dari=2023&sampai=2023",
    "/cari?q=%22korban+banjir",
    "/cari?q=banjir&dari=kapan&hal=7",
    "/artikel/lentera:LJ-C047",
]


@pytest.mark.parametrize("address", PAGES)
def test_markup_is_whole(client, address):
    assert problems_of_markup(client.get(address).text) == []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_a_title_and_a_search_field(client, address):
    page = get(client, address)
    assert len(page.find_all("h1")) == 1
    assert page.title.string.endswith("– Arsip Lentera Jambi")
    assert page.html["lang"] == "id"
    assert page.find("input", id="q")
    assert page.find("label", attrs={"for": "q"})


def test_every_link_leads_somewhere(client):
    links = {urldefrag(a["href"])[0] for address in PAGES for a in get(client, address).select("a[href]")}
    own = sorted(link for link in links if link and not urlsplit(link).netloc)
    assert len(own) > 100
    for link in own[:: max(1, len(own) // 25)]:
        assert client.get(link).status_code == 200, link


def test_fragments_lead_to_elements(client):
    for address in PAGES:
        links = {a["href"] for a in get(client, address).select("a[href*='#']")}
        for link in sorted(links)[:3]:
            target, fragment = urldefrag(link)
            assert f'id="{fragment}"' in client.get(target or address).text, link
