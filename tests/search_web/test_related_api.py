"""Related stories for programs: articles, drafts, tokens, limits, and what is refused."""

import json
import logging
from datetime import datetime

import pytest

from index.related.values import MAX_SUGGESTIONS
from indexer.assemble import Assembly
from indexer.drafts import DraftReader
from search_web import create_app
from search_web.api.tokens import token_hash
from search_web.read_also.subject import MAX_BODY_BYTES
from tests.search_web.conftest import ZONE, make_config

RELATED = "/api/v1/related"
NOW = datetime(2025, 11, 24, 9, 0, tzinfo=ZONE)
DRAFT = (
    "MUARA BUNGO – Tanggul Batang Bungo menahan banjir setinggi 1,2 meter di Tanjung Gedang, Senin (04/03/2024). "
    "Pada 2020 rumah warga terendam. Bupati Bungo Masrizal Umar menjanjikan sambungan tanggul."
)


@pytest.fixture(scope="module")
def read_draft(analyzer, gazetteer):
    return DraftReader(Assembly(analyzer=analyzer, gazetteer=gazetteer, zone=ZONE, home_region=None), now=lambda: NOW)


@pytest.fixture(scope="module")
def client(engine, analyzer, gazetteer, read_draft):
    return create_app(make_config(engine, analyzer, gazetteer, read_draft=read_draft)).test_client()


@pytest.fixture(scope="module")
def guarded(engine, analyzer, gazetteer, read_draft):
    """The same, for holders of the token "rahasia" only."""
    tokens = (token_hash("rahasia"),)
    return create_app(make_config(engine, analyzer, gazetteer, read_draft=read_draft, api_tokens=tokens)).test_client()


def ids(response):
    assert response.status_code == 200, response.text
    return [suggestion["id"] for suggestion in response.json["suggestions"]]


def test_an_article_gets_older_stories_with_reasons(client):
    answer = client.get(RELATED, query_string={"id": "lentera:LJ-C047"}).json
    assert 1 <= len(answer["suggestions"]) <= 5
    published = client.get("/api/v1/article", query_string={"id": "lentera:LJ-C047"}).json["published"]
    for suggestion in answer["suggestions"]:
        assert suggestion["published"] <= published
        assert suggestion["reasons"]
        assert suggestion["label"]


def test_an_article_is_found_by_any_address(client):
    url = client.get("/api/v1/article", query_string={"id": "lentera:LJ-C047"}).json["url"]
    by_id = ids(client.get(RELATED, query_string={"id": "lentera:LJ-C047"}))
    assert ids(client.get(RELATED, query_string={"url": f"{url}?utm_source=wa"})) == by_id


def test_what_an_article_links_is_told_and_not_suggested(client, engine):
    answer = client.get(RELATED, query_string={"id": "lentera:LJ-C047", "limit": MAX_SUGGESTIONS}).json
    linked = {story["id"] for story in answer["linked"]}
    assert linked
    assert linked.isdisjoint(story["id"] for story in answer["suggestions"])


def test_a_draft_gets_suggestions(client):
    response = client.post(RELATED, json={"text": DRAFT, "title": "Tanggul Bungo Tahan Banjir"})
    assert "lentera:LJ-C017" in ids(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_a_draft_of_a_published_story_stands_in_its_place(client, engine):
    story = engine.get("lentera:LJ-C047").article
    body = {"text": "\n\n".join(story.body.split("\n\n")[:2]), "title": story.title, "limit": 20}
    alone = client.post(RELATED, json=body)
    known = client.post(RELATED, json=body | {"own": story.url})
    assert story.id in ids(alone)
    assert story.id not in ids(known)
    assert all(s["published"] <= story.published.isoformat() for s in known.json["suggestions"])


def test_choices_narrow_a_draft(client):
    near = client.post(RELATED, json={"text": DRAFT, "limit": 3, "same_region": True, "prefer_background": True}).json
    assert len(near["suggestions"]) == 3
    for suggestion in near["suggestions"]:
        assert any(region["code"].startswith("15.08") for region in suggestion["shared"]["regions"])
    assert ids(client.post(RELATED, json={"text": DRAFT, "max_age_days": 0})) == []


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ({}, 400, "id"),
        ({"id": "a", "url": "b"}, 400, "id"),
        ({"id": "lentera:tidak-ada"}, 404, "id"),
        ({"url": "http://127.0.0.1:1/lain"}, 404, "url"),
        ({"url": "x" * 3000}, 400, "url"),
        ({"id": "lentera:LJ-C047", "limit": MAX_SUGGESTIONS + 1}, 400, "limit"),
        ({"id": "lentera:LJ-C047", "max_age_days": -1}, 400, "max_age_days"),
        ({"id": "lentera:LJ-C047", "lain": 1}, 400, "lain"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(client, query, status, parameter):
    response = client.get(RELATED, query_string=query)
    assert (response.status_code, response.json["parameter"]) == (status, parameter)
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("draft", "parameter"),
    [
        ({"text": "dua kata"}, "text"),
        ({"text": ""}, "text"),
        ({"text": "<div><img src=x><script>let a = 1 + 2 + 3 + 4 + 5</script></div>"}, "text"),
        ({"text": "banjir " * 150_000}, "text"),
        ({}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": "banjir \ud800 di Bungo surut hari ini"}, "text"),
        ({"text": DRAFT, "title": "x" * 1001}, "title"),
        ({"text": DRAFT, "rahasia": 1}, "rahasia"),
    ],
)
def test_a_draft_that_nothing_can_be_suggested_for_says_why(client, draft, parameter):
    response = client.post(RELATED, json=draft)
    assert (response.status_code, response.json.get("parameter")) == (400, parameter)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 50_000, b"\xff\xfe", b'"teks"', b"null"])
def test_a_body_that_is_no_draft_is_a_problem(client, body):
    response = client.post(RELATED, data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"


def test_a_body_larger_than_any_draft_is_refused_unread(client):
    response = client.post(RELATED, data=b" " * (MAX_BODY_BYTES + 1), content_type="application/json")
    assert (response.status_code, response.content_type) == (413, "application/problem+json")


def test_other_operations_still_take_no_large_bodies(client):
    assert client.post("/peringatan", data={"surel": "x" * 100_000}).status_code in (404, 413)


def test_an_english_draft_gets_few_or_no_suggestions_and_no_error(client):
    text = "The parliament debated a new bill on Tuesday while members of the opposition walked out of the chamber."
    assert len(ids(client.post(RELATED, json={"text": text}))) <= 5


def test_a_configured_token_is_asked_for(guarded):
    query = {"id": "lentera:LJ-C047"}
    for answer in (guarded.get(RELATED, query_string=query), guarded.post(RELATED, json={"text": DRAFT})):
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    allowed = guarded.get(RELATED, query_string=query, headers={"Authorization": "Bearer rahasia"})
    assert ids(allowed)
    assert allowed.headers["Cache-Control"] == "no-store"
    assert guarded.get("/api/v1/stats").status_code == 200


def test_nothing_of_a_draft_is_logged(client, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        for text in (f"{DRAFT} kata-sandi-rahasia", "rahasia saja"):
            client.post(RELATED, json={"text": text})
        client.post(RELATED, json={"text": ["rahasia"]})
    assert "rahasia" not in caplog.text
    assert "rahasia" not in "".join(capfd.readouterr())


def test_an_archive_without_a_reader_of_drafts_says_so(app):
    assert app.test_client().post(RELATED, json={"text": DRAFT}).status_code == 404


def test_the_document_describes_both_ways_and_the_token(client):
    described = client.get("/api/v1/openapi.json").json
    operations = described["paths"][RELATED]
    assert operations.keys() == {"get", "post"}
    assert {"token": []} in operations["post"]["security"]
    assert "401" in operations["get"]["responses"]
    assert json.dumps(operations["post"]["requestBody"]).count("Draft")
