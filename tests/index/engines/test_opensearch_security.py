"""A real node with TLS and users: the roles of the documentation are enough, and neither is more than it says."""

import json
import re
import ssl
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import ArticleId
from index.engine import Engine
from index.engines import open_engine
from index.errors import ConfigError
from index.query.ast import Prefix
from index.search import FacetField, SearchRequest, WeightedTerm, WeightedTerms
from tests.engine_contract import AT, ZONE, asking, built, ids, phrase, story, word
from tests.index.engines.conftest import readable_by_nodes, run_opensearch

pytestmark = pytest.mark.opensearch

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "scaling.md"
PORT = 19290
PASSWORD = "Sandi-uji-2024"  # noqa: S105 - of a node that lives for these tests


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with readable_by_nodes() as folder:
        run_opensearch("start", str(folder), "--secured", "--port", str(PORT))
        trust = ssl.create_default_context(cafile=folder / "node.pem")
        for user, role in zip(("penulis", "pembaca"), documented_roles(), strict=True):
            for path, body in (
                (f"roles/{user}", role),
                (f"internalusers/{user}", {"password": PASSWORD}),
                (f"rolesmapping/{user}", {"users": [user]}),
            ):
                administer(path, body, trust)
        yield folder
        run_opensearch("stop", str(folder))


def documented_roles() -> list[dict]:
    """Return the roles that the documentation names: who writes, and who only reads."""
    section = DOCUMENTATION.read_text(encoding="utf-8").partition("### The roles")[2].partition("\n## ")[0]
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", section, flags=re.DOTALL)]


def administer(path: str, body: dict, trust: ssl.SSLContext) -> None:
    who = b64encode(b"admin:hanya-untuk-uji").decode()
    request = urllib.request.Request(
        f"https://127.0.0.1:{PORT}/_plugins/_security/api/{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Basic {who}", "Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request, context=trust, timeout=30) as answer:  # noqa: S310 - always https
        assert answer.status in {200, 201}


@pytest.fixture
def engine_of(folder, analyzer, monkeypatch) -> Iterator:
    """Return a function that opens the cluster as one of its users."""
    engines: list[Engine] = []
    monkeypatch.setenv("TELUSUR_OPENSEARCH_CA", str(folder / "node.pem"))

    def opened(user: str, password: str = PASSWORD, options: str = "", name: str = "telusur") -> Engine:
        monkeypatch.setenv("TELUSUR_OPENSEARCH_USER", user)
        monkeypatch.setenv("TELUSUR_OPENSEARCH_PASSWORD", password)
        address = f"opensearch+https://127.0.0.1:{PORT}/{name}{options}"
        engines.append(open_engine(address, analyzer=analyzer, zone=ZONE))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.close()


def test_who_writes_may_rebuild_update_go_back_and_check(engine_of):
    engine = built(engine_of("penulis"), [story(1, body="banjir")])
    built(engine, [story(1, body="banjir"), story(2, body="gempa")])
    with engine.update() as writer:
        writer.add(story(3, body="banjir bandang"))
        writer.remove(ArticleId("uji:2"))
    assert sorted(ids(engine.search(SearchRequest()))) == ["1", "3"]
    assert list(engine.problems()) == []
    assert engine.rollback().articles == 1


def test_who_reads_may_ask_everything_and_change_nothing(engine_of):
    built(engine_of("penulis"), [story(n, "Kabar", "banjir di pasar lama", sections=("Daerah",)) for n in range(3)])
    engine = engine_of("pembaca", options="?read-only=yes")
    asked = asking(word("banjir"), phrase("pasar lama"), Prefix(text="pas", span=AT))
    results = engine.search(SearchRequest(query=asked, facets=tuple(FacetField), explain=True))
    assert (results.total, results.facets[FacetField.SECTION][0].count) == (3, 3)
    assert engine.get(ArticleId("uji:1")) is not None
    assert (
        engine.search(SearchRequest(query=WeightedTerms(terms=(WeightedTerm(text="banjir", weight=1.0),)))).total == 3
    )
    assert engine.term_vectors([ArticleId("uji:1")], ["banjir"])[0]
    assert [w.text for w in engine.words_beginning("ban", 1)] == ["banjir"]
    assert [w.text for w in engine.words_like("banjit", 1)] == ["banjir"]
    assert (engine.info().articles, len(list(engine.documents())), list(engine.problems())) == (3, 3, [])
    with pytest.raises(ConfigError, match="read-only"), engine.update():
        pass
    with pytest.raises(ConfigError, match=r"no permissions.*docs/scaling\.md"):
        built(engine_of("pembaca"), [story(1)])
    assert engine.info().articles == 3


def test_neither_reaches_what_is_not_the_archives(engine_of):
    for user in ("penulis", "pembaca"):
        with pytest.raises(ConfigError, match=r"no permissions.*docs/scaling\.md"):
            engine_of(user, name="keuangan").search(SearchRequest())


def test_a_wrong_password_and_an_unknown_certificate_say_the_cure(engine_of, monkeypatch):
    with pytest.raises(ConfigError, match="TELUSUR_OPENSEARCH_PASSWORD"):
        engine_of("pembaca", "salah").search(SearchRequest())
    monkeypatch.delenv("TELUSUR_OPENSEARCH_CA")
    with pytest.raises(ConfigError, match="TELUSUR_OPENSEARCH_CA"):
        engine_of("pembaca").search(SearchRequest())
