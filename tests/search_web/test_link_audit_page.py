"""The operator's page of the audit of links: what it shows of a report, and what it does without one."""

import base64
from datetime import datetime, timedelta

import pytest

from index.errors import ConfigError
from search_web import create_app
from search_web.access import password_hash
from search_web.link_audit import LinkReports
from search_web.link_audit.report import LinkedArticle, LinkReport, ReportedArticle, ReportedLink
from search_web.link_audit.views import ROWS
from tests.search_web.conftest import ZONE, make_config
from tests.search_web.reading import problems_of_markup
from tests.search_web.test_security import ATTACKS

NOW = datetime(2025, 11, 24, 9, 30, tzinfo=ZONE)
PASSWORD = "rahasia sekali"  # noqa: S105
OPERATOR = {"Authorization": "Basic " + base64.b64encode(f"pengelola:{PASSWORD}".encode()).decode()}
PAGE = "/pengelola/tautan"


def named(own: str, title: str = "Banjir", url: str | None = None) -> ReportedArticle:
    return ReportedArticle(id=f"situs:{own}", title=title, url=url)


def broken(title: str = "x", url: str | None = None, target: ReportedArticle | None = None) -> ReportedLink:
    return ReportedLink(state="broken", source=named("a"), title=title, url=url, target=target)


def report(**others) -> LinkReport:
    empty = {"troubled": (), "orphans": (), "without_links": (), "most_linked": ()}
    counts = {"good": 5, "broken": len(others.get("troubled", ()))}
    return LinkReport(**{"checked": NOW, "articles": 240, "links": counts, **empty, **others})


@pytest.fixture
def reports(tmp_path) -> LinkReports:
    return LinkReports(tmp_path / "var" / "links.json")


@pytest.fixture
def client(engine, analyzer, gazetteer, reports):
    config = make_config(
        engine, analyzer, gazetteer, link_reports=reports, clock=lambda: NOW, operator_password=password_hash(PASSWORD)
    )
    return create_app(config).test_client()


def shown(client, query: str = "") -> str:
    response = client.get(PAGE + query, headers=OPERATOR)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert problems_of_markup(response.text) == []
    return response.text


def test_the_page_is_the_operators_and_exists_only_where_a_file_is_configured(client, app):
    assert client.get(PAGE).status_code == 401
    assert app.test_client().get(PAGE, headers=OPERATOR).status_code == 404


def test_before_the_first_audit_the_page_says_how_to_make_one(client):
    assert "telusur links audit --save" in shown(client)


def test_the_page_shows_the_worst_list_first_and_how_old_the_audit_is(client, reports):
    link = broken(url="https://zabak.example/hilang", target=named("b", "Tanggul Jebol", "https://zabak.id/b"))
    reports.save(report(checked=NOW - timedelta(days=3, hours=1), troubled=(link,), orphans=(named("c", "Panen"),)))
    text = shown(client)
    assert "21 November 2025 (3 hari lalu)" in text
    assert "https://zabak.example/hilang" in text
    assert 'href="https://zabak.id/b"' in text
    assert "Panen" not in text
    assert 'href="/artikel/situs:c"' in shown(client, "?daftar=orphans")


def test_each_list_can_be_shown_and_what_is_none_of_them_is_the_first(client, reports):
    most = LinkedArticle(id="situs:m", title="Jambi Kota Seberang", url=None, linked_by=1204)
    reports.save(report(most_linked=(most,), without_links=(named("w", ""),)))
    assert "1.204" in shown(client, "?daftar=most_linked")
    assert "situs:w" in shown(client, "?daftar=without_links")
    assert "Tidak ada." in shown(client, "?daftar=moved")
    assert "situs:w" in shown(client, "?daftar=lain")


@pytest.mark.parametrize(("page", "first", "last"), [("1", 0, 99), ("3", 200, 249), ("99", 200, 249), ("x", 0, 99)])
def test_long_lists_have_pages_and_an_end(client, reports, page, first, last):
    reports.save(report(orphans=tuple(named(f"n{number}", f"Judul ke-{number}.") for number in range(2 * ROWS + 50))))
    text = shown(client, f"?daftar=orphans&hal={page}")
    assert f"Judul ke-{first}." in text
    assert f"Judul ke-{last}." in text
    assert f"Judul ke-{last + 1}." not in text


def test_a_new_audit_replaces_the_last_one_at_once(client, reports):
    reports.save(report(orphans=(named("lama", "Lama"),)))
    assert "Lama" in shown(client, "?daftar=orphans")
    reports.save(report(orphans=(named("baru", "Yang Baru"),)))
    assert "Yang Baru" in shown(client, "?daftar=orphans")


def test_whatever_a_headline_or_a_link_holds_stays_text(client, reports):
    links = tuple(broken(attack, target=named(attack, attack, attack)) for attack in ATTACKS)
    reports.save(report(troubled=links, orphans=tuple(named(attack, attack, attack) for attack in ATTACKS)))
    for text in (shown(client), shown(client, "?daftar=orphans")):
        assert "<script>alert" not in text
        assert 'href="javascript' not in text.lower()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"checked": 1}'])
def test_a_file_of_something_else_is_refused_with_the_cure(tmp_path, content):
    path = tmp_path / "links.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="links audit --save"):
        LinkReports(path).latest()
