"""Reading one web site: politely, within bounds, and never another one.

One connection, a pause between requests, robots.txt, ``Retry-After``, waits that grow with jitter. An answer is bounded
in bytes (after unpacking) and in time; redirects are followed within the site only, so that no address found in a
site's content or answers can lead a request elsewhere.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

import tenacity
import urllib3
from protego import Protego
from urllib3.exceptions import HTTPError, SSLError

from index.errors import SourceError

AGENT = "telusur"
"""Name under which robots.txt is read."""

MAX_REDIRECTS = 5
"""Most redirects of one request; a browser's bound is 20, a news site needs two (scheme, slash)."""

MAX_WAIT_S = 600.0
"""Longest wait that a site may ask for by Retry-After; a longer one ends the run, and the next one goes on."""

MAX_ROBOTS_BYTES = 512 * 1024
"""How much of robots.txt is read; RFC 9309 asks for at least 500 KiB."""

MAX_CRAWL_DELAY_S = 60.0
"""Longest pause that robots.txt can demand; a longer one would make a sync endless."""

_CHUNK_BYTES = 1 << 16
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
"""Answers that may be another in a minute; those from 520 are Cloudflare's about the server behind it."""


class SiteError(SourceError):
    """A site did not answer as it should; what was read before is good, and the next run goes on there.

    Attributes:
        status: The last answer's status, None where there was none.
    """

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Disallowed(SiteError):
    """The site's robots.txt does not let programs read this address."""


class _Passing(SiteError):
    """Worth another attempt; ``retry_after`` is the wait that the site asked for, in seconds."""

    def __init__(self, message: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, status=status)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a site is read.

    Attributes:
        contact: Address or page by which the site's people can reach the operator; part of every request.
        pause_s: Least time between two requests, in seconds.
        attempts: How often a request that failed in passing is made in all.
        backoff_s: Wait before the second attempt, in seconds; it doubles with each, and jitter takes up to all of it.
        connect_s: Longest time to connect, in seconds.
        read_s: Longest silence of a connection, in seconds.
        answer_s: Longest time for a whole answer, in seconds.
        max_bytes: Largest answer, unpacked. A hundred posts take about 1 MB.
        obey_robots: Whether robots.txt is honoured.
    """

    contact: str
    pause_s: float = 1.0
    attempts: int = 4
    backoff_s: float = 4.0
    connect_s: float = 10.0
    read_s: float = 60.0
    answer_s: float = 180.0
    max_bytes: int = 16 * 1024 * 1024
    obey_robots: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered.

    Attributes:
        url: Address that answered, after redirects.
        status: HTTP status.
        headers: Header fields, names in lower case.
        body: The body, unpacked.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The content's type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Site:
    """A web site, read in one thread; :meth:`close` ends the connection."""

    def __init__(
        self,
        address: str,
        manners: Manners,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``address`` is any address of the site: its scheme, host and port are the site."""
        self.address = address
        self._manners = manners
        self._sleep = sleep
        self._monotonic = monotonic
        self._next_at = 0.0
        self._pause_s = manners.pause_s
        self._robots: Protego | None = None
        self._agent = f"{AGENT}/{version('telusur')} (+{manners.contact})"
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=1, block=True, retries=False)

    def close(self) -> None:
        """End the connection."""
        self._pool.clear()

    def owns(self, url: str) -> bool:
        """Tell whether an address belongs to the site: same host and port, or its https side."""
        return _origin(url) in _origins(self.address)

    def get(self, url: str) -> Answer:
        """Return what the site answers to ``url``, whatever its status, once passing trouble is over.

        Raises:
            SiteError: It does not answer in time or within bounds, robots.txt forbids it, or the address is not the
                site's.
        """
        self._check_robots(url)
        return self._patiently(url, self._manners.max_bytes)

    def sitemaps(self) -> tuple[str, ...]:
        """Return the site's own sitemaps that robots.txt names."""
        return tuple(url for url in self._rules().sitemaps if self.owns(url))

    # Robots

    def _check_robots(self, url: str) -> None:
        if self._manners.obey_robots and not self._rules().can_fetch(url, AGENT):
            raise Disallowed(
                f"{url}: robots.txt does not allow it; ask the site's people, or set robots = false for a site of yours"
            )

    def _rules(self) -> Protego:
        if self._robots is None:
            answer = self._patiently(urljoin(self.address, "/robots.txt"), MAX_ROBOTS_BYTES)
            text = answer.body.decode("utf-8", "replace") if answer.status == HTTPStatus.OK else ""
            self._robots = Protego.parse(text)
            delay = self._robots.crawl_delay(AGENT)
            if delay is not None and self._manners.obey_robots:
                self._pause_s = max(self._pause_s, min(delay, MAX_CRAWL_DELAY_S))
        return self._robots

    # Attempts

    def _patiently(self, url: str, max_bytes: int) -> Answer:
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Passing),
            stop=tenacity.stop_after_attempt(self._manners.attempts),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        return attempts(self._follow, url, max_bytes)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, _Passing) and error.retry_after is not None:
            return error.retry_after
        return tenacity.wait_random_exponential(multiplier=self._manners.backoff_s, max=MAX_WAIT_S)(state)

    def _follow(self, url: str, max_bytes: int) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            if not self.owns(url):
                raise SiteError(f"{self.address} leads to {url}, which is another site; if it moved, set url to that")
            answer = self._once(url, max_bytes)
            target = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or target is None:
                return answer
            url = urljoin(url, target)
        raise SiteError(f"{url}: more than {MAX_REDIRECTS} redirects in a row; check the address in a browser")

    def _once(self, url: str, max_bytes: int) -> Answer:
        self._pace()
        try:
            response = self._pool.request(
                "GET",
                url,
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip"},
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=self._manners.connect_s, read=self._manners.read_s),
            )
        except SSLError as error:
            raise SiteError(
                f"{url}: its certificate or encryption is not valid ({error}); the site must mend it"
            ) from error
        except (HTTPError, OSError) as error:
            raise _Passing(f"{url}: no answer ({_reason(error)}); run again later") from error
        finally:
            self._next_at = self._monotonic() + self._pause_s
        headers = {name.lower(): value for name, value in response.headers.items()}
        body = self._body(response, url, max_bytes)
        if response.status in _PASSING:
            raise self._passing(url, response.status, headers)
        return Answer(url, response.status, headers, body)

    def _pace(self) -> None:
        wait = self._next_at - self._monotonic()
        if wait > 0:
            self._sleep(wait)

    def _body(self, response: urllib3.BaseHTTPResponse, url: str, max_bytes: int) -> bytes:
        """Read a body to its end; the connection is dropped where it has none within bounds."""
        deadline = self._monotonic() + self._manners.answer_s
        body, is_whole = bytearray(), False
        try:
            while chunk := response.read1(_CHUNK_BYTES, decode_content=True):
                body += chunk
                if len(body) > max_bytes:
                    raise SiteError(f"{url}: the answer is larger than {max_bytes:,} bytes; set per_page lower")
                if self._monotonic() > deadline:
                    raise _Passing(f"{url}: the answer took longer than {self._manners.answer_s:g} s; run again later")
            is_whole = True
        except (HTTPError, OSError) as error:
            raise _Passing(f"{url}: the answer broke off ({_reason(error)}); run again later") from error
        finally:
            if not is_whole:
                response.close()
            response.release_conn()
        return bytes(body)

    def _passing(self, url: str, status: int, headers: Mapping[str, str]) -> SiteError:
        wait = _retry_after(headers)
        if wait is not None and wait > MAX_WAIT_S:
            return SiteError(f"{url}: the site asks to come back in {wait:.0f} s (status {status})", status=status)
        return _Passing(f"{url}: answered {status}; run again later", status=status, retry_after=wait)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the wait that an answer asks for, in seconds; a date counts from the answer's own."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until, now = http_date(value), http_date(headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until is not None and now is not None else None


def http_date(value: str) -> datetime | None:
    """Return the moment of a header such as ``Date``, or None where it is none."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port; those of no valid web address equal those of no site."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", "", None)
    return (parts.scheme, parts.hostname or "", port)


def _origins(address: str) -> tuple[tuple[str, str, int | None], ...]:
    scheme, host, port = _origin(address)
    return ((scheme, host, port), ("https", host, 443)) if (scheme, port) == ("http", 80) else ((scheme, host, port),)


def _reason(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__
