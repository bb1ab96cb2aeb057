"""The log of searches: what it remembers, what it never does, and what it tells."""

import json
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from index.errors import ConfigError
from search_web import create_app
from search_web.access import password_hash
from search_web.insight import ClickedHit, LoggedSearch, QueryLog, report
from search_web.insight.log import masked
from search_web.insight.popular import PopularSearches
from tests.search_web.conftest import ZONE, make_config
from tests.search_web.reading import get, problems_of_markup

NOW = datetime(2025, 11, 24, 9, 30, tzinfo=ZONE)
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
BANJIR = LoggedSearch(query="banjir", filters="wilayah=15", total=12, milliseconds=3.5)
PASSWORD = "rahasia sekali"  # noqa: S105


@pytest.fixture
def log(tmp_path) -> QueryLog:
    return QueryLog(tmp_path / "log" / "queries.sqlite")


@pytest.fixture
def logged(engine, analyzer, gazetteer, log):
    """A browser on pages that remember searches."""
    config = make_config(
        engine, analyzer, gazetteer, query_log=log, clock=lambda: NOW, operator_password=password_hash(PASSWORD)
    )
    client = create_app(config).test_client()
    client.environ_base["HTTP_USER_AGENT"] = BROWSER["User-Agent"]
    return client


def rows(log: QueryLog) -> list[tuple]:
    return log.select("SELECT * FROM searches")


def test_a_search_is_remembered_with_what_it_found_and_nobody_who_asked(logged, log):
    logged.get("/cari?q=Jambi&wilayah=15&urut=terbaru")
    ((hour, query, filters, total, milliseconds),) = rows(log)
    assert (hour, query, filters) == ("2025-11-24T09", "Jambi", "urut=terbaru&wilayah=15")
    assert total > 0
    assert milliseconds >= 0
    columns = [name for (_, name, *_) in log.select("PRAGMA table_info(searches)")]
    assert columns == ["hour", "query", "filters", "total", "milliseconds"]


@pytest.mark.parametrize("address", ["/cari", "/cari?q=jambi&hal=2", "/api/v1/search?q=jambi", "/umpan.atom?q=jambi"])
def test_other_requests_are_not_remembered(logged, log, address):
    logged.get(address)
    assert rows(log) == []


def test_robots_are_not_remembered(logged, log):
    logged.get("/cari?q=jambi", headers={"User-Agent": "ExampleBot/1.0 (+https://bot.example)"})
    assert rows(log) == []


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("0812-3456-7890 penipuan", "… penipuan"),
        ("NIK 1571010101900001", "NIK …"),
        ("siti@example.id", "…"),
        ("banjir 2024", "banjir 2024"),
        ("UU 11 2020", "UU 11 2020"),
    ],
)
def test_what_may_belong_to_one_person_is_masked(query, kept):
    assert masked(query) == kept


def test_searches_are_forgotten_after_some_days(log):
    log.add(BANJIR, NOW - timedelta(days=91))
    log.add(replace(BANJIR, query="jalan"), NOW)
    assert [query for (_, query, *_) in rows(log)] == ["jalan"]


def test_a_log_that_cannot_be_written_costs_no_answer(logged, log, tmp_path, caplog):
    holder = sqlite3.connect(log._path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert logged.get("/cari?q=jambi").status_code == 200
    assert "was not remembered" in caplog.text
    holder.execute("ROLLBACK")
    holder.close()


def test_a_file_that_is_no_log_is_refused(tmp_path):
    (tmp_path / "x").write_text("this is no database, and long enough to be seen as one" * 40)
    with pytest.raises(ConfigError, match="query_log"):
        QueryLog(tmp_path / "x")
    with pytest.raises(ConfigError, match="query_log"):
        QueryLog(tmp_path / "x" / "y")


def test_an_opened_hit_is_remembered_if_it_was_searched_for(logged, log):
    page = get(logged, "/cari?q=jambi")
    ping = page.select_one(".story h3 a")["ping"]
    assert logged.post(ping, content_type="text/ping").status_code == 204
    assert logged.post(ping.replace("q=jambi", "q=lain")).status_code == 204
    ((_, query, article, position),) = log.select("SELECT * FROM clicks")
    assert (query, position) == ("jambi", 1)
    assert article.startswith("lentera:")


@pytest.mark.parametrize(
    "query", ["", "?q=jambi", "?q=jambi&a=tidak-ada&n=1", "?q=jambi&a=x&n=²", f"?q={'x' * 400}&a=x&n=1"]
)
def test_a_click_on_nothing_is_refused(logged, query):
    assert logged.post(f"/klik{query}").status_code == 400


def test_other_sites_cannot_make_up_clicks(logged):
    assert logged.post("/klik?q=a&a=b&n=1", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404


def test_without_a_log_nothing_is_pinged(client):
    assert "ping=" not in client.get("/cari?q=banjir").text
    assert client.post("/klik?q=a&a=b&n=1").status_code == 404


def test_the_report_tells_what_is_frequent_empty_and_slow(log):
    for total in (3, 5):
        log.add(replace(BANJIR, total=total), NOW)
    log.add(LoggedSearch(query="Banjir", filters="", total=6, milliseconds=80.0), NOW)
    log.add(LoggedSearch(query="zzz", filters="", total=0, milliseconds=1.0), NOW - timedelta(days=1))
    log.add_click(ClickedHit(query="banjir", article="a:1", position=2), NOW)
    told = report(log, NOW, days=7)
    assert (told.searches, told.empty, told.clicks) == (4, 1, 1)
    assert [(day.day, day.searches, day.empty) for day in told.daily] == [("2025-11-23", 1, 1), ("2025-11-24", 3, 0)]
    assert (told.top[0].times, told.top[0].total, told.top[0].clicks) == (3, 6, 1)
    assert [row.query for row in told.nothing] == ["zzz"]
    assert told.slow[0].milliseconds == 80.0
    assert report(log, NOW + timedelta(days=30), days=7).searches == 0


def test_the_operators_page_shows_it_and_escapes_it(logged, log):
    log.add(replace(BANJIR, query="<script>alert(1)</script>"), NOW)
    assert logged.get("/pengelola").status_code == 401
    response = logged.get("/pengelola?hari=7", auth=("x", PASSWORD))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert problems_of_markup(response.text) == []
    assert "&lt;script&gt;alert(1)" in response.text
    assert "1 pencarian dalam 7 hari" in response.text


def test_only_what_many_search_for_is_offered_to_others(log):
    for day in range(3):
        for _ in range(2):
            log.add(replace(BANJIR, query="banjir bandang"), NOW - timedelta(days=day))
    for _ in range(9):
        log.add(replace(BANJIR, query="banjir rumah Pak Budi"), NOW)
        log.add(replace(BANJIR, query="banjir kosong", total=0), NOW)
    popular = PopularSearches(log)
    assert popular.beginning_with("Banjir  ", 5) == ["banjir bandang"]
    assert popular.beginning_with("banjir bandang", 5) == []
    assert popular.beginning_with(" ", 5) == ()


def test_frequent_searches_lead_the_completions(logged, log):
    for day in range(3):
        for _ in range(2):
            log.add(replace(BANJIR, query="jambi kota seberang"), NOW - timedelta(days=day))
    suggestions = logged.get("/api/v1/suggest?q=jambi+k").get_json()["suggestions"]
    assert suggestions[0]["text"] == "jambi kota seberang"
    assert json.dumps(suggestions).count("jambi kota seberang") == 1
