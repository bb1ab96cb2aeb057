"""Keeping the officials registry by the command line: check, discover, reannotate."""

import json

import pytest
from click.testing import CliRunner

from index.errors import TelusurError
from indexer.cli import cli

CONFIG = """
[archive]
home_region = "15"
registry = "officials.toml"
"""

PERSON = '[[person]]\nid = "wirya-kelana"\nname = "Wirya Kelana"\n'
TERM = '[[term]]\nperson = "wirya-kelana"\noffice = "bupati"\nregion = "15.09"\nrole = "definitif"\nfrom = 2021-02-17\n'

STORIES = [
    {"id": "bare", "title": "Pasar", "body": "Bupati Tebo meninjau pasar di Tebo.", "published": "2024-02-20"},
    {"id": "other", "title": "Banjir", "body": "Warga Tebo membersihkan lumpur.", "published": "2024-02-21"},
    *(
        {
            "id": f"named-{day}",
            "title": "Rapat",
            "body": "Bupati Tebo Wirya Kelana memimpin rapat.",
            "published": f"2024-03-{day}",
        }
        for day in ("01", "05", "09", "13", "17", "21")
    ),
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run telusur in a folder with a few stories and an empty registry."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "telusur.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "officials.toml").write_text("", encoding="utf-8")
    (tmp_path / "berita.jsonl").write_text("".join(f"{json.dumps(story)}\n" for story in STORIES), encoding="utf-8")

    def invoke(*arguments: str):
        result = CliRunner().invoke(cli, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit | TelusurError):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def imported(run):
    assert run("import", "berita.jsonl", "--source", "uji").exit_code == 0
    assert run("reindex").exit_code == 0
    return run


def _found(run, query):
    return {hit["id"] for hit in json.loads(run("search", query, "--json").stdout)["hits"]}


def test_check_lists_what_to_look_at_and_passes(run, tmp_path):
    later = TERM.replace("2021-02-17", "2022-01-01")
    (tmp_path / "officials.toml").write_text(PERSON + TERM + "to = 2021-06-01\n" + later, encoding="utf-8")
    result = run("officials", "check")
    assert result.exit_code == 0
    assert "gap: Bupati Tebo: nobody holds it from 2021-06-01 until 2022-01-01" in result.stdout
    assert "1 persons, 2 terms; 1 to look at" in result.stderr
    assert json.loads(run("officials", "check", "officials.toml", "--json").stdout)[0]["doubt"] == "gap"


def test_check_refuses_what_cannot_be_right_with_line_and_cure(run, tmp_path):
    (tmp_path / "neu.toml").write_text(PERSON + "\n" + TERM.replace("15.09", "1509"), encoding="utf-8")
    refused = run("officials", "check", "neu.toml").exception
    assert "neu.toml, line 5: [[term]] number 1: unknown region code '1509'; use Kemendagri codes" in str(refused)


def test_discover_proposes_whom_the_registry_lacks_and_the_proposal_can_be_pasted(imported, tmp_path):
    proposed = imported("officials", "discover").stdout
    assert 'name = "Wirya Kelana"' in proposed
    assert "# 6 stories from 2024-03-01 to 2024-03-21" in proposed
    (tmp_path / "officials.toml").write_text(proposed, encoding="utf-8")
    assert imported("officials", "check").exit_code == 0
    assert json.loads(imported("officials", "discover", "--stories", "7", "--json").stdout) == []
    assert imported("officials", "discover", "--title", "raja").exit_code == 2


def test_a_changed_registry_reaches_the_stories_it_changes_and_no_others(imported, tmp_path):
    assert "bare" not in "".join(_found(imported, 'pejabat:"wirya kelana"'))
    (tmp_path / "officials.toml").write_text(PERSON + TERM, encoding="utf-8")

    told = json.loads(imported("reannotate", "--dry-run", "--json").stdout)
    assert {change["id"] for change in told} == {
        "uji:bare",
        *(f"uji:named-{d}" for d in ("01", "05", "09", 13, 17, 21)),
    }
    (bare,) = [change for change in told if change["id"] == "uji:bare"]
    assert "wirya-kelana" in bare["new"][0]

    done = imported("reannotate")
    assert "8 articles read again, 7 changed" in done.stderr
    assert "uji:bare Pasar" in done.stdout
    assert "uji:other" not in done.stdout
    assert "telusur reindex" in str(done.exception)  # a new name is a new word of the analyser
    assert "0 articles read again, 0 changed" in imported("reannotate").stderr

    imported("reindex")
    assert "uji:bare" in _found(imported, 'pejabat:"wirya kelana"')
    facets = json.loads(imported("search", "", "--json").stdout)["facets"]
    assert facets["person"] == [{"value": "wirya-kelana", "count": 7}]


def test_changed_dates_of_a_term_reach_the_live_index_without_a_rebuild(run, tmp_path):
    (tmp_path / "officials.toml").write_text(PERSON + TERM.replace("2021-02-17", "2024-03-01"), encoding="utf-8")
    run("import", "berita.jsonl", "--source", "uji")
    run("reindex")
    assert "uji:bare" not in _found(run, 'pejabat:"wirya kelana"')
    (tmp_path / "officials.toml").write_text(PERSON + TERM, encoding="utf-8")
    done = run("reannotate")
    assert "8 articles read again, 1 changed" in done.stderr
    assert "index: 1 articles written" in done.stderr
    assert "uji:bare" in _found(run, 'pejabat:"wirya kelana"')


def test_explain_says_for_each_value_the_sentence_the_rule_and_the_term(imported, tmp_path):
    (tmp_path / "officials.toml").write_text(PERSON + TERM, encoding="utf-8")
    told = imported("officials", "explain", "uji:bare")
    assert told.stdout.splitlines() == [
        "focus: Kab. Tebo (15.09), score 3.69",
        "  opening 2.0: Bupati Tebo meninjau pasar di Tebo.",
        "  text 1.0: Bupati Tebo meninjau pasar di Tebo.",
        "  text 1.0: Bupati Tebo meninjau pasar di Tebo.",
        "official: Bupati Tebo, nobody named, incumbent",
        "  found by: the office alone; region from: stated beside the title",
        "  registry: wirya-kelana, incumbent from 2021-02-17 to now",
        "  Bupati Tebo meninjau pasar di Tebo.",
    ]
    assert "`telusur reannotate` renews them" in told.stderr
    record = json.loads(imported("officials", "explain", "uji:bare", "--json").stdout)
    assert record["officials"][0]["term"]["person"] == "wirya-kelana"
    assert "no article uji:none" in str(imported("officials", "explain", "uji:none").exception)


def test_evaluate_facets_measures_annotation_on_labels(run, tmp_path):
    wirya = {"title": "bupati", "person": "Wirya Kelana", "region": "15.09", "role": "incumbent"}
    labels = [
        {"id": "named-01", "regions": ["15.09"], "named": ["15.09"], "officials": [wirya], "event_date": None},
        {"id": "named-05", "officials": [wirya | {"person": "Wira Kelana"}]},
        {"id": "other", "regions": ["15.08"]},
    ]
    (tmp_path / "labels.jsonl").write_text("".join(f"{json.dumps(label)}\n" for label in labels), encoding="utf-8")
    arguments = ("evaluate", "facets", "--corpus", "berita.jsonl", "--labels", "labels.jsonl", "--home-region", "15")
    measured = json.loads(run(*arguments, "--json").stdout)
    assert (measured["articles"], measured["measures"]["officials_precision"]) == (3, 0.5)
    assert measured["measures"]["focus_precision"] == 0.5
    assert measured["cases"]["event_date_accuracy"] == 1
    assert run(*arguments).stdout.splitlines()[:2] == ["3 articles", "officials_precision       0.5000  of 2"]


@pytest.mark.parametrize(
    ("line", "says"),
    [("[]", "line 1: no label"), ("{", "line 1: no label"), ('{"id": "none"}', "1 labels have no article")],
)
def test_wrong_labels_are_refused(run, tmp_path, line, says):
    (tmp_path / "labels.jsonl").write_text(f"{line}\n", encoding="utf-8")
    refused = run("evaluate", "facets", "--corpus", "berita.jsonl", "--labels", "labels.jsonl").exception
    assert says in str(refused)
