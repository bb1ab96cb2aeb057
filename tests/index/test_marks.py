"""All matched words of what results show are marked, and nothing else."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from index.query import parse
from indexer.assemble import assemble
from indexer.evaluate.collection import indexed
from indexer.evaluate.files import read_queries
from tests.index.mark_check import check_marks, cut_names

TODAY = date(2025, 11, 24)
OTHERS = (
    '"dana desa"~4 -banjir',
    "(banjir sengeti) OR (karet harga)",
    "peng*an kerj*",
    "judul:banjir tanggul",
    "kerjasama penandatanganan",
    '"anwar" OR tebo',
    "jum'at 20 februari 2024",
    "pemkab tanjab barat",
)


@pytest.mark.slow
def test_every_matched_word_of_the_sample_archive_is_marked(
    sample_engine, sample_analyzer, sample_gazetteer, sample_dir
):
    typed = [*(query.text for query in read_queries(sample_dir / "queries.tsv")), *OTHERS]
    queries = [parse(text, resolver=sample_gazetteer, today=TODAY).query for text in typed]

    tally = check_marks(sample_engine, sample_analyzer, queries)

    assert tally.matched > 500
    assert (tally.unmarked, tally.needless, tally.blank) == ([], [], [])


def test_no_name_of_an_official_is_cut(sample_engine, sample_analyzer, sample_gazetteer, sample_dir):
    queries = [
        parse(query.text, resolver=sample_gazetteer, today=TODAY).query
        for query in read_queries(sample_dir / "queries.tsv")
    ]

    assert cut_names(sample_engine, sample_analyzer, queries) == []


MOST_QUERIES = 100
"""Of thousands of like questions an even choice tells as much; all of them took minutes."""


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("collection", ["reader", "retrieval/donn_qa", "retrieval/facqa"])
def test_every_matched_word_of_judged_queries_is_marked(collection, shared_data):
    folder = shared_data / "data" / collection
    assembly = assemble(zone=ZoneInfo("Asia/Jakarta"))
    with indexed(folder / "corpus.jsonl.gz", assembly) as archive:
        typed = [query.text for query in read_queries(folder / "queries.tsv")]
        typed = typed[:: max(1, len(typed) // MOST_QUERIES)]
        queries = [parse(text, resolver=assembly.gazetteer, today=TODAY).query for text in typed]

        tally = check_marks(archive.engine, assembly.analyzer, queries)

    assert tally.matched > 500
    assert (tally.unmarked, tally.blank) == ([], [])
    assert tally.needless == []
