"""Pages of an answer, its order by date, and near-duplicates folded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import ArticleId
from index.search import FacetField, InGroup, SearchRequest, Sort
from tests.engine_contract.frame import FIRST_DAY, SHARED, EngineTests
from tests.engine_contract.stories import asking, built, counts, folded, ids, story, word


class ListingTests(EngineTests):
    def test_pages_follow_one_another_and_end(self, engine):
        built(engine, [story(f"{n:02}", body="banjir") for n in range(25)])
        pages = [
            engine.search(SearchRequest(query=asking(word("banjir")), offset=start, limit=10))
            for start in (0, 10, 20, 30)
        ]
        assert [hit for page in pages for hit in ids(page)] == [f"{n:02}" for n in range(25)]
        assert ids(pages[3]) == []
        assert {page.total for page in pages} == {25}

    def test_a_limit_of_nothing_still_counts(self, engine):
        built(engine, [story(1, sections=("Daerah",))])
        results = engine.search(SearchRequest(limit=0, facets=(FacetField.SECTION,)))
        assert (results.hits, results.total) == ((), 1)
        assert counts(results, FacetField.SECTION) == [("Daerah", 1)]

    def test_undated_stories_come_last_by_date(self, engine):
        day = datetime(2024, 1, 1, tzinfo=UTC)
        built(engine, [story("u"), story("n", published=day + timedelta(days=1)), story("o", published=day)])
        assert ids(engine.search(SearchRequest(sort=Sort.NEWEST))) == ["n", "o", "u"]
        assert ids(engine.search(SearchRequest(sort=Sort.OLDEST))) == ["o", "n", "u"]

    @settings(max_examples=12, deadline=None, suppress_health_check=SHARED)
    @given(
        stories=st.lists(
            st.tuples(st.sampled_from([None, None, 1, 2, 3]), st.integers(0, 2), st.integers(1, 3)), max_size=12
        ),
        sort=st.sampled_from(Sort),
        page=st.integers(1, 5),
    )
    def test_of_each_group_the_first_hit_is_shown_on_whatever_page(self, new_engine, stories, sort, page):
        documents = [
            story(at, body="banjir " * times, published=FIRST_DAY + timedelta(days=day), group=group)
            for at, (group, day, times) in enumerate(stories)
        ]
        engine = built(new_engine(), documents)
        asked = SearchRequest(query=asking(word("banjir")), sort=sort, limit=page)
        expected = folded(engine.search(replace(asked, limit=100)).hits)
        pages = [engine.search(replace(asked, fold=True, offset=start)) for start in range(0, len(stories) + 1, page)]
        engine.close()
        assert [(hit.document.article.id, hit.similar) for each in pages for hit in each.hits] == expected
        assert {(each.total, each.listed) for each in pages} == {(len(stories), len(expected))}

    def test_folding_leaves_totals_and_facets_as_they_are(self, engine):
        built(engine, [story(n, body="banjir", sections=("Daerah",), group=7) for n in range(3)])
        results = engine.search(SearchRequest(fold=True, facets=(FacetField.SECTION,)))
        assert (results.total, results.folded, results.listed, len(results.hits)) == (3, 2, 1, 1)
        assert counts(results, FacetField.SECTION) == [("Daerah", 3)]

    def test_only_what_matches_counts_as_similar(self, engine):
        built(engine, [story(1, body="banjir", group=7), story(2, body="pasar", group=7), story(3, group=7)])
        (hit,) = engine.search(SearchRequest(query=asking(word("banjir")), fold=True)).hits
        assert (hit.similar, hit.document.group) == (0, 7)

    def test_a_group_can_be_asked_for(self, engine):
        built(engine, [story(1, group=7), story(2), story(3, group=7), story(4, group=8)])
        assert set(ids(engine.search(SearchRequest(filters=(InGroup(group=7),))))) == {"1", "3"}
        for unknown in (0, -1, 9, 10**30):
            assert ids(engine.search(SearchRequest(filters=(InGroup(group=unknown),)))) == []

    def test_groups_follow_changes_and_removals(self, engine):
        built(engine, [story(n, body="banjir " * (4 - n), group=7) for n in (1, 2, 3)])
        asked = SearchRequest(query=asking(word("banjir")), fold=True)
        assert [hit.similar for hit in engine.search(asked).hits] == [2]
        with engine.update() as writer:
            writer.remove(ArticleId("uji:1"))
        assert [hit.similar for hit in engine.search(asked).hits] == [1]
        with engine.update() as writer:
            writer.add(story(3, body="banjir"))
        assert [hit.similar for hit in engine.search(asked).hits] == [0, 0]
