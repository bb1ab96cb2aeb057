"""The generations of one index on a cluster: what there is, which one readers use, and who may change it.

::

    telusur              alias: the generation that readers use
    telusur-g000042      one generation; its mapping says how it was built and which commit it is at
    telusur-g000041      the one before it, kept for going back
    telusur-jobs         leases of who writes and who builds, and which parts of a build are finished

What a generation says of itself lies in its mapping's ``_meta``, which the cluster changes as a whole: a commit is
visible to every reader at one moment, and one look at the alias brings both the generation and its commit.
"""

import re
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from index.engines.opensearch import fields
from index.engines.opensearch.address import Address
from index.engines.opensearch.cluster import WRITE_SECONDS, Cluster, Conflict, Json, NotThere
from index.errors import ConfigError, EngineUnavailable, IndexLocked, IndexMissing

LEASE_SECONDS = 60.0
"""How long a writer that was killed keeps others out; one that lives renews its lease three times as often."""

_RETRY_SECONDS = 0.2
"""Pause between attempts to get a lease."""

_OWNER = "telusur"
"""Key in a mapping's ``_meta`` that tells our indexes from foreign ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a generation says about itself.

    Attributes:
        schema_version: ``index.schema.SCHEMA_VERSION`` of the build.
        analyser: Fingerprint of the analyser.
        zone: Name of the time zone whose days it holds.
        built_at: Aware moment of the build, ISO 8601.
        changed_at: Aware moment of the newest commit, ISO 8601.
        commit: Number of the newest commit, also the version that documents written next must exceed.
        checkpoint: The note that its last writer left.
        is_whole: It was finished and checked.
    """

    schema_version: int
    analyser: str
    zone: str
    built_at: str
    changed_at: str
    commit: int = 0
    checkpoint: str = ""
    is_whole: bool = False

    def is_like(self, other: "Meta") -> bool:
        """Tell whether both were built with the same schema, analyser and zone."""
        return (self.schema_version, self.analyser, self.zone) == (other.schema_version, other.analyser, other.zone)

    def to_json(self) -> Json:
        """Return it as a mapping's ``_meta``."""
        return {_OWNER: {name: getattr(self, name) for name in self.__dataclass_fields__}}

    @classmethod
    def from_json(cls, meta: Mapping[str, Any]) -> "Meta | None":
        """Read a mapping's ``_meta``; None when it is not ours."""
        ours = meta.get(_OWNER)
        known = cls.__dataclass_fields__
        return (
            cls(**{name: ours[name] for name in known})
            if isinstance(ours, dict) and known.keys() <= ours.keys()
            else None
        )


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation and what it says about itself."""

    index: str
    meta: Meta


class Generations:
    """The generations behind one alias."""

    def __init__(self, cluster: Cluster, address: Address) -> None:
        self._cluster = cluster
        self._address = address
        self._alias = address.alias
        self._named = re.compile(rf"{re.escape(address.alias)}-g(\d{{6,}})")
        self.jobs = f"{address.alias}-jobs"

    # What there is

    def current(self) -> Generation:
        """Return the generation that readers use.

        Raises:
            IndexMissing: There is none.
            ConfigError: The name belongs to something else.
        """
        try:
            found = self._metas(self._alias)
        except NotThere:
            raise IndexMissing(f"there is no index at {self._address} yet; build it with `telusur reindex`") from None
        (name, meta), *others = found.items()
        if others or meta is None or not self._named.fullmatch(name):
            raise ConfigError(
                f"{self._alias} at {self._address} is an index of something else; choose another name in the address"
            )
        return Generation(name, meta)

    def all(self) -> list[Generation]:
        """Return all generations, oldest first."""
        try:
            metas = self._metas(f"{self._alias}-g*")
        except NotThere:
            return []
        ours = [Generation(name, meta) for name, meta in metas.items() if meta and self._named.fullmatch(name)]
        return sorted(ours, key=lambda one: self._number(one.index))

    def previous(self) -> Generation | None:
        """Return the newest whole generation that is not current, or None."""
        current = self.current().index
        whole = [one for one in self.all() if one.meta.is_whole and one.index != current]
        return whole[-1] if whole else None

    # Changing

    def begin(self, meta: Meta) -> Generation:
        """Return a generation to build: the one that an interrupted build of the same kind left, or a new one.

        What other builds left is removed. The lease of building must be held.
        """
        current = self.current_or_none()
        taken = self.all()
        leftovers = [one for one in taken if not one.meta.is_whole and one.index != current]
        alike = [one for one in leftovers if one.meta.is_like(meta)][-1:]
        for one in leftovers:
            if one not in alike:
                self.discard(one.index)
        if alike:
            # Documents that are written again must be newer than what the interrupted build left.
            return self.describe(alike[0].index, replace(meta, commit=alike[0].meta.commit + 2))
        number = max((self._number(one.index) for one in taken), default=0) + 1
        return self._create(f"{self._alias}-g{number:06}", replace(meta, commit=1))

    def describe(self, index: str, meta: Meta) -> Generation:
        """Let a generation say something new about itself, at one moment for all readers."""
        self._cluster.call("PUT", f"/{index}/_mapping", {"_meta": meta.to_json()}, seconds=WRITE_SECONDS)
        return Generation(index, meta)

    def switch(self, index: str) -> None:
        """Point readers to a generation, at one moment for all of them."""
        actions: list[Json] = [{"add": {"index": index, "alias": self._alias}}]
        current = self.current_or_none()
        if current is not None and current != index:
            actions.append({"remove": {"index": current, "alias": self._alias}})
        self._cluster.call("POST", "/_aliases", {"actions": actions}, seconds=WRITE_SECONDS)

    def keep_only(self, *indexes: str | None) -> None:
        """Remove all generations but some."""
        for one in self.all():
            if one.index not in indexes:
                self.discard(one.index)

    def discard(self, index: str) -> None:
        """Remove a generation that is not current, and what is noted about its build."""
        self._cluster.call("DELETE", f"/{index}", seconds=WRITE_SECONDS)
        self.forget_parts(index)

    def current_or_none(self) -> str | None:
        """Return the name of the index that readers use, or None."""
        try:
            return self.current().index
        except IndexMissing:
            return None

    def _create(self, index: str, meta: Meta) -> Generation:
        body = {
            "settings": fields.settings(self._address.shards, self._address.replicas),
            "mappings": fields.mapping(meta.to_json()),
        }
        self._cluster.call("PUT", f"/{index}", body, seconds=WRITE_SECONDS)
        return Generation(index, meta)

    def _metas(self, pattern: str) -> dict[str, Meta | None]:
        # From any node's own copy of the state: readers go on while the nodes elect a new manager.
        answer = self._cluster.call(
            "GET", f"/{pattern}/_mapping", params={"filter_path": "*.mappings._meta", "local": "true"}
        )
        if not answer:  # a pattern that nothing matches, or indexes without any ``_meta``
            found = self._cluster.call("GET", f"/{pattern}/_settings", params={"filter_path": "*.settings.index.uuid"})
            return dict.fromkeys(found)
        return {name: Meta.from_json(entry["mappings"]["_meta"]) for name, entry in answer.items()}

    def _number(self, index: str) -> int:
        named = self._named.fullmatch(index)
        return int(named[1]) if named else 0

    # Parts of a build

    def has_part(self, generation: str, key: str) -> bool:
        """Tell whether a part of a build is finished."""
        try:
            self._cluster.call("GET", f"/{self.jobs}/_doc/{_part(generation, key)}")
        except NotThere:
            return False
        return True

    def finish_part(self, generation: str, key: str) -> None:
        """Note that a part of a build is finished."""
        body = {"generation": generation, "key": key}
        self._cluster.call("PUT", f"/{self.jobs}/_doc/{_part(generation, key)}", body)

    def parts(self, generation: str) -> list[str]:
        """Return the keys of a build's finished parts."""
        self._cluster.call("POST", f"/{self.jobs}/_refresh")
        wanted = {"query": {"term": {"generation": generation}}, "sort": ["key"]}
        return [hit["_source"]["key"] for hit in self._cluster.hits(self.jobs, wanted)]

    def forget_parts(self, generation: str) -> None:
        """Forget which parts of a build are finished."""
        for key in self.parts(generation):
            self._cluster.call("DELETE", f"/{self.jobs}/_doc/{_part(generation, key)}")

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
        lease = Lease(self._cluster, self.jobs, what, str(self._address))
        lease.acquire(timeout)
        try:
            yield lease
        finally:
            lease.release()

    def _prepare(self) -> None:
        """Make the index of jobs, unless it is there."""
        try:
            self._cluster.call("GET", f"/{self.jobs}/_mapping")
        except NotThere:
            keyword = {"type": "keyword"}
            properties = {"generation": keyword, "key": keyword, "owner": keyword, "until": {"type": "double"}}
            body = {
                "settings": {"number_of_shards": 1, "auto_expand_replicas": self._address.replicas},
                "mappings": {"dynamic": "strict", "properties": properties},
            }
            try:
                self._cluster.call("PUT", f"/{self.jobs}", body, seconds=WRITE_SECONDS)
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


def moment(text: str) -> datetime:
    """Return a moment as a generation notes it."""
    return datetime.fromisoformat(text)
