"""No page speaks two languages: what an Indonesian page and its English twin say alike is data of the archive."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Comment, Doctype

from index.errors import DraftTrouble, QueryTrouble
from index.query import Problem, parse
from index.related import Kind
from index.schema import office_key
from indexer.assemble import Assembly
from indexer.drafts import DraftReader
from search_web import create_app
from search_web.access import password_hash
from search_web.alerts import AlertStore
from search_web.config import AlertConfig
from search_web.insight import LoggedSearch, QueryLog
from search_web.labels import official_key
from search_web.language import speaking
from search_web.link_audit import LinkReports
from search_web.wording import draft_trouble, kind_label, query_trouble
from tests.search_web.conftest import NOTICE, TODAY, ZONE, make_config, sample_documents
from tests.search_web.test_alerts import Outbox
from tests.search_web.test_insight import PASSWORD
from tests.search_web.test_link_audit_page import broken, named, report
from tests.search_web.test_related_api import DRAFT

NOW = datetime(2025, 11, 24, 9, 0, tzinfo=ZONE)
READER = "siti@contoh.id"
NO_WORDS_OF_OURS = {"arsip@lentera.example", READER, "English", "Bahasa Indonesia", PASSWORD, "telusur"}
ALIKE = {
    "Advertorial", "API", "JSON", "HTML", "Markdown", "OpenAPI 3.1", "application/problem+json", "OR", "AND", "https://",
    "April", "September", "November", "WIB", "kebanjiran", "“rumah dinas”",
}  # fmt: skip
"""Words that are the same in both languages."""


PRINTED = ".snip, .story h3, .full .text, code, textarea, .copy, .list span, td, th[scope=row]"
"""Where pages show what was printed or typed."""

XML_WORDS = {"{http://www.w3.org/2005/Atom}subtitle", "{http://a9.com/-/spec/opensearch/1.1/}Description"}


class Asked(NamedTuple):
    """A request of a walk through all pages; with a form it is a POST."""

    address: str
    form: dict[str, str] | None = None


QUERIES = (
    'banjir "tanggul sengeti"', '"korban banjir', "banjir Bungo 2020", "bupati bungo 2020", "(banjir tebo", "banjr",
    "wilayah:atlantis banjir", "tanggal:kapan banjir", "rubrik:… banjir", "judul: banjir", "ban*jir~2 ke* a~",
    "[banjir]", "banjir OR -tebo OR",
)  # fmt: skip
WALK = [
    Asked("/"), Asked("/bantuan"), Asked("/wilayah"), Asked("/wilayah/15"), Asked("/wilayah/15.05"),
    Asked("/pejabat"), Asked("/pejabat/bupati@15.08"), Asked("/pejabat/fauzan-mahyudin"), Asked("/terbit"),
    Asked("/terbit/2021-01"), Asked("/artikel/lentera:LJ-C047"), Asked("/artikel/lentera:LJ-A001"), Asked("/tidak-ada"),
    Asked("/cari?q=banjir&wilayah=15.05&pejabat=fauzan-mahyudin&rubrik=Daerah&dari=2020&sampai=2021"),
    Asked("/cari?q=banjir&dari=2021-01&sampai=2021-01&urut=terlama"), Asked("/cari?q=banjir&hal=90"),
    Asked("/cari?q=banjir&dari=kapan&urut=acak&wilayah=xx&hal=nol&serupa=x"), Asked("/cari?q=" + "panjang " * 60),
    Asked("/cari?q=zzzqqq&wilayah=15.05&dari=2020&pejabat=fauzan-mahyudin&rubrik=Daerah"),
    Asked("/cari?q=banjir&dari=2021&sampai=2020"),
    *(Asked(f"/cari?q={query}") for query in QUERIES),
    Asked("/baca-juga"), Asked("/baca-juga?alamat=lentera:LJ-C047&jumlah=20"), Asked("/baca-juga?alamat=lain"),
    Asked("/baca-juga", {"naskah": DRAFT}), Asked("/baca-juga", {"naskah": "dua kata"}), Asked("/baca-juga", {}),
    Asked("/peringatan?q=banjir"), Asked("/peringatan", {"q": "banjir", "surel": "salah"}),
    Asked("/peringatan", {"q": "banjir", "surel": READER}), Asked("/peringatan/mulai/TOKEN"),
    Asked("/peringatan/mulai/TOKEN", {}), Asked("/peringatan/berhenti/TOKEN"), Asked("/peringatan/berhenti/TOKEN", {}),
    Asked("/pengelola"), Asked("/pengelola/tautan"), Asked("/pengelola/tautan?daftar=orphans"),
    Asked("/api/v1/"), Asked("/opensearch.xml"), Asked("/umpan.atom?q=banjir&dari=2021"),
]  # fmt: skip


@pytest.fixture(scope="module")
def app(engine, analyzer, gazetteer, tmp_path_factory):
    """The sample archive with everything on that a configuration can turn on."""
    folder = tmp_path_factory.mktemp("all")
    log = QueryLog(folder / "log.sqlite")
    log.add(LoggedSearch(query="banjir", filters="wilayah=15", total=12, milliseconds=3.5), NOW)
    log.add(LoggedSearch(query="zzzqqq", filters="", total=0, milliseconds=3.5), NOW)
    assembly = Assembly(analyzer=analyzer, gazetteer=gazetteer, zone=ZONE, home_region=None)
    store = AlertStore(folder / "alerts.sqlite")
    config = make_config(
        engine, analyzer, gazetteer, query_log=log, clock=lambda: NOW, contact="arsip@lentera.example",
        operator_password=password_hash(PASSWORD), read_draft=DraftReader(assembly, now=lambda: NOW),
        link_reports=_reports(folder), alerts=AlertConfig(store=store, mailer=Outbox(), sender="arsip@lentera.example"),
    )  # fmt: skip
    return create_app(config)


def _reports(folder: Path) -> LinkReports:
    reports = LinkReports(folder / "links.json")
    reports.save(report(checked=NOW, troubled=(broken(title="Banjir"),), orphans=(named("a"),)))
    return reports


@pytest.fixture(scope="module")
def data(app, gazetteer, sample_dir) -> frozenset[str]:
    """What stands in the archive, its registry and its configuration, in lower case."""
    found = [
        *NO_WORDS_OF_OURS,
        *ALIKE,
        *QUERIES,
        NOTICE,
        "Lentera Jambi",
        "Baca Juga:",
        DRAFT,
        "zzzqqq",
        "(banjir tebo)",
    ]
    labels = app.extensions["telusur"].labels
    for document in sample_documents(sample_dir):
        article, annotations = document.article, document.annotations
        found += [article.title, article.byline or "", *article.sections, *article.tags, article.id]
        found += [labels.official(official_key(official)) for official in annotations.officials]
        found += [gazetteer.office_label(office_key(official)) for official in annotations.officials]
    for term in gazetteer.registry.terms:
        found += [gazetteer.office_label(f"{term.title}@{term.region}"), gazetteer.person_label(term.person)]
    for code in known_regions(gazetteer):
        found += [gazetteer.region_label(code), labels.place(code)]
    found += texts_in(app.test_client().get("/api/v1/openapi.json").get_json())
    return frozenset(map(bare, found))


def problems_of(query: str, gazetteer) -> Sequence[Problem]:
    return parse(query, resolver=gazetteer, today=TODAY).problems


def texts_in(value: object) -> Iterator[str]:
    """Yield all texts of a JSON value."""
    if isinstance(value, str):
        yield value.replace("<br/>", " ")
    else:
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from texts_in(part)


def known_regions(gazetteer, parent: str = "") -> Iterator[str]:
    """Yield provinces, regencies and cities, and what lies inside those of the archive's own province."""
    for code in gazetteer.regions.children(parent):
        yield code
        if code.count(".") < 1 or (code.startswith("15.") and code.count(".") < 2):
            yield from known_regions(gazetteer, code)


@pytest.fixture
def client(app):
    return app.test_client()


def answer(client, asked: Asked, root: str, token: str) -> str:
    address = root + asked.address.replace("TOKEN", token)
    credentials = ("pengelola", PASSWORD)
    response = client.get(address, auth=credentials) if asked.form is None else client.post(address, data=asked.form)
    return client.get(response.headers["Location"]).text if response.status_code in (302, 303) else response.text


def said(text: str) -> Iterator[str]:
    """Yield each text and each attribute that people read, headlines and printed text apart."""
    if text.startswith("<?xml"):
        yield from (element.text or "" for element in ET.fromstring(text).iter() if element.tag in XML_WORDS)
        return
    page = BeautifulSoup(text, "html.parser")
    for element in page.select(PRINTED):
        element.decompose()
    for link in page.select("a[href*='q=']"):
        if link.get_text() == parse_qs(urlsplit(link["href"]).query).get("q", [""])[0]:
            link.decompose()
    for string in page.find_all(string=True):
        if not isinstance(string, Comment | Doctype):
            yield " ".join(string.split())
    for tag in page.find_all(True):
        yield from (tag[name] for name in ("aria-label", "title", "placeholder", "alt") if tag.has_attr(name))


def is_data(text: str, data: frozenset[str]) -> bool:
    """Tell whether a text is a value of the archive, or several with punctuation and numbers between them."""
    parts = re.split(r"[“”,:;–·()…]|(?<![^\W_])\d+\b", text)
    return bare(text) in data or all(has_no_words(part) or bare(part) in data for part in parts)


def bare(text: str) -> str:
    return " ".join(text.split()).strip(" :.,–").casefold()


def has_no_words(text: str) -> bool:
    return not re.search(r"[^\W\d_]", text)


@pytest.mark.parametrize("asked", WALK, ids=lambda asked: f"{asked.address[:40]} {'form' if asked.form else ''}")
def test_what_both_languages_say_alike_is_data(client, app, asked, data):
    store = app.extensions["telusur"].config.alerts.store
    pages = []
    for root, language in (("", "id"), ("/en", "en")):
        token = store.ask(f"{language}{len(asked.address)}{READER}", f"q={asked.address}", NOW, language=language)
        pages.append(set(said(answer(client, asked, root, token.token if token else ""))))
    assert sorted(text for text in pages[0] & pages[1] if not is_data(text, data)) == []


@pytest.mark.parametrize("code", ["id", "en"])
def test_every_mistake_and_kind_has_words(app, code):
    with speaking(app, code):
        words = [query_trouble(trouble, "7") for trouble in QueryTrouble]
        words += [*map(draft_trouble, DraftTrouble), *map(kind_label, Kind)]
    assert all(words)
    assert not [text for text in words if "{" in text]
    assert len(set(words)) == len(words)


def test_the_readers_english_and_that_of_terminals_are_the_same(app, gazetteer):
    for query in QUERIES:
        for problem in problems_of(query, gazetteer):
            with speaking(app, "en"):
                assert query_trouble(problem.trouble, problem.value) == problem.message


@pytest.mark.parametrize(
    ("root", "detail"), [("", "Tanda kutip tidak ditutup"), ("/en", "A quotation mark is not closed")]
)
def test_the_api_words_mistakes_offers_and_reasons_in_the_language_of_its_address(client, root, detail):
    mistake = client.get(f'{root}/api/v1/search?q="banjir').get_json()
    assert mistake["detail"].startswith(detail)
    (offer, *_) = client.get(f"{root}/api/v1/search?q=banjir 2020").get_json()["offers"]
    assert offer["label"] == ("only 2020" if root else "hanya 2020")
    related = client.get(f"{root}/api/v1/related?id=lentera:LJ-C047").get_json()["suggestions"][0]
    assert related["reasons"][-1].endswith("before" if root else "sebelumnya")
    assert (
        client.post(f"{root}/api/v1/related", json={"text": "dua kata"})
        .get_json()["detail"]
        .startswith("This draft is too short" if root else "Naskah ini terlalu pendek")
    )
