"""A site is read politely and within bounds, and no answer leads anywhere else."""

import gzip
import itertools
import shutil
import ssl
import subprocess
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from indexer.sources.web import MAX_REDIRECTS, Disallowed, Manners, Site, SiteError
from tests.indexer.remote.conftest import HASTY
from tests.indexer.sites import NOT_FOUND, LoopbackSite, Reply, loopback, page


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.time = 100.0
        self.slept = []

    def __call__(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def visit():
    """Return a function that reads a path of a site whose answers are given by path."""
    sites = []

    def open_site(replies, *, manners=HASTY, clock=None, robots=NOT_FOUND):
        def answer(path, _parameters):
            reply = robots if path == "/robots.txt" else replies[path]
            return reply() if callable(reply) else reply

        server = LoopbackSite(answer)
        server.start()
        sites.append(server)
        times = {"sleep": clock.sleep, "monotonic": clock} if clock is not None else {}
        return server, Site(server.address, manners, **times)

    yield open_site
    for server in sites:
        server.stop()


def redirect(target, status=301):
    return Reply(b"", status, {"Location": target})


def test_every_request_says_who_asks_and_how_to_reach_them(visit):
    server, site = visit({"/": page("halo")})
    assert site.get(server.address).body == b"halo"
    assert all(headers["user-agent"].endswith("(+redaksi@arsip.example)") for headers in server.headers)
    assert all(headers["user-agent"].startswith("telusur/") for headers in server.headers)


def test_one_connection_serves_all_requests(visit):
    server, site = visit({"/": page("halo"), "/panjang": page("x" * 500_000)})
    for path in ("", "panjang", "panjang", ""):
        site.get(f"{server.address}{path}")
    assert server.connections == 1


def test_requests_keep_their_distance(visit):
    clock = Clock()
    server, site = visit({"/": page("halo")}, manners=Manners(contact="r@a.example", pause_s=1.0), clock=clock)
    for _ in range(3):
        site.get(server.address)
    assert clock.slept == [1.0, 1.0, 1.0]  # robots.txt, then three pages


def test_a_longer_distance_that_robots_txt_asks_for_is_kept(visit):
    clock = Clock()
    robots = Reply(b"User-agent: *\nCrawl-delay: 7\n", headers={"Content-Type": "text/plain"})
    server, site = visit({"/": page("halo")}, clock=clock, robots=robots)
    site.get(server.address)
    site.get(server.address)
    assert clock.slept == [7.0]


def test_robots_txt_is_honoured_with_wildcards_unless_the_operator_owns_the_site(visit):
    robots = Reply(b"User-agent: *\nDisallow: /*?s=\nAllow: /\n", headers={"Content-Type": "text/plain"})
    server, site = visit({"/": page("halo")}, robots=robots)
    assert site.get(server.address).status == 200
    with pytest.raises(Disallowed, match="robots = false"):
        site.get(f"{server.address}?s=padi")
    server, site = visit({"/": page("halo")}, robots=robots, manners=replace(HASTY, obey_robots=False))
    assert site.get(f"{server.address}?s=padi").status == 200


def test_a_busy_site_is_asked_again_when_it_says(visit):
    clock = Clock()
    replies = iter([Reply(b"", 429, {"Retry-After": "30"}), Reply(b"", 503), page("halo")])
    manners = replace(HASTY, attempts=3, backoff_s=4.0)
    server, site = visit({"/": lambda: next(replies)}, clock=clock, manners=manners)
    assert site.get(server.address).body == b"halo"
    assert clock.slept[0] == 30.0
    assert 0 <= clock.slept[1] <= 8.0


def test_a_date_to_come_back_at_counts_from_the_sites_own_clock(visit):
    clock = Clock()
    later = {"Retry-After": "Fri, 01 Mar 2024 00:00:20 GMT"}
    replies = iter([Reply(b"", 503, later), page("halo")])
    server, site = visit({"/": lambda: next(replies)}, clock=clock)
    server.now = lambda: datetime(2024, 3, 1, tzinfo=UTC)
    site.get(server.address)
    assert clock.slept == [20.0]


def test_a_site_that_asks_for_a_long_wait_is_left_for_the_next_run(visit):
    server, site = visit({"/": Reply(b"", 503, {"Retry-After": "86400"})})
    with pytest.raises(SiteError, match="come back in 86400 s"):
        site.get(server.address)


@pytest.mark.parametrize(
    "reply",
    [Reply(b"", 500), Reply(b"", 502), Reply(b"halo", cut=True), Reply(b"halo", headers={"Content-Encoding": "gzip"})],
    ids=["500", "502", "cut", "no gzip"],
)
def test_trouble_that_does_not_pass_ends_after_the_attempts(visit, reply):
    server, site = visit({"/": reply})
    with pytest.raises(SiteError, match="run again later"):
        site.get(server.address)
    assert server.requests.count("/") == HASTY.attempts


def test_redirects_within_the_site_are_followed_and_a_loop_is_not(visit):
    server, site = visit({"/": redirect("/baru/"), "/baru/": page("halo"), "/putar": redirect("/putar")})
    assert site.get(server.address).url == f"{server.address}baru/"
    with pytest.raises(SiteError, match="redirects in a row"):
        site.get(f"{server.address}putar")
    assert server.requests.count("/putar") == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data", "//situs.lain/", "http://127.0.0.1:1/", "file:///etc/passwd"]
)
def test_a_redirect_to_another_site_is_refused_and_never_asked(visit, target):
    server, site = visit({"/": redirect(target)})
    with pytest.raises(SiteError, match="another site"):
        site.get(server.address)


def test_only_addresses_of_the_site_are_its_own():
    site = Site("http://situs.example/berita/", HASTY)
    assert site.owns("http://situs.example/x")
    assert site.owns("https://situs.example/x")
    for other in (
        "http://situs.example:8080/x",
        "http://situs.example.evil/",
        "http://evil@lain.example/",
        "ftp://situs.example/",
        "http://[::1",
        "/x",
        "",
    ):
        assert not site.owns(other)


def test_a_body_larger_than_allowed_is_refused_without_holding_it(visit):
    manners = replace(HASTY, max_bytes=100_000)
    endless = lambda: Reply(chunks=itertools.repeat(b"x" * 10_000))  # noqa: E731
    server, site = visit({"/": page("x" * 200_000), "/tanpa-akhir": endless}, manners=manners)
    for path in ("", "tanpa-akhir"):
        with pytest.raises(SiteError, match="larger than 100,000 bytes"):
            site.get(f"{server.address}{path}")


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_is_refused_at_the_bound(visit, layers):
    bomb = b"\0" * 50_000_000
    for _ in range(layers):
        packer = zlib.compressobj(9, wbits=31)
        bomb = packer.compress(bomb) + packer.flush()
    headers = {"Content-Encoding": ", ".join(["gzip"] * layers), "Content-Type": "text/html"}
    server, site = visit({"/": Reply(bomb, headers=headers)}, manners=replace(HASTY, max_bytes=1_000_000))
    with pytest.raises(SiteError, match="larger than 1,000,000 bytes"):
        site.get(server.address)


def test_a_packed_answer_is_unpacked(visit):
    packed = Reply(gzip.compress(b"Sungai Penuh"), headers={"Content-Encoding": "gzip"})
    server, site = visit({"/": packed})
    assert site.get(server.address).body == b"Sungai Penuh"


def test_an_answer_that_drips_on_is_given_up(visit):
    ticks = itertools.count(step=10.0)
    drip = lambda: Reply(chunks=itertools.repeat(b"x"))  # noqa: E731
    server, site = visit({"/": drip}, manners=replace(HASTY, answer_s=60.0))
    site._monotonic = lambda: next(ticks)
    with pytest.raises(SiteError, match="longer than 60 s"):
        site.get(server.address)


def test_a_site_that_is_down_is_named():
    with loopback(lambda _path, _parameters: NOT_FOUND) as server:
        address = server.address
    with pytest.raises(SiteError, match="no answer"):
        Site(address, HASTY).get(address)


def test_a_certificate_that_is_not_valid_is_refused(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {key} -out {certificate}"
        " -days 1 -subj /CN=127.0.0.1".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = LoopbackSite(lambda _path, _parameters: page("rahasia"))
    server._server.socket = context.wrap_socket(server._server.socket, server_side=True)
    server.start()
    address = server.address.replace("http:", "https:")
    try:
        with pytest.raises(SiteError, match="certificate"):
            Site(address, HASTY).get(address)
    finally:
        server.stop()
    assert server.requests == []


def test_a_plain_server_behind_an_https_address_is_refused():
    with loopback(lambda _path, _parameters: page("halo")) as server:
        address = server.address.replace("http:", "https:")
        with pytest.raises(SiteError, match="encryption"):
            Site(address, HASTY).get(address)
