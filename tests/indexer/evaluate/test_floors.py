"""Quality on the sample archive; the floors only rise."""

import json
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from indexer.evaluate import evaluate_related, evaluate_search
from indexer.evaluate.files import read_qrels, read_queries
from indexer.evaluate.peers import PLAIN
from indexer.evaluate.related_peers import SHIPPED

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def search(sample, sample_dir):
    queries, qrels = read_queries(sample_dir / "queries.tsv"), read_qrels(sample_dir / "qrels.tsv")
    return evaluate_search(sample, queries, qrels)[0]


@pytest.mark.parametrize("measure", sorted(FLOORS["search"]))
def test_search_in_the_sample_archive_is_no_worse_than_before(search, measure):
    reached = search.comparison.systems[0].measures[measure].mean
    assert reached >= FLOORS["search"][measure], f"{measure} is now {reached:.4f}"


def test_search_is_surely_ahead_of_plain_bm25_and_every_query_has_an_answer(search):
    assert search.comparison.ahead[PLAIN]["nDCG@10"].low > 0
    assert search.comparison.systems[0].no_answer == 0
    assert search.comparison.systems[0].unjudged <= 0.02, "judge new results first: `telusur judge`"
    assert not search.failed


@pytest.fixture(scope="module")
def related(sample, sample_dir):
    return evaluate_related(sample, sample_golds(sample_dir))[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gold", "measure"), [(gold, name) for gold in FLOORS["related"] for name in FLOORS["related"][gold]]
)
def test_related_stories_of_the_sample_archive_are_no_worse_than_before(related, gold, measure):
    reached = related.golds[gold].systems[0].measures[measure].mean
    assert reached >= FLOORS["related"][gold][measure], f"{gold}: {measure} is now {reached:.4f}"


@pytest.mark.slow
def test_related_stories_hold_no_copies_and_lead_elasticpress_on_both_golds(related):
    assert related.duplicates == 0
    assert all(gold.ahead[SHIPPED]["nDCG@5"].low > 0 for gold in related.golds.values())


def sample_golds(sample_dir):
    """Return links that stay within a story line, and all earlier stories of the same line; copies are no answer."""
    labels = _records(sample_dir / "labels.jsonl")
    published = {record["id"]: record["published"] for record in _records(sample_dir / "articles.jsonl")}
    lines = defaultdict(list)
    for label in labels:
        lines[label["storyline"]].append(label)
    golds = {"links": {}, "story lines": {}}
    for story in (label for label in labels if label["storyline"]):
        same_line = {other["id"] for other in lines[story["storyline"]]}
        golds["links"][story["id"]] = {target: 1 for target in story["links"] if target in same_line}
        golds["story lines"][story["id"]] = {
            other["id"]: 1
            for other in lines[story["storyline"]]
            if other is not story
            and published[other["id"]] <= published[story["id"]]
            and story["id"] != other["duplicate_of"]
            and other["id"] != story["duplicate_of"]
        }
    return golds


def _records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
