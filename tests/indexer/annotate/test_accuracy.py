"""Accuracy on labelled stories; the floors only rise."""

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from indexer.assemble import assemble
from indexer.evaluate import evaluate_facets

ROOT = Path(__file__).parents[3]
JAKARTA = ZoneInfo("Asia/Jakarta")
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def on_sample(sample_dir):
    at_home = cache(lambda _home: assemble(zone=JAKARTA, home_region="15", registry=sample_dir / "officials.toml"))
    return evaluate_facets(at_home, corpus=sample_dir / "articles.jsonl", labels=sample_dir / "labels.jsonl").measures


@pytest.mark.parametrize("name", sorted(FLOORS["sample"]))
def test_annotation_of_the_sample_archive_is_no_worse_than_before(on_sample, name):
    assert on_sample[name] >= FLOORS["sample"][name], on_sample


@pytest.mark.shared
def test_annotation_of_real_stories_and_sentences_passes_its_bars(shared_data):
    benchmark = [sys.executable, ROOT / "benchmarks" / "facets.py", shared_data / "data" / "facets", "--accuracy"]
    done = subprocess.run(benchmark, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
