"""The pages, as readers and their browsers meet them."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup


def page(client, address):
    response = client.get(address)
    return response, BeautifulSoup(response.get_data(as_text=True), "lxml")


def test_the_start_page_shows_years_regions_and_the_latest_stories(client):
    response, soup = page(client, "/")

    assert response.status_code == 200
    assert "240 berita" in soup.text
    assert "Muaro Jambi" in soup.text
    assert len(soup.select("li.story")) == 5
    assert "Arsip contoh." in soup.text


def test_results_mark_every_form_and_show_facets_and_years(client):
    _, soup = page(client, "/cari?q=kebanjiran")

    assert soup.find("h2", id="hasil").text.endswith("berita tentang “kebanjiran”")
    assert {mark.text.lower() for mark in soup.select("mark")} >= {"banjir"}
    assert soup.select('input[name="wilayah"]')
    assert soup.select("ol.years a")


def test_a_ticked_region_narrows_and_stays_selectable_with_its_siblings(client):
    everything = int(re.match(r"\d+", page(client, "/cari?q=banjir")[1].find(id="hasil").text)[0])
    _, soup = page(client, "/cari?q=banjir&wilayah=15.05")
    narrowed = int(re.match(r"\d+", soup.find(id="hasil").text)[0])

    assert 0 < narrowed < everything
    assert soup.find("input", {"name": "wilayah", "value": "15.05"}).has_attr("checked")
    assert soup.find("input", {"name": "wilayah", "value": "15.08"})
    assert "Kab. Muaro Jambi" in soup.select_one("ul.chips").text


def test_a_chosen_year_opens_into_its_months(client):
    _, soup = page(client, "/cari?q=banjir&dari=2024&sampai=2024")

    months = [item.text for item in soup.select("ol.years .y")]
    assert any("Januari" in month for month in months)
    assert "2024" in soup.select_one("ul.chips").text


def test_paging_goes_to_the_end_and_says_so_behind_it(client):
    first = page(client, "/cari?q=jambi")[1]
    second = page(client, "/cari?q=jambi&hal=2")[1]
    behind = page(client, "/cari?q=jambi&hal=900")

    titles = [{a.text for a in soup.select("li.story h3")} for soup in (first, second)]
    assert not titles[0] & titles[1]
    assert behind[0].status_code == 200
    assert "tidak ada: hasilnya berakhir" in behind[1].text


def test_no_result_offers_only_ways_that_find_something(client):
    _, soup = page(client, '/cari?q="banjir"&wilayah=15.05&dari=1990&sampai=1990')

    assert "Tidak ada berita" in soup.text
    ways = soup.select("ul.list li")
    assert ways
    for way in ways:
        count = int(way.b.text.split()[0])
        found = page(client, way.a["href"])[1].find(id="hasil").text
        assert found.startswith(f"{count} berita")


def test_a_mistake_in_the_query_is_explained_beside_the_answer(client):
    response, soup = page(client, "/cari?q=%22korban banjir")

    assert response.status_code == 200
    assert "Tanda kutip tidak ditutup" in soup.select_one(".warn").text


def test_a_date_that_means_nothing_is_explained_at_its_field(client):
    _, soup = page(client, "/cari?q=banjir&dari=kapan")

    assert "bukan tanggal" in soup.find(id="dari").find_next("span").text
    assert soup.find(id="dari")["aria-invalid"] == "true"


def test_an_article_shows_its_text_facts_and_related_older_stories(client):
    _, soup = page(client, "/artikel/lentera:LJ-C047")

    assert soup.h1.text.startswith("Banjir Datang Lagi")
    assert len(soup.select(".text p")) > 4
    assert "Bungo" in soup.select_one("dl.facts").text
    assert soup.select("#terkait ~ ol li.story")


def test_every_link_of_the_main_pages_leads_somewhere(client):
    seen = set()
    for start in ("/", "/cari?q=banjir", "/artikel/lentera:LJ-C047"):
        for anchor in page(client, start)[1].select("a[href]"):
            address = urljoin(start, anchor["href"])
            parts = urlsplit(address)
            if parts.netloc or address in seen:
                continue
            seen.add(address)
            assert client.get(address).status_code == 200, address
    assert len(seen) > 40


class _Balance(HTMLParser):
    """Checks that elements close in the order in which they open."""

    VOID = frozenset(("meta", "link", "input", "br"))

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag, tag


@pytest.mark.parametrize("address", ["/", "/cari?q=banjir", "/cari?q=zzzqqq", "/artikel/lentera:LJ-C047", "/nihil"])
def test_markup_is_balanced_and_scripts_are_one_file_of_our_own(client, address):
    text = client.get(address).get_data(as_text=True)
    checker = _Balance()
    checker.feed(text)

    assert checker.open == []
    assert re.findall("<script[^>]*>", text) == re.findall(r'<script src="/static/telusur.js[^"]*" defer>', text)
    assert " style=" not in text
    assert text.startswith("<!doctype html>")


@pytest.mark.parametrize("address", ["/", "/cari?q=banjir", "/artikel/lentera:LJ-C047", "/nihil", "/healthz"])
def test_every_answer_carries_the_security_headers_and_no_cookie(client, address):
    headers = client.get(address).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_result_pages_ask_not_to_be_indexed(client):
    response, soup = page(client, "/cari?q=banjir")

    assert response.headers["X-Robots-Tag"] == "noindex, follow"
    assert soup.find("meta", {"name": "robots"})["content"] == "noindex, follow"
    assert all("nofollow" in a["rel"] for a in soup.select("ol.years a, ul.chips a"))


HOSTILE = [
    "x" * 100_000,
    '"',
    "(((",
    "*",
    "\0",
    "<script>alert(1)</script>",
    '" onfocus="alert(1)',
    "-" * 500,
    "OR OR OR",
    "wilayah: pejabat: sejak:",
    "é" + "\u0301" * 500,
    "\u202eabc",
    "😀😀",
    "a OR " * 400,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_get_an_answer_and_stay_text(client, query):
    for path in ("/cari", "/api/search"):
        response = client.get(path, query_string={"q": query})
        assert response.status_code in (200, 400, 414)
        if path == "/cari":
            assert "<script>" not in response.get_data(as_text=True)
            assert 'onfocus="' not in response.get_data(as_text=True).replace("&#34;", "'")


@pytest.mark.parametrize(
    "arguments",
    [
        "hal=0",
        "hal=-1",
        "hal=9999999999",
        "hal=x",
        "urut=zz",
        "wilayah=%00",
        "wilayah=99.99",
        "pejabat=@@@",
        "rubrik=" + "y" * 5000,
    ],
)
def test_bad_parameters_never_fail(client, arguments):
    assert client.get(f"/cari?q=banjir&{arguments}").status_code == 200


def test_hostile_articles_stay_text(make_app, tmp_path):
    attack = "<script>alert(1)</script>"
    line = {
        "id": "1",
        "title": f"Judul {attack}",
        "body": f"Isi banjir {attack}.",
        "url": "javascript:alert(1)",
        "byline": attack,
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    client = make_app(tmp_path / "a.jsonl").test_client()

    for address in ("/", "/cari?q=banjir", "/artikel/lentera:1"):
        text = client.get(address).get_data(as_text=True)
        assert "<script>" not in text
        assert "javascript:" not in text


def test_without_an_index_pages_say_so_and_health_fails(make_app):
    client = make_app(indexed=False).test_client()

    response = client.get("/cari?q=banjir")
    assert response.status_code == 503
    assert "telusur reindex" in response.get_data(as_text=True)
    assert client.get("/healthz").status_code == 503


def test_health_names_articles_and_generation(client):
    record = client.get("/healthz").get_json()

    assert record["status"] == "ok"
    assert record["articles"] == 240
    assert record["generation"]


def test_the_api_answers_as_the_command_line_does(client):
    record = client.get("/api/search?q=banjir&limit=3").get_json()

    assert set(record) == {"total", "took_ms", "hits", "facets", "corrections"}
    assert len(record["hits"]) == 3
    assert set(record["hits"][0]) >= {"id", "url", "title", "published", "score", "snippet", "regions", "officials"}


def test_the_api_reads_strictly_and_points_at_the_mistake(client):
    response = client.get("/api/search", query_string={"q": 'banjir "korban'})

    assert response.status_code == 400
    assert response.get_json()["position"] == 7


def test_a_results_page_is_small(client):
    import gzip

    assert len(gzip.compress(client.get("/cari?q=jambi").data)) < 20_000
