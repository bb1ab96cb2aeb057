"""The distributed engine: any number of readers and machines, one writer at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.engine import DEFAULT_LIMITS, IndexBuild, IndexInfo, IndexWriter, Limits
from index.engines.opensearch import completing, fields
from index.engines.opensearch.address import Address, Credentials
from index.engines.opensearch.build import GenerationBuild, problems_of
from index.engines.opensearch.cluster import WRITE_SECONDS, Cluster, Json
from index.engines.opensearch.evidence import Evidence
from index.engines.opensearch.executor import Executor, ids_query
from index.engines.opensearch.generations import Generation, Generations, Meta, moment
from index.engines.opensearch.jobs import Jobs
from index.engines.opensearch.vectors import term_vectors
from index.engines.opensearch.view import View
from index.engines.opensearch.writer import Bulk, Changes, write_all
from index.engines.urls import url_key
from index.errors import ConfigError, IndexMissing, IndexOutdated
from index.ranking import INGREDIENTS, Ingredients
from index.schema import SCHEMA_VERSION
from index.search import Layer, SearchRequest, SearchResults, TermStatistics, TermVector

HOLD_SECONDS = 600.0
"""How long a finished build waits for an update to end: an update takes seconds, a build has taken minutes."""


def _now() -> datetime:
    return datetime.now(UTC)


class OpenSearchEngine:
    """An index on a cluster (the protocol ``index.engine.Engine``).

    Args:
        address: Where.
        credentials: As whom.
        analyzer: The analyser of index and queries.
        zone: Where days begin and end.
        lock_timeout: Seconds a writer waits for another one.
        clock: Gives the aware moment that builds and commits are stamped with.
        ingredients: What takes part in ranking; the default is what readers get.
        limits: Time that answers may take; memory is the cluster's to manage.
    """

    def __init__(
        self,
        address: Address,
        credentials: Credentials,
        *,
        analyzer: Analyzer,
        zone: ZoneInfo,
        lock_timeout: float = 0.0,
        clock: Callable[[], datetime] = _now,
        ingredients: Ingredients = INGREDIENTS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._address = address
        self._cluster = Cluster(address, credentials)
        self._jobs = Jobs(self._cluster, address)
        self._generations = Generations(self._cluster, address, self._jobs)
        self._analyzer = analyzer
        self._zone = zone
        self._lock_timeout = lock_timeout
        self._clock = clock
        self._ingredients = ingredients
        self._limits = limits
        self._view: View | None = None

    # Reading

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer one request; see ``index.engine.Engine.search``."""
        executor = Executor(self._current(), self._analyzer, self._ingredients)
        return executor.search(request, self._limits.seconds)

    def get(self, article_id: ArticleId) -> Document | None:
        """Return the stored article, or None."""
        return self._first(ids_query([article_id]))

    def find_by_url(self, url: str) -> Document | None:
        """Return the article with this address (or a former address), or None."""
        key = url_key(url)
        return self._first({"term": {fields.URL: fields.clean(key)}}) if key else None

    def term_statistics(self, stems: Sequence[str]) -> Sequence[TermStatistics]:
        """Return how common each stem is, in the order asked."""
        counts = self._current().counts([Evidence(layer=Layer.STEM, words=(stem,)).holders() for stem in stems])
        return [TermStatistics(text=stem, articles=count) for stem, count in zip(stems, counts, strict=True)]

    def term_vectors(self, ids: Sequence[ArticleId], stems: Sequence[str]) -> Sequence[TermVector]:
        """Return how often each article holds each stem, in the order asked."""
        return term_vectors(self._current(), ids, stems, self._ingredients.zones)

    def words_beginning(self, prefix: str, limit: int, *, beside: Sequence[str] = ()) -> Sequence[TermStatistics]:
        """Return words that begin so; see ``index.engine.Engine.words_beginning``."""
        return completing.words_beginning(self._current(), prefix, limit, beside)

    def words_like(self, word: str, limit: int) -> Sequence[TermStatistics]:
        """Return words that are probably meant; see ``index.engine.Engine.words_like``."""
        return completing.words_like(self._current(), word, limit)

    def info(self) -> IndexInfo:
        """Return the index's own description; also of one that is out of date."""
        index, meta = (current := self._generations.current()).index, current.meta
        path = f"/{index}/_stats/store"
        stored = self._cluster.call("GET", path, params={"filter_path": "_all.primaries.store.size_in_bytes"})
        return IndexInfo(
            articles=View(self._cluster, index, meta.commit).articles,
            schema_version=meta.schema_version,
            analyser=meta.analyser,
            built_at=moment(meta.built_at),
            changed_at=moment(meta.changed_at),
            generation=index,
            size_bytes=int(stored["_all"]["primaries"]["store"]["size_in_bytes"]),
            checkpoint=meta.checkpoint,
        )

    def revision(self) -> str:
        """Return generation and number of the commit that readers see."""
        view = self._current()
        return f"{view.index}.{view.commit}"

    def close(self) -> None:
        """Let go of the connections."""
        self._cluster.close()

    # Writing

    @contextmanager
    def update(self) -> Iterator[IndexWriter]:
        """Change the live index; see ``index.engine.Engine.update``."""
        self._may_write()
        self._current()
        with self._jobs.leased("write", self._lock_timeout) as lease:
            current = self._generations.current()
            self._check(current.meta)
            changes = Changes(self._bulk(current.index, current.meta.commit + 1), current.meta.checkpoint)
            try:
                yield changes
                lease.check()
                changes.send()
                self._commit(current, changes.checkpoint)
            finally:
                changes.close()

    @contextmanager
    def rebuild(self) -> Iterator[IndexBuild]:
        """Build a new generation beside the live one; see ``index.engine.Engine.rebuild``."""
        self._may_write()
        with self._jobs.leased("build", self._lock_timeout), ExitStack() as leases:
            build = GenerationBuild(
                self._cluster,
                self._generations,
                self._jobs,
                self._generations.begin(self._meta()),
                make_bulk=self._bulk,
                hold=lambda: leases.enter_context(self._jobs.leased("write", max(self._lock_timeout, HOLD_SECONDS))),
                now=self._moment,
            )
            try:
                yield build
                build.publish()
            except BaseException:
                build.cancel()
                raise

    def write_part(self, generation: str, key: str, documents: Iterable[Document]) -> int:
        """Write one part of a generation that is being built; see ``index.engine.Engine.write_part``."""
        self._may_write()
        version = next(one.meta.commit for one in self._generations.all() if one.index == generation)
        count = write_all(self._bulk(generation, version, part=key), documents)
        self._jobs.finish_part(generation, key)
        return count

    def rollback(self) -> IndexInfo:
        """Go back to the generation before the current one; see ``index.engine.Engine.rollback``."""
        self._may_write()
        leased, wait = self._jobs.leased, self._lock_timeout
        with leased("build", wait), leased("write", wait):
            previous = self._generations.previous()
            if previous is None:
                raise IndexMissing(f"{self._address} holds no other whole generation to go back to")
            self._check(previous.meta)
            for problem in problems_of(self._cluster, previous.index):
                raise IndexMissing(f"{problem}; the current generation stays")
            self._generations.switch(previous.index)
        return self.info()

    # Checking

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the index; see ``index.engine.Engine.problems``."""
        try:
            current = self._generations.current()
        except IndexMissing as error:
            yield str(error)
            return
        yield from problems_of(self._cluster, current.index)

    def documents(self) -> Iterator[Document]:
        """Yield every article as it is stored; see ``index.engine.Engine.documents``."""
        body: Json = {"sort": [fields.ID], "_source": [fields.RECORD]}
        for hit in self._cluster.hits(self._current().index, body):
            yield fields.document_of(hit["_source"])

    # The current view

    def _current(self) -> View:
        """Return the newest committed index."""
        current = self._generations.current()
        view = self._view
        if view is not None and (view.index, view.commit) == (current.index, current.meta.commit):
            return view
        self._check(current.meta)
        view = View(self._cluster, current.index, current.meta.commit)
        self._view = view
        return view

    def _check(self, meta: Meta) -> None:
        """Raise IndexOutdated when the index was built by another schema, analyser or zone."""
        mine = self._meta()
        if meta.is_like(mine):
            return
        schema, zone = meta.schema_version != mine.schema_version, meta.zone != mine.zone
        what = "schema" if schema else "time zone" if zone else "analyser"
        raise IndexOutdated(
            f"the index at {self._address} was built with another {what}; rebuild it with `telusur reindex`"
        )

    def _meta(self) -> Meta:
        """Return what a generation that is built now says about itself."""
        now = self._moment()
        return Meta(
            schema_version=SCHEMA_VERSION,
            analyser=self._analyzer.fingerprint,
            zone=self._zone.key,
            built_at=now,
            changed_at=now,
        )

    def _moment(self) -> str:
        return self._clock().isoformat()

    def _commit(self, current: Generation, checkpoint: str) -> None:
        """Let readers see what was written."""
        self._cluster.call("POST", f"/{current.index}/_refresh", seconds=WRITE_SECONDS)
        done = replace(current.meta, commit=current.meta.commit + 1, changed_at=self._moment(), checkpoint=checkpoint)
        self._generations.describe(current.index, done)

    def _bulk(self, index: str, version: int, part: str | None = None) -> Bulk:
        return Bulk(self._cluster, index, version, analyzer=self._analyzer, zone=self._zone, part=part)

    def _first(self, query: Json) -> Document | None:
        hits = self._current().search({"query": query, "size": 1, "_source": [fields.RECORD]})["hits"]["hits"]
        return fields.document_of(hits[0]["_source"]) if hits else None

    def _may_write(self) -> None:
        if self._address.is_read_only:
            raise ConfigError(
                f"the index at {self._address} is configured as read-only; nothing may write it from here"
            )
