"""A newsroom's own colour, and the pages inside another application."""

import pytest
from flask import Flask

from index.errors import ConfigError
from search_web import mount
from search_web.look import DARK_GROUNDS, LEAST_CONTRAST, contrast, stylesheet
from tests.search_web.conftest import make_config
from tests.search_web.reading import get


def test_a_colour_stands_wherever_the_stylesheets_own_stood():
    text = stylesheet("#7a1f3d", None).text
    assert "#0a5a4b" not in text
    assert text.count("#7a1f3d") == 2


def test_the_colour_on_dark_ground_is_made_readable():
    text = stylesheet("#101080", None).text
    dark = text.partition("--accent: light-dark(#101080, ")[2][:7]
    assert min(contrast(dark, ground) for ground in DARK_GROUNDS) >= LEAST_CONTRAST


@pytest.mark.parametrize(
    ("accent", "dark", "setting"), [("#ffee00", None, "accent"), ("#0a5a4b", "#111111", "accent_dark")]
)
def test_a_colour_that_is_hard_to_read_is_refused_with_the_cure(accent, dark, setting):
    with pytest.raises(ConfigError, match=rf"{setting}: .* contrast of \d"):
        stylesheet(accent, dark)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_another_colour_is_another_address(own_app, client):
    one, other = (
        get(c, "/").select_one("link[rel=stylesheet]")["href"]
        for c in (client, own_app(accent="#7a1f3d").test_client())
    )
    assert one != other
    kept = client.get(one)
    assert kept.content_type == "text/css; charset=utf-8"
    assert "max-age=31536000" in kept.headers["Cache-Control"]


def test_the_pages_can_live_below_a_prefix_of_another_application(engine, analyzer, gazetteer):
    around = Flask("around")
    around.add_url_rule("/", view_func=lambda: "newsroom")
    mount(around, "/arsip", make_config(engine, analyzer, gazetteer))
    client = around.test_client()
    assert client.get("/").text == "newsroom"
    assert client.get("/cari").status_code == 404
    page = get(client, "/arsip/cari?q=banjir&wilayah=15")
    for link in page.select("a[href^='/'], link[href^='/'], form"):
        assert (link.get("href") or link["action"]).startswith("/arsip/")
    assert "/arsip/*?wilayah=" in client.get("/arsip/robots.txt").text
    with pytest.raises(ValueError, match="/arsip"):
        mount(around, "arsip/", make_config(engine, analyzer, gazetteer))
