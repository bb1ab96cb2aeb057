"""Quality on real queries and real editors' links; the floors only rise."""

import gzip
import json
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from indexer.assemble import assemble
from indexer.evaluate import evaluate_related, evaluate_search, indexed
from indexer.evaluate.files import read_all_qrels, read_links, read_queries
from indexer.evaluate.peers import PLAIN
from indexer.evaluate.related_peers import SHIPPED

pytestmark = [pytest.mark.shared, pytest.mark.slow]

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
JUDGED_LATER = Path(__file__).with_name("reader-judgements.tsv")
"""Grades of what the data's judge never saw, by one judge of ours, with the same scale."""
JAKARTA = ZoneInfo("Asia/Jakarta")


def test_real_readers_are_served_no_worse_than_before_and_better_than_by_any_peer(shared_data):
    folder = shared_data / "data" / "reader"
    queries, qrels = read_queries(folder / "queries.tsv"), read_all_qrels([folder / "qrels.tsv", JUDGED_LATER])
    with indexed(folder / "corpus.jsonl.gz", assemble(zone=JAKARTA)) as collection:
        comparison = evaluate_search(collection, queries, qrels)[0].comparison

    reached = {name: comparison.systems[0].measures[name].mean for name in FLOORS["readers"]}
    assert all(reached[name] >= floor for name, floor in FLOORS["readers"].items()), reached
    assert all(lead["nDCG@10"].low > 0 for lead in comparison.ahead.values()), comparison.ahead
    assert comparison.systems[0].unjudged <= 0.02, "judge new results first: `telusur judge`"
    assert comparison.systems[0].no_answer == 0
    assert PLAIN in comparison.ahead


def test_links_of_real_editors_are_suggested_no_worse_than_before(shared_data, tmp_path):
    folder = shared_data / "data" / "related"
    links = read_links(folder / "links.tsv")
    corpus = tmp_path / "linked.jsonl"
    corpus.write_text("".join(_stories_of_linked_sets(folder / "corpus.jsonl.gz", links)), encoding="utf-8")
    with indexed(corpus, assemble(zone=JAKARTA)) as collection:
        evaluation = evaluate_related(collection, {"links": links})[0]

    comparison = evaluation.golds["links"]
    reached = {name: comparison.systems[0].measures[name].mean for name in FLOORS["editors"]["links"]}
    assert all(reached[name] >= floor for name, floor in FLOORS["editors"]["links"].items()), reached
    assert comparison.ahead[SHIPPED]["nDCG@5"].low > 0
    assert evaluation.duplicates == 0
    assert evaluation.most_used <= 0.05


def _stories_of_linked_sets(corpus, links):
    """Yield the stories of the sources that link at all: the 3,446 candidates of the published figures."""
    linking = {story.partition("-")[0] for story in links}
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from (line for line in lines if json.loads(line)["set"] in linking)
