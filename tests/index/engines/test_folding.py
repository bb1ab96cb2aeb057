"""Of each group of near-duplicates among the hits, the first is shown; compared with the rule in plain Python."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Document
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.concept_scores import Scored
from index.engines.whoosh.folding import Shown, folded, unfolded
from index.search import Sort
from tests.engine_contract import ZONE, built, story

STORIES = 120
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScoredStory:
    """A hit as the rule sees it."""

    number: int
    document: Document
    score: float

    def rank(self, sort: Sort) -> tuple[float, float, str]:
        """What is compared: smaller comes first, and the undated come last on whatever day the others are."""
        published = self.document.article.published
        age = -published.timestamp() if published is not None else np.inf
        by_date = -age if sort is Sort.OLDEST and published is not None else age
        return (-self.score if sort is Sort.RELEVANCE else 0.0, by_date, self.document.article.id)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory, analyzer):
    """Stories of few days, many undated; half of them in groups of one to many, whose numbers leave gaps."""
    chance = random.Random(5)
    documents = [
        story(
            f"{number:03}",
            published=chance.choice([None, *(FIRST_DAY + timedelta(days=day) for day in range(3))]),
            group=chance.choice([None] * 4 + [4_000_000_000, 7, 900, chance.randrange(100, 130)]),
        )
        for number in chance.sample(range(STORIES), STORIES)
    ]
    engine = WhooshEngine(tmp_path_factory.mktemp("folding") / "index", analyzer=analyzer, zone=ZONE)
    built(engine, documents)
    with engine._reading() as view:
        yield view.snapshot
    engine.close()


def expected(hits: Sequence[ScoredStory], sort: Sort, count: int) -> tuple[list[tuple[int, int]], int]:
    """The first stories of their groups, each with the number of those behind it; and how many there are."""
    ordered = sorted(hits, key=lambda hit: hit.rank(sort))
    sizes = Counter(hit.document.group for hit in hits if hit.document.group)
    firsts = {hit.document.group or -hit.number: hit for hit in reversed(ordered)}.values()
    listed = [hit for hit in ordered if hit in firsts]
    return [(hit.number, max(0, sizes[hit.document.group] - 1)) for hit in listed[:count]], len(listed)


scores = st.dictionaries(st.integers(0, STORIES - 1), st.sampled_from([1.0, 1.5, 2.0]))


@given(scores=scores, sort=st.sampled_from(Sort), count=st.integers(0, 60))
def test_the_first_of_each_group_is_shown_in_the_order_asked(snapshot, scores, sort, count):
    hits = Scored(
        np.array(sorted(scores), dtype=np.int64), np.array([scores[at] for at in sorted(scores)], dtype=float)
    )
    stories = [ScoredStory(at, snapshot.document(at), score) for at, score in scores.items()]
    answer = folded(snapshot, hits, sort, count)
    pairs = list(zip(hits.documents[answer.places].tolist(), answer.similar.tolist(), strict=True))
    assert (pairs, answer.listed) == expected(stories, sort, count)


def test_of_an_archive_in_one_group_a_single_story_is_shown(tmp_path, analyzer):
    engine = built(
        WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE), [story(n, group=3) for n in range(9)]
    )
    with engine._reading() as view:
        answer = folded(view.snapshot, Scored(np.arange(9), np.arange(9.0)), Sort.RELEVANCE, 5)
    assert (answer.places.tolist(), answer.similar.tolist(), answer.listed) == ([8], [8], 1)


def test_without_folding_each_hit_is_for_itself(snapshot):
    hits = Scored(np.arange(STORIES), np.ones(STORIES))
    answer = unfolded(snapshot, hits, Sort.NEWEST, 10)
    assert isinstance(answer, Shown)
    assert (answer.places.size, answer.similar.tolist(), answer.listed) == (10, [0] * 10, STORIES)
