"""What a page of twenty hits weighs, and that nothing moves once it is shown."""

import gzip

import pytest

from search_web import create_app
from tests.search_web.browsing import needs_browser, served
from tests.search_web.conftest import make_config
from tests.search_web.reading import get

MOST_HTML, MOST_CSS, MOST_JS, MOST_REQUESTS = 20_000, 8_000, 4_000, 3
"""Bytes through gzip, and requests of a first visit."""

STEADY = 0.001
"""Layout shift that nobody sees: a page that arrives in two parts shifts by millionths (0.1 counts as good)."""

RESULTS = "/cari?q=jambi"


@pytest.fixture(scope="module")
def twenty(engine, analyzer, gazetteer):
    return create_app(make_config(engine, analyzer, gazetteer, page_size=20))


def zipped(client, address: str) -> int:
    with client.get(address) as response:
        assert response.status_code == 200
        return len(gzip.compress(response.data, compresslevel=6))


def test_twenty_hits_their_style_and_their_script_are_light(twenty):
    client = twenty.test_client()
    page = get(client, RESULTS)
    assert len(page.select(".story")) == 20
    sizes = {
        "html": zipped(client, RESULTS),
        "css": zipped(client, page.select_one("link[rel=stylesheet]")["href"]),
        "js": zipped(client, page.select_one("script")["src"]),
    }
    assert sizes["html"] <= MOST_HTML, sizes
    assert sizes["css"] <= MOST_CSS, sizes
    assert sizes["js"] <= MOST_JS, sizes


@pytest.mark.browser
@needs_browser[1]
@pytest.mark.parametrize("width", [390, 1280])
def test_three_requests_and_nothing_moves(twenty, browser, width):
    with served(twenty) as address:
        page = browser.new_page(viewport={"width": width, "height": 800})
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => (window.moved += e.value)))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(address + RESULTS, wait_until="networkidle")
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") < STEADY
        sent = [url for url in requests if not url.startswith("data:")]
        assert len(sent) <= MOST_REQUESTS
        assert all(url.startswith(address) for url in sent)
        page.close()
