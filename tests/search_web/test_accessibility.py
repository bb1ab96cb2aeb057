"""axe-core on every kind of page and state: narrow and wide, zoomed, light and dark. No violation is allowed."""

from datetime import datetime

import pytest

from search_web import create_app
from search_web.access import password_hash
from search_web.alerts import AlertStore
from search_web.config import AlertConfig
from search_web.insight import LoggedSearch, QueryLog
from search_web.link_audit import LinkReports
from tests.search_web.browsing import needs_browser, served
from tests.search_web.conftest import ZONE, make_config
from tests.search_web.test_alerts import Outbox
from tests.search_web.test_link_audit_page import broken, named, report

pytestmark = needs_browser

NOW = datetime(2025, 11, 24, 9, 0, tzinfo=ZONE)
PASSWORD = "rahasia sekali"  # noqa: S105
ZOOMED = 640
"""Width of a window of 1280 points at 200 %."""

STATES = [(320, "light"), (320, "dark"), (ZOOMED, "light"), (1280, "light"), (1280, "dark")]
PAGES = {
    "start": "/",
    "results": "/cari?q=banjir",
    "results, filters open": "/cari?q=banjir&wilayah=15.05&wilayah=15.04&pejabat=zulkarnain-idrus&dari=2020",
    "results, a month": "/cari?q=banjir&dari=2021-01&sampai=2021-01",
    "results, a query error": "/cari?q=%22korban+banjir",
    "results, a date error": "/cari?q=banjir&dari=kapan",
    "results, past the end": "/cari?q=banjir&hal=90",
    "results, a correction": "/cari?q=banjr",
    "results, a long word": "/cari?q=" + "panjang" * 40,
    "nothing": "/cari?q=zzzqqq&wilayah=15.05",
    "nothing, ways out": "/cari?q=banjir&wilayah=15.03&dari=2023&sampai=2023",
    "article": "/artikel/lentera:LJ-C047",
    "article, advertorial": "/artikel/lentera:LJ-B049",
    "regions": "/wilayah",
    "region": "/wilayah/15.05",
    "district": "/wilayah/15.05.01",
    "officials": "/pejabat",
    "official": "/pejabat/fauzan-mahyudin",
    "office": "/pejabat/gubernur@15",
    "months": "/terbit",
    "month": "/terbit/2021-01",
    "help": "/bantuan",
    "api": "/api/v1/",
    "alert": "/peringatan?q=banjir",
    "editor": "/baca-juga",
    "editor, suggestions": "/baca-juga?alamat=lentera:LJ-C047",
    "editor, an unknown address": "/baca-juga?alamat=lentera:tidak-ada",
    "operator": "/pengelola",
    "operator, links": "/pengelola/tautan",
    "operator, unlinked stories": "/pengelola/tautan?daftar=orphans",
    "not found": "/tidak-ada",
    "english": "/en/cari?q=banjir&wilayah=15.05",
}


@pytest.fixture(scope="module")
def everything(engine, analyzer, gazetteer, tmp_path_factory):
    """The address of the pages with everything switched on."""
    folder = tmp_path_factory.mktemp("web")
    log = QueryLog(folder / "queries.sqlite")
    for number, total in enumerate((12, 0, 3)):
        log.add(LoggedSearch(query=f"banjir {number}", filters="", total=total, milliseconds=3.2), NOW)
    reports = LinkReports(folder / "links.json")
    reports.save(report(troubled=(broken(url="https://lentera.example/" + "hilang" * 20, target=named("b")),)))
    config = make_config(
        engine,
        analyzer,
        gazetteer,
        query_log=log,
        link_reports=reports,
        clock=lambda: NOW,
        operator_password=password_hash(PASSWORD),
        contact="redaksi@lentera.example",
        base_url="https://arsip.lentera.example",
        alerts=AlertConfig(store=AlertStore(folder / "a.sqlite"), mailer=Outbox(), sender="arsip@lentera.example"),
    )
    with served(create_app(config)) as address:
        yield address


@pytest.fixture(scope="module", params=STATES, ids=lambda state: f"{state[0]}-{state[1]}")
def page(request, browser):
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        device_scale_factor=2 if width == ZOOMED else 1,
        http_credentials={"username": "x", "password": PASSWORD},
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing(everything, page, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.goto(everything + path)
    # What is folded away is not looked at, so all of it is opened.
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_completion_list_is_announced_and_worked_by_keyboard(everything, page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.goto(everything)
    page.locator("#q").press_sequentially("banj", delay=5)
    page.wait_for_selector("#q-saran:not([hidden])")
    assert axe.Axe().run(page).violations_count == 0
    assert "saran" in page.locator("[role=status]").first.inner_text()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]").get_attribute("data-text")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari?q=*")
    assert page.locator("#q").input_value() == chosen
    page.locator("#q").fill("mua")
    page.wait_for_selector("#q-saran:not([hidden])")
    page.keyboard.press("Escape")
    assert page.locator("#q-saran").is_hidden()


def test_colours_that_the_reader_forces_keep_bars_and_marks_visible(everything, browser):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(everything + "/cari?q=banjir")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in (".years .bar", "mark"):
        assert page.evaluate("(part) => getComputedStyle(document.querySelector(part)).backgroundColor", part) != paper
    context.close()


def test_print_shows_the_search_and_no_controls(everything, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(everything + "/cari?q=banjir&wilayah=15.05")
    page.emulate_media(media="print")
    assert "Pencarian: banjir" in page.locator("p.print").inner_text()
    for control in (".find", ".panel", ".menu"):
        assert page.locator(control).first.is_hidden()
    context.close()
