"""The pages in a real browser, at the width of a telephone and of a desk."""

import pytest

from tests.search_web.browsing import needs_browser

WIDTHS = {"telephone": 390, "desk": 1280}
LONGEST_TAB_WALK = 120

pytestmark = needs_browser

ADDRESSES = [
    "/",
    "/cari?q=banjir",
    "/cari?q=banjir&wilayah=15.05&dari=2021-01&sampai=2021-01",
    "/cari?q=%22korban+banjir",
    "/cari?q=banjir&dari=kapan",
    "/cari?q=" + "panjang" * 40,
    "/cari?q=zzzqqq&wilayah=15.05",
    "/artikel/lentera:LJ-C047",
    "/wilayah",
    "/wilayah/15.05",
    "/pejabat/fauzan-mahyudin",
    "/terbit/2021-01",
    "/bantuan",
    "/api/v1/",
]


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS.keys())
def width(request: pytest.FixtureRequest) -> int:
    return request.param


def follow(page, act) -> None:
    """Do what leads to another address, and wait until it is shown."""
    before = page.url
    act()
    page.wait_for_url(lambda url: url != before)


def tab_to(page, selector: str) -> None:
    """Press Tab until the focus is on an element that matches."""
    for _ in range(LONGEST_TAB_WALK):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def press_on(page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def test_a_reader_searches_filters_pages_and_reads(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)

    page.get_by_label("Cari berita").fill("banjir")
    follow(page, lambda: page.get_by_role("button", name="Cari", exact=True).click())
    page.get_by_text("Saring dan urutkan").click()
    page.locator("summary", has_text="Wilayah").click()
    province = page.locator("label", has=page.locator('input[name=wilayah][value="15"]'))
    promised = province.locator("b").inner_text().split()[0]
    province.locator("input").check()
    follow(page, lambda: page.get_by_role("button", name="Terapkan").click())

    assert "wilayah=15" in page.url
    assert page.locator("#hasil").inner_text().startswith(f"{promised} berita")
    assert "Provinsi Jambi" in page.locator(".chips").inner_text()
    assert page.locator("mark").count() > 0

    follow(page, lambda: page.get_by_role("link", name="Berikutnya").click())
    assert "hal=2" in page.url
    headline = page.locator(".story h3 a").first
    title = headline.inner_text()
    follow(page, headline.click)
    assert page.locator("h1").inner_text() == title
    page.close()


def test_the_keyboard_alone_and_no_script_go_all_the_way(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    tab_to(page, "#q")
    page.keyboard.type("banjir")
    follow(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_function("document.activeElement.id === 'hasil'")
    press_on(page, "#saringan > summary")
    press_on(page, "#saringan details summary")
    press_on(page, "input[name=wilayah]", "Space")
    follow(page, lambda: press_on(page, "#saringan button"))
    follow(page, lambda: press_on(page, "a[rel~=next]"))
    follow(page, lambda: press_on(page, ".story h3 a"))

    assert "/artikel/" in page.url
    context.close()


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_is_wider_than_the_window_and_nothing_is_refused(browser, address, path):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints == []
    outside = [url for url in requests if not url.startswith((address, "data:"))]
    assert outside == []
    assert len([url for url in requests if not url.startswith("data:")]) <= 3
    page.close()
