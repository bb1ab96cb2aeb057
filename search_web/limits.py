"""How often one address may ask: bots are the load of a search page, not readers.

Counts live in this process's memory and are gone after their window; no address is stored or logged.
"""

import ipaddress
import math
import time

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

from index.errors import ConfigError

_FREE = frozenset({"static", "service.health", "service.ready", "service.metrics", "service.robots", "service.style"})
"""Endpoints that cost next to nothing, or that the operator's own machines ask."""

_MAILS = parse("10/hour")
"""How often one client may have mails sent, to addresses that it types in."""

_HOME_PREFIX = 64
"""Bits of an IPv6 address that one household shares; a client can choose the others freely."""


def parse_limit(text: str) -> RateLimitItem:
    """Return a limit such as ``300/minute``. Raises ConfigError for anything else."""
    try:
        return parse(text)
    except ValueError as error:
        raise ConfigError(f'rate_limit: {text!r} is no limit; write one such as "300/minute"') from error


def register(app: Flask, limit: RateLimitItem | None) -> None:
    """Refuse requests beyond ``limit`` per client, before anything is computed for them; None: never."""
    counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def check() -> None:
        applies = _MAILS if request.endpoint == "alerts.ask" and request.method == "POST" else limit
        if applies is None or request.endpoint in _FREE or counter.hit(applies, client_of(request.remote_addr)):
            return
        raise TooManyRequests(retry_after=_wait(counter, applies))

    app.before_request(check)


def client_of(address: str | None) -> str:
    """Return whom an address stands for: itself, or the network of an IPv6 household."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _HOME_PREFIX), strict=False))


def _wait(counter: SlidingWindowCounterRateLimiter, limit: RateLimitItem) -> int:
    """Return after how many seconds the client may ask again."""
    stats = counter.get_window_stats(limit, client_of(request.remote_addr))
    return max(1, math.ceil(stats.reset_time - time.time()))
