import re
from datetime import datetime

import pytest
from bs4 import BeautifulSoup

from index.article import Annotations, Article, ArticleId, Document, EditorLink, OfficeHolder, RegionCode
from search_web.headers import MAX_QUERY_BYTES
from tests.search_web.conftest import ZONE
from tests.search_web.reading import problems_of_markup

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus '",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><style>*{display:none}</style>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; \u2028\u202e<b>",
]
ADDRESSES = [
    "/",
    "/cari",
    "/cari?q=banjir",
    "/cari?q=banjir&dari=2021-01&sampai=2021-01",
    "/cari?q=zzqq",
    "/artikel/uji:0",
    "/bantuan",
    "/tidak-ada",
]


def hostile(number, text):
    return Document(
        article=Article(
            id=ArticleId(f"uji:{number}"),
            title=f"Banjir {text}",
            body=f"{text} – banjir {text}\n\n{text}",
            url=text,
            published=datetime(2021, 1, 1 + number, tzinfo=ZONE),
            byline=text,
            dateline=text,
            sections=(text,),
            tags=(text,),
            links=(EditorLink(title=text, url=text),),
        ),
        annotations=Annotations(
            regions=(RegionCode(text),), officials=(OfficeHolder(title=text, person=text, region=RegionCode("15.05")),)
        ),
    )


def assert_harmless(html):
    assert problems_of_markup(html) == []
    soup = BeautifulSoup(html, "html.parser")
    assert [script["src"].partition("?")[0] for script in soup.find_all("script")] == ["/static/telusur.js"]
    assert not soup.find_all(["img", "svg", "style", "iframe", "object", "base", "template"])
    assert all(re.match(r"[/#]", a["href"]) for a in soup.find_all("a")), "a link leads away"


@pytest.mark.parametrize("address", ADDRESSES)
def test_whatever_stands_in_articles_stays_text(own_app, address):
    documents = [hostile(number, text) for number, text in enumerate(ATTACKS)]
    app = own_app(*documents, archive_name=ATTACKS[0], notice=ATTACKS[1])
    response = app.test_client().get(address)
    assert response.status_code in (200, 404)
    assert_harmless(response.text)


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("query", ["banjir", None])
def test_whatever_stands_in_addresses_stays_text(client, query, text):
    parameters = ("urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal", "lain")
    response = client.get("/cari", query_string=dict.fromkeys(parameters, text) | {"q": query or text})
    assert response.status_code == 200
    assert_harmless(response.text)


@pytest.mark.parametrize(
    "address",
    [*ADDRESSES, "/api/v1/search?q=x", "/api/v1/search?q=(", "/healthz", "/robots.txt", "/static/telusur.css"],
)
def test_every_answer_forbids_what_it_does_not_need(client, address):
    with client.get(address) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_a_forged_host_changes_nothing(client):
    honest, forged = (client.get("/cari?q=banjir", headers={"Host": host}).text for host in ("localhost", "jahat.id"))
    assert forged == honest
    assert client.get("/cari?q=x&dari=", headers={"Host": "jahat.id"}).headers["Location"] == "/cari?q=x"


def test_an_endless_address_is_refused_in_words(client):
    response = client.get("/cari?q=" + "x" * (MAX_QUERY_BYTES + 1))
    assert response.status_code == 414
    assert "Alamat terlalu panjang" in response.text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/", "/cari", "/artikel/x", "/api/v1/search"])
def test_pages_can_only_be_read(client, method, address):
    response = getattr(client, method)(address, data="x")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_page_that_has_not_changed_is_answered_briefly(client):
    first = client.get("/cari?q=banjir")
    again = client.get("/cari?q=banjir", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert client.get("/cari?q=kopi", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_files_are_kept_for_as_long_as_their_address_lasts(client):
    page = BeautifulSoup(client.get("/").text, "html.parser")
    for address in (page.find("link", rel="stylesheet")["href"], page.script["src"]):
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        with client.get(address) as response:
            assert response.status_code == 200
            assert "max-age=31536000" in response.headers["Cache-Control"]
            assert response.headers["ETag"]


@pytest.mark.parametrize(
    "address", ["/static/../config.py", "/static/%2e%2e/config.py", "/artikel/../../etc/passwd", "/cari/"]
)
def test_nothing_beside_the_pages_is_served(client, address):
    assert client.get(address).status_code == 404
