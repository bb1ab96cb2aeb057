"""Every form of a word holds one of the strings that are looked for to find it."""

import gzip
import json

import pytest

from index.analysis import default_analyzer
from index.analysis.needles import Needles, may_be_printed_in_digits


@pytest.fixture(scope="module")
def analyzer():
    return default_analyzer()


def forms_without_needle(analyzer, words):
    """Return the forms that hold no needle of one of their stems, each with the stem."""
    stems = [(word, stem) for word in words for stem in analyzer.stems(word)]
    return [
        (word, stem) for word, stem in stems if not any(needle.is_in(word) for needle in analyzer.needles.of({stem}))
    ]


def test_affixed_words_hold_a_needle_of_their_stem(analyzer):
    words = "menulis memukul menyapu mengirim gemetar pelajar perbelanjaan keterlibatan ketidakadilan"
    assert forms_without_needle(analyzer, words.split()) == []


def test_listed_words_hold_a_needle_of_the_stem_that_the_list_states(analyzer):
    lexicon = analyzer.lexicon
    listed = [*lexicon.overrides, *lexicon.compounds, *lexicon.spellings]
    assert forms_without_needle(analyzer, [word + ending for word in listed for ending in ("", "nya")]) == []


def test_words_of_the_sample_hold_a_needle_of_their_stem(analyzer, sample_records):
    text = " ".join(record["html"] for record in sample_records[::4])
    assert forms_without_needle(analyzer, {t.surface for t in analyzer.tokens(text) if t.surface.isalpha()}) == []


@pytest.mark.shared
@pytest.mark.slow
def test_words_of_real_news_hold_a_needle_of_their_stem(analyzer, shared_data):
    with gzip.open(shared_data / "data" / "news" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        text = " ".join(json.loads(line)["body"] for _, line in zip(range(3_000), lines, strict=False))
    assert forms_without_needle(analyzer, {t.surface for t in analyzer.tokens(text) if t.surface.isalpha()}) == []


def test_needles_that_hold_another_are_left_out(analyzer):
    assert analyzer.needles.of({"banjir", "dibanjir"}) == {("anjir", "bmngyrl")}


def test_needles_that_hold_another_behind_the_wrong_letter_are_kept(analyzer):
    texts = {needle.text for needle in analyzer.needles.of({"akar", "disukar"})}
    assert texts == {"kar", "isukar"}


def test_a_word_of_one_letter_is_its_own_needle(analyzer):
    assert Needles(analyzer.lexicon).of({"x"}) == {("x", "")}


@pytest.mark.parametrize(("term", "expected"), [("februari", True), ("2024", True), ("f16", True), ("kerja", False)])
def test_numbers_and_months_may_be_printed_in_digits(term, expected):
    assert may_be_printed_in_digits(term) is expected
