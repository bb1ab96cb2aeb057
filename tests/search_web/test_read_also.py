"""The editor's page, without script: drafts and addresses in, suggestions and link lines out."""

import re
from datetime import datetime

import pytest
from bs4 import BeautifulSoup

from index.article import Article, ArticleId, Document
from indexer.assemble import Assembly
from indexer.drafts import DraftReader
from search_web import create_app
from search_web.read_also.subject import MAX_BODY_BYTES
from tests.search_web.conftest import ZONE, make_config
from tests.search_web.reading import problems_of_markup, text_of
from tests.search_web.test_related_api import DRAFT
from tests.search_web.test_security import ATTACKS, hostile

NOW = datetime(2025, 11, 24, 9, 0, tzinfo=ZONE)
STORY = "lentera:LJ-C047"


@pytest.fixture(scope="module")
def read_draft(analyzer, gazetteer):
    return DraftReader(Assembly(analyzer=analyzer, gazetteer=gazetteer, zone=ZONE, home_region=None), now=lambda: NOW)


@pytest.fixture(scope="module")
def client(engine, analyzer, gazetteer, read_draft):
    return create_app(make_config(engine, analyzer, gazetteer, read_draft=read_draft)).test_client()


def page(response, status=200):
    assert response.status_code == status, response.text[:500]
    assert problems_of_markup(response.text) == []
    return BeautifulSoup(response.text, "html.parser")


def post(client, status=200, **fields):
    return page(client.post("/baca-juga", data=fields, follow_redirects=True), status)


def order(shown):
    return [field["value"] for field in shown.select("input[name=urutan]")]


def ticked(shown):
    return [box["value"] for box in shown.select("input[name=pilih]") if box.has_attr("checked")]


def copy_of(shown, key):
    return shown.find(id=f"s-{key}").get_text()


def error_of(shown):
    return text_of(shown.find(id="salah"))


def test_the_page_begins_with_a_form_and_nothing_else(client):
    shown = page(client.get("/baca-juga"))
    assert shown.find(id="naskah")
    assert not shown.find(id="usul")
    assert "/baca-juga" in [a["href"] for a in page(client.get("/")).select("footer a")]


def test_a_draft_gets_suggestions_with_reasons_and_lines_to_paste(client):
    shown = post(client, naskah=DRAFT, aksi="cari")
    assert text_of(shown.find(id="usul")) == "5 usulan"
    assert all(text_of(why) for why in shown.select(".why"))
    assert ticked(shown) == order(shown)[:3]
    assert text_of(shown.find(id="terpilih")) == "3 dari 5 dipilih"
    assert copy_of(shown, "blok").count("<!-- wp:paragraph") == 3
    assert copy_of(shown, "teks").count("Baca Juga:") == 3
    assert DRAFT in shown.find(id="naskah").get_text()


def test_the_draft_stands_in_no_address(client):
    response = client.post("/baca-juga", data={"naskah": DRAFT, "aksi": "cari"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert page(client.get("/baca-juga", query_string={"naskah": DRAFT})).find(id="naskah").get_text().strip() == ""


def test_a_question_about_an_article_is_an_address_that_can_be_kept(client):
    asked = {"alamat": STORY, "jumlah": "10", "umur": "1825", "daerah": "1", "latar": "1", "aksi": "cari"}
    response = client.post("/baca-juga", data=asked)
    assert response.status_code == 303
    kept = f"/baca-juga?alamat={STORY.replace(':', '%3A')}&jumlah=10&umur=1825&daerah=1&latar=1#usul"
    assert response.headers["Location"] == kept
    assert order(page(client.get(kept)))


def test_the_editor_chooses_and_arranges(client):
    first = order(post(client, naskah=DRAFT, aksi="cari"))
    chosen = [first[4], first[1]]
    shown = post(client, naskah=DRAFT, urutan=first, pilih=chosen, aksi="salin")
    assert (order(shown), set(ticked(shown))) == (first, set(chosen))
    moved = post(client, naskah=DRAFT, urutan=first, pilih=chosen, naik=first[1])
    assert order(moved) == [first[1], first[0], *first[2:]]
    assert copy_of(moved, "html").count("<p ") == 2
    none = post(client, naskah=DRAFT, urutan=first, aksi="salin")
    assert (ticked(none), copy_of(none, "blok").strip()) == ([], "")


def test_the_order_of_an_articles_suggestions_is_kept_too(client):
    first = order(post(client, alamat=STORY, aksi="cari"))
    moved = post(client, alamat=STORY, urutan=first, pilih=first[:1], naik=first[2])
    assert order(moved) == [first[0], first[2], first[1], *first[3:]]
    assert ticked(moved) == first[:1]


def test_a_new_search_begins_with_the_best_order_again(client):
    first = order(post(client, naskah=DRAFT, aksi="cari"))
    again = post(client, naskah=DRAFT, urutan=first[::-1], pilih=first[4], aksi="cari")
    assert (order(again), ticked(again)) == (first, first[:3])


def test_what_the_draft_links_already_is_named_and_left_out(client, engine):
    first = order(post(client, naskah=DRAFT, aksi="cari"))[0]
    linked = engine.get(first).article
    shown = post(client, naskah=f'<p>{DRAFT}</p><p><a href="{linked.url}">lihat</a></p>', aksi="cari")
    assert first not in order(shown)
    assert linked.title in shown.find(id="usul").find_next("p").get_text()


def test_the_label_is_the_newsrooms(engine, analyzer, gazetteer, read_draft):
    config = make_config(engine, analyzer, gazetteer, read_draft=read_draft, read_also_label="Baca juga :")
    shown = post(create_app(config).test_client(), naskah=DRAFT, aksi="cari")
    assert copy_of(shown, "html").count("<strong>Baca juga :</strong>") == 3


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({}, 400, "Tempel naskah, atau tulis alamat"),
        ({"naskah": " \n "}, 400, "Tempel naskah, atau tulis alamat"),
        ({"naskah": "Banjir surut"}, 400, "terlalu pendek"),
        ({"naskah": "<div><script>satu dua tiga empat lima enam</script></div>"}, 400, "tidak memuat teks"),
        ({"naskah": "banjir " * 150_000}, 400, "terlalu panjang"),
        ({"naskah": "x" * (MAX_BODY_BYTES + 1)}, 413, "terlalu panjang"),
        ({"alamat": "https://situs-lain.example/berita"}, 404, "tidak ada di arsip"),
        ({"alamat": "lentera:sudah-dihapus"}, 404, "tidak ada di arsip"),
        ({"alamat": "http://[::1"}, 404, "tidak ada di arsip"),
    ],
)
def test_what_cannot_be_answered_is_said_at_its_field(client, fields, status, message):
    assert message in error_of(post(client, status, **fields))


def test_a_story_that_nothing_belongs_with_gets_an_honest_none(client):
    unknown = "Qwrtz plmkn vbxzq wtrqp zxcvq mnbvk"
    shown = post(client, naskah=unknown, aksi="cari")
    assert text_of(shown.find(id="usul")) == "Tidak ada usulan"
    assert not shown.find(id="salinan")
    assert "Coba tanpa batas" in post(client, naskah=unknown, umur="365", aksi="cari").get_text()


def test_an_archive_without_dates_gives_suggestions_without_dates(own_app, read_draft):
    undated = Document(
        article=Article(id=ArticleId("uji:1"), title="Tanggul Bungo", body=f"{DRAFT} Warga lega.", published=None)
    )
    shown = post(
        own_app(undated, read_draft=read_draft).test_client(), naskah="Tanggul Batang Bungo menahan banjir lagi"
    )
    assert "Tanpa tanggal" in shown.get_text()


def test_without_a_reader_of_drafts_only_articles_can_be_asked_for(app):
    shown = page(app.test_client().get("/baca-juga", query_string={"alamat": STORY}))
    assert order(shown)
    assert not shown.find(id="naskah")
    assert app.test_client().post("/baca-juga", data={"naskah": DRAFT}).status_code == 400


def test_forms_of_other_sites_are_refused(client):
    response = client.post("/baca-juga", data={"naskah": DRAFT}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_a_draft_holds_stays_text(client, attack):
    fields = dict.fromkeys(("alamat", "jumlah", "umur", "daerah", "latar", "urutan", "pilih", "naik"), attack)
    response = client.post("/baca-juga", data=fields | {"naskah": f"{attack} {DRAFT} {attack}"})
    shown = page(response, response.status_code)
    assert response.status_code == 200 or error_of(shown)  # an open <svg> swallows the text behind it
    assert not shown.find_all(["img", "svg", "style", "iframe"])


def test_whatever_suggested_stories_hold_stays_text(own_app, read_draft):
    documents = [hostile(number, f"{attack} tanggul bungo") for number, attack in enumerate(ATTACKS)]
    client = own_app(*documents, read_draft=read_draft).test_client()
    shown = post(client, naskah="Banjir merusak tanggul Bungo pada hari Senin", jumlah="20", aksi="cari")
    assert order(shown)
    assert not shown.find_all(["img", "svg", "style", "iframe"])
    assert all(re.match(r"[/#]", a["href"]) for a in shown.find_all("a"))
    pasted = BeautifulSoup(copy_of(shown, "blok"), "html.parser")
    assert {tag.name for tag in pasted.find_all(True)} == {"p", "strong", "a"}
    assert all(a["href"].startswith(("/", "https://", "http://")) for a in pasted.find_all("a"))
