"""When time runs out: hits that are right, fewer of them, and an answer that says so."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from index.engine import Limits
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.cache import ArrayCache
from index.engines.whoosh.concept_scores import ConceptCache
from index.engines.whoosh.deadline import Deadline
from index.query.ast import Prefix
from index.search import FacetField, SearchRequest, WeightedTerm, WeightedTerms
from tests.engine_contract import AT, ZONE, asking, built, ids, phrase, story, without, word

FIRST_DAY = datetime(2022, 3, 1, tzinfo=UTC)
QUERIES = {
    "words": asking(word("banjir"), word("pasar"), word("jalan")),
    "phrase": asking(phrase("pasar lama"), word("banjir")),
    "exclusion": asking(word("banjir"), without(word("jalan")), without(phrase("pasar lama"))),
    "prefix": asking(word("banjir"), without(Prefix(text="pas", span=AT))),
    "misspelt": asking(word("banjirr"), word("pasar")),
    "weighted": WeightedTerms(terms=(WeightedTerm(text="banjir", weight=1.0), WeightedTerm(text="jalan", weight=2.0))),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory, analyzer):
    """Forty stories, the last ten in segments of their own."""
    engine = WhooshEngine(tmp_path_factory.mktemp("root") / "index", analyzer=analyzer, zone=ZONE)
    bodies = ["banjir " * (n % 3) + "pasar lama " * (n % 4 == 1) + "jalan" * (n % 5 == 2) for n in range(40)]
    stories = [story(n, "Kabar", body, published=FIRST_DAY + timedelta(days=n)) for n, body in enumerate(bodies)]
    built(engine, stories[:30])
    for one in stories[30:]:
        with engine.update() as writer:
            writer.add(one)
    return engine


class StepClock:
    """A clock that moves on by one second whenever it is read."""

    def __init__(self):
        self._ticks = itertools.count()

    def __call__(self):
        return float(next(self._ticks))


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_an_answer_cut_short_at_any_step_holds_only_right_hits_and_says_so(engine, query):
    executor = engine._current().executor
    request = SearchRequest(query=query, facets=(FacetField.YEAR,), limit=100)
    whole = executor.search(request, Deadline())
    assert not whole.partial
    cut = set()
    for steps in range(1, 200):
        executor._answers = type(executor._answers)(0, lambda answer: answer.nbytes)
        executor.concepts = ConceptCache(0)
        executor.snapshot.terms._cache = ArrayCache(0)
        results = executor.search(request, Deadline(steps, StepClock()))
        assert set(ids(results)) <= set(ids(whole))
        assert results.total == len(results.hits) == sum(count.count for count in results.facets[FacetField.YEAR])
        if not results.partial:
            assert ids(results) == ids(whole)
            break
        cut.add(results.total)
    else:
        pytest.fail("a generous deadline was not enough")
    assert 0 in cut


def test_without_a_deadline_no_answer_is_partial():
    assert not Deadline().passed()


def test_a_deadline_once_passed_stays_passed():
    times = iter([0.0, 5.0, 1.0])
    deadline = Deadline(2.0, lambda: next(times))
    assert [deadline.passed(), deadline.passed()] == [True, True]


def test_an_engine_without_time_answers_at_once_and_remembers_nothing_of_it(tmp_path, analyzer):
    hasty = WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE, limits=Limits(seconds=0.0))
    built(hasty, [story(1, body="banjir")])
    results = hasty.search(SearchRequest(query=asking(word("banjir"))))
    assert (results.partial, results.total, results.hits) == (True, 0, ())
    patient = WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE)
    assert ids(patient.search(SearchRequest(query=asking(word("banjir"))))) == ["1"]
