"""Opened hits are told once each, with and without script, and where the browser sends no pings."""

import time

import pytest

from search_web import create_app
from search_web.insight import QueryLog
from tests.search_web.browsing import CHROMIUM, needs_browser, served
from tests.search_web.conftest import make_config

pytestmark = needs_browser
PATIENCE = 10.0
"""Seconds in which a beacon arrives."""

SETTLED = 0.5
"""Seconds after which no second message follows a first."""


@pytest.fixture
def log(tmp_path) -> QueryLog:
    return QueryLog(tmp_path / "queries.sqlite")


@pytest.fixture
def address(engine, analyzer, gazetteer, log):
    with served(create_app(make_config(engine, analyzer, gazetteer, query_log=log))) as found:
        yield found


@pytest.fixture(params=[True, False], ids=["pings", "no pings"])
def any_browser(request, browser):
    """A browser that sends pings, and one that does not, as Firefox out of the box."""
    if request.param:
        yield browser
        return
    arguments = ["--no-sandbox", "--no-pings"]
    opened = browser.browser_type.launch(executable_path=str(CHROMIUM), args=arguments)
    yield opened
    opened.close()


def told(log: QueryLog, at_least: int) -> list[int]:
    """Return the positions of the hits that were told as opened, once as many have arrived and no more follow."""
    end = time.monotonic() + PATIENCE
    while len(log.select("SELECT position FROM clicks")) < at_least and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(SETTLED)
    return [position for (position,) in log.select("SELECT position FROM clicks ORDER BY position")]


def hits(page, address):
    page.goto(f"{address}/cari?q=banjir", wait_until="load")
    return page.locator(".story h3 a")


def test_a_click_a_key_and_a_new_tab_tell_once_each_and_a_menu_does_not(any_browser, address, log):
    page = any_browser.new_page()
    hits(page, address).nth(0).click()
    page.wait_for_url("**/artikel/**")
    hits(page, address).nth(1).press("Enter")
    page.wait_for_url("**/artikel/**")
    hits(page, address).nth(2).click(modifiers=["ControlOrMeta"])
    hits(page, address).nth(3).click(button="middle")
    hits(page, address).nth(4).click(button="right")
    assert told(log, 4) == [1, 2, 3, 4]
    page.context.close()


def test_without_script_the_browser_tells(browser, address, log):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    hits(page, address).nth(2).click()
    page.wait_for_url("**/artikel/**")
    assert told(log, 1) == [3]
    context.close()
