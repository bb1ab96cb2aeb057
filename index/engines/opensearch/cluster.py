"""Talking to a cluster: one way in, every failure an error of ours that says the cure, no call without an end."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NoConnection
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from index.engines.opensearch.address import Address, Credentials
from index.errors import ConfigError, EngineUnavailable, TelusurError

Json = dict[str, Any]
"""A JSON object of OpenSearch's interface, whose shape is its own."""

CONNECT_SECONDS = 10.0
"""How long an answer to a reader may take: as long as readers wait for a page."""

WRITE_SECONDS = 120.0
"""How long one step of writing may take: a refresh of a large bulk takes seconds."""

PATIENCE_SECONDS = 60.0
"""How long a writer waits for a cluster that is too busy (429) or has just lost a node, in all."""

CONNECTIONS = 16
"""Connections to each node that are kept open: as many as threads that answer readers."""

BREAK_AFTER = 3
"""Failures in a row after which a cluster counts as lost ..."""

BREAK_SECONDS = 5.0
"""... and for how long it is then not asked: pages answer at once instead of waiting in a row."""

SUPPORTED = (2, 3)
"""Major versions of OpenSearch whose interface is the one spoken here."""

PAGE = 5_000
"""Hits read at a time where all are read."""

_KEEP = "2m"
"""How long a cluster keeps a state of the index open between two pages of it."""

_NOT_FOUND, _CONFLICT, _TOO_BUSY, _UNAVAILABLE = 404, 409, 429, 503

# The client warns of every status above 299; here a 404 is often what is hoped for, and the rest becomes an error.
logging.getLogger("opensearch").setLevel(logging.ERROR)


@dataclass(slots=True)
class Breaker:
    """Stops asking a cluster that does not answer, for a while.

    Attributes:
        now: Monotonic clock, in seconds.
    """

    now: Callable[[], float] = time.monotonic
    _failures: int = 0
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_open(self) -> bool:
        """Tell whether nothing should be asked just now; once the time is over, one call in a while may try."""
        with self._lock:
            if self._failures < BREAK_AFTER:
                return False
            if self.now() < self._until:
                return True
            self._until = self.now() + BREAK_SECONDS
            return False

    def succeeded(self) -> None:
        """Note an answer."""
        self._failures = 0

    def failed(self) -> None:
        """Note that none came."""
        with self._lock:
            self._failures += 1
            self._until = self.now() + BREAK_SECONDS


class Cluster:
    """One cluster, as one user. Safe to share between threads."""

    def __init__(self, address: Address, credentials: Credentials) -> None:
        self._address = address
        self._breaker = Breaker()
        self._client = OpenSearch(
            hosts=list(address.nodes),
            http_auth=(credentials.user, credentials.password) if credentials.user else None,
            headers={"Authorization": f"ApiKey {credentials.api_key}"} if credentials.api_key else None,
            verify_certs=True,
            ca_certs=str(credentials.ca) if credentials.ca else None,
            timeout=CONNECT_SECONDS,
            pool_maxsize=CONNECTIONS,
            max_retries=len(address.nodes),
            retry_on_timeout=False,
            http_compress=True,
        )
        self._is_checked = False

    # Asking

    def search(self, index: str, body: Json) -> Json:
        """Run one search. Raises EngineUnavailable when a shard did not answer: half an answer is a wrong one."""
        return _whole(self.call("POST", f"/{index}/_search", body))

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Run several searches in one go."""
        if not bodies:
            return []
        lines = "".join(f"{{}}\n{json.dumps(body)}\n" for body in bodies)
        answer = self.call("POST", f"/{index}/_msearch", lines, headers={"content-type": "application/x-ndjson"})
        return [_whole(response) for response in answer["responses"]]

    def hits(self, index: str, body: Json) -> Iterator[Json]:
        """Yield all hits of a search in its order, from one state of the index, however many there are."""
        opened = self.call("POST", f"/{index}/_search/point_in_time", params={"keep_alive": _KEEP})
        point = opened["pit_id"]
        try:
            page = {**body, "size": PAGE, "from": 0, "pit": {"id": point, "keep_alive": _KEEP}}
            while True:
                hits = _whole(self.call("POST", "/_search", page))["hits"]["hits"]
                yield from hits
                if len(hits) < PAGE:
                    return
                page["search_after"] = hits[-1]["sort"]
        finally:
            self.call("DELETE", "/_search/point_in_time", {"pit_id": [point]})

    def call(
        self,
        method: str,
        path: str,
        body: Json | str | None = None,
        *,
        params: Json | None = None,
        headers: Json | None = None,
        seconds: float = CONNECT_SECONDS,
    ) -> Any:  # noqa: ANN401 - what OpenSearch answers
        """Call the interface.

        Raises:
            EngineUnavailable: No answer in time, or one that says the cluster cannot.
            ConfigError: The user, password or certificate is wrong, or the cluster is of another kind.
            NotThere: What was asked for is not there.
            Conflict: Somebody else was faster.
        """
        if self._breaker.is_open():
            raise Away(f"OpenSearch at {self._address} does not answer; start its nodes, then try again")
        self._check_version()
        return self._perform(method, path, body, params, headers, seconds)

    def patiently(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the work returns
        """Do some writing, with growing, random pauses while the cluster is too busy or a node of it was lost.

        What is done must do no harm when it is done twice.
        """
        for attempt in Retrying(
            retry=retry_if_exception_type(Away),
            wait=wait_random_exponential(multiplier=0.2, max=10),
            stop=stop_after_delay(PATIENCE_SECONDS),
            reraise=True,
        ):
            with attempt:
                return work()
        raise AssertionError("unreachable: the last attempt returns or raises")

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _check_version(self) -> None:
        """Refuse another kind of server, once."""
        if self._is_checked:
            return
        version = self._perform("GET", "/", None, None, None, CONNECT_SECONDS).get("version", {})
        number = str(version.get("number", "?"))
        if version.get("distribution") != "opensearch" or int(number.split(".", maxsplit=1)[0]) not in SUPPORTED:
            kind = version.get("distribution", "no OpenSearch, but perhaps Elasticsearch,")
            raise ConfigError(f"{self._address} is {kind} {number}; telusur needs OpenSearch 2 or 3")
        self._is_checked = True

    def _perform(
        self, method: str, path: str, body: Json | str | None, params: Json | None, headers: Json | None, seconds: float
    ) -> Any:  # noqa: ANN401 - what OpenSearch answers
        wanted = {**(params or {}), "request_timeout": seconds}
        try:
            answer = self._client.transport.perform_request(method, path, params=wanted, body=body, headers=headers)
        except (NoConnection, TransportError) as error:
            translated = _translated(error, self._address)
            if isinstance(error, NoConnection):
                self._breaker.failed()
            raise translated from error
        except OpenSearchException as error:
            raise EngineUnavailable(f"OpenSearch at {self._address} gave no proper answer ({error})") from error
        self._breaker.succeeded()
        return answer


class NotThere(EngineUnavailable):
    """The index or document that was asked for is not there."""


class Conflict(EngineUnavailable):
    """Somebody else was faster."""


class Away(EngineUnavailable):
    """The cluster cannot be reached, has too much to do, or is just finding itself again: it may be back soon."""


def _whole(answer: Json) -> Json:
    """Return an answer, unless a part of the index did not take part in it."""
    if "error" in answer:
        raise EngineUnavailable(f"OpenSearch refused a search: {_reason(answer)}")
    failed = answer.get("_shards", {}).get("failed", 0)
    if failed:
        failures = answer["_shards"].get("failures") or [{}]
        raise EngineUnavailable(
            f"{failed} of {answer['_shards']['total']} shards of the index did not answer "
            f"({_reason({'error': failures[0].get('reason', {})})}); see that all nodes run"
        )
    return answer


def is_blocked(info: object) -> bool:
    """Tell whether an answer says that an index must not be written, as where a disk has passed its watermark."""
    error = info.get("error") if isinstance(info, dict) else None
    return isinstance(error, dict) and error.get("type") == "cluster_block_exception"


def read_only(where: str, reason: str) -> EngineUnavailable:
    """Return the error that says how to make an index writable again."""
    return EngineUnavailable(
        f"the index at {where} is read-only ({reason}); make room on the nodes' disks, then set "
        "index.blocks.read_only_allow_delete to null"
    )


def _translated(error: TransportError, address: Address) -> TelusurError:
    """Return what a failure means to whoever runs telusur, with the cure."""
    status, reason = error.status_code, _reason(error.info or error.error)
    match error:
        case SSLError():
            return ConfigError(
                f"the certificate of {address} is not trusted ({_first_line(error.error)}); let TELUSUR_OPENSEARCH_CA "
                "name the file of the certificate it was signed with"
            )
        case ConnectionTimeout():
            return Away(f"OpenSearch at {address} did not answer in time; see whether it is overloaded")
        case NoConnection():
            return Away(f"OpenSearch at {address} cannot be reached; start its nodes or mend the address")
        case AuthenticationException():
            return ConfigError(
                f"{address} does not know this user and password; set TELUSUR_OPENSEARCH_USER and "
                "TELUSUR_OPENSEARCH_PASSWORD, or TELUSUR_OPENSEARCH_API_KEY"
            )
        case TransportError() if is_blocked(error.info):
            return read_only(str(address), reason)
        case AuthorizationException():
            return ConfigError(f"the user may not do this at {address} ({reason}); see docs/scaling.md for its role")
    if status == _NOT_FOUND:
        return NotThere(f"{address}: {reason}")
    if status == _CONFLICT:
        return Conflict(f"{address}: {reason}")
    if status == _TOO_BUSY:
        return Away(f"OpenSearch at {address} is too busy ({reason}); try again later, or add nodes")
    if status == _UNAVAILABLE:
        return Away(f"OpenSearch at {address} cannot work just now ({reason}); see that most of its nodes run")
    return EngineUnavailable(f"OpenSearch at {address} answered {status}: {reason}")


def _reason(info: object) -> str:
    """Return why, in the words of the server, on one line."""
    error = info.get("error", info) if isinstance(info, dict) else info
    if isinstance(error, dict):
        causes = error.get("root_cause") or [error]
        cause = causes[0] if isinstance(causes[0], dict) else error
        error = ": ".join(str(cause[key]) for key in ("type", "reason") if cause.get(key))
    return _first_line(error)


def _first_line(text: object) -> str:
    return " ".join(str(text).split())[:300]
