"""The editor's page in Chromium: with script, ticks and order renew the copies at once, and one click copies."""

import re

import pytest

from search_web import create_app
from tests.search_web.browsing import needs_browser, served
from tests.search_web.conftest import make_config
from tests.search_web.test_read_also import read_draft  # noqa: F401 - a fixture
from tests.search_web.test_related_api import DRAFT

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = needs_browser


@pytest.fixture(scope="module")
def page(engine, analyzer, gazetteer, read_draft, browser):  # noqa: F811
    """The page with suggestions for a draft."""
    with served(create_app(make_config(engine, analyzer, gazetteer, read_draft=read_draft))) as address:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        opened = context.new_page()
        problems = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        opened.goto(f"{address}/baca-juga")
        opened.fill("#naskah", DRAFT)
        opened.get_by_role("button", name="Cari berita terkait").click()
        opened.locator("#usul").wait_for()
        yield opened
        context.close()
        assert problems == []


def lines(page):
    return page.locator("#s-teks").input_value().splitlines()[::2]


def test_copies_follow_ticks_and_order_without_a_press(page):
    assert not page.get_by_role("button", name="Perbarui salinan").is_visible()
    _, second, third = lines(page)
    chosen, copy = page.locator("#terpilih"), page.locator("#s-teks")
    page.locator("#p-1").uncheck()
    expect(chosen).to_have_text("2 dari 5 dipilih")
    assert lines(page) == [second, third]
    page.locator("#naik-3").click()
    expect(copy).to_have_value(re.compile(f"^{re.escape(third)}"))
    assert lines(page) == [third, second]
    assert page.input_value("#naskah") == DRAFT
    assert "naskah" not in page.url


def test_one_click_copies(page):
    page.get_by_role("button", name="Salin Blok Gutenberg").click()
    expect(page.locator("#kabar")).to_contain_text("Tersalin")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#s-blok").input_value()
