"""Addresses as identities: noise goes, and two spellings of one page meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.addresses import clean_url, url_key
from indexer.titles import title_key


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/x?utm_source=wa&p=1&fbclid=z#atas", "https://a.example/x?p=1"),
        ("https://a.example/x?q=a%20b", "https://a.example/x?q=a%20b"),
        ("/x", "https://situs.example/x"),
        ("#", None),
        ("javascript:void(0)", None),
        ("mailto:redaksi@a.example", None),
        ("https://[rusak/", None),
        ("https://a.example/" + "x" * 3_000, None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_absolute_and_without_noise_or_none(url, clean):
    base = "https://situs.example/berita/1" if url != "#" else "https://situs.example/"
    assert clean_url(url, base=base) == clean


def test_a_relative_address_without_a_page_is_none():
    assert clean_url("/x") is None


def test_spellings_of_one_page_have_one_key():
    keys = {url_key(url) for url in ("https://a.example/x/", "http://www.A.example/x", "https://a.example/x#y")}
    assert keys == {"a.example/x"}
    assert url_key("https://a.example/?p=1") != url_key("https://a.example/?p=2")
    assert url_key("https://[rusak/") == "https://[rusak/"


@given(st.text(max_size=80))
def test_any_text_has_an_address_or_none_and_a_key(text):
    clean_url(text, base="https://situs.example/")
    url_key(text)
    assert title_key(text) == title_key(text.upper().lower()) or not text.isascii()


def test_a_title_key_holds_letters_and_digits_only():
    assert title_key("H. Bakri: “Ukir” Sejarah 2024!") == "hbakriukirsejarah2024"
