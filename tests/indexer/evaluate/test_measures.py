"""Judged files are read strictly, and measures are what their definitions say."""

import math

import pytest

from index.errors import SourceError
from indexer.evaluate.bootstrap import differences, figures
from indexer.evaluate.compare import compare
from indexer.evaluate.files import read_all_qrels, read_judged_pairs, read_links, read_qrels, read_queries, write_run
from indexer.evaluate.measures import RELATED_MEASURES, SEARCH_MEASURES, per_query
from indexer.evaluate.results import Latency, latency


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

    assert figures(values)["MRR@10"].mean == 0.5


def test_a_run_file_is_in_trec_format(tmp_path):
    write_run(tmp_path / "run", {"q1": [("d2", 3.5), ("d1", 1.0)]}, "telusur")

    assert (tmp_path / "run").read_text() == "q1 Q0 d2 1 3.500000 telusur\nq1 Q0 d1 2 1.000000 telusur\n"


def test_latency_percentiles_are_nearest_ranks():
    assert latency([5.0, 1.0, 3.0]) == Latency(p50=3.0, p95=5.0, p99=5.0)
    assert latency([7.0]) == Latency(p50=7.0, p95=7.0, p99=7.0)


def test_judged_pairs_are_read_from_json_lines_as_from_trec_judgements(tmp_path):
    lines = written(tmp_path / "pairs.jsonl", '{"source": "a", "target": "b", "grade": 2, "how": "read"}\n')
    trec = written(tmp_path / "pairs.tsv", "a\t0\tb\t2\n")

    assert read_judged_pairs(lines) == read_judged_pairs(trec) == {"a": {"b": 2}}


@pytest.mark.parametrize("line", ["[1]", "{}", "tidak", '{"source": "a", "target": "b", "grade": null}', "[" * 100_000])
def test_a_judged_pair_of_another_form_is_named(tmp_path, line):
    with pytest.raises(SourceError, match="line 1"):
        read_judged_pairs(written(tmp_path / "pairs.jsonl", line))


def test_an_id_may_hold_spaces_where_judgements_are_separated_by_tabs(tmp_path):
    assert read_qrels(written(tmp_path / "q.tsv", "q1\t0\ttext:banjir sengeti.txt\t3\n")) == {
        "q1": {"text:banjir sengeti.txt": 3}
    }


def test_of_two_judges_the_later_one_counts(tmp_path):
    first = written(tmp_path / "first.tsv", "q1 0 a 1\nq1 0 b 2\n")
    second = written(tmp_path / "second.tsv", "q1 0 a 3\nq2 0 c 1\n")

    assert read_all_qrels([first, second]) == {"q1": {"a": 3, "b": 2}, "q2": {"c": 1}}


def test_an_interval_holds_the_mean_and_narrows_with_the_number_of_queries():
    few = figures({"m": {str(n): float(n % 2) for n in range(10)}})["m"]
    many = figures({"m": {str(n): float(n % 2) for n in range(1000)}})["m"]

    assert few.low < few.mean == many.mean == 0.5 < few.high
    assert many.high - many.low < 0.2 * (few.high - few.low)
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.5 / math.sqrt(1000), rel=0.05)


def test_a_lead_is_paired_by_query():
    theirs = {"m": {str(n): n / 100 for n in range(100)}}
    ours = {"m": {query: value + 0.1 for query, value in theirs["m"].items()}}
    lead = differences(ours, theirs)["m"]

    assert (lead.low, lead.high) == (pytest.approx(0.1), pytest.approx(0.1))


def test_a_comparison_counts_unanswered_queries_and_unjudged_results():
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}}
    answers = {"ours": {"q1": [("a", 2.0), ("x", 1.0)], "q2": [("b", 1.0)]}, "theirs": {"q1": [("x", 1.0)], "q2": []}}

    comparison, values = compare(SEARCH_MEASURES, qrels, answers, cutoff=2)

    ours, theirs = comparison.systems
    assert (ours.no_answer, ours.unjudged) == (0, pytest.approx(1 / 3))
    assert (theirs.no_answer, theirs.unjudged) == (1, 1.0)
    assert comparison.ahead["theirs"]["MRR@10"].mean == 1.0
    assert values["MRR@10"] == {"q1": 1.0, "q2": 1.0}
