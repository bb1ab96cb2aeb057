"""The sample archive in a real index, with the application in front of it."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from index.analysis import Analyzer, load_lexicon
from index.article import Annotations, Article, ArticleId, Document, EditorLink, OfficeHolder, RegionCode, Role
from index.engine import Engine
from index.engines import open_engine
from index.gazetteer import Gazetteer, load_gazetteer
from search_web import WebConfig, create_app
from tests.search_web.browsing import CHROMIUM, served

ZONE = ZoneInfo("Asia/Jakarta")
TODAY = date(2025, 11, 24)
NOTICE = "Arsip contoh: semua orang dan peristiwa di dalamnya rekaan."


def sample_documents(folder: Path) -> Iterator[Document]:
    """Yield the sample's articles with the annotations of its labels."""
    labels = {label["id"]: label for label in _lines(folder / "labels.jsonl")}
    links = {
        record["id"]: EditorLink(title=record["title"], url=record["url"])
        for record in _lines(folder / "articles.jsonl")
    }
    for record in _lines(folder / "articles.jsonl"):
        label = labels[record["id"]]
        paragraphs = [p.get_text(" ", strip=True) for p in BeautifulSoup(record["html"], "html.parser").find_all("p")]
        yield Document(
            article=Article(
                id=ArticleId(f"lentera:{record['id']}"),
                url=record["url"],
                title=record["title"],
                body="\n\n".join(paragraphs),
                published=datetime.fromisoformat(record["published"]),
                byline=record["byline"],
                sections=tuple(record["sections"]),
                tags=tuple(record["tags"]),
                links=tuple(links[target] for target in label["links"]),
                dateline=_dateline(paragraphs[0]),
            ),
            annotations=Annotations(
                regions=tuple(map(RegionCode, label["regions"])),
                mentioned=tuple(map(RegionCode, label["mentioned"])),
                officials=tuple(map(_official, label["officials"])),
                event_date=date.fromisoformat(label["event_date"]) if label["event_date"] else None,
            ),
        )


def make_config(engine: Engine, analyzer: Analyzer, gazetteer: Gazetteer, **others: object) -> WebConfig:
    """Return the configuration of the sample archive's pages."""
    settings = {"archive_name": "Lentera Jambi", "notice": NOTICE, **others}
    return WebConfig(engine=engine, analyzer=analyzer, gazetteer=gazetteer, zone=ZONE, today=lambda: TODAY, **settings)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile every template once, not once for each of the applications that tests make."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session")
def gazetteer(sample_dir: Path) -> Gazetteer:
    return load_gazetteer(home=RegionCode("15"), registry=sample_dir / "officials.toml")


@pytest.fixture(scope="session")
def analyzer(gazetteer: Gazetteer) -> Analyzer:
    return Analyzer(lexicon=load_lexicon(None), protected=gazetteer.protected_names())


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, sample_dir: Path) -> Iterator[Engine]:
    """The sample archive, indexed."""
    engine = open_engine(str(tmp_path_factory.mktemp("sample") / "index"), analyzer=analyzer, zone=ZONE)
    with engine.rebuild() as writer:
        for document in sample_documents(sample_dir):
            writer.add(document)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def app(engine: Engine, analyzer: Analyzer, gazetteer: Gazetteer) -> Flask:
    return create_app(make_config(engine, analyzer, gazetteer))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def own_app(tmp_path: Path, analyzer: Analyzer, gazetteer: Gazetteer):
    """Return a function that makes an application over an index of the given documents."""
    engines: list[Engine] = []

    def make(*documents: Document, **settings: object) -> Flask:
        engine = open_engine(str(tmp_path / f"index-{len(engines)}"), analyzer=analyzer, zone=ZONE)
        engines.append(engine)
        with engine.rebuild() as writer:
            for document in documents:
                writer.add(document)
        return create_app(make_config(engine, analyzer, gazetteer, **settings))

    yield make
    for engine in engines:
        engine.close()


def _lines(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _dateline(paragraph: str) -> str | None:
    """Return the place printed before the dash, without the newspaper's name; good enough for this collection."""
    printed, dash, _ = paragraph[:60].partition(" – ")
    return printed.removeprefix("LENTERAJAMBI, ") if dash else None


def _official(label: dict) -> OfficeHolder:
    return OfficeHolder(
        title=label["title"],
        person=label["person"],
        region=RegionCode(label["region"]) if label["region"] else None,
        role=Role(label["role"]),
    )


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """The sample archive's pages, on a real port."""
    with served(app) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()
