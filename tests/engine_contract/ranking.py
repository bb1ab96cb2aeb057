"""How well a story fits: scores and order."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import ArticleId, Document
from index.query.ast import Alternatives, Clause, Group, Near
from index.ranking import plan
from index.schema import LEAD_TOKENS
from index.search import SearchRequest, WeightedTerm, WeightedTerms
from tests.engine_contract.frame import FIRST_DAY, SHARED, EngineTests
from tests.engine_contract.reference import Reference
from tests.engine_contract.stories import AT, asking, built, found, ids, phrase, story, without, word

# Words whose forms meet in one stem, a compound that is written together or apart, and a function word.
_WORDS = ("banjir", "jalan", "perjalanan", "kerjasama", "kerja", "sama", "pasar", "pasarnya", "harga", "yang")
_TEXTS = st.builds(
    lambda words, times: " ".join(words * times), st.lists(st.sampled_from(_WORDS), max_size=8), st.integers(1, 12)
)
_STORIES = st.lists(
    st.tuples(_TEXTS.map(lambda text: text[:120]), _TEXTS, st.one_of(st.none(), st.integers(0, 900))),
    min_size=1,
    max_size=7,
)
_PLAIN = st.builds(word, st.sampled_from(_WORDS), title_only=st.booleans())
_QUOTED = st.builds(
    lambda words, title_only: phrase(" ".join(words), title_only=title_only),
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3),
    st.booleans(),
)
_TOGETHER = st.builds(
    lambda words, distance, title_only: Near(text=" ".join(words), distance=distance, span=AT, title_only=title_only),
    st.lists(st.sampled_from(_WORDS), min_size=2, max_size=3),
    st.integers(0, 4),
    st.booleans(),
)
_TERMS = st.one_of(_PLAIN, _QUOTED, _TOGETHER)
_GROUPS = st.builds(
    lambda clauses: Group(clauses=tuple(clauses), span=AT),
    st.lists(st.one_of(_TERMS, _TERMS.map(without)), min_size=2, max_size=3),
)
_EITHER = st.builds(
    lambda members: Alternatives(members=tuple(members), span=AT),
    st.lists(st.one_of(_PLAIN, _TERMS, _GROUPS), min_size=2, max_size=3),
)
_CLAUSES = st.one_of(_PLAIN, _TERMS, _EITHER, _GROUPS, _TERMS.map(without), _GROUPS.map(without), _EITHER.map(without))


class RankingTests(EngineTests):
    @settings(max_examples=40, deadline=None, suppress_health_check=SHARED)
    @given(stories=_STORIES, clauses=st.lists(_CLAUSES, min_size=1, max_size=4))
    def test_scores_are_those_of_the_formula(self, new_engine, analyzer, stories, clauses):
        documents = [
            story(at, title, body, published=None if days is None else FIRST_DAY + timedelta(days=days))
            for at, (title, body, days) in enumerate(stories)
        ]
        query = asking(*clauses)
        engine = built(new_engine(), documents)
        results = engine.search(SearchRequest(query=query, limit=100))
        engine.close()
        reference = Reference(documents, analyzer)
        expected = reference.scores(plan(query, analyzer, reference))
        scores = {hit.document.article.id: hit.score for hit in results.hits}
        if self.counts_neighbourhoods_plainly or not _asks_for_neighbourhoods(clauses):
            assert scores == pytest.approx(expected, rel=self.score_tolerance)
        assert scores.keys() == expected.keys()
        assert results.total == len(expected)
        order = [(-hit.score, _never_newer(hit.document), hit.document.article.id) for hit in results.hits]
        assert order == sorted(order)

    @pytest.mark.parametrize("title_only", [True, False])
    def test_a_word_that_is_asked_for_twice_counts_twice(self, engine, title_only):
        built(engine, [story(1, "Banjir di pasar"), story(2, "Harga beras")])
        asked = word("banjir", title_only=title_only)
        once, twice = (engine.search(SearchRequest(query=asking(*words))) for words in ([asked], [asked, asked]))
        assert twice.hits[0].score == pytest.approx(2 * once.hits[0].score, rel=self.score_tolerance)

    def test_scores_after_changes_are_those_of_an_index_built_afresh(self, new_engine):
        stories = [story(n, f"Harga pasar {n}", "banjir " * n + "jalan") for n in range(8)]
        changed = built(new_engine(), stories)
        with changed.update() as writer:
            writer.remove(ArticleId("uji:7"))
            writer.add(story(2, "Jalan", "harga pasar naik"))
        fresh = built(new_engine(), [*stories[:2], story(2, "Jalan", "harga pasar naik"), *stories[3:7]])
        request = SearchRequest(query=asking(word("harga"), word("banjir"), phrase("jalan")), limit=20)
        scores = [{h.document.article.id: h.score for h in e.search(request).hits} for e in (changed, fresh)]
        assert scores[0] == pytest.approx(scores[1], rel=self.score_tolerance)

    def test_the_headline_counts_more_than_the_body(self, engine):
        built(engine, [story(1, "Kabar desa", "banjir"), story(2, "Banjir", "kabar desa")])
        assert ids(engine.search(SearchRequest(query=asking(word("banjir"))))) == ["2", "1"]

    def test_a_phrase_counts_in_the_zone_where_it_ends(self, engine):
        before = [LEAD_TOKENS - 2, LEAD_TOKENS - 1, LEAD_TOKENS]
        built(engine, [story(n, body="kata " * n + "jalan rusak" + " kata" * (70 - n)) for n in before])
        hits = engine.search(SearchRequest(query=asking(phrase("jalan rusak")))).hits
        inside, across, behind = sorted((hit.score for hit in hits), reverse=True)
        assert inside > across == pytest.approx(behind, rel=self.score_tolerance)

    def test_a_story_with_all_that_was_asked_comes_before_one_with_more_of_half_of_it(self, engine):
        built(
            engine,
            [
                story(1, "Banjir, banjir", "banjir " * 9),
                story(2, "Kabar desa", "hari ini warga bicara soal banjir dan pasar"),
                *(story(n, "Kabar", "warga desa") for n in range(3, 9)),
            ],
        )
        assert ids(engine.search(SearchRequest(query=asking(word("banjir"), word("pasar")))))[0] == "2"

    def test_a_related_word_lifts_a_story_but_finds_none(self, engine):
        built(engine, [story(1, "Pemkab"), story(2, "Rapat pemkab"), story(3, "Rapat bupati"), story(4, "Rapat warga")])
        results = engine.search(SearchRequest(query=asking(word("bupati"), word("rapat"))))
        assert ids(results) == ["3", "2", "4"]

    def test_any_form_of_a_word_is_found(self, engine):
        built(engine, [story(1, body="warga memperbaiki jembatan"), story(2, body="jembatan diperbaiki")])
        assert found(engine, word("perbaikan")) == {"1", "2"}

    def test_equal_scores_go_to_the_newer_story_and_then_to_the_smaller_id(self, engine):
        day = datetime(2024, 1, 1, tzinfo=UTC)
        built(engine, [story("b"), story("c", published=day), story("a"), story("d", published=day)])
        assert ids(engine.search(SearchRequest())) == ["c", "d", "a", "b"]

    def test_weighted_terms_add_up_and_rare_ones_count_more(self, engine):
        bodies = ["banjir pasar", "banjir", "pasar", "banjir", "banjir", "harga"]
        built(engine, [story(n, body=body) for n, body in enumerate(bodies)])
        terms = (WeightedTerm(text="banjir", weight=1.0), WeightedTerm(text="pasar", weight=1.0))
        results = engine.search(SearchRequest(query=WeightedTerms(terms=terms)))
        assert results.total == 5
        assert ids(results)[:2] == ["0", "2"]


def _asks_for_neighbourhoods(clauses: Sequence[Clause]) -> bool:
    return "Near(" in repr(clauses)


def _never_newer(document: Document) -> float:
    published = document.article.published
    return -published.timestamp() if published is not None else math.inf
