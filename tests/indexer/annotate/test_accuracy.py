"""Accuracy on labelled stories; the floors only rise."""

import json
import subprocess
import sys
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.article import Annotations, Article
from indexer.assemble import assemble
from indexer.evaluate import evaluate_facets
from indexer.evaluate.facets import annotated

JAKARTA = ZoneInfo("Asia/Jakarta")
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def on_sample(sample_dir):
    at_home = cache(lambda _home: assemble(zone=JAKARTA, home_region="15", registry=sample_dir / "officials.toml"))
    return evaluate_facets(at_home, corpus=sample_dir / "articles.jsonl", labels=sample_dir / "labels.jsonl").measures


@pytest.mark.parametrize("name", sorted(FLOORS["sample"]))
def test_annotation_of_the_sample_archive_is_no_worse_than_before(on_sample, name):
    assert on_sample[name] >= FLOORS["sample"][name], on_sample


@pytest.fixture(scope="module")
def anywhere():
    return cache(lambda home: assemble(zone=JAKARTA, home_region=home))


@pytest.mark.shared
def test_annotation_of_real_stories_passes_the_bars_of_their_scorer(shared_data, anywhere, tmp_path):
    folder = shared_data / "data" / "facets"
    stories, predicted = tmp_path / "stories.jsonl", tmp_path / "predicted.jsonl"
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        stories.write_text("".join(_as_source_line(json.loads(line)) for line in lines), encoding="utf-8")
    rows = [_predicted(own_id, article, found) for own_id, article, found, _ in annotated(anywhere, stories)]
    predicted.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    score = [sys.executable, folder / "score.py", folder / "articles.jsonl", predicted, "--bars"]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
