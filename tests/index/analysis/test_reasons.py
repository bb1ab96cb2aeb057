"""Every word says which rule decided its stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import default_analyzer
from index.analysis.reasons import WORDS, analysed
from index.analysis.rule import Rule

ANALYZER = default_analyzer(["Lubuk Pengail"], memo_size=5000)


@pytest.mark.parametrize(
    ("text", "rule", "stems"),
    [
        ("Merangin", Rule.PROTECTED, ("merangin",)),
        ("S.Pd.I", Rule.ABBREVIATION, ("spdi",)),
        ("perbankan", Rule.OVERRIDE, ("bank",)),
        ("penandatanganan", Rule.COMPOUND, ("tanda", "tangan")),
        ("ketidakadilan", Rule.NEGATED, ("tidak", "adil")),
        ("perbankannya", Rule.ENCLITIC, ("bank",)),
        ("ijin", Rule.SPELLING, ("izin",)),
        ("sungai", Rule.ROOT, ("sungai",)),
        ("ditangkap", Rule.STEMMER, ("tangkap",)),
        ("lenterakota", Rule.UNCHANGED, ("lenterakota",)),
    ],
)
def test_a_word_by_itself(text, rule, stems):
    (word,) = analysed(text, ANALYZER)
    assert (word.rule, word.token.stems) == (rule, stems)


def test_what_stands_around_a_word_can_decide():
    words = {word.printed: word.rule for word in analysed("di Lubuk Pengail, kata PENGAIL itu", ANALYZER)}
    assert words["Pengail"] is Rule.NAME
    (_, acronym, _) = analysed("Ketua PEMAIN hadir", ANALYZER)
    assert acronym.rule is Rule.ACRONYM


def test_it_says_what_the_rules_alone_would_have_made_of_it_and_what_queries_add():
    (word,) = analysed("perbankan", ANALYZER)
    assert word.by_rules_alone == "perban"
    (word,) = analysed("pemkab", ANALYZER)
    assert "pemerintah kabupaten" in word.synonyms
    assert "bupati" in word.related


def test_every_rule_has_words():
    assert set(WORDS) == set(Rule)


@given(st.text(max_size=60))
def test_any_text_is_explained_token_by_token(text):
    assert [word.token for word in analysed(text, ANALYZER)] == ANALYZER.tokens(text)
