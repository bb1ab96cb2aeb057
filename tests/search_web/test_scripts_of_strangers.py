"""Script in every place that a stranger can write to: nothing runs, and nothing even tries to."""

from datetime import datetime
from urllib.parse import quote

import pytest

from index.article import Annotations, Article, ArticleId, Document, EditorLink, OfficeHolder, RegionCode
from index.engines import open_engine
from search_web import create_app
from search_web.access import password_hash
from search_web.insight import LoggedSearch, QueryLog
from tests.search_web.browsing import needs_browser, served
from tests.search_web.conftest import ZONE, make_config

pytestmark = needs_browser

NOW = datetime(2025, 11, 24, 9, 0, tzinfo=ZONE)
PASSWORD = "rahasia sekali"  # noqa: S105
PAYLOADS = (
    "<script>window.ran=1</script>",
    "</title><script>window.ran=1</script>",
    '"><img src=x onerror=window.ran=1>',
    "' autofocus onfocus=window.ran=1 x='",
    "<svg/onload=window.ran=1>",
    "<style>@import'//jahat.example'</style>",
    "</textarea><iframe srcdoc='<script>parent.ran=1</script>'>",
    "javascript:window.ran=1",
    "{{ 7*7 }}{% raw %}${window.ran=1}",
    "<a href=javascript:window.ran=1>x</a>",
    "<math><mi xlink:href='data:x,<script>window.ran=1</script>'>",
    "\u2028<!--><script>window.ran=1//--></script>",
    "<mark onmouseover=window.ran=1>banjir</mark>",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "%3Cscript%3Ewindow.ran=1%3C/script%3E",
)

FIXED = (
    "/", "/cari", "/cari?q=banjir&urut=terlama", "/wilayah/15.05", "/pejabat", "/pengelola", "/api/v1/", "/terbit",
)  # fmt: skip


def document(number: int, payload: str) -> Document:
    article = Article(
        id=ArticleId(f"uji:{number}{payload}"),
        url=f"javascript:window.ran=1//{number}",
        title=f"banjir {payload}",
        body=f"{payload} – Air naik di Sengeti. banjir {payload}\n\nbanjir lagi {payload} rumah.",
        published=NOW,
        byline=payload,
        dateline=payload,
        sections=(payload,),
        tags=(payload,),
        links=(EditorLink(title=payload, url=f"javascript:window.ran=1//{payload}"),),
    )
    person = OfficeHolder(title="bupati", person=f"Siti {payload}", region=RegionCode("15.05"))
    return Document(article=article, annotations=Annotations(regions=(RegionCode("15.05"),), officials=(person,)))


@pytest.fixture(scope="module")
def pages(tmp_path_factory, analyzer, gazetteer):
    """The addresses of pages that show every payload in every place."""
    folder = tmp_path_factory.mktemp("hostile")
    engine = open_engine(str(folder / "index"), analyzer=analyzer, zone=ZONE)
    documents = [document(number, payload) for number, payload in enumerate(PAYLOADS)]
    with engine.rebuild() as writer:
        for one in documents:
            writer.add(one)
    log = QueryLog(folder / "queries.sqlite")
    for payload in PAYLOADS:
        log.add(LoggedSearch(query=payload, filters=payload, total=0, milliseconds=1.0), NOW)
    config = make_config(
        engine,
        analyzer,
        gazetteer,
        archive_name=PAYLOADS[0],
        notice=PAYLOADS[2],
        contact=PAYLOADS[4],
        query_log=log,
        clock=lambda: NOW,
        operator_password=password_hash(PASSWORD),
    )
    with served(create_app(config)) as address:
        yield address
    engine.close()


def test_nothing_runs(pages, browser):
    address = pages
    context = browser.new_context(http_credentials={"username": "x", "password": PASSWORD})
    page = context.new_page()
    complaints: list[str] = []
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith((address, "data:")) else None)

    def visit(path: str) -> None:
        page.goto(address + path)
        page.keyboard.press("Tab")
        complaints.extend([f"{path}: ran"] if page.evaluate("window.ran === 1") else [])

    for path in (
        "/",
        "/cari",
        "/cari?q=banjir&urut=terlama",
        "/wilayah/15.05",
        "/pejabat",
        "/pengelola",
        "/api/v1/",
        "/terbit",
    ):
        visit(path)
    with page.expect_response(lambda response: "suggest" in response.url):
        page.goto(address)
        page.locator("#q").press_sequentially("banj", delay=5)
    for link in page.evaluate(
        "fetch('/cari?q=banjir').then((r) => r.text()).then((t) => [...new DOMParser().parseFromString(t, 'text/html')"
        ".querySelectorAll('.story h3 a, .meta a')].map((a) => a.getAttribute('href')))"
    ):
        assert link.startswith("/"), link
        visit(link)
    for payload in PAYLOADS:
        quoted = quote(payload, safe="")
        for parameter in ("q", "urut", "wilayah", "pejabat", "rubrik", "dari", "hal"):
            visit(f"/cari?{parameter}={quoted}")
    assert [c for c in complaints if "404" not in c and "400" not in c] == []
    context.close()
