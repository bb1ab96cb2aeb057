"""WordPress's REST interface: one request, one page, a whole walk; and what its answers mean.

What is no JSON is no answer: a firewall's page often comes with status 200.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from indexer.sources.strict_json import parse_json
from indexer.sources.web import Answer, Site, SiteError, http_date

PER_PAGE = 100
"""Most items that WordPress puts on one page; more is an error 400."""

MAX_STEPS_BACK = 20
"""How often a walk goes back because the list shrank under it; a list that shrinks more often is not at rest."""

MAX_PAGES = 100_000
"""Most pages of a walk: ten million items, more than any newsroom has; beyond it the list has no end."""

_API_LINK = re.compile(r'<(?P<url>[^<>]{1,2000})>\s{0,5};\s{0,5}rel="?https://api\.w\.org/"?', re.IGNORECASE)
"""How a WordPress site names its interface, in the ``Link`` header of every page."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in JSON.

    Attributes:
        status: HTTP status.
        data: The JSON value.
        total: Number of items in the whole list, None where the site does not say.
        moment: The server's clock, None where it shows none.
    """

    status: int
    data: Any
    total: int | None
    moment: datetime | None

    @property
    def code(self) -> str:
        """WordPress's name of the error, empty where it is none."""
        return str(self.data.get("code", "")) if isinstance(self.data, dict) else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a walk: the items not met before, and its number."""

    number: int
    rows: tuple[Row, ...]


class RestApi:
    """The interface of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._root: str | None = None
        self.moment: datetime | None = None
        """The server's clock in its first answer."""

    def get(self, route: str, **parameters: object) -> Reply:
        """Return the answer of a route such as ``posts`` or ``posts/19``; errors of WordPress are answers too.

        Raises:
            SiteError: The site did not answer, or not in JSON.
        """
        reply = _reply(self._site.get(self._url(route, parameters)))
        self.moment = self.moment or reply.moment
        return reply

    def _url(self, route: str, parameters: dict[str, object]) -> str:
        root = self._root = self._root or self._discovered()
        query = urlencode({name: value for name, value in parameters.items() if value is not None}, safe=",:")
        if "rest_route=" in root:
            return f"{root.rstrip('/')}/wp/v2/{route}&{query}"
        return f"{root.rstrip('/')}/wp/v2/{route}?{query}"

    def _discovered(self) -> str:
        """Return the interface's address as the front page names it, or the one that every WordPress has."""
        answer = self._site.get(self._site.address)
        named = _API_LINK.search(answer.headers.get("link", "")[:10_000])
        url = urljoin(answer.url, str(named["url"])) if named is not None else ""
        if self._site.owns(url):
            return url
        parts = urlsplit(answer.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}?rest_route=/"


class Walk:
    """All pages of a list, in the order of ids; new items only, however the list moves meanwhile.

    A page may be read while earlier items vanish: then later ones move up, and one could slip by unseen. So where the
    total shrinks, the walk goes back as far as items moved.

    Attributes:
        complete: Whether, at the end, no fewer items had been met than the list held at any time.
        total: Number of items as the last page states it, None where it does not.
    """

    def __init__(
        self,
        api: RestApi,
        route: str,
        parameters: Mapping[str, str],
        *,
        start: int = 1,
        per_page: int = PER_PAGE,
    ) -> None:
        self.complete = False
        self.total: int | None = None
        self._api = api
        self._route = route
        self._parameters = parameters
        self._start = start
        self._per_page = per_page
        self._seen: set[int] = set()

    def __iter__(self) -> Iterator[Page]:
        number, previous, smallest, steps = self._start, 0, None, 0
        while number <= MAX_PAGES:
            reply = self._page(number)
            if reply.code.endswith("_invalid_page_number") and number > 1:
                # The list shrank below this page. Where it tells its length, the page before shows the new end.
                if not previous or steps >= MAX_STEPS_BACK:
                    break
                number, steps = number - 1, steps + 1
                continue
            rows = _rows(reply, self._route)
            self.total = reply.total
            fresh = tuple(row for row in rows if row["id"] not in self._seen)
            self._seen.update(row["id"] for row in fresh)
            yield Page(number, fresh)
            if reply.total is None:
                if not fresh:
                    break
                number += 1
                continue
            shrunk, previous = previous - reply.total, reply.total
            smallest = reply.total if smallest is None else min(reply.total, smallest)
            if shrunk > 0 and number > 1 and steps < MAX_STEPS_BACK:
                number, steps = max(1, number - 1 - shrunk // self._per_page), steps + 1
            elif number * self._per_page >= reply.total:
                break
            else:
                number += 1
        met = (self._start - 1) * self._per_page + len(self._seen)
        self.complete = number <= MAX_PAGES and (smallest is None or met >= smallest)

    def _page(self, number: int) -> Reply:
        return self._api.get(
            self._route, page=number, per_page=self._per_page, orderby="id", order="asc", **self._parameters
        )


def _reply(answer: Answer) -> Reply:
    if "json" not in answer.media_type:
        raise SiteError(
            f"{answer.url}: answered with {answer.media_type or 'no type'}, not JSON (status {answer.status}): a"
            " firewall or login page? Nothing was removed; ask the site's people to let this address through",
            status=answer.status,
        )
    try:
        data = parse_json(answer.body)
    except ValueError as error:
        raise SiteError(
            f"{answer.url}: the JSON is broken ({str(error)[:100]}); run again later", status=answer.status
        ) from error
    total = answer.headers.get("x-wp-total", "")
    return Reply(
        status=answer.status,
        data=data,
        total=int(total) if total.isascii() and total.isdigit() and len(total) < 10 else None,
        moment=http_date(answer.headers.get("date", "")),
    )


def _rows(reply: Reply, route: str) -> list[Row]:
    """Return the items of a list's page.

    Raises:
        SiteError: It is no list of items with ids.
    """
    rows = reply.data
    if reply.status != 200 or not isinstance(rows, list):
        raise SiteError(f"{route}: WordPress refuses the list ({reply.code or reply.status})", status=reply.status)
    if not all(isinstance(row, dict) and isinstance(row.get("id"), int) for row in rows):
        raise SiteError(f"{route}: the list holds something that is no item; a plugin may have changed the interface")
    return rows
