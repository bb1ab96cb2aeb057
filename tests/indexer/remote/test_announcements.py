"""The webhook: who may announce a change, what an announcement leads to, and that it is a hint only."""

import json
import time
from datetime import UTC, datetime

import pytest
from flask import Flask

from indexer.announcements import Announcements
from indexer.archive import Archive
from indexer.sources import Pass
from search_web.config import Webhooks
from search_web.hooks import hooks, sign
from tests.indexer.remote.conftest import READING
from tests.indexer.sites import FIREWALL

SECRET = b"kunci-uji-sepanjang-enam-belas"
NOW = datetime(2024, 3, 1, tzinfo=UTC)


class Config:
    """The part of the pages' configuration that the webhook reads."""

    def __init__(self, webhooks):
        self.webhooks = webhooks

    def now(self):
        return NOW


class Site:
    def __init__(self, webhooks):
        self.config = Config(webhooks)


@pytest.fixture
def announcements(situs, archive, tmp_path):
    refreshed = []
    made = Announcements(tmp_path / "archive.sqlite", {"situs": situs.source}, READING, refreshed.append)
    made.refreshed = refreshed
    return made


@pytest.fixture
def call(announcements):
    app = Flask("uji")
    app.extensions["telusur"] = Site(
        Webhooks(secrets={"lain": b"x" * 20, "situs": SECRET}, announce=announcements.announce)
    )
    app.register_blueprint(hooks)
    client = app.test_client()

    def post(body='{"id": 2, "action": "upsert"}', *, secret=SECRET, age=0, signature=None, timestamp=None):
        stamp = timestamp if timestamp is not None else str(int(NOW.timestamp()) - age)
        data = body.encode()
        headers = {
            "X-Telusur-Timestamp": stamp,
            "X-Telusur-Signature": signature if signature is not None else sign(secret, stamp, data),
        }
        return client.post("/hooks/wordpress", data=data, headers=headers).status_code

    return post


def test_a_signed_call_is_kept_for_its_source(call, archive):
    assert call() == 202
    assert archive.memory("situs").announced() == ("2",)
    assert archive.memory("lain").announced() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": b"kunci-yang-lain-sama-panjangnya"},
        {"signature": ""},
        {"signature": "0" * 64},
        {"signature": "é"},
        {"timestamp": ""},
        {"timestamp": "kemarin"},
        {"timestamp": "1" * 30},
        {"timestamp": "²"},
        {"age": 301},
        {"age": -301},
    ],
    ids=str,
)
def test_a_call_without_proof_or_out_of_time_is_refused(call, archive, wrong):
    assert call(**wrong) == 401
    assert archive.memory("situs").announced() == ()


@pytest.mark.parametrize(
    "body", ["", "{}", "[2]", '{"id": "2"}', '{"id": true}', '{"id": -1}', '{"id": 2.5}', "[" * 3_000, '{"id": 1e400}']
)
def test_a_body_that_names_no_post_is_refused(call, archive, body):
    assert call(body) == 400
    assert archive.memory("situs").announced() == ()


def test_a_body_that_is_too_large_is_refused(call):
    assert call(json.dumps({"id": 2, "isi": "x" * 5_000})) == 413


def test_the_same_call_again_is_refused_and_another_about_the_same_post_is_one_announcement(call, archive):
    assert call() == 202
    assert call() == 409
    assert call(age=1) == 202
    assert archive.memory("situs").announced() == ("2",)


def test_an_announced_post_is_read_again_from_the_site_whatever_the_call_says(announcements, call, situs, wordpress):
    situs.sync()
    wordpress.posts[2].content = "<p>Panen ditunda.</p>"
    wordpress.posts[3].status = "private"
    call('{"id": 2, "action": "remove"}')
    call('{"id": 3, "action": "upsert", "content": "<p>bocor</p>"}')
    call('{"id": 99}')
    assert announcements.follow_once()
    assert "ditunda" in situs.article(2).body
    assert situs.article(3) is None
    assert len(announcements.refreshed) == 1
    assert announcements.follow_once()
    assert len(announcements.refreshed) == 1


def test_announcements_wait_while_the_site_is_in_trouble(announcements, call, situs, wordpress, archive):
    situs.sync()
    call()
    wordpress.before = lambda _path, _parameters: FIREWALL
    assert not announcements.follow_once()
    assert archive.memory("situs").announced() == ("2",)
    wordpress.before = lambda _path, _parameters: None
    assert situs.sync(Pass.RECENT) == {"unchanged": 1}
    assert archive.memory("situs").announced() == ()


def test_announcements_wait_while_the_archive_is_written_and_none_is_lost(announcements, call, situs, archive):
    situs.sync()
    with archive.writer():
        assert call() == 202
        assert not announcements._done()
    assert announcements._done()
    assert archive.memory("situs").announced() == ()


def test_a_running_server_follows_announcements_by_itself(announcements, call, situs, wordpress, tmp_path):
    situs.sync()
    wordpress.posts[2].content = "<p>Panen ditunda.</p>"
    announcements.start()
    try:
        call()
        until = time.monotonic() + 20
        while "ditunda" not in situs.article(2).body and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        announcements.stop()
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        assert "ditunda" in archive.get("situs:2").article.body


def test_a_call_that_cannot_be_kept_is_to_come_again(announcements, call, tmp_path):
    announcements._database = tmp_path
    assert call() == 503


def test_without_a_secret_there_is_no_webhook():
    client = Flask("uji").test_client()
    assert client.post("/hooks/wordpress").status_code == 404
