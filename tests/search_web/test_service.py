from datetime import date

import pytest

from index.analysis import Analyzer, load_lexicon
from index.engines import open_engine
from index.errors import ConfigError
from index.search import SearchRequest
from search_web import create_app
from search_web.access import password_hash
from search_web.limits import client_of, parse_limit
from tests.search_web.conftest import ZONE, make_config
from tests.search_web.reading import problems_of_markup


@pytest.fixture
def no_index(tmp_path, analyzer, gazetteer):
    engine = open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE)
    yield create_app(make_config(engine, analyzer, gazetteer)).test_client()
    engine.close()


def test_health_tells_articles_and_generation(client, engine):
    response = client.get("/readyz")
    assert response.get_json() == {"status": "ok", "articles": 240, "generation": engine.info().generation}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/cari?q=banjir", "/artikel/uji:1", "/bantuan"])
def test_without_an_index_every_page_says_so_and_names_the_cure(no_index, address):
    response = no_index.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "telusur reindex" in response.text
    assert problems_of_markup(response.text) == []


def test_without_an_index_programs_are_told_the_cure(no_index):
    response = no_index.get("/api/v1/search?q=banjir")
    assert response.status_code == 503
    assert "telusur reindex" in response.get_json()["detail"]
    assert no_index.get("/healthz").status_code == 200
    response = no_index.get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["status"] == "error"


def test_an_index_of_another_analyser_is_refused_until_it_is_rebuilt(tmp_path, analyzer, gazetteer):
    old = open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE)
    with old.rebuild():
        pass
    other = Analyzer(lexicon=load_lexicon(None), protected=["Kota Rekaan"])
    engine = open_engine(str(tmp_path / "index"), analyzer=other, zone=ZONE)
    client = create_app(make_config(engine, other, gazetteer)).test_client()
    assert [client.get(address).status_code for address in ("/", "/cari", "/readyz")] == [503, 503, 503]
    with engine.rebuild():
        pass
    assert [client.get(address).status_code for address in ("/", "/cari", "/readyz")] == [200, 200, 200]
    old.close()
    engine.close()


class Broken:
    """An engine with a mistake in it."""

    def search(self, request: SearchRequest) -> None:
        raise RuntimeError(f"broken by {request.limit}")

    def problems(self):
        return iter(())


def test_a_mistake_of_ours_is_a_page_and_is_logged_but_not_shown(analyzer, gazetteer, caplog):
    client = create_app(make_config(Broken(), analyzer, gazetteer)).test_client()
    response = client.get("/cari?q=banjir")
    assert response.status_code == 500
    assert "Ada gangguan" in response.text
    assert "broken" not in response.text
    assert "broken by" in caplog.text


def test_robots_are_kept_from_combinations_of_filters_but_not_from_searches(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /*?wilayah=" in text
    assert "Disallow: /*&hal=" in text
    assert "/cari" not in text


def test_the_base_address_is_printed(engine, analyzer, gazetteer):
    config = make_config(engine, analyzer, gazetteer, base_url="https://arsip.contoh.id")
    page = create_app(config).test_client().get("/cari?q=banjir").text
    assert "Alamat: https://arsip.contoh.id/cari?q=banjir. Diakses 24 November 2025." in page
    assert config.today() == date(2025, 11, 24)


def test_who_asks_too_often_is_told_when_to_come_back(own_app):
    app = own_app(rate_limit="3/minute")
    client = app.test_client()
    assert [client.get("/cari?q=a").status_code for _ in range(3)] == [200, 200, 200]
    refused = client.get("/cari?q=a")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert problems_of_markup(refused.text) == []
    program = client.get("/api/v1/stats")
    assert (program.status_code, program.content_type) == (429, "application/problem+json")
    assert client.get("/readyz").status_code == 200
    assert client.get("/cari?q=a", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


def test_an_ipv6_household_is_one_client():
    assert client_of("2001:db8::1") == client_of("2001:db8::2") != client_of("2001:db8:0:1::1")
    assert client_of(None) == "unknown"


def test_a_limit_that_is_none_is_refused_with_the_cure():
    with pytest.raises(ConfigError, match="300/minute"):
        parse_limit("many")


def test_metrics_are_the_operators(own_app):
    app = own_app(operator_password=password_hash("rahasia sekali"))
    client = app.test_client()
    client.get("/cari?q=a")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", auth=("x", "salah")).status_code == 401
    assert client.get("/metrics", auth=("x", "x" * 1000)).status_code == 401
    numbers = client.get("/metrics", auth=("x", "rahasia sekali")).text
    assert 'telusur_answers_total{endpoint="pages.search",status="200"} 1.0' in numbers
    assert "telusur_articles 0.0" in numbers


def test_without_a_password_there_are_no_operators_pages(client):
    assert client.get("/metrics").status_code == 404


def test_crawlers_may_not_walk_combinations_of_filters(client):
    address = "/cari?q=banjir&wilayah=15.05&wilayah=15.04&pejabat=bustami-rauf&dari=2020&sampai=2021"
    crawler = {"User-Agent": "ExampleBot/2.1 (+https://bot.example)"}
    assert client.get(address).status_code == 200
    assert client.get(address, headers=crawler).status_code == 429
    assert client.get("/cari?q=banjir&wilayah=15.05", headers=crawler).status_code == 200


def test_a_damaged_index_is_told_even_where_only_the_page_stumbles_over_it(own_app, monkeypatch):
    """What a wrong bit becomes may be a value like any other until a page reads it: here an impossible month."""
    app = own_app()

    def stumble():
        raise ValueError("invalid literal for int()")

    rule = next(r for r in app.url_map.iter_rules() if r.rule == "/cari")
    monkeypatch.setitem(app.view_functions, rule.endpoint, stumble)
    client = app.test_client()
    assert client.get("/cari").status_code == 500
    engine = app.extensions["telusur"].config.engine
    monkeypatch.setattr(type(engine), "problems", lambda _: iter(["the segment is not what was written"]))
    assert client.get("/cari").status_code == 503
