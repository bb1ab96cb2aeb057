"""Operations behind a token, and bodies that are no honest JSON."""

import pytest
from flask import request

from search_web.api.tokens import has_token, new_token, require_token


@pytest.fixture
def guarded(own_app):
    """Return a function that makes a client of an application with one operation for holders of a token."""

    def make(*tokens: str):
        app = own_app(api_tokens=tokens)
        app.add_url_rule("/api/v1/uji", "uji", lambda: (require_token(), "ya")[1])
        app.add_url_rule("/api/v1/isi", "isi", lambda: str(request.get_json(silent=True)), methods=["POST"])
        return app.test_client()

    return make


def test_a_token_opens_what_is_closed(guarded):
    token, kept = new_token()
    client = guarded(kept)
    assert client.get("/api/v1/uji", headers={"Authorization": f"Bearer {token}"}).text == "ya"


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "x" * 10_000, "Bearer é"])
def test_without_a_known_token_it_stays_closed(guarded, header):
    client = guarded(new_token()[1])
    refused = client.get("/api/v1/uji", headers={"Authorization": header} if header else {})
    assert refused.status_code == 401
    assert refused.content_type == "application/problem+json"
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_where_no_token_is_configured_everybody_may(guarded):
    assert guarded().get("/api/v1/uji").text == "ya"


def test_a_token_is_kept_as_a_hash_alone(app):
    token, kept = new_token()
    assert token not in kept
    with app.test_request_context(headers={"Authorization": f"Bearer {token}"}):
        assert not has_token()


def test_json_that_is_nested_too_deeply_is_no_json(guarded):
    body = "[" * 12_000
    assert guarded().post("/api/v1/isi", data=body, content_type="application/json").text == "None"


def test_behind_a_web_server_limits_see_the_readers_addresses(own_app):
    client = own_app(proxies=1, rate_limit="1/minute").test_client()
    answers = [client.get("/cari", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in (1, 2, 1)]
    assert answers == [200, 200, 429]
