"""Feeds of a search, and what a browser needs to search the archive itself."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from index.article import ArticleId, Document
from tests.search_web.conftest import sample_documents
from tests.search_web.reading import get, total

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_an_atom_feed_holds_the_newest_stories_of_a_search(client):
    response = client.get("/umpan.atom?q=banjir&wilayah=15")
    feed = ET.fromstring(response.data)
    assert response.content_type == "application/atom+xml; charset=utf-8"
    assert feed.findtext(f"{ATOM}title") == "Arsip Lentera Jambi: “banjir”, Provinsi Jambi"
    moments = [entry.findtext(f"{ATOM}published") for entry in feed.iter(f"{ATOM}entry")]
    assert len(moments) > 10
    assert moments == sorted(moments, reverse=True)
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_rss_and_json_hold_the_same_stories(client):
    atom = ET.fromstring(client.get("/umpan.atom?q=banjir").data)
    rss = ET.fromstring(client.get("/umpan.rss?q=banjir").data)
    json = client.get("/umpan.json?q=banjir").get_json()
    titles = [entry.findtext(f"{ATOM}title") for entry in atom.iter(f"{ATOM}entry")]
    assert titles == [item.findtext("title") for item in rss.iter("item")] == [item["title"] for item in json["items"]]
    assert len(titles) == min(30, total(client, "banjir"))


def test_addresses_in_feeds_are_whole(own_app, sample_dir):
    document = next(sample_documents(sample_dir))
    client = own_app(document, base_url="https://arsip.lentera.example/lama").test_client()
    for text in (client.get("/umpan.atom").text, client.get("/umpan.json").text, client.get("/opensearch.xml").text):
        assert "https://arsip.lentera.example/" in text
        assert "localhost" not in text


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_control_characters_and_markup_break_no_feed(own_app, sample_dir, kind):
    document = next(sample_documents(sample_dir))
    hostile = replace(
        document.article, id=ArticleId("uji:1"), title="\x00<b>&\ud800]]>\ufffe", body="\x0b</entry><script>"
    )
    client = own_app(Document(article=hostile)).test_client()
    response = client.get(f"/umpan.{kind}", query_string={"q": ""})
    assert response.status_code == 200
    if kind != "json":
        ET.fromstring(response.data)


def test_pages_of_results_name_their_feeds(client):
    page = get(client, "/cari?q=banjir&urut=terlama&hal=2")
    feeds = [link["href"] for link in page.select("link[rel=alternate]")]
    assert feeds == [f"/umpan.{kind}?q=banjir" for kind in ("atom", "rss", "json")]


def test_an_unchanged_feed_is_not_sent_again(client):
    first = client.get("/umpan.rss?q=banjir")
    again = client.get("/umpan.rss?q=banjir", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_browsers_can_search_the_archive_and_complete(client):
    description = ET.fromstring(client.get("/opensearch.xml").data)
    urls = {url.get("type"): url.get("template") for url in description.iter(f"{OPENSEARCH}Url")}
    assert urls["text/html"].endswith("/cari?q={searchTerms}")
    typed, suggestions = client.get("/saran?q=muaro").get_json()
    assert typed == "muaro"
    assert "Muaro Jambi" in suggestions


def test_there_are_no_other_kinds_of_feeds(client):
    assert client.get("/umpan.xml").status_code == 404
