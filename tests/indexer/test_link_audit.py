"""The audit of links: what became of each target, and whom nobody links to."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from index.article import Annotations, Article, ArticleId, EditorLink
from indexer.archive import Archive
from indexer.cli import cli
from indexer.link_audit import TROUBLE, LinkState, audit_links
from search_web.link_audit import LinkReports

SITE = "https://zabak.example"


def article(
    own: str,
    title: str,
    *links: EditorLink,
    url: str | None = None,
    aliases: Sequence[str] = (),
    year: int | None = None,
) -> Article:
    return Article(
        published=datetime(year, 5, 4, tzinfo=UTC) if year is not None else None,
        id=ArticleId(f"situs:{own}"),
        title=title,
        body=title,
        url=url or f"{SITE}/{own}",
        links=links,
        aliases=tuple(aliases),
    )


def to(url: str | None = None, title: str = "x") -> EditorLink:
    return EditorLink(title=title, url=url)


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.sqlite", create=True) as opened:
        yield opened


def store(archive: Archive, *articles: Article, removed: Sequence[str] = ()) -> None:
    with archive.writer() as writer:
        for each in articles:
            writer.put(each, Annotations(), source="situs")
        writer.resolve_links()
        for own in removed:
            writer.remove(ArticleId(f"situs:{own}"), "taken down")


@pytest.mark.parametrize(
    ("link", "state"),
    [
        (to(f"{SITE}/panen"), LinkState.GOOD),
        (to("http://www.zabak.example/panen/"), LinkState.GOOD),
        (to(title="Panen Raya di Geragai"), LinkState.GOOD),
        (to(f"{SITE}/?p=19"), LinkState.GOOD),
        (to(f"{SITE}/panen-lama"), LinkState.MOVED),
        (to(f"{SITE}/salah-ketik", title="Panen Raya di Geragai"), LinkState.MOVED),
        (to(f"{SITE}/banjir"), LinkState.REMOVED),
        (to(title="Banjir Merendam Pasar Sarolangun"), LinkState.REMOVED),
        (to(f"{SITE}/tak-pernah-ada"), LinkState.BROKEN),
        (to(title="Judul yang Tidak Dikenal"), LinkState.UNRESOLVED),
        (to("https://lain.example/panen"), LinkState.ELSEWHERE),
    ],
)
def test_every_link_has_one_state(archive, link, state):
    store(
        archive,
        article("panen", "Panen Raya di Geragai", aliases=[f"{SITE}/panen-lama", f"{SITE}/?p=19"]),
        article("banjir", "Banjir Merendam Pasar Sarolangun"),
        article("baru", "Berita Baru", link),
        removed=["banjir"],
    )
    audit = audit_links(archive)
    assert {name for name, count in audit.counts.items() if count} == {state}
    assert {found.state for found in audit.troubled} == {state} & set(TROUBLE)
    if state is LinkState.MOVED:
        assert audit.troubled[0].target.url == f"{SITE}/panen"


@pytest.mark.parametrize(
    ("title", "published", "state"),
    [
        ("Panen Raya di Kecamatan Gragai", 2022, LinkState.GOOD),
        ("Panen Sawit di Kecamatan Mendahara", 2022, LinkState.UNRESOLVED),
        ("Panen Raya di Kecamatan Gragai", 2019, LinkState.UNRESOLVED),
        ("Panen Raya di Kecamatan Gragai", 2024, LinkState.UNRESOLVED),
        ("Bupati Lantik Pejabat Eselon Tiga Tahap Tua", 2022, LinkState.UNRESOLVED),
        ("Pannen Raya", 2022, LinkState.UNRESOLVED),
    ],
    ids=["misprinted", "too different", "too old", "later", "two are alike", "too short"],
)
def test_a_title_that_is_nearly_one_storys_of_the_two_years_before_leads_to_it(archive, title, published, state):
    store(
        archive,
        article("panen", "Panen Raya di Kecamatan Geragai", year=published),
        article("satu", "Bupati Lantik Pejabat Eselon Tiga Tahap Satu", year=published),
        article("dua", "Bupati Lantik Pejabat Eselon Tiga Tahap Dua", year=published),
        article("pendek", "Panen Raya", year=published),
        article("baru", "Berita Baru", to(title=title), year=2023),
    )
    audit = audit_links(archive)
    assert {name for name, count in audit.counts.items() if count} == {state}
    assert ("situs:panen" in {orphan.id for orphan in audit.orphans}) is (state is not LinkState.GOOD)


def test_an_audit_is_left_for_the_operators_page(archive, tmp_path):
    store(archive, article("a", "A", to(title="Judul yang Tidak Dikenal")))
    config = tmp_path / "telusur.toml"
    config.write_text('[archive]\ndatabase = "archive.sqlite"\n', encoding="utf-8")
    refused = CliRunner().invoke(cli, ["--config", str(config), "links", "audit", "--save"])
    assert "link_audit" in str(refused.exception)

    config.write_text('[archive]\ndatabase = "archive.sqlite"\n[web]\nlink_audit = "links.json"\n', encoding="utf-8")
    assert CliRunner().invoke(cli, ["--config", str(config), "links", "audit", "--save"]).exit_code == 0
    report = LinkReports(tmp_path / "links.json").latest()
    assert report.links["unresolved"] == 1
    assert report.troubled[0].source.id == "situs:a"


def test_a_removed_article_that_comes_back_is_no_longer_missed(archive):
    banjir = article("banjir", "Banjir Merendam Pasar")
    store(archive, banjir, article("baru", "Berita", to(f"{SITE}/banjir")), removed=["banjir"])
    assert audit_links(archive).counts[LinkState.REMOVED] == 1
    store(archive, banjir)
    assert audit_links(archive).counts[LinkState.GOOD] == 1


def test_orphans_articles_without_a_link_and_the_most_linked_are_listed(archive):
    store(
        archive,
        article("a", "A"),
        article("b", "B", to(f"{SITE}/a"), to(f"{SITE}/a")),
        article("c", "C", to(f"{SITE}/a"), to(f"{SITE}/b")),
    )
    audit = audit_links(archive)
    assert [name.id for name in audit.orphans] == ["situs:c"]
    assert [name.id for name in audit.without_links] == ["situs:a"]
    assert [(name.title, count) for name, count in audit.most_linked] == [("A", 2), ("B", 1)]


def test_an_empty_archive_has_nothing_to_find(archive):
    audit = audit_links(archive)
    assert audit.articles == 0
    assert audit.troubled == audit.orphans == audit.most_linked == ()


def test_the_command_prints_lists_and_json(archive, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(cli, ["init"]).exit_code == 0
    store(
        archive,
        article("panen", "Panen Raya", aliases=[f"{SITE}/lama"]),
        article("b", "B", to(f"{SITE}/lama"), to(f"{SITE}/salah")),
    )
    settings = (tmp_path / "telusur.toml").read_text(encoding="utf-8")
    (tmp_path / "telusur.toml").write_text(settings.replace("var/archive.sqlite", "archive.sqlite"), encoding="utf-8")
    text = runner.invoke(cli, ["links", "audit", "--limit", "1"], catch_exceptions=False).output
    assert f"{SITE}/b -> {SITE}/lama  now {SITE}/panen" in text
    assert "2 articles, 2 links: 0 good, 1 moved" in text
    record = json.loads(runner.invoke(cli, ["links", "audit", "--json"], catch_exceptions=False).output)
    assert record["links"]["broken"] == 1
    assert [link["state"] for link in record["troubled"]] == ["broken", "moved"]
    assert record["most_linked"][0]["linked_by"] == 1
