"""Places where wanted words stand give the very tokens that the whole text gives."""

from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Analyzer, Spotter, load_lexicon

NAMES = ("Lubuk Pengail", "Tanjung Jabung Timur", "Muaro Jambi")

ODD_PIECES = (
    "kerjasama", "bekerja sama", "KERJA", "Jum'at", "anak-anak", "sayur-mayur", "20/02/2024", "2024-02-20", "covid-19",
    "Rp1.500.000,00", "5kg", "S.Pd.I", "S.Kom.,", "se-Jambi", "di-PHK-kan", "KPK-nya", "ke-20", "Lubuk", "Pengail",
    "Muaro\nJambi", "Tanjung Jabung Timur", "pengail", "(mengail)", "ﬁnal", "é", "e\u0301", "www.contoh.example/kerja",
    "redaksi@contoh.example", "ketidakadilan", "PKK", "a" * 70, "\xa0", "\t", "...", "-", "'", "menangkap", "tangkapan",
)  # fmt: skip


@pytest.fixture(scope="module")
def analyzer():
    return Analyzer(lexicon=load_lexicon(), protected=NAMES, memo_size=5000)


def called(token):
    return {token.surface, *token.stems}


def assert_same_wanted_tokens(analyzer, text, terms, prefixes=()):
    def is_wanted(token):
        return not called(token).isdisjoint(terms) or token.surface.startswith(tuple(prefixes))

    whole = [token for token in analyzer.tokens(text) if is_wanted(token)]
    spotted = [t for run in Spotter(analyzer, terms, prefixes).tokens(text) for t in run if is_wanted(t)]
    assert spotted == whole


def test_every_word_of_a_story_is_spotted_as_it_is_in_the_whole(analyzer, sample_records):
    for record in sample_records[::60]:
        text = unescape(record["title"] + "\n\n" + record["html"])
        for term in sorted(set().union(*map(called, analyzer.tokens(text))))[::3]:
            assert_same_wanted_tokens(analyzer, text, {term})


@settings(deadline=None)
@given(st.data())
def test_words_of_odd_texts_are_spotted_as_they_are_in_the_whole(analyzer, data):
    pieces = data.draw(st.lists(st.sampled_from(ODD_PIECES) | st.text(max_size=6), max_size=14))
    text = data.draw(st.sampled_from(["", "\n", " . "])) + " ".join(pieces)
    names = sorted(set().union(*map(called, analyzer.tokens(text)))) or ["kerja"]
    terms = data.draw(st.sets(st.sampled_from(names), max_size=3))
    prefixes = data.draw(st.lists(st.sampled_from(names).map(lambda name: name[:3]), max_size=1))
    assert_same_wanted_tokens(analyzer, text, terms, prefixes)
    assert_same_wanted_tokens(analyzer, text.upper(), terms, prefixes)


def test_wanted_words_within_reach_come_in_one_run_with_what_stands_between(analyzer):
    text = "satu banjir dua banjir tiga empat lima enam banjir tujuh"
    runs = Spotter(analyzer, {"banjir"}, reach=1).tokens(text)
    assert [[token.surface for token in run] for run in runs] == [["banjir", "dua", "banjir"], ["banjir"]]


def test_a_text_without_wanted_words_gives_nothing(analyzer):
    assert list(Spotter(analyzer, {"banjir"}).tokens("Harga cabai naik.")) == []
    assert list(Spotter(analyzer, ()).tokens("")) == []
