"""Which stories a query's words find."""

import pytest

from index.article import RegionCode
from index.query.ast import Alternatives, Group, InRegion, InSection, Prefix, Wildcard
from index.ranking import MAX_PREFIX_TERMS
from index.search import FacetField, SearchRequest, Variant
from tests.engine_contract.frame import EngineTests
from tests.engine_contract.stories import AT, asking, built, found, ids, near, phrase, story, without, word


class MatchingTests(EngineTests):
    def test_an_empty_query_matches_everything(self, engine):
        built(engine, [story(n) for n in range(3)])
        assert engine.search(SearchRequest()).total == 3

    def test_a_phrase_is_required_in_order_and_side_by_side(self, engine):
        built(
            engine,
            [
                story(1, body="jalan rusak di pasar"),
                story(2, body="rusak jalan di pasar"),
                story(3, body="jalan sangat rusak"),
                story(4, "Jalan", "rusak"),
            ],
        )
        assert found(engine, phrase("jalan rusak")) == {"1"}
        assert found(engine, phrase("jalan rusak"), word("sangat")) == {"1"}

    def test_a_phrase_that_no_story_holds_is_searched_by_its_words_and_said_to_be(self, engine):
        built(engine, [story(1, body="jalan desa rusak"), story(2, body="pasar desa"), story(3, body="harga naik")])
        results = engine.search(SearchRequest(query=asking(phrase("rusak jalan"), word("pasar")), relax=True))
        assert set(ids(results)) == {"1", "2"}
        assert results.relaxed == ("rusak jalan",)
        strict = engine.search(SearchRequest(query=asking(phrase("pasar desa"), word("jalan")), relax=True))
        assert (ids(strict), strict.relaxed) == (["2"], ())

    def test_a_joined_word_finds_the_two_words_it_consists_of(self, engine):
        apart = [story(n, body="kabar lentera pasar hari ini") for n in range(5)]
        built(engine, [*apart, story("joined", body="kabar lenterapasar hari ini"), story("other", body="harga")])
        results = engine.search(SearchRequest(query=asking(word("lenterapasar"))))
        assert ids(results)[0] == "joined"
        assert set(ids(results)) == {"joined", "0", "1", "2", "3", "4"}
        assert results.variants == (Variant(typed="lenterapasar", used="lentera pasar"),)

    def test_a_name_is_found_in_its_other_spellings_behind_the_one_typed(self, engine):
        built(engine, [story(1, "Achmad"), story(2, "Ahmad"), story(3, "Ahmad"), story(4, "Rahmat")])
        results = engine.search(SearchRequest(query=asking(word("achmad"))))
        assert ids(results)[0] == "1"
        assert set(ids(results)) == {"1", "2", "3"}
        assert results.variants == (Variant(typed="achmad", used="ahmad"),)

    def test_a_phrase_of_one_word_asks_for_that_form(self, engine):
        built(engine, [story(1, body="perbaikan"), story(2, body="diperbaiki")])
        assert found(engine, phrase("diperbaiki")) == {"2"}

    def test_a_title_word_is_not_found_in_the_body(self, engine):
        built(engine, [story(1, "Banjir besar", "pasar"), story(2, "Pasar", "banjir besar")])
        assert found(engine, word("banjir", title_only=True)) == {"1"}
        assert found(engine, phrase("banjir besar", title_only=True)) == {"1"}

    def test_excluded_words_phrases_and_prefixes_leave_stories_out(self, engine):
        built(engine, [story(1, body="banjir di pasar lama"), story(2, body="banjir di pasar baru"), story(3)])
        assert found(engine, word("banjir"), without(word("lama"))) == {"2"}
        assert found(engine, word("banjir"), without(phrase("pasar baru"))) == {"1"}
        assert found(engine, without(Prefix(text="banj", span=AT))) == {"3"}

    def test_a_prefix_finds_every_word_that_begins_so(self, engine):
        built(engine, [story(1, body="pasarnya"), story(2, body="pasar"), story(3, body="apsar")])
        assert found(engine, Prefix(text="pasa", span=AT)) == {"1", "2"}

    def test_a_prefix_that_no_word_begins_with_finds_nothing(self, engine):
        built(engine, [story(1, body="pasar")])
        assert found(engine, Prefix(text="zz", span=AT)) == set()
        assert found(engine, word("pasar"), without(Prefix(text="zz", span=AT))) == {"1"}

    def test_a_prefix_of_more_words_than_are_looked_up_takes_the_frequent_ones(self, engine):
        rare = [story(f"r{n}", body=f"kata{n:03}") for n in range(MAX_PREFIX_TERMS + 20)]
        common = [story(f"c{n}", body="katak") for n in range(3)]
        built(engine, [*rare, *common])
        assert {"c0", "c1", "c2"} <= found(engine, Prefix(text="kata", span=AT))

    def test_one_of_several_alternatives_is_enough(self, engine):
        built(engine, [story(1, body="banjir"), story(2, body="pasar baru"), story(3, body="pasar lama")])
        either = Alternatives(members=(word("banjir"), phrase("pasar baru")), span=AT)
        assert found(engine, either) == {"1", "2"}

    def test_words_near_one_another_stand_in_any_order_with_few_others_between(self, engine):
        built(
            engine,
            [
                story(1, body="dana untuk desa itu"),
                story(2, body="desa yang kaya itu punya dana"),
                story(3, body="dana satu dua tiga empat lima enam desa"),
                story(4, "Dana", "desa"),
                story(5, body="dana pendanaan"),
            ],
        )
        assert found(engine, near("dana desa", 0)) == set()
        assert found(engine, near("dana desa", 1)) == {"1"}
        assert found(engine, near("dana desa", 4)) == {"1", "2"}
        assert found(engine, near("desa dana", 6)) == {"1", "2", "3"}

    def test_a_wildcard_finds_every_word_of_its_form(self, engine):
        built(engine, [story(1, body="pengelolaan"), story(2, body="penggunaan"), story(3, body="pengelola")])
        assert found(engine, Wildcard(pattern="peng*an", span=AT)) == {"1", "2"}
        assert found(engine, Wildcard(pattern="peng*la*", span=AT)) == {"1", "3"}
        assert found(engine, without(Wildcard(pattern="peng*an", span=AT))) == {"3"}
        assert found(engine, Wildcard(pattern="peng*x", span=AT)) == set()

    def test_a_group_is_one_thing_behind_a_minus_and_beside_or(self, engine):
        built(engine, [story(1, body="banjir pasar"), story(2, body="banjir"), story(3, body="harga karet")])
        both = Group(clauses=(phrase("banjir"), phrase("pasar")), span=AT)
        any_of_them = Group(clauses=(word("banjir"), word("pasar")), span=AT)
        assert found(engine, without(both)) == {"2", "3"}
        assert found(engine, without(any_of_them)) == {"3"}
        assert found(engine, Alternatives(members=(both, word("karet")), span=AT)) == {"1", "3"}
        kept = Group(clauses=(word("banjir"), without(word("pasar"))), span=AT)
        assert found(engine, Alternatives(members=(kept, word("karet")), span=AT)) == {"2", "3"}
        assert found(engine, without(without(word("banjir")))) == {"1", "2"}

    def test_restrictions_may_be_alternatives(self, engine):
        built(
            engine,
            [
                story(1, body="banjir", regions=("15.06",)),
                story(2, body="banjir", regions=("15.05",)),
                story(3, body="pasar", sections=("Ekonomi",)),
            ],
        )
        west, east = (InRegion(code=RegionCode(code), span=AT) for code in ("15.06", "15.05"))
        economy = InSection(name="ekonomi", span=AT)
        assert found(engine, Alternatives(members=(west, economy), span=AT)) == {"1", "3"}
        assert found(engine, word("banjir"), Alternatives(members=(west, economy), span=AT)) == {"1"}
        assert found(engine, without(Alternatives(members=(west, east), span=AT))) == {"3"}
        in_west = Group(clauses=(word("banjir"), without(west)), span=AT)
        assert found(engine, Alternatives(members=(in_west, word("pasar")), span=AT)) == {"2", "3"}
        nothing = Group(clauses=(word("https://contoh.example/a"),), span=AT)
        assert found(engine, Alternatives(members=(nothing, word("pasar")), span=AT)) == {"3"}

    def test_words_that_no_story_holds_find_nothing(self, engine):
        built(engine, [story(1, body="pasar")])
        assert found(engine, word("banjir")) == found(engine, phrase("pasar banjir")) == set()

    def test_a_misspelt_word_is_searched_as_the_frequent_one_and_said_so(self, engine):
        built(engine, [story(n, body="pelabuhan") for n in range(12)])
        results = engine.search(SearchRequest(query=asking(word("pelabuan"))))
        assert results.total == 12
        assert [(c.typed, c.used) for c in results.corrections] == [("pelabuan", "pelabuhan")]

    @pytest.mark.parametrize("text", ["\0", "\ud800", "🏚️", "عاجل", "e" + "\u0301" * 500, "a" * 50_000, "*", "((("])
    def test_hostile_text_is_stored_and_searched_without_trouble(self, engine, text):
        built(engine, [story(1, text, f"banjir {text} banjir", sections=(text,))])
        query = asking(word(text), phrase(text), Prefix(text=text, span=AT), word("banjir"))
        engine.search(SearchRequest(query=query, facets=tuple(FacetField)))
        assert found(engine, word("banjir")) == {"1"}
