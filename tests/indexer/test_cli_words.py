"""The commands about words, used as their users use them."""

import json
import tomllib

import pytest
from click.testing import CliRunner

from indexer.cli import cli


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    invoke("init")
    return invoke


def test_analyze_shows_what_becomes_of_each_word_and_why(run):
    printed = run("analyze", "Pemkab menandatangani kerjasama perbankan di Merangin")

    assert "menandatangani -> tanda + tangan: listed among the compounds" in printed
    assert "perbankan -> bank: listed among the overrides" in printed
    assert "(the rules alone: perban)" in printed
    assert "synonyms: pemerintah kabupaten" in printed
    assert "a function word" in printed
    assert "Merangin -> merangin" in printed


def test_analyze_gives_data(run):
    (word,) = json.loads(run("analyze", "perbankan", "--json"))
    assert (word["rule"], word["stems"], word["start"], word["end"]) == ("override", ["bank"], 0, 9)


def test_the_newsrooms_own_words_are_analysed_as_it_says(run, tmp_path):
    (tmp_path / "lexicon.toml").write_text('[overrides]\nlenteraan = "lentera"\n', encoding="utf-8")
    config = tmp_path / "telusur.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("# lexicon =", "lexicon ="), encoding="utf-8")

    assert "lenteraan -> lentera: listed among the overrides" in run("analyze", "lenteraan")


def test_lexicon_propose_prints_a_file_to_edit(run, tmp_path):
    bodies = ["Pedagang pasarmalam ramai."] * 2 + ["Pasar malam dibuka."] * 3
    lines = [json.dumps({"id": str(n), "title": f"Kabar {n}", "body": body}) for n, body in enumerate(bodies)]
    (tmp_path / "berita.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run("import", "berita.jsonl")

    printed = run("lexicon", "propose", "--min-articles", "2")
    assert tomllib.loads(printed)["compounds"] == {"pasarmalam": "pasar malam"}

    data = json.loads(run("lexicon", "propose", "--min-articles", "2", "--kind", "compounds", "--json"))
    assert data["compounds"][0]["evidence"] == 3
