"""Ways of writing one address share one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.urls import MAX_URL_LENGTH, url_key


@pytest.mark.parametrize(
    "url",
    [
        "https://contoh.example/kabar/banjir",
        "http://www.contoh.example/kabar/banjir/",
        "HTTPS://Contoh.Example:443/kabar/banjir#komentar",
        "  https://contoh.example/kabar/banjir?utm_source=wa&utm_medium=x&fbclid=1 ",
    ],
)
def test_spellings_of_one_address_are_one(url):
    assert url_key(url) == "contoh.example/kabar/banjir"


def test_parameters_that_choose_the_page_count():
    assert url_key("https://contoh.example/?p=17&utm_source=x") == "contoh.example?p=17"
    assert url_key("https://contoh.example/?p=17") != url_key("https://contoh.example/?p=18")


def test_the_case_of_a_path_counts():
    assert url_key("https://contoh.example/A") != url_key("https://contoh.example/a")


def test_what_cannot_be_taken_apart_is_its_own_key():
    assert url_key("http://[") == "http://["
    assert url_key("a" * (MAX_URL_LENGTH + 1)) == ""


@given(st.text(max_size=300))
def test_no_text_raises(url):
    url_key(url)
