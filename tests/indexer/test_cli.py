"""The command line, used as its users use it: real archive, real index, real files."""

import json
import socket
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from index.errors import TelusurError
from indexer.cli import cli
from search_web.api.tokens import token_hash
from search_web.insight import LoggedSearch, QueryLog

STORY = """\
Kabarhulu.id, TANJAB BARAT – Bupati Tanjung Jabung Barat (Tanjab Barat), Drs. H. Ramli Syukur, M.Ag., membuka \
lokakarya kerja sama antardaerah, Rabu (21/02/2024).

Kegiatan itu dihadiri Pj. Sekretaris Daerah, kepala OPD, dan perbankan.

Baca Juga :  Bupati Burhan Lepas Kontingen Tanjab Timur

Dalam sambutannya, Bupati Ramli Syukur meminta perangkat daerah bekerja sama dengan bank daerah. Percepatan-percepatan \
pembangunan memerlukan kerjasama semua pihak.(wan)
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run telusur in an empty folder; a telusur error is an exit code, as for the console script."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, exit_code: int = 0):
        result = CliRunner().invoke(cli, arguments)
        if isinstance(result.exception, TelusurError):
            result.exit_code = 1
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


@pytest.fixture
def archive(run, tmp_path):
    """One story, imported and indexed."""
    (tmp_path / "berita.txt").write_text(STORY, encoding="utf-8")
    run("init")
    run("import", "berita.txt")
    run("reindex")
    return tmp_path


@pytest.mark.parametrize("query", ["kerjasama perbankan", '"ramli syukur"', "wilayah:15.06", "tanjab barat"])
def test_a_story_is_found_by_what_it_means(archive, run, query):
    answer = json.loads(run("search", query, "--json").stdout)

    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert set(hit) >= {"id", "url", "title", "published", "score", "snippet", "regions", "officials"}
    assert hit["published"] == "2024-02-21T00:00:00+07:00"
    assert hit["regions"] == ["15.06"]
    assert hit["officials"][0]["person"] == "Ramli Syukur"


def test_a_story_that_was_posted_twice_is_shown_once_unless_all_are_wanted(archive, run, tmp_path):
    (tmp_path / "salinan.txt").write_text(STORY, encoding="utf-8")
    run("import", "salinan.txt")
    answer = json.loads(run("search", "perbankan", "--json").stdout)
    assert (answer["total"], answer["folded"], [hit["similar"] for hit in answer["hits"]]) == (2, 1, [1])
    assert "(+1 alike)" in run("search", "perbankan").stdout
    assert len(json.loads(run("search", "perbankan", "--no-fold", "--json").stdout)["hits"]) == 2


def test_marks_cover_every_form_of_what_was_asked(archive, run):
    (hit,) = json.loads(run("search", "kerjasama", "--json").stdout)["hits"]

    marked = [hit["snippet"][start:end] for start, end in hit["marks"]["snippet"]]

    assert {"kerja sama", "bekerja sama", "kerjasama"} & {" ".join(m.split()).lower() for m in marked} or {
        "kerja",
        "sama",
        "bekerja",
        "kerjasama",
    } >= {m.lower() for m in marked}
    assert marked


def test_facets_count_the_region_with_what_contains_it(archive, run):
    facets = json.loads(run("search", "", "--json").stdout)["facets"]

    assert {"value": "15", "count": 1} in facets["region"]
    assert {"value": "15.06", "count": 1} in facets["region"]
    assert {"value": "bupati@15.06", "count": 1} in facets["office"]
    assert facets["year"] == [{"value": "2024", "count": 1}]


def test_importing_again_changes_nothing_and_a_change_reaches_the_index_at_once(archive, run):
    assert "1 unchanged" in run("import", "berita.txt").stderr

    (archive / "berita.txt").write_text(STORY.replace("lokakarya", "musyawarah"), encoding="utf-8")
    assert "1 changed" in run("import", "berita.txt").stderr

    assert json.loads(run("search", "musyawarah", "--json").stdout)["total"] == 1


def test_status_says_what_is_there_as_text_and_as_json(archive, run):
    record = json.loads(run("status", "--json").stdout)

    assert record["index"]["state"] == "current"
    assert record["index"]["articles"] == 1
    assert "generation" in run("status").stdout


def test_annotate_prints_one_line_per_article_without_an_archive(run, tmp_path):
    lines = [
        {"id": "1", "title": "Bupati Buka Lokakarya", "body": STORY, "published": "2024-02-21"},
        {"id": "2", "title": "Banjir", "body": "MUARO JAMBI – Banjir merendam Sengeti.", "home_region": "15.05"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    first, second = map(json.loads, run("annotate", "a.jsonl", "--home-region", "15.06").stdout.splitlines())

    assert set(first) == {
        "id",
        "title",
        "body",
        "published",
        "event_date",
        "dates",
        "dateline",
        "byline",
        "links",
        "regions",
        "mentioned",
        "officials",
    }
    assert first["id"] == "1"
    assert first["dateline"] == "TANJAB BARAT"
    assert first["byline"] == "wan"
    assert first["links"] == [{"title": "Bupati Burhan Lepas Kontingen Tanjab Timur", "url": None}]
    assert first["event_date"] == "2024-02-21"
    assert first["regions"] == ["15.06"]
    assert "Burhan" not in json.dumps(first["officials"])
    assert second["regions"] == ["15.05"]


def test_related_takes_an_id_an_address_or_a_draft(run, tmp_path, sample_dir):
    run("init")
    run("import", str(sample_dir / "articles.jsonl"))
    run("reindex")
    (hit, *_) = json.loads(run("search", "tanggul sengeti", "--json").stdout)["hits"]

    by_id = json.loads(run("related", "--id", hit["id"], "--json").stdout)
    by_url = json.loads(run("related", "--url", hit["url"], "--json").stdout)
    (tmp_path / "draf.txt").write_text("Banjir merendam Sengeti lagi. Tanggul Batanghari jebol.", encoding="utf-8")
    by_draft = json.loads(run("related", "--text", "draf.txt", "--json").stdout)

    assert by_id == by_url
    assert set(by_id[0]) >= {"id", "url", "title", "published", "score", "kind", "shared"}
    assert all(story["published"] <= hit["published"] for story in by_id)
    assert hit["id"] not in {story["id"] for story in by_id}
    assert by_draft
    assert by_draft[0]["shared"]["words"]
    assert "days before" in run("related", "--id", hit["id"]).stdout


def test_related_wants_exactly_one_subject(archive, run):
    run("related", exit_code=2)
    run("related", "--id", "a:1", "--url", "https://a.example/", exit_code=2)
    assert "no article" in str(run("related", "--id", "a:1", exit_code=1).exception)


def test_the_demo_builds_the_fictional_archive_with_its_facets(run, tmp_path):
    assert "fictional" in run("demo", "--no-serve").stderr

    demo = str(tmp_path / "var" / "demo" / "telusur.toml")
    answer = json.loads(run("--config", demo, "search", "banjir", "--json").stdout)

    assert answer["total"] > 5
    assert len(answer["facets"]["region"]) > 3
    assert len(answer["facets"]["year"]) > 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "banjir"), "telusur reindex"),
        (("reindex",), "telusur import"),
        (("status",), "telusur import"),
        (("sync",), "no source to read"),
        (("import", "nowhere.txt"), "nowhere.txt"),
        (("import", "--source", "a b", "x.txt"), "letters, digits"),
        (("search", '"banjir', "--strict"), ""),
        (("annotate", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_the_cure(run, arguments, says):
    run("init")

    result = run(*arguments, exit_code=1)

    assert says in str(result.exception) + result.output


def test_init_does_not_overwrite_and_works_without_asking(run, tmp_path):
    run("init")
    (tmp_path / "telusur.toml").write_text('[archive]\nname = "Milik Kami"\n', encoding="utf-8")

    assert "--force" in str(run("init", exit_code=1).exception)
    assert "Milik Kami" in (tmp_path / "telusur.toml").read_text(encoding="utf-8")

    run("init", "--force")
    assert "Arsip Berita" in (tmp_path / "telusur.toml").read_text(encoding="utf-8")


def test_a_failed_item_gives_exit_code_1_and_harms_nothing_stored(archive, run):
    (archive / "rusak.jsonl").write_text('{"id": "1", "title": "Baik", "body": "Isi."}\n[1, 2]\n', encoding="utf-8")

    result = run("import", "rusak.jsonl", exit_code=1)

    assert "1 added" in result.stderr
    assert "1 failed" in result.stderr
    assert "line 2" in result.stderr
    assert json.loads(run("search", "lokakarya", "--json").stdout)["total"] == 1


def test_a_strict_query_error_names_the_place_and_a_lenient_one_is_answered(archive, run):
    assert run("search", '"bekerja sama', exit_code=0).stdout
    assert run("search", '"bekerja sama', "--strict", exit_code=1).exception.position >= 0


@pytest.mark.shared
def test_the_article_the_project_started_from_is_found_by_all_four_queries(run, shared_data):
    run("init")
    run("import", str(shared_data / "data" / "seed" / "article.txt"))
    run("reindex")

    for query in ("kerjasama perbankan", '"anwar sadat"', "wilayah:15.06", "tanjab barat"):
        (hit,) = json.loads(run("search", query, "--json").stdout)["hits"]
        assert hit["published"].startswith("2024-02-20")
        officials = {(o["title"], o["person"], o["region"], o["role"]) for o in hit["officials"]}
        assert ("bupati", "Anwar Sadat", "15.06", "incumbent") in officials
        assert not {"Romi", "Al Haris", "Bakri"} & {o["person"] for o in hit["officials"]}


def test_secrets_are_printed_as_the_configuration_keeps_them(run):
    made = run("password", "--password", "rahasia sekali")
    assert made.output.startswith('operator_password = "scrypt:')
    run("password", "--password", "pendek", exit_code=2)
    shown, kept = run("token").output.splitlines()
    assert token_hash(shown.removeprefix("token: ")) in kept


def test_what_readers_search_for_is_told(run, tmp_path):
    run("init")
    run("insight")
    log = QueryLog(tmp_path / "var" / "queries.sqlite")
    log.add(LoggedSearch(query="banjir", filters="", total=0, milliseconds=2.0), datetime.now(UTC))
    assert "without a result" in run("insight").output
    assert json.loads(run("insight", "--json").output)["nothing"][0]["query"] == "banjir"
    (tmp_path / "telusur.toml").write_text('[archive]\nname = "Uji"\n')
    run("insight", exit_code=1)


def test_alerts_are_sent_where_they_are_set_up(run, tmp_path):
    run("init")
    run("alerts", exit_code=1)
    settings = (
        (tmp_path / "telusur.toml").read_text().replace("[web]", '[web]\nalerts = "a"\nbase_url = "https://a.id"')
    )
    (tmp_path / "telusur.toml").write_text(settings + '\n[mail]\nserver = "localhost"\nsender = "a@a.id"\n')
    assert "0 mails sent" in run("alerts").output


def test_a_port_that_is_taken_is_told_with_the_cure(archive):
    """In a process of its own: waitress leaves the socket behind that it could not bind."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-W", "ignore", "-m", "indexer.cli", "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=archive, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "give another --port" in done.stderr
    assert "Traceback" not in done.stderr
