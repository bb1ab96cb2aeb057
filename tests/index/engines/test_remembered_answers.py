"""An answer is remembered until the index changes, within bounds, and gives every page the same."""

import sys
from dataclasses import replace

import pytest

from index.article import ArticleId
from index.engine import Limits
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh import executor as executor_module
from index.search import FacetField, FacetFilter, SearchRequest, Sort, WeightedTerm, WeightedTerms
from tests.engine_contract import ZONE, asking, built, ids, story, word

REQUEST = SearchRequest(query=asking(word("banjir")), facets=(FacetField.SECTION,), limit=10)


@pytest.fixture
def new_engine(tmp_path, analyzer):
    def new(**limits):
        engine = WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE, limits=Limits(**limits))
        return built(engine, [story(f"{n:03}", body="banjir " * (1 + n % 7), sections=("Daerah",)) for n in range(400)])

    return new


@pytest.fixture
def scored(monkeypatch):
    """The plans that were scored."""
    plans = []
    score = executor_module.score_plan
    monkeypatch.setattr(executor_module, "score_plan", lambda *given: plans.append(given) or score(*given))
    return plans


def test_the_next_pages_are_not_computed_again_and_deep_ones_seldom(new_engine, scored):
    engine = new_engine()
    pages = [engine.search(replace(REQUEST, offset=start)) for start in range(0, 400, 10)]
    assert len(scored) == 3
    everything = [hit for page in pages for hit in ids(page)]
    assert len(set(everything)) == 400
    assert everything == ids(new_engine(cache_bytes=0).search(replace(REQUEST, limit=400)))
    assert {page.facets[FacetField.SECTION] for page in pages} == {pages[0].facets[FacetField.SECTION]}


def test_pages_of_folded_answers_end_where_the_first_of_each_group_do(tmp_path, analyzer, scored):
    engine = WhooshEngine(tmp_path / "folded", analyzer=analyzer, zone=ZONE)
    built(engine, [story(f"{n:03}", body="banjir " * (1 + n % 7), group=1 + n % 300) for n in range(400)])
    asked = replace(REQUEST, fold=True)
    everything = ids(engine.search(replace(asked, limit=400)))
    scored.clear()
    pages = [engine.search(replace(asked, offset=start)) for start in range(0, 400, 10)]
    assert [hit for page in pages for hit in ids(page)] == everything
    assert len(everything) == pages[0].listed == 300
    assert len(scored) == 0
    assert engine.search(replace(REQUEST, limit=0)).folded == 0


def test_another_question_is_another_answer(new_engine):
    engine = new_engine()
    first = engine.search(REQUEST)
    assert ids(engine.search(replace(REQUEST, sort=Sort.OLDEST))) != ids(first)
    none = FacetFilter(field=FacetField.SECTION, values=("Olahraga",))
    assert engine.search(replace(REQUEST, filters=(none,))).total == 0
    assert engine.search(replace(REQUEST, query=asking(word("pasar")))).total == 0
    assert engine.search(replace(REQUEST, facets=())).facets == {}
    assert engine.search(REQUEST) == replace(first, took_ms=pytest.approx(0, abs=1e9))


def test_after_a_commit_the_answer_is_new(new_engine):
    engine = new_engine()
    before = engine.search(REQUEST)
    with engine.update() as writer:
        writer.remove(ArticleId(before.hits[0].document.article.id))
    after = engine.search(REQUEST)
    assert (before.total, after.total) == (400, 399)
    assert ids(before)[0] not in ids(after)


def test_answers_take_no_more_memory_than_allowed(new_engine, analyzer):
    engine = new_engine(cache_bytes=90_000)
    for number in range(300):
        engine.search(replace(REQUEST, query=asking(word("banjir"), word(f"kata{number}"))))
    view = engine._current()
    assert 0 < view.executor._answers.size <= 10_000
    assert view.arrays.size <= 80_000


def test_the_terms_of_a_remembered_story_count_as_memory(new_engine):
    sizes = []
    for terms in (1, 101):
        engine = new_engine()
        weighted = tuple(WeightedTerm(text=f"kata{number}", weight=1.0) for number in range(terms))
        engine.search(SearchRequest(query=WeightedTerms(terms=weighted)))
        sizes.append(engine._current().executor._answers.size)
    assert sizes[1] - sizes[0] >= 100 * sys.getsizeof("kata100")
