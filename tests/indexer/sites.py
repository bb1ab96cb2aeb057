"""Web sites for tests: real HTTP on the loopback, answered by what a test says. No WordPress is behind them.

``FakeWordPress`` imitates the rules of WordPress's REST interface that a reader depends on. What a real one does is
tested against a real one, see ``tests/indexer/remote/test_real_wordpress.py``.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Iterator[bytes] | None = None
    cut: bool = False


Answer = Callable[[str, dict[str, str]], Reply]


class LoopbackSite:
    """A site on 127.0.0.1; ``answer`` gives the reply for a path with its parameters."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet: apart, the second waits 40 ms for an acknowledgement

            def setup(self):
                super().setup()
                site.connections += 1

            def do_GET(self):
                site.requests.append(self.path)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                parts = urlsplit(self.path)
                parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.reply(site.answer(parts.path, parameters))

            def reply(self, reply: Reply):
                self.send_response(reply.status)
                if reply.chunks is None:
                    self.send_header("Content-Length", str(len(reply.body) + (100 if reply.cut else 0)))
                else:
                    self.send_header("Transfer-Encoding", "chunked")
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(reply.body)
                    for chunk in reply.chunks or ():
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                        self.wfile.flush()
                    if reply.chunks is not None:
                        self.wfile.write(b"0\r\n\r\n")
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                if reply.cut:
                    self.close_connection = True

            def date_time_string(self, timestamp=None):
                return format_datetime(site.now().astimezone(UTC), usegmt=True)

            def log_message(self, *_arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_arguments: None  # readers that hang up are what tests are about
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def now(self) -> datetime:
        """Return the site's clock."""
        return datetime.now(UTC)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until it has ended."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def loopback(answer: Answer) -> Iterator[LoopbackSite]:
    """Run a site while a test needs it."""
    site = LoopbackSite(answer)
    site.start()
    try:
        yield site
    finally:
        site.stop()


def page(html: str, **headers: str) -> Reply:
    """Return an HTML page."""
    return Reply(html.encode(), headers={"Content-Type": "text/html; charset=UTF-8", **headers})


FIREWALL = Reply(b"<html><body>Checking your browser</body></html>", headers={"Content-Type": "text/html"})
NOT_FOUND = Reply(b"", 404, {"Content-Type": "text/html"})


@dataclass(slots=True)
class Post:
    """A post of the fake; dates are UTC."""

    id: int
    title: str = "Judul"
    content: str = "<p>Petani di Batang Hari memanen padi.</p>"
    status: str = "publish"
    password: bool = False
    published: datetime = datetime(2024, 2, 20, 3, 0, tzinfo=UTC)
    modified: datetime = datetime(2024, 2, 20, 3, 0, tzinfo=UTC)
    slug: str = ""
    categories: list[int] = field(default_factory=lambda: [1])
    tags: list[int] = field(default_factory=list)
    author: int = 1

    @property
    def public(self) -> bool:
        return self.status == "publish"


class FakeWordPress(LoopbackSite):
    """An imitation of the REST interface: posts, categories, tags, users."""

    def __init__(self, posts: list[Post]) -> None:
        super().__init__(self._answer)
        self.posts = {post.id: post for post in posts}
        self.names = {"categories": {1: "Berita"}, "tags": {}, "users": {1: "Siti Rahmah"}}
        self.clock = datetime(2024, 3, 1, 0, 0, tzinfo=UTC)
        self.delay_s = 0.0
        self.before: Callable[[str, dict[str, str]], Reply | None] = lambda _path, _parameters: None
        """Answers in place of the interface where it returns a reply."""

    def now(self) -> datetime:
        return self.clock

    def later(self, **time_passed: float) -> datetime:
        """Let time pass; return the new time."""
        self.clock += timedelta(**time_passed)
        return self.clock

    def _answer(self, path: str, parameters: dict[str, str]) -> Reply:
        if self.delay_s:
            time.sleep(self.delay_s)
        replaced = self.before(path, parameters)
        if replaced is not None:
            return replaced
        if path == "/robots.txt":
            return NOT_FOUND
        if path == "/":
            return page("<html></html>", Link=f'<{self.address}wp-json/>; rel="https://api.w.org/"')
        route = path.removeprefix("/wp-json/wp/v2/").strip("/")
        if route == "posts":
            return self._list(self._wanted(parameters), parameters)
        if route.startswith("posts/"):
            return self._single(int(route.removeprefix("posts/")))
        if route in self.names:
            rows = [{"id": id_, "name": name} for id_, name in sorted(self.names[route].items())]
            included = _ids(parameters)
            return self._list([row for row in rows if included is None or row["id"] in included], parameters)
        return NOT_FOUND

    def _sorted(self) -> list[Post]:
        return [self.posts[id_] for id_ in sorted(self.posts)]

    def _wanted(self, parameters: dict[str, str]) -> list[Post]:
        included = _ids(parameters)
        posts = self._sorted() if included is None else [self.posts[id_] for id_ in sorted(included & set(self.posts))]
        modified_after, after = _moment(parameters, "modified_after"), _moment(parameters, "after")
        return [
            post
            for post in posts
            if post.public
            and (modified_after is None or post.modified > modified_after)
            and (after is None or post.published > after)
        ]

    def _list(self, items: list, parameters: dict[str, str]) -> Reply:
        number, size = int(parameters.get("page", 1)), int(parameters.get("per_page", 10))
        pages = -(-len(items) // size)
        if number > max(1, pages):
            return _json({"code": "rest_post_invalid_page_number", "message": "", "data": {"status": 400}}, 400)
        rows = [self._row(item) if isinstance(item, Post) else item for item in items[(number - 1) * size :][:size]]
        return _json(rows, headers={"X-WP-Total": str(len(items)), "X-WP-TotalPages": str(pages)})

    def _single(self, id_: int) -> Reply:
        post = self.posts.get(id_)
        if post is None:
            return _json({"code": "rest_post_invalid_id", "message": "", "data": {"status": 404}}, 404)
        if not post.public:
            return _json({"code": "rest_forbidden", "message": "", "data": {"status": 401}}, 401)
        return _json(self._row(post))

    def _row(self, post: Post) -> dict:
        slug = post.slug or f"judul-{post.id}"
        return {
            "id": post.id,
            "date": _local(post.published),
            "date_gmt": _gmt(post.published),
            "modified": _local(post.modified),
            "modified_gmt": _gmt(post.modified),
            "slug": slug,
            "status": post.status,
            "type": "post",
            "link": f"{self.address}{slug}/",
            "title": {"rendered": post.title},
            "content": {"rendered": "" if post.password else post.content, "protected": post.password},
            "author": post.author,
            "categories": post.categories,
            "tags": post.tags,
        }


def _ids(parameters: dict[str, str]) -> set[int] | None:
    return {int(id_) for id_ in parameters["include"].split(",")} if "include" in parameters else None


def _moment(parameters: dict[str, str], name: str) -> datetime | None:
    return datetime.fromisoformat(parameters[name]) if name in parameters else None


def _json(data: object, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    type_ = {"Content-Type": "application/json; charset=UTF-8"}
    return Reply(json.dumps(data).encode(), status, type_ | (headers or {}))


def _gmt(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _local(moment: datetime) -> str:
    return _gmt(moment + timedelta(hours=7))
