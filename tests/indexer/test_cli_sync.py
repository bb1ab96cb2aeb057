"""The nightly job as an operator runs it: several sources, a dry run, a site, and what status says of it."""

import json
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner

from index.errors import ConfigError, TelusurError
from indexer.archive import Archive
from indexer.cli import cli
from indexer.cli.context import Context
from indexer.cli.pages import web_config
from indexer.cli.webhooks import webhooks
from search_web import create_app
from search_web.hooks import sign
from tests.indexer.sites import FakeWordPress, Post


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments, exit_code=0):
        result = CliRunner().invoke(cli, arguments)
        if isinstance(result.exception, TelusurError):
            result.exit_code = 1
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


@pytest.fixture
def site():
    wordpress = FakeWordPress([Post(1, title="Panen Padi"), Post(2, title="Pasar Ikan", content="<p>Harga ikan.</p>")])
    wordpress.start()
    yield wordpress
    wordpress.stop()


@pytest.fixture
def configured(tmp_path, site):
    (tmp_path / "kiriman").mkdir()
    for name in ("gunung", "laut", "sungai"):
        (tmp_path / "kiriman" / f"{name}.txt").write_text(f"Surat {name}\n\nWarga menulis surat {name}.\n")
    (tmp_path / "telusur.toml").write_text(
        f"""
        [[source]]
        name = "situs"
        format = "wordpress"
        url = "{site.address}"
        contact = "redaksi@arsip.example"
        pause = 0

        [[source]]
        name = "surat"
        path = "kiriman"
        """
    )
    return tmp_path


def test_all_sources_are_read_and_the_index_follows(configured, run, site):
    run("sync")
    run("reindex")
    site.posts[1].content = "<p>Petani membajak sawah.</p>"
    site.posts[1].modified = site.later(hours=2)
    (configured / "kiriman" / "sungai.txt").unlink()
    reports = json.loads(run("sync", "--json").stdout)
    assert [report["source"] for report in reports] == ["situs", "surat"]
    assert reports[0]["counts"]["changed"] == 1
    assert reports[1]["counts"] == dict.fromkeys(reports[1]["counts"], 0) | {"unchanged": 2, "removed": 1}
    assert json.loads(run("search", "membajak", "--json").stdout)["total"] == 1
    assert json.loads(run("search", "sungai", "--json").stdout)["total"] == 0


def test_a_dry_run_says_the_same_and_changes_nothing(configured, run, site):
    first = run("sync", "--dry-run")
    assert "+ situs:1  Panen Padi" in first.stdout
    assert not (configured / "var").exists()
    run("sync")
    site.posts[1].title = "Panen Ditunda"
    site.posts[1].content = "<p>Petani di Batang Hari menunda panen.</p>"
    site.posts[1].modified = site.later(hours=2)
    del site.posts[2]
    (configured / "kiriman" / "sungai.txt").unlink()
    dry = run("sync", "--sweep", "--dry-run")
    assert "~ situs:1  Panen Ditunda" in dry.stdout
    assert "    title: Panen Padi → Panen Ditunda" in dry.stdout
    assert "    -Petani di Batang Hari memanen padi." in dry.stdout
    assert "    +Petani di Batang Hari menunda panen." in dry.stdout
    assert "- situs:2  Pasar Ikan" in dry.stdout
    assert "- surat:sungai" in dry.stdout
    assert json.loads(run("status", "--json").stdout)["articles"] == 5
    real = run("sync", "--sweep")
    assert [line for line in real.stderr.splitlines() if ": " in line and "added" in line] == [
        line for line in dry.stderr.splitlines() if ": " in line and "added" in line
    ]
    assert json.loads(run("status", "--json").stdout)["articles"] == 3


def test_files_that_lose_too_much_remove_nothing_until_it_is_believed(configured, run):
    run("sync", "surat")
    for name in ("laut", "sungai"):
        (configured / "kiriman" / f"{name}.txt").unlink()
    assert "2 of 3" in run("sync", "surat", exit_code=1).stderr
    assert json.loads(run("status", "--json").stdout)["articles"] == 3
    assert "2 removed" in run("sync", "surat", "--allow-shrink").stderr


def test_a_file_that_cannot_be_read_keeps_nameless_removals_back(configured, run):
    (configured / "telusur.toml").write_text('[[source]]\nname = "b"\npath = "b.jsonl"\n')
    lines = ['{"id": "1", "body": "Satu."}', '{"id": "2", "body": "Dua."}']
    (configured / "b.jsonl").write_text("\n".join(lines))
    run("sync")
    (configured / "b.jsonl").write_text("\n".join([lines[0], '{"id": "2", "bo']))
    assert "nothing was removed" in run("sync", exit_code=1).stderr
    record = json.loads(run("status", "--json").stdout)["sources"]["b"]
    assert record["articles"] == 2
    assert record["failures_permanent"] == 1
    (configured / "b.jsonl").write_text("\n".join(lines))
    run("sync")
    assert json.loads(run("status", "--json").stdout)["sources"]["b"]["failures"] == []


def test_a_source_that_cannot_be_opened_fails_alone(configured, run):
    with (configured / "telusur.toml").open("a") as file:
        file.write('\n[[source]]\nname = "hilang"\npath = "tidak-ada.jsonl"\n')
    result = run("sync", exit_code=1)
    assert "tidak-ada.jsonl" in result.stderr
    assert json.loads(run("status", "--json").stdout)["articles"] == 5


def test_status_tells_of_the_archive_where_the_index_is_away(configured, run, tmp_path):
    run("sync", "surat")
    with (tmp_path / "telusur.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[archive]\nengine = "opensearch+http://127.0.0.1:1/arsip"\n')
    record = json.loads(run("status", "--json").stdout)
    assert record["index"]["state"] == "unavailable"
    assert "start its nodes" in record["index"]["cure"]


def test_status_says_how_far_each_source_was_read_and_what_fails(configured, run, site):
    site.posts[2].content = ""
    run("sync", exit_code=1)
    record = json.loads(run("status", "--json").stdout)
    situs = record["sources"]["situs"]
    assert (situs["articles"], situs["listed"], situs["failures_permanent"]) == (1, 1, 1)
    assert situs["read_up_to"] == situs["swept"] == "2024-03-01T00:00:00+00:00"
    assert situs["failures"][0]["reason"] == "the article has no text"
    assert situs["last_run"]["state"] == "finished"
    assert situs["last_run"]["counts"] == {"added": 1, "failed": 1}
    assert record["runs"][0]["source"] == "surat"
    assert record["index"]["state"] == "missing"
    text = run("status").stdout
    assert "read up to: 2024-03-01" in text
    assert "the article has no text" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("sync", "lain"), "there are situs, surat"), (("import", "x.txt", "--source", "a b"), "letters")],
)
def test_wrong_names_are_told(configured, run, arguments, said):
    result = run(*arguments, exit_code=1)
    assert said in str(result.exception)


def test_a_held_lock_is_waited_for_no_longer_than_asked(configured, run):
    run("sync")
    with Archive.open(configured / "var" / "archive.sqlite") as archive, archive.writer():
        result = run("sync", "surat", "--lock-timeout", "0.2", exit_code=1)
    assert "another process" in str(result.exception)


# The webhook while pages are served


def with_secret(configured, secret=b"kunci-uji-sepanjang-enam-belas"):
    (configured / "hook.key").write_bytes(secret + b"\n")
    path = configured / "telusur.toml"
    path.write_text(path.read_text().replace("pause = 0", 'pause = 0\nwebhook_secret_file = "hook.key"'))
    return Context(config_path=path)


def test_an_announced_change_is_found_in_the_pages_that_took_the_announcement(configured, run, site):
    run("sync")
    run("reindex")
    site.posts[1].content = "<p>Petani membajak sawah.</p>"
    context = with_secret(configured)
    with context.engine() as engine, webhooks(context) as announcing:
        client = create_app(replace(web_config(context, engine), webhooks=announcing)).test_client()
        body, now = b'{"id": 1}', str(int(time.time()))
        headers = {"X-Telusur-Timestamp": now, "X-Telusur-Signature": sign(announcing.secrets["situs"], now, body)}
        assert client.post("/hooks/wordpress", data=body, headers=headers).status_code == 202
        assert client.post("/hooks/wordpress", data=body, headers=headers).status_code == 409
        assert client.post("/hooks/wordpress", data=body).status_code == 401
        until = time.monotonic() + 30
        while not found(engine, "situs:1", "membajak") and time.monotonic() < until:
            time.sleep(0.05)
        assert found(engine, "situs:1", "membajak")


def found(engine, article_id, word):
    document = engine.get(article_id)
    return document is not None and word in document.article.body


def test_without_a_secret_pages_have_no_webhook(configured, run):
    run("sync")
    context = Context(config_path=configured / "telusur.toml")
    with webhooks(context) as announcing:
        assert announcing is None


@pytest.mark.parametrize(("secret", "said"), [(b"pendek", "shorter"), (None, "cannot be read")])
def test_a_secret_that_is_none_is_refused(configured, secret, said):
    context = with_secret(configured, secret or b"")
    if secret is None:
        (configured / "hook.key").unlink()
    with pytest.raises(ConfigError, match=said), webhooks(context):
        pass
