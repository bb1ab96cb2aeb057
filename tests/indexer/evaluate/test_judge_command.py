"""`telusur judge`: a person grades, may stop at any time, and may take a grade back."""

import json

import pytest
from click.testing import CliRunner

from index.errors import SourceError
from indexer.cli import cli
from indexer.cli.judge import _printable
from indexer.evaluate.files import JudgedQuery, read_qrels
from indexer.evaluate.judging import JudgementFile, Pair, pooled

STORIES = (
    {
        "id": "sengeti",
        "title": "Banjir melanda Sengeti",
        "text": "Warga Sengeti kebanjiran sejak Senin.",
        "date": "2024-02-01",
    },
    {"id": "tebo", "title": "Banjir di Tebo", "text": "Air naik di Tebo\x1b[2J sejak pagi.", "date": "2024-02-02"},
    {"id": "sawit", "title": "Harga sawit naik", "text": "Petani senang.", "date": "2024-02-03"},
)


@pytest.fixture
def judged(tmp_path, monkeypatch):
    """Return a function that runs the loop on given answers and returns what was printed and the file's grades."""
    monkeypatch.chdir(tmp_path)
    lines = "".join(f"{json.dumps(story)}\n" for story in STORIES)
    (tmp_path / "articles.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "queries.tsv").write_text("q1\tbanjir\n", encoding="utf-8")

    def run(*answers):
        arguments = ("judge", "--corpus=articles.jsonl", "--queries=queries.tsv", "--qrels=qrels.tsv")
        result = CliRunner().invoke(cli, arguments, input="".join(f"{answer}\n" for answer in answers))
        assert result.exit_code == 0, result.output
        qrels = tmp_path / "qrels.tsv"
        return result.output, dict(read_qrels(qrels)["q1"]) if qrels.exists() and qrels.read_bytes() else {}

    return run


def test_grades_are_kept_and_not_asked_for_again(judged):
    printed, grades = judged("3", "q")
    assert "2 articles to judge" in printed
    assert list(grades.values()) == [3]

    printed, grades = judged("1")
    assert "1 articles to judge" in printed
    assert set(grades) == {"sengeti", "tebo"}

    assert "0 articles to judge" in judged()[0]


def test_a_grade_can_be_taken_back_and_a_pair_left_for_later(judged):
    _, grades = judged("0", "u", "2", "s")
    assert list(grades.values()) == [2]


def test_there_is_nothing_to_take_back_at_the_beginning(judged):
    assert judged("u", "q")[1] == {}


def test_the_full_text_is_shown_on_request_and_never_commands_the_terminal(judged):
    printed, _ = judged("f", "s", "f", "s")
    assert "Air naik di Tebo" in printed
    assert "\x1b[2J" not in printed
    assert _printable("a\x1b]0;judul\x07\u202eb\n") == "a ]0;judul  b\n"


def test_an_answer_that_is_none_is_asked_for_again(judged):
    assert list(judged("7", "3", "q")[1].values()) == [3]


def pair(article):
    return Pair(query=JudgedQuery(id="q1", text="banjir"), article=article)


def test_a_file_without_a_last_line_break_is_continued_and_undone_to_the_byte(tmp_path):
    path = tmp_path / "qrels.tsv"
    path.write_text("q1 0 lama 3", encoding="utf-8")
    judgements = JudgementFile(path)

    judgements.add(pair("text:banjir sengeti.txt"), 2)
    assert read_qrels(path) == {"q1": {"lama": 3, "text:banjir sengeti.txt": 2}}

    assert judgements.undo() == pair("text:banjir sengeti.txt")
    assert path.read_text(encoding="utf-8") == "q1 0 lama 3"
    assert judgements.undo() is None
    assert judgements.holds(pair("lama"))


def test_what_cannot_be_written_is_said(tmp_path):
    with pytest.raises(SourceError, match="another one"):
        JudgementFile(tmp_path / "qrels.tsv").add(pair("a\tb"), 1)
    with pytest.raises(SourceError, match="cannot be written"):
        JudgementFile(tmp_path / "missing" / "qrels.tsv").add(pair("a"), 1)


def test_the_pool_is_what_any_system_shows_in_an_order_that_tells_nothing(sample):
    queries = (JudgedQuery(id="q1", text="banjir sengeti"), JudgedQuery(id="q2", text="harga sawit"))
    pool = pooled(sample, queries, 5)

    assert pool == pooled(sample, queries, 5)
    assert [p.query.id for p in pool] == sorted(p.query.id for p in pool)
    assert len(set(pool)) == len(pool) > 10
