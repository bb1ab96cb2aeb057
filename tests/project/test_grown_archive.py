"""Archives that benchmarks grow from few articles are like real ones: dated, and without near-duplicates."""

import json
from collections import Counter
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from benchmarks.growing import ZONE, grow
from benchmarks.rows import DAYS_PER_COPY
from index.related.duplicates import overlap, shingles
from index.related.recipe import DUPLICATE_IN_LIST
from indexer.extract import extract
from indexer.sources import JsonlSource

SAMPLE = Path(__file__).parents[2] / "indexer" / "sample" / "articles.jsonl"
ORIGINALS = len(SAMPLE.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    path = tmp_path_factory.mktemp("grown") / "berita.jsonl"
    grow(SAMPLE, path, 3 * ORIGINALS)
    return path


@pytest.fixture(scope="module")
def generations(grown):
    """Each sample article with its two copies, as the importer reads them."""
    articles = [extract(page, zone=ZONE) for page in JsonlSource("berita", grown).pages()]
    return list(zip(*(articles[at : at + ORIGINALS] for at in range(0, 3 * ORIGINALS, ORIGINALS)), strict=True))


def test_the_real_articles_come_first_as_they_are(grown):
    lines = grown.read_text(encoding="utf-8").splitlines()
    assert lines[:ORIGINALS] == SAMPLE.read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 3 * ORIGINALS


def test_each_copy_lies_days_before_the_one_above_it(generations):
    assert Counter(
        earlier.published - later.published for article in generations for earlier, later in pairwise(article)
    ) == {timedelta(days=DAYS_PER_COPY): 2 * ORIGINALS}


def test_copies_have_addresses_of_their_own(generations):
    addresses = [article.url for copies in generations for article in copies if article.url]
    assert len(set(addresses)) == len(addresses) > ORIGINALS


def test_copies_are_no_near_duplicates_and_as_long(generations):
    for copies in generations:
        texts = [shingles(article.body) for article in copies]
        assert all(overlap(a, b) < DUPLICATE_IN_LIST for a, b in combinations(texts, 2))
    lengths = [sum(len(article.body) for article in generation) for generation in zip(*generations, strict=True)]
    assert max(lengths) < 1.15 * min(lengths)
