"""Near-duplicates on the pages and in the API: one stands for the others and leads to them."""

from datetime import datetime

import pytest

from index.article import Article, ArticleId, Document
from tests.search_web.conftest import ZONE
from tests.search_web.reading import count_of, get, text_of, titles


def story(number, *, group=None, title="Pasar Angso Duo Terbakar"):
    article = Article(
        id=ArticleId(f"uji:{number}"),
        title=f"{title} {number}",
        body="Kebakaran melanda kios pasar sebelum subuh.",
        url=f"https://berita{number}.co.id/pasar",
        published=datetime(2024, 3, number, 8, tzinfo=ZONE),
    )
    return Document(article=article, group=group)


@pytest.fixture
def client(own_app):
    stories = [*(story(number, group=4) for number in (1, 2, 3)), *(story(number) for number in range(4, 14))]
    return own_app(*stories, page_size=5).test_client()


def test_one_of_several_alike_is_shown_and_leads_to_the_others(client):
    page = get(client, "/cari?q=pasar&urut=terlama")
    assert count_of(page) == 13
    assert titles(page)[:2] == ["Pasar Angso Duo Terbakar 1", "Pasar Angso Duo Terbakar 4"]
    (link,) = [a for a in page.select(".story .meta a") if "serupa" in a["href"]]
    assert text_of(link) == "+2 berita serupa"
    assert sorted(titles(get(client, f"/{link['href'].lstrip('/')}"))) == [
        f"Pasar Angso Duo Terbakar {number}" for number in (1, 2, 3)
    ]


def test_the_others_are_shown_with_a_filter_that_can_be_taken_off_and_stays_in_the_form(client):
    page = get(client, "/cari?q=pasar&serupa=4")
    assert "Berita serupa" in text_of(page.select_one(".chips"))
    assert page.select_one("input[name=serupa]")["value"] == "4"
    assert "serupa" not in page.select_one(".chips a")["href"]


def test_pages_end_with_the_last_story_that_is_listed(client):
    assert "1–5 dari 11" in text_of(get(client, "/cari?q=pasar").select_one("nav.pages"))
    assert len(titles(get(client, "/cari?q=pasar&hal=3"))) == 1
    assert titles(get(client, "/cari?q=pasar&hal=4")) == []


@pytest.mark.parametrize("value", ["tebo", "-1", "12345678901", "٣"])
def test_what_is_no_group_is_said_and_left_out(client, value):
    page = get(client, f"/cari?q=pasar&serupa={value}")
    assert "Kelompok berita serupa itu tidak dikenal." in text_of(page)
    assert count_of(page) == 13


def test_a_group_that_is_gone_finds_nothing(client):
    assert count_of(get(client, "/cari?q=pasar&serupa=99")) == 0


def test_the_api_folds_unless_told_otherwise(client):
    answer = client.get("/api/v1/search?q=pasar&urut=terlama").get_json()
    assert (answer["total"], answer["folded"]) == (13, 2)
    assert [(hit["group"], hit["similar"]) for hit in answer["hits"][:2]] == [(4, 2), (None, 0)]
    assert client.get("/api/v1/search?q=pasar&fold=false").get_json()["folded"] == 0
    group = client.get("/api/v1/search?serupa=4").get_json()
    assert [hit["similar"] for hit in group["hits"]] == [0, 0, 0]


def test_the_apis_cursor_ends_with_the_last_story_that_is_listed(client):
    seen, cursor = [], None
    while len(seen) < 20:
        answer = client.get("/api/v1/search", query_string={"limit": 5, **({"cursor": cursor} if cursor else {})})
        seen += [hit["id"] for hit in answer.get_json()["hits"]]
        cursor = answer.get_json()["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 11


def test_feeds_list_every_story(client):
    assert len(client.get("/umpan.json?q=pasar").get_json()["items"]) == 13
