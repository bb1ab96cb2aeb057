"""Who writes and who builds an index on a cluster, and which parts of a build are finished: a small index beside it."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from index.engines.opensearch.address import Address
from index.engines.opensearch.cluster import WRITE_SECONDS, Cluster, Conflict, Json, NotThere
from index.errors import EngineUnavailable, IndexLocked

LEASE_SECONDS = 60.0
"""How long a writer that was killed keeps others out; one that lives renews its lease three times as often."""

_RETRY_SECONDS = 0.2
"""Pause between attempts to get a lease."""


class Jobs:
    """The jobs on one index."""

    def __init__(self, cluster: Cluster, address: Address) -> None:
        self._cluster = cluster
        self._address = address
        self._index = f"{address.alias}-jobs"

    # Parts of a build

    def has_part(self, generation: str, key: str) -> bool:
        """Tell whether a part of a build is finished."""
        try:
            self._cluster.call("GET", f"/{self._index}/_doc/{_part(generation, key)}")
        except NotThere:
            return False
        return True

    def finish_part(self, generation: str, key: str) -> None:
        """Note that a part of a build is finished."""
        body = {"generation": generation, "key": key}
        self._cluster.call("PUT", f"/{self._index}/_doc/{_part(generation, key)}", body)

    def parts(self, generation: str) -> list[str]:
        """Return the keys of a build's finished parts."""
        self._cluster.call("POST", f"/{self._index}/_refresh")
        wanted = {"query": {"term": {"generation": generation}}, "sort": ["key"]}
        return [hit["_source"]["key"] for hit in self._cluster.hits(self._index, wanted)]

    def forget_parts(self, generation: str) -> None:
        """Forget which parts of a build are finished."""
        for key in self.parts(generation):
            self._cluster.call("DELETE", f"/{self._index}/_doc/{_part(generation, key)}")

    # Leases

    @contextmanager
    def leased(self, what: str, timeout: float = 0.0) -> Iterator["Lease"]:
        """Hold the lease of writing or of building.

        Args:
            what: ``write`` or ``build``.
            timeout: Seconds to wait for another process.

        Raises:
            IndexLocked: Another process holds it.
        """
        self._prepare()
        lease = Lease(self._cluster, self._index, what, str(self._address))
        lease.acquire(timeout)
        try:
            yield lease
        finally:
            lease.release()

    def _prepare(self) -> None:
        """Make the index of jobs, unless it is there."""
        try:
            self._cluster.call("GET", f"/{self._index}/_mapping")
        except NotThere:
            keyword = {"type": "keyword"}
            properties = {"generation": keyword, "key": keyword, "owner": keyword, "until": {"type": "double"}}
            body = {
                "settings": {"number_of_shards": 1, "auto_expand_replicas": self._address.replicas},
                "mappings": {"dynamic": "strict", "properties": properties},
            }
            try:
                self._cluster.call("PUT", f"/{self._index}", body, seconds=WRITE_SECONDS)
            except Conflict:  # another process made it just now
                return


class Lease:
    """The right to write or to build, for a while, renewed as long as the process lives."""

    def __init__(self, cluster: Cluster, jobs: str, what: str, where: str) -> None:
        self._cluster = cluster
        self._path = f"/{jobs}/_doc/lease-{what}"
        self._what = what
        self._where = where
        self._owner = uuid.uuid4().hex
        self._seen: Json = {}
        self._done = threading.Event()
        self._renewing: threading.Thread | None = None
        self._is_lost = False

    def acquire(self, timeout: float) -> None:
        """Get it. Raises IndexLocked when another process keeps it for longer than ``timeout`` seconds."""
        until = time.monotonic() + timeout
        while not self._try():
            if time.monotonic() >= until:
                doing = "writing" if self._what == "write" else "building"
                raise IndexLocked(
                    f"another process is {doing} the index at {self._where} right now; wait until it is done and try "
                    f"again (one that was killed keeps it for {LEASE_SECONDS:.0f} s)"
                )
            time.sleep(_RETRY_SECONDS)
        self._renewing = threading.Thread(target=self._renew, daemon=True, name=f"lease-{self._what}")
        self._renewing.start()

    def check(self) -> None:
        """Raise IndexLocked when the lease was lost to another process."""
        if self._is_lost:
            raise IndexLocked(f"the right to write the index at {self._where} was lost to another process; run again")

    def release(self) -> None:
        """Let others have it."""
        self._done.set()
        if self._renewing is not None:
            self._renewing.join()
        if not self._is_lost:
            try:
                self._cluster.call("DELETE", self._path, params=self._seen)
            except EngineUnavailable:  # it ends by itself
                return

    def _try(self) -> bool:
        try:
            found = self._cluster.call("GET", self._path)
        except NotThere:
            return self._put({"op_type": "create"})
        held = found["_source"]
        if held["owner"] != self._owner and held["until"] > time.time():
            return False
        return self._put(_version(found))

    def _put(self, condition: Json) -> bool:
        body = {"owner": self._owner, "until": time.time() + LEASE_SECONDS}
        try:
            self._seen = _version(self._cluster.call("PUT", self._path, body, params=condition))
        except Conflict:
            return False
        return True

    def _renew(self) -> None:
        """Renew until released, or until another process has it."""
        while not self._done.wait(LEASE_SECONDS / 3):
            try:
                self._is_lost = not self._try()
            except EngineUnavailable:  # while the cluster is away nobody else can take it
                continue
            if self._is_lost:
                return


def _version(answer: Json) -> Json:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def _part(generation: str, key: str) -> str:
    return f"part-{generation}-{key}"
