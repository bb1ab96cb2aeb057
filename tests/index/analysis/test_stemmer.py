import re
from importlib import metadata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer as SastrawiStemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from index.analysis import check_environment, stemmer
from index.analysis.stemmer import Stemmer, installed_stemmer
from index.errors import ConfigError


@pytest.fixture(scope="module")
def bare():
    return installed_stemmer()


@pytest.fixture(scope="module")
def library():
    """The library with its own way through its rules."""
    return SastrawiStemmer(ArrayDictionary(StemmerFactory().get_words()))


@pytest.mark.parametrize(
    ("word", "stem"),
    [("penangkapan", "tangkap"), ("ditangkap", "tangkap"), ("percepatan-percepatan", "cepat"), ("jambi", "jambi")],
)
def test_affixes_are_removed(bare, word, stem):
    assert bare.stem(word) == stem


@pytest.mark.parametrize("word", ["", "Menteri", "jum'at", "5g", "kafé", "dua kata", "1.200", "berlari" * 10])
def test_what_is_no_plain_word_comes_back_unchanged(bare, word):
    assert bare.stem(word) == word


AFFIXES = "be ber di ke ku kau me meng pe pen se te ter er el em in i an kan nya mu lah kah tah pun is isme isasi"
FRAGMENTS = st.sampled_from([*AFFIXES.split(), *"aougbkrs", "tangkap", "gigi", "kerja", "unjuk", "patuh"])


@given(st.lists(FRAGMENTS, min_size=1, max_size=6).map("".join) | st.text("abdegiklmnoprstuy", min_size=1, max_size=10))
def test_rules_that_cannot_apply_are_not_missed(bare, library, word):
    if len(word) <= stemmer.MAX_STEMMED_LENGTH:
        assert bare.stem(word) == library.stem_word(word)


@given(
    st.lists(FRAGMENTS, min_size=2, max_size=4).map("".join), st.lists(FRAGMENTS, min_size=1, max_size=4).map("".join)
)
def test_nor_are_they_in_reduplications(bare, library, first, second):
    pair = f"{first}-{second}"
    if len(pair) <= stemmer.MAX_STEMMED_LENGTH:
        assert bare.stem(pair) == library.stem_word(pair)


def test_words_of_stories_get_the_stems_that_the_library_gives_by_itself(bare, library, sample_records):
    stories = map(str, sample_records)
    words = {word for story in stories for word in re.findall("[a-z]+(?:-[a-z]+)*", story.lower())}
    assert {word: bare.stem(word) for word in words} == {word: library.stem_word(word) for word in words}


def test_roots_are_known(bare):
    assert bare.is_root("tangkap")
    assert not bare.is_root("penangkapan")


def test_other_roots_have_another_digest():
    assert Stemmer(["tangkap"]).digest() != Stemmer(["tangkap", "lepas"]).digest()


def test_the_installed_environment_is_right():
    check_environment()


def test_a_missing_distribution_is_named_with_the_cure(monkeypatch):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(stemmer.metadata, "version", absent)
    monkeypatch.setattr(stemmer.metadata, "packages_distributions", lambda: {"Sastrawi": ["Sastrawi"]})
    with pytest.raises(ConfigError, match=r"not installed.*provided by Sastrawi.*pip install 'PySastrawi>=1\.2\.1'"):
        check_environment()


@pytest.mark.parametrize("version", ["1.0.1", "1.2.0", "unknown"])
def test_an_old_version_is_refused(monkeypatch, version):
    monkeypatch.setattr(stemmer.metadata, "version", lambda name: version)
    with pytest.raises(ConfigError, match="too old"):
        check_environment()


@pytest.mark.parametrize("version", ["1.2.1", "1.10", "2.0.0rc1", "1.2.1.post1"])
def test_later_versions_are_accepted(monkeypatch, version):
    monkeypatch.setattr(stemmer.metadata, "version", lambda name: version)
    check_environment()


def test_files_overwritten_by_the_old_distribution_are_noticed(monkeypatch):
    class ListDictionary(ArrayDictionary):
        def __init__(self, words):
            self.words = list(words)

    monkeypatch.setattr(stemmer, "ArrayDictionary", ListDictionary)
    monkeypatch.setattr(
        stemmer.metadata, "packages_distributions", lambda: {"Sastrawi": ["PySastrawi", "custom-sastrawi"]}
    )
    with pytest.raises(ConfigError, match=r"overwritten.*provided by custom-sastrawi.*pip uninstall"):
        check_environment()
