"""A query becomes the concepts that a reader meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import pytest

from index.analysis import Analyzer, Lexicon, SynonymGroup, load_lexicon
from index.query.ast import Alternatives, InRegion, Not, Phrase, Prefix, Query, Span, Word
from index.ranking import (
    CORRECTION_WEIGHT,
    FUNCTION_WORD_WEIGHT,
    MAX_CONCEPTS,
    RELATED_WEIGHT,
    SYNONYM_WEIGHT,
    Alternative,
    Concept,
    EmptyVocabulary,
    Ingredients,
    plan,
)
from index.search import Correction, Kind, Layer

SPAN = Span(start=0, end=1)


@dataclass
class Words:
    """A vocabulary given by article counts of surface forms; a stem counts as its surface does."""

    counts: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def articles(self, layer: Layer, term: str) -> int:
        return self.counts.get(term, 0)

    def matching(self, pattern: str, limit: int) -> Sequence[str]:
        found = [term for term in self.counts if fnmatchcase(term, pattern)]
        return sorted(found, key=lambda term: -self.counts[term])[:limit]

    def similar(self, term: str, limit: int) -> Sequence[str]:
        return self.near.get(term, ())[:limit]


@pytest.fixture(scope="module")
def analyzer():
    return Analyzer(lexicon=load_lexicon(), memo_size=1000)


def words(text):
    return Query(clauses=tuple(Word(text=word, span=SPAN) for word in text.split()))


def planned(query, analyzer, vocabulary=None):
    return plan(query, analyzer, vocabulary or EmptyVocabulary())


def test_each_word_is_a_concept_by_its_stem_and_as_typed(analyzer):
    found = planned(words("memanggil panitia"), analyzer)

    assert found.scored == (
        Concept(alternatives=(Alternative(stems=("panggil",), surfaces=("memanggil",)),)),
        Concept(alternatives=(Alternative(stems=("panitia",), surfaces=("panitia",)),)),
    )
    assert [concept.text for concept in found.scored] == ["memanggil", "panitia"]


def test_a_compound_asks_for_its_roots_side_by_side(analyzer):
    (concept,) = planned(words("kerjasama"), analyzer).scored

    assert concept.alternatives[0].stems == ("kerja", "sama")
    assert concept.alternatives[0].surfaces == ("kerjasama",)


def test_function_words_weigh_little_beside_others_and_fully_alone(analyzer):
    beside = planned(words("yang banjir"), analyzer).scored
    alone = planned(words("yang di"), analyzer).scored

    assert [concept.weight for concept in beside] == [FUNCTION_WORD_WEIGHT, 1.0]
    assert [concept.weight for concept in alone] == [1.0, 1.0]


def test_an_abbreviation_brings_what_it_stands_for(analyzer):
    (concept,) = planned(words("pemkab"), analyzer).scored

    synonym = next(a for a in concept.alternatives if a.surfaces == ("pemerintah", "kabupaten"))
    assert synonym.weight == SYNONYM_WEIGHT
    assert concept.alternatives[0].surfaces == ("pemkab",)


def test_an_expression_of_several_words_is_one_concept_with_its_short_form():
    lexicon = Lexicon(synonyms=(SynonymGroup((("tanjab", "barat"), ("tanjung", "jabung", "barat")), "test"),))
    analyzer = Analyzer(lexicon=lexicon)

    found = planned(words("bupati tanjung jabung barat"), analyzer).scored

    assert [concept.alternatives[0].surfaces for concept in found] == [("bupati",), ("tanjung", "jabung", "barat")]
    assert found[-1].alternatives[1].surfaces == ("tanjab", "barat")


def test_an_expression_that_is_also_written_together_is_one_concept(analyzer):
    (apart,) = planned(words("kerja sama"), analyzer).scored
    (together,) = planned(words("kerjasama"), analyzer).scored

    assert apart.alternatives[0].stems == together.alternatives[0].stems == ("kerja", "sama")
    assert apart.alternatives[1:] == together.alternatives[1:]


@pytest.mark.parametrize(("asked", "related"), [("bupati", "pemkab"), ("pemkab", "bupati"), ("ditangkap", "ringkus")])
def test_related_words_count_little_and_in_every_form(analyzer, asked, related):
    (concept,) = planned(words(asked), analyzer).scored

    assert Alternative(stems=(related,), weight=RELATED_WEIGHT, kind=Kind.RELATED) in concept.alternatives


def test_a_synonym_is_not_also_taken_for_related(analyzer):
    (concept,) = planned(words("pemkab"), analyzer).scored

    stems = [alternative.stems for alternative in concept.alternatives]
    assert len(set(stems)) == len(stems)


def test_a_phrase_is_required_in_the_forms_typed(analyzer):
    query = Query(clauses=(Phrase(text="Anwar Sadat", span=SPAN), Word(text="lantik", span=SPAN)))

    found = planned(query, analyzer)

    assert found.required == (Concept(alternatives=(Alternative(surfaces=("anwar", "sadat")),)),)
    assert len(found.scored) == 1


def test_alternatives_are_required_only_when_all_of_them_are_phrases(analyzer):
    phrases = tuple(Phrase(text=text, span=SPAN) for text in ("dana desa", "dana kelurahan"))
    mixed = (phrases[0], Word(text="banjir", span=SPAN))

    assert len(planned(Query(clauses=(Alternatives(members=phrases, span=SPAN),)), analyzer).required) == 1
    assert len(planned(Query(clauses=(Alternatives(members=mixed, span=SPAN),)), analyzer).scored) == 1


def test_a_prefix_becomes_the_words_that_begin_so(analyzer):
    vocabulary = Words({"kerja": 9, "kerjasama": 4, "kerajinan": 7})

    (concept,) = planned(Query(clauses=(Prefix(text="kerj", span=SPAN),)), analyzer, vocabulary).scored

    assert [a.surfaces for a in concept.alternatives] == [("kerja",), ("kerjasama",)]


def test_what_is_denied_is_excluded_and_denied_regions_are_left_to_the_engine(analyzer):
    query = Query(
        clauses=(
            Word(text="banjir", span=SPAN),
            Not(member=Word(text="kota", span=SPAN), span=SPAN),
            Not(member=InRegion(code="15.71", span=SPAN), span=SPAN),
        )
    )

    found = planned(query, analyzer)

    assert len(found.scored) == 1
    assert [concept.alternatives[0].surfaces for concept in found.excluded] == [("kota",)]


def test_a_headline_word_counts_in_headlines_only(analyzer):
    (concept,) = planned(Query(clauses=(Word(text="banjir", span=SPAN, title_only=True),)), analyzer).scored

    assert concept.title_only


def test_a_misspelt_word_brings_the_frequent_word_next_to_it(analyzer):
    vocabulary = Words({"sarolangun": 50}, near={"sarolangn": ["sarolangun"]})

    found = planned(words("sarolangn"), analyzer, vocabulary)

    assert found.corrections == (Correction(typed="sarolangn", used="sarolangun"),)
    assert found.scored[0].alternatives[-1].weight == CORRECTION_WEIGHT


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("sarolangn", {"sarolangn": 3, "sarolangun": 50}),  # the archive knows it as typed
        ("sarolangn", {"sarolangun": 9}),  # the other word is hardly more frequent
        ("tebi", {"tebo": 500}),  # too short to tell
        ("2o24a", {"2024a": 500}),  # no word
        ("berapa", {"berada": 500}),  # a function word
    ],
)
def test_a_word_is_left_alone_where_a_correction_would_be_a_guess(analyzer, typed, counts):
    vocabulary = Words(counts, near={typed: [term for term in counts if term != typed]})

    assert planned(words(typed), analyzer, vocabulary).corrections == ()


def test_a_clause_without_a_single_letter_asks_for_nothing(analyzer):
    query = Query(clauses=(Word(text="!!!", span=SPAN), Phrase(text="?", span=SPAN), Prefix(text="*", span=SPAN)))

    found = planned(query, analyzer)

    assert (found.scored, found.required) == ((), ())


def test_a_pasted_page_is_cut_to_a_bounded_number_of_concepts(analyzer):
    text = " ".join(f"kata{number}" for number in range(500))

    assert len(planned(words(text), analyzer).scored) == MAX_CONCEPTS


@pytest.mark.parametrize(
    ("ingredients", "form"),
    [
        (Ingredients(stems=False), Alternative(surfaces=("pemkab",))),
        (Ingredients(surfaces=False), Alternative(stems=("pemkab",))),
    ],
)
def test_a_layer_can_be_left_out_to_measure_it(analyzer, ingredients, form):
    (concept,) = plan(words("pemkab"), analyzer, EmptyVocabulary(), ingredients).scored

    assert concept.alternatives[0] == form


def test_an_ingredient_of_weight_0_is_left_out(analyzer):
    vocabulary = Words({"sarolangun": 50}, near={"sarolangn": ["sarolangun"]})
    without = Ingredients(synonyms=0, related=0, corrections=0, function_words=1)

    found = plan(words("pemkab di sarolangn"), analyzer, vocabulary, without)

    assert [len(concept.alternatives) for concept in found.scored] == [1, 1, 1]
    assert [concept.weight for concept in found.scored] == [1, 1, 1]
    assert found.corrections == ()
