"""The generations of one index on a cluster: what there is, and which one readers use.

::

    telusur              alias: the generation that readers use
    telusur-g000042      one generation; its mapping says how it was built and which commit it is at
    telusur-g000041      the one before it, kept for going back
    telusur-jobs         who writes and who builds just now (``jobs``)

What a generation says of itself lies in its mapping's ``_meta``, which the cluster changes as a whole: a commit is
visible to every reader at one moment, and one look at the alias brings both the generation and its commit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from index.engines.opensearch import fields
from index.engines.opensearch.address import Address
from index.engines.opensearch.cluster import WRITE_SECONDS, Cluster, Json, NotThere
from index.engines.opensearch.jobs import Jobs
from index.errors import ConfigError, IndexMissing

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

    def __init__(self, cluster: Cluster, address: Address, jobs: Jobs) -> None:
        self._cluster = cluster
        self._address = address
        self._alias = address.alias
        self._named = re.compile(rf"{re.escape(address.alias)}-g(\d{{6,}})")
        self._jobs = jobs

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
        self._jobs.forget_parts(index)

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


def moment(text: str) -> datetime:
    """Return a moment as a generation notes it."""
    return datetime.fromisoformat(text)
