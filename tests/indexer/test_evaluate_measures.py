"""Judged files are read strictly, and measures are what their definitions say."""

import math

import pytest

from index.errors import SourceError
from indexer.evaluate.baselines import PlainBM25
from indexer.evaluate.files import read_links, read_qrels, read_queries, write_run
from indexer.evaluate.measures import RELATED_MEASURES, SEARCH_MEASURES, means, per_query
from indexer.evaluate.results import Evaluation, Latency, as_table, latency


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_queries_may_carry_a_kind_and_more_columns(tmp_path):
    queries = read_queries(written(tmp_path / "q.tsv", "q1\tbanjir sengeti\tgov\tignored\nq2\tharga sawit\n\n"))

    assert [(q.id, q.text, q.kind) for q in queries] == [("q1", "banjir sengeti", "gov"), ("q2", "harga sawit", "")]


@pytest.mark.parametrize(
    ("read", "text", "line"),
    [
        (read_queries, "q1 banjir\n", 1),
        (read_qrels, "q1 0 d1 2\nq1 d2 3\n", 2),
        (read_qrels, "q1 0 d1 baik\n", 1),
        (read_links, "a\tb\nc\n", 2),
    ],
)
def test_a_line_of_another_form_is_named(tmp_path, read, text, line):
    with pytest.raises(SourceError, match=f"line {line}"):
        read(written(tmp_path / "f.tsv", text))


@pytest.mark.parametrize("read", [read_queries, read_qrels, read_links])
def test_an_empty_a_missing_and_a_binary_file_are_refused(tmp_path, read):
    with pytest.raises(SourceError, match="no "):
        read(written(tmp_path / "empty.tsv", "\n"))
    with pytest.raises(SourceError, match="cannot be read"):
        read(tmp_path / "missing.tsv")
    (tmp_path / "binary.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="not UTF-8"):
        read(tmp_path / "binary.tsv")


def test_graded_judgements_use_the_exponential_gain_and_count_as_relevant_from_two():
    qrels = {"q": {"best": 3, "fits": 1, "good": 2}}
    values = per_query(SEARCH_MEASURES, qrels, {"q": [("fits", 9.0), ("best", 8.0)]})
    gain = 1 / math.log2(2) + 7 / math.log2(3)
    ideal = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)

    assert values["nDCG@10"]["q"] == pytest.approx(gain / ideal)
    assert values["MRR@10"]["q"] == 0.5
    assert values["P@5"]["q"] == pytest.approx(1 / 5)
    assert values["Recall@100"]["q"] == 0.5


def test_the_order_shown_counts_even_where_scores_are_equal():
    qrels = {"q": {"a": 1}}

    first = per_query(RELATED_MEASURES, qrels, {"q": [("a", 1.0), ("z", 1.0)]})
    second = per_query(RELATED_MEASURES, qrels, {"q": [("z", 1.0), ("a", 1.0)]})

    assert first["MRR"]["q"] == 1.0
    assert second["MRR"]["q"] == 0.5


def test_a_query_without_an_answer_counts_as_zero():
    values = per_query(SEARCH_MEASURES, {"q1": {"a": 1}, "q2": {"b": 1}}, {"q1": [("a", 1.0)]})

    assert means(values)["MRR@10"] == 0.5


def test_a_run_file_is_in_trec_format(tmp_path):
    write_run(tmp_path / "run", {"q1": [("d2", 3.5), ("d1", 1.0)]}, "telusur")

    assert (tmp_path / "run").read_text() == "q1 Q0 d2 1 3.500000 telusur\nq1 Q0 d1 2 1.000000 telusur\n"


def test_plain_bm25_ranks_by_the_textbook_formula():
    bm25 = PlainBM25([("a", "banjir di jambi"), ("b", "banjir banjir"), ("c", "harga sawit naik lagi")])
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    norm_b = 1.2 * (0.25 + 0.75 * 2 / 3)

    hits = bm25.search("Banjir pasang", 10)

    assert [document for document, _ in hits] == ["b", "a"]
    assert hits[0][1] == pytest.approx(idf * 2 * 2.2 / (2 + norm_b))


def test_latency_percentiles_are_nearest_ranks():
    assert latency([5.0, 1.0, 3.0]) == Latency(p50=3.0, p99=5.0)
    assert latency([7.0]) == Latency(p50=7.0, p99=7.0)


def test_the_table_shows_difference_kinds_and_failures():
    lines = list(
        as_table(
            Evaluation(
                queries=2,
                articles=3,
                measures={"MRR@10": 0.75},
                baseline={"MRR@10": 0.5},
                kinds={"gov": {"MRR@10": 1.0}, "": {"MRR@10": 0.5}},
                no_answer=1,
                unjudged=0.125,
                latency=Latency(p50=1.0, p99=2.0),
                failed=["line 4: no text"],
            )
        )
    )

    text = "\n".join(lines)
    assert "+0.2500" in text
    assert "gov" in text
    assert "(none)" in text
    assert "line 4: no text" in text
    assert "queries without an answer: 1" in text
