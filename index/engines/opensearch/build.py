"""A generation in the making: from its first part to the moment when readers have it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from index.article import ArticleId, Document
from index.engines.opensearch import fields
from index.engines.opensearch.cluster import WRITE_SECONDS, Cluster, Json
from index.engines.opensearch.generations import Generation, Generations
from index.engines.opensearch.jobs import Jobs
from index.engines.opensearch.view import View, all_of
from index.engines.opensearch.writer import Bulk
from index.errors import IndexMissing

HEALTH_SECONDS = 60.0
"""How long a finished generation may take until every part of it can be read."""


class MakeBulk(Protocol):
    """Gives what sends documents to an index with a version."""

    def __call__(self, index: str, version: int) -> Bulk:
        """Return it."""


class GenerationBuild:
    """The protocol ``index.engine.IndexBuild``.

    Documents of parts are written with the generation's commit as their version, single changes with the next.

    Args:
        cluster: The cluster.
        generations: What is there; the lease of building must be held.
        jobs: Where finished parts are noted.
        begun: The generation.
        make_bulk: Gives what sends documents to it.
        hold: Takes the lease of changing what readers see, until the build ends.
        now: Gives the moment of the commit.
    """

    def __init__(
        self,
        cluster: Cluster,
        generations: Generations,
        jobs: Jobs,
        begun: Generation,
        *,
        make_bulk: MakeBulk,
        hold: Callable[[], object],
        now: Callable[[], str],
    ) -> None:
        self.generation = begun.index
        self.checkpoint = ""
        self._cluster = cluster
        self._generations = generations
        self._jobs = jobs
        self._meta = begun.meta
        self._hold: Callable[[], object] | None = hold
        self._now = now
        self._bulk = make_bulk(begun.index, begun.meta.commit + 1)
        self._expected: int | None = None
        self._is_changed = False

    def has_part(self, key: str) -> bool:
        """Tell whether a part is finished."""
        return self._jobs.has_part(self.generation, key)

    def take_parts(self, keys: Sequence[str]) -> None:
        """Make the generation of these parts; see ``index.engine.IndexBuild``."""
        for key in keys:
            if not self.has_part(key):
                raise IndexMissing(f"part {key} of {self.generation} is not whole; run `telusur reindex` again")
        self._begin_changes()
        self._refresh()
        strangers: Json = {"query": all_of([], none_of=[{"terms": {fields.PART: list(keys)}}]), "sort": [fields.ID]}
        for hit in self._cluster.hits(self.generation, {**strangers, "_source": False}):
            self._bulk.send(self._bulk.removing(hit["_id"]))

    def add(self, document: Document) -> None:
        """Add an article, replacing the one with the same id."""
        self._begin_changes()
        self._bulk.send(self._bulk.adding(document))

    def remove(self, article_id: ArticleId) -> None:
        """Remove an article; unknown ids are no error."""
        self._begin_changes()
        self._bulk.send(self._bulk.removing(fields.key_of(article_id)))

    def hold_writers(self) -> None:
        """Let nobody change the live index any more until the build ends."""
        if self._hold is not None:
            self._hold()
            self._hold = None

    def expect(self, articles: int) -> None:
        """Refuse to publish unless the generation holds so many articles."""
        self._expected = articles

    def publish(self) -> None:
        """Finish the generation, check it, and let readers have it."""
        self._begin_changes()
        self._bulk.flush()
        self._refresh()
        self._verify()
        self.hold_writers()
        done = replace(
            self._meta,
            commit=self._meta.commit + 1,
            checkpoint=self.checkpoint,
            changed_at=self._now(),
            is_whole=True,
        )
        self._generations.describe(self.generation, done)
        before = self._generations.current_or_none()
        self._generations.switch(self.generation)
        self._generations.keep_only(self.generation, before)

    def cancel(self) -> None:
        """Stop; finished parts stay for the next build."""
        if not self._jobs.parts(self.generation):
            self._generations.discard(self.generation)

    def _begin_changes(self) -> None:
        """Before anything replaces a part's documents: an interrupted build must write the parts again."""
        if not self._is_changed:
            self._jobs.forget_parts(self.generation)
            self._is_changed = True

    def _refresh(self) -> None:
        self._bulk.flush()
        self._cluster.call("POST", f"/{self.generation}/_refresh", seconds=WRITE_SECONDS)

    def _verify(self) -> None:
        for problem in problems_of(self._cluster, self.generation, self._expected):
            raise IndexMissing(f"{problem}; readers keep the index they have; run `telusur reindex` again")


def problems_of(cluster: Cluster, index: str, expected: int | None = None) -> list[str]:
    """Return what is wrong with a generation.

    Args:
        cluster: The cluster.
        index: The generation's index.
        expected: Articles it must hold, where that is known.
    """
    params = {"wait_for_status": "yellow", "timeout": f"{HEALTH_SECONDS:.0f}s"}
    health = cluster.call("GET", f"/_cluster/health/{index}", params=params, seconds=HEALTH_SECONDS + 10)
    if health["status"] == "red":
        return [f"{health['unassigned_shards']} shards of {index} cannot be read; see that all nodes run"]
    held = View(cluster, index, 0).articles
    if expected is not None and held != expected:
        return [f"{index} holds {held} articles instead of {expected}"]
    return []
