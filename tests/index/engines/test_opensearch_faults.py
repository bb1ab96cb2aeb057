"""What the distributed engine says when its cluster is wrong, away or not ours. Servers here only play one."""

import json
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.engines import open_engine
from index.engines.opensearch import Address, Credentials
from index.engines.opensearch.cluster import BREAK_AFTER, BREAK_SECONDS, Breaker
from index.errors import ConfigError, EngineUnavailable, IndexMissing
from index.search import SearchRequest
from tests.engine_contract import ZONE

_OURS = {"version": {"distribution": "opensearch", "number": "3.4.0"}}

Serve = Callable[..., str]


class _Played(BaseHTTPRequestHandler):
    """Answers everything with one status and body, its own description excepted."""

    status = 200
    body: object = {}
    version: object = _OURS

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        status, body = (
            (200, self.version) if self.path.startswith("/?") or self.path == "/" else (self.status, self.body)
        )
        if self.status == 401:
            status, body = self.status, self.body
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - names that the server looks for

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[ThreadingHTTPServer] = []

    def start(
        status: int = 200, body: object = None, version: object = _OURS, tls: ssl.SSLContext | None = None
    ) -> str:
        handler = type("Played", (_Played,), {"status": status, "body": body or {}, "version": version})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def engine_at(analyzer):
    engines = []

    def opened(address: str):
        engines.append(open_engine(f"opensearch+{address}/arsip", analyzer=analyzer, zone=ZONE))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.close()


def test_another_kind_of_server_or_another_version_is_refused(serve, engine_at):
    elastic = {"version": {"number": "9.1.0"}}
    with pytest.raises(ConfigError, match=r"Elasticsearch, 9\.1\.0; telusur needs OpenSearch 2 or 3"):
        engine_at(serve(version=elastic)).search(SearchRequest())
    old = {"version": {"distribution": "opensearch", "number": "1.3.20"}}
    with pytest.raises(ConfigError, match=r"opensearch 1\.3\.20"):
        engine_at(serve(version=old)).search(SearchRequest())


def test_a_wrong_password_says_where_to_set_the_right_one(serve, engine_at):
    with pytest.raises(ConfigError, match="TELUSUR_OPENSEARCH_PASSWORD"):
        engine_at(serve(401, "Unauthorized")).search(SearchRequest())


def test_a_user_who_may_not_says_so(serve, engine_at):
    refused = {"error": {"type": "security_exception", "reason": "no permissions for [indices:data/read/search]"}}
    with pytest.raises(ConfigError, match=r"no permissions.*docs/scaling\.md"):
        engine_at(serve(403, refused)).search(SearchRequest())


def test_a_certificate_that_is_not_trusted_says_how_to_trust_it(serve, engine_at, tmp_path, monkeypatch):
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *names], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    address = serve(404, tls=tls)
    with pytest.raises(ConfigError, match="TELUSUR_OPENSEARCH_CA"):
        engine_at(address).search(SearchRequest())
    monkeypatch.setenv("TELUSUR_OPENSEARCH_CA", str(certificate))
    with pytest.raises(IndexMissing):
        engine_at(address).search(SearchRequest())


def test_a_full_disk_says_to_make_room(serve, engine_at):
    blocked = {"error": {"type": "cluster_block_exception", "reason": "index blocked by: [TOO_MANY_REQUESTS/12/disk]"}}
    with pytest.raises(EngineUnavailable, match="make room"):
        engine_at(serve(429, blocked)).search(SearchRequest())


def test_an_index_of_somebody_else_is_never_touched(serve, engine_at):
    foreign = {"arsip": {"mappings": {"_meta": {"owner": "another"}}}}
    engine = engine_at(serve(200, foreign))
    with pytest.raises(ConfigError, match="choose another name"):
        engine.search(SearchRequest())
    with pytest.raises(ConfigError, match="choose another name"), engine.update():
        pass


def test_what_is_no_answer_of_opensearch_is_an_error_in_one_line(serve, engine_at):
    with pytest.raises(EngineUnavailable, match="answered 500: <html> a proxy"):
        engine_at(serve(500, "<html>\n a proxy")).search(SearchRequest())


def test_a_cluster_that_is_away_is_told_at_once_after_some_tries(engine_at, monkeypatch):
    engine = engine_at("http://127.0.0.1:1")
    for _ in range(BREAK_AFTER):
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            engine.search(SearchRequest())
    with pytest.raises(EngineUnavailable, match="does not answer; start its nodes"):
        engine.search(SearchRequest())


def test_a_breaker_lets_one_call_try_after_a_while_and_closes_when_it_succeeds():
    now = 0.0
    breaker = Breaker(now=lambda: now)
    for _ in range(BREAK_AFTER):
        assert not breaker.is_open()
        breaker.failed()
    assert breaker.is_open()
    now = BREAK_SECONDS + 1
    assert not breaker.is_open()
    assert breaker.is_open()
    breaker.succeeded()
    assert not breaker.is_open()


def test_an_address_names_nodes_and_options():
    address = Address.parse("opensearch+https://one:9200,two:9200/arsip?shards=6&replicas=2&read-only=yes")
    assert address.nodes == ("https://one:9200", "https://two:9200")
    assert (address.alias, address.shards, address.replicas, address.is_read_only) == ("arsip", 6, "2-2", True)


@pytest.mark.parametrize(
    "address",
    [
        "opensearch+https://host:9200",
        "opensearch+https:///arsip",
        "opensearch+https://host/Arsip*",
        "opensearch+https://anna:rahasia@host/arsip",
        "opensearch+https://host/arsip?shards=0",
        "opensearch+https://host/arsip?warna=biru",
        "opensearch+https://[host/arsip",
        "opensearch+http://host:9200/arsip",
    ],
)
def test_an_address_that_is_none_says_how_one_looks(address):
    with pytest.raises(ConfigError, match="opensearch") as refused:
        Address.parse(address)
    assert "rahasia" not in str(refused.value) or "@" in address


def test_half_of_a_user_and_password_is_refused():
    with pytest.raises(ConfigError, match="both"):
        Credentials.of({"TELUSUR_OPENSEARCH_USER": "anna"})
    with pytest.raises(ConfigError, match="no file"):
        Credentials.of({"TELUSUR_OPENSEARCH_CA": "/tak/ada"})


def test_a_read_only_index_is_not_written(serve, analyzer):
    engine = open_engine(f"opensearch+{serve()}/arsip?read-only=yes", analyzer=analyzer, zone=ZONE)
    for changes in (engine.update, engine.rebuild):
        with pytest.raises(ConfigError, match="read-only"), changes():
            pass
    with pytest.raises(ConfigError, match="read-only"):
        engine.rollback()


def test_without_the_client_the_address_says_what_to_install(monkeypatch, analyzer):
    monkeypatch.setitem(sys.modules, "index.engines.opensearch", None)
    with pytest.raises(ConfigError, match=r"telusur\[opensearch\]"):
        open_engine("opensearch+https://host:9200/arsip", analyzer=analyzer, zone=ZONE)
