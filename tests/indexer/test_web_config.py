"""The [web] and [mail] tables: what is right comes through, what is wrong says the cure."""

import tomllib
from pathlib import Path

import pytest

from index.errors import ConfigError
from indexer.config import TEMPLATE
from indexer.web_config import MailSettings, WebSettings, web_settings


def read(text: str) -> WebSettings:
    return web_settings(tomllib.loads(text), Path("/srv"), "telusur.toml")


def test_everything_has_a_default():
    assert read("") == WebSettings()


def test_the_template_is_valid_and_remembers_searches():
    assert read(TEMPLATE).query_log == Path("/srv/var/queries.sqlite")


def test_settings_come_through():
    settings = read(
        """
        [web]
        base_url = "https://arsip.example.id/"
        accent = "#0a5a4b"
        proxies = 1
        rate_limit = ""
        cors_origins = ["https://www.example.id"]
        alerts = "var/alerts.sqlite"
        [mail]
        server = "smtp.example.id"
        sender = "arsip@example.id"
        security = "tls"
        """
    )
    assert settings.base_url == "https://arsip.example.id"
    assert (settings.proxies, settings.rate_limit) == (1, None)
    assert settings.mail == MailSettings(server="smtp.example.id", sender="arsip@example.id", security="tls", port=465)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("web = 1", "must be a table"),
        ('[web]\nacent = "x"', "unknown setting 'acent'"),
        ("[web]\ncontact = 1", "must be text in quotes"),
        ('[web]\nbase_url = "arsip.example.id"', "https://arsip.example.id"),
        ('[web]\naccent = "green"', "#0a5a4b"),
        ('[web]\nlanguage = "jv"', "known are id, en"),
        ("[web]\nproxies = 9", "from 0 to 5"),
        ("[web]\nproxies = true", "whole number"),
        ('[web]\ncors_origins = "*"', "must be a list"),
        ('[web]\ncors_origins = ["https://a.example/x"]', "https://www.example.id"),
        ('[web]\napi_tokens = ["secret"]', "telusur token"),
        ('[web]\nalerts = "a"', r"\[mail\]"),
        ('[web]\nalerts = "a"\n[mail]\nserver="s"\nsender="a@b"', "base_url"),
        ('[mail]\nserver = "s"', "needs a server and a sender"),
        ('[mail]\nserver = "s"\nsender = "a@b"\nsecurity = "ssl"', "known are starttls, tls, none"),
    ],
)
def test_a_mistake_is_named_with_the_cure(text, message):
    with pytest.raises(ConfigError, match=message):
        read(text)
