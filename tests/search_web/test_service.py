from datetime import date

import pytest

from index.analysis import Analyzer, load_lexicon
from index.engines import open_engine
from index.search import SearchRequest
from search_web import create_app
from tests.search_web.conftest import ZONE, make_config
from tests.search_web.reading import problems_of_markup


@pytest.fixture
def no_index(tmp_path, analyzer, gazetteer):
    engine = open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE)
    yield create_app(make_config(engine, analyzer, gazetteer)).test_client()
    engine.close()


def test_health_tells_articles_and_generation(client, engine):
    response = client.get("/healthz")
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
    response = no_index.get("/healthz")
    assert response.status_code == 503
    assert response.get_json()["status"] == "error"


def test_an_index_of_another_analyser_is_refused_until_it_is_rebuilt(tmp_path, analyzer, gazetteer):
    old = open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE)
    with old.rebuild():
        pass
    other = Analyzer(lexicon=load_lexicon(None), protected=["Kota Rekaan"])
    engine = open_engine(str(tmp_path / "index"), analyzer=other, zone=ZONE)
    client = create_app(make_config(engine, other, gazetteer)).test_client()
    assert [client.get(address).status_code for address in ("/", "/cari", "/healthz")] == [503, 503, 503]
    with engine.rebuild():
        pass
    assert [client.get(address).status_code for address in ("/", "/cari", "/healthz")] == [200, 200, 200]
    old.close()
    engine.close()


class Broken:
    """An engine with a mistake in it."""

    def search(self, request: SearchRequest) -> None:
        raise RuntimeError(f"broken by {request.limit}")


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
