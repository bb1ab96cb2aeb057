"""Other ways of writing a word are taken from the archive, under guards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import default_analyzer
from index.ranking import EmptyVocabulary
from index.ranking.variants import other_spellings, written_apart
from index.search import Layer

ANALYZER = default_analyzer(memo_size=5000)


@dataclass
class Words(EmptyVocabulary):
    """Article counts of words, and of words side by side."""

    counts: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def articles(self, layer: Layer, term: str) -> int:
        return self.counts.get(term, 0)

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int:
        return self.pairs.get(tuple(terms), 0)


def token(word):
    (found,) = ANALYZER.tokens(word)
    return found


HALVES = {"lentera": 9, "pasar": 40}


def apart(word, counts, pairs):
    return written_apart(token(word), ANALYZER, Words(counts=counts, pairs=pairs))


@pytest.mark.parametrize("word", ["lenterapasar", "lenterapasarnya", "berlenterapasar"])
def test_a_joined_word_is_taken_apart_also_inside_affixes(word):
    assert apart(word, HALVES, {("lentera", "pasar"): 3}) == ("lentera", "pasar")


@pytest.mark.parametrize(
    ("word", "counts", "pairs"),
    [
        ("lenterapasar", HALVES, {("lentera", "pasar"): 2}),  # hardly ever side by side
        ("lenterapasar", HALVES | {"lenterapasar": 20}, {("lentera", "pasar"): 5}),  # nearly always joined
        ("lenterapasar", {"lentera": 4, "pasar": 40}, {("lentera", "pasar"): 4}),  # a rare half
        ("pasarnya", {"pasar": 40, "nya": 40}, {("pasar", "nya"): 40}),  # an enclitic
        ("pasaryang", {"pasar": 40, "yang": 99}, {("pasar", "yang"): 40}),  # a function word
        ("matahari", {"mata": 40, "hari": 40}, {("mata", "hari"): 40}),  # the dictionary knows it
        ("kerjasama", {"kerja": 40, "sama": 40}, {("kerja", "sama"): 40}),  # the lexicon has done it
        ("pasar", {"pas": 40, "sar": 40}, {("pas", "sar"): 40}),  # too short
    ],
)
def test_a_word_stays_whole_where_a_guard_holds(word, counts, pairs):
    assert apart(word, counts, pairs) is None


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("achmad", "ahmad"),
        ("soeharto", "suharto"),
        ("suharto", "soeharto"),
        ("taufiq", "taufik"),
        ("fachrori", "fahrori"),
    ],
)
def test_a_name_has_other_spellings(typed, other):
    assert other_spellings(token(typed), ANALYZER, Words(counts={other: 2, typed: 2})) == [other]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("achmad", "ahmat"),  # another sound
        ("kasus", "khasus"),  # a root is no name
        ("pppk", "ppk"),  # letters, no sounds
        ("umk", "ummk"),  # too short
    ],
)
def test_what_is_no_name_keeps_its_spelling(typed, other):
    assert not other_spellings(token(typed), ANALYZER, Words(counts={other: 50, typed: 2}))


def test_a_spelling_in_one_article_alone_may_be_a_slip():
    assert not other_spellings(token("achmad"), ANALYZER, Words(counts={"ahmad": 1}))


class Everywhere(EmptyVocabulary):
    """A vocabulary that holds whatever is asked."""

    asked = 0

    def articles(self, layer: Layer, term: str) -> int:
        self.asked += 1
        return 9


@given(st.text(alphabet="achdtqkoe", min_size=4, max_size=64))
def test_the_effort_for_any_word_is_bounded(text):
    vocabulary = Everywhere()
    for found in ANALYZER.tokens(text):
        other_spellings(found, ANALYZER, vocabulary)
        written_apart(found, ANALYZER, vocabulary)
    assert vocabulary.asked < 2_000
