"""Reading answers in tests."""

import re
from html.parser import HTMLParser

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

_VOID = {"meta", "link", "input", "br", "img", "hr"}


def get(client: FlaskClient, address: str) -> BeautifulSoup:
    """Return the page at an address, which must answer 200."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status}"
    return BeautifulSoup(response.text, "html.parser")


def text_of(element: Tag | None) -> str:
    """Return the text of an element, white space folded."""
    assert element is not None
    return " ".join(element.get_text().split())


def count_of(page: BeautifulSoup) -> int:
    """Return how many stories a page of results, a region or an official says there are."""
    said = re.search(r"([0-9.]+) berita|Tidak ada berita", text_of(page.find(id="hasil") or page.select_one(".lede")))
    assert said is not None
    return int(said[1].replace(".", "")) if said[1] else 0


def total(client: FlaskClient, query: str) -> int:
    """Return how many stories the API says a query finds: ranking decides that, not the page."""
    return int(client.get("/api/v1/search", query_string={"q": query, "limit": 0}).get_json()["total"])


def titles(page: BeautifulSoup) -> list[str]:
    """Return the headlines of a page's list of stories."""
    return [text_of(heading) for heading in page.select(".story h3")]


def problems_of_markup(html: str) -> list[str]:
    """Return what is wrong with a page's markup: open elements, double ids, references to nothing, inline code."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    unknown = sorted(checker.referred - checker.ids.keys())
    return [
        *checker.problems,
        *(f"still open: {tag}" for tag in checker.open),
        *(f"id used twice: {name}" for name, uses in checker.ids.items() if uses > 1),
        *(f"refers to nothing: {name}" for name in unknown),
    ]


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: dict[str, int] = {}
        self.referred: set[str] = set()
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
        if len(found) < len(attrs):
            self.problems.append(f"an attribute twice: {self.get_starttag_text()}")
        if found.get("id"):
            self.ids[found["id"]] = self.ids.get(found["id"], 0) + 1
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.referred |= set((found.get(name) or "").split())
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.referred.add(found["href"][1:])
        if any(name == "style" or name.startswith("on") for name in found) or (tag == "script" and "src" not in found):
            self.problems.append(f"inline code: {self.get_starttag_text()}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"closes what is not open: {tag} at {self.getpos()}")
