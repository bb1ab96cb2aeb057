"""The embedded engine: one folder, any number of readers, one writer at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.engine import DEFAULT_LIMITS, IndexBuild, IndexInfo, IndexWriter, Limits
from index.engines.urls import url_key
from index.engines.whoosh import fields
from index.engines.whoosh.build import GenerationBuild, cancelled_on_error, problems_of
from index.engines.whoosh.cache import ArrayCache
from index.engines.whoosh.completing import Completer
from index.engines.whoosh.deadline import Deadline
from index.engines.whoosh.durable import writing
from index.engines.whoosh.environment import check_environment
from index.engines.whoosh.executor import Executor
from index.engines.whoosh.folder import Description, Held, IndexFolder, size_of
from index.engines.whoosh.layout import DAMAGE, TableOfContents, contents_name, latest_commit
from index.engines.whoosh.manifest import Manifest
from index.engines.whoosh.parts import Part, write_part
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.vectors import term_vectors
from index.engines.whoosh.writer import GenerationWriter
from index.errors import IndexMissing, IndexOutdated
from index.ranking import INGREDIENTS, Ingredients
from index.schema import SCHEMA_VERSION
from index.search import Layer, SearchRequest, SearchResults, TermStatistics, TermVector

if TYPE_CHECKING:
    from index.engines.whoosh.stamp import Stamp

ANSWER_SHARE = 9
"""One part in so many of the cache is for answers: some hundred, a few dozen kilobytes each with their facets."""

CONCEPT_SHARE = 4
"""One part in so many is for scores of words: 16 bytes a posting, where the postings that are left take 5."""

HOLD_SECONDS = 600.0
"""How long a finished build waits for an update to end: an update takes seconds, a build has taken minutes."""

_OPEN_ATTEMPTS = 5
"""How often to look again when a commit replaces files while they are being opened."""


def _now() -> datetime:
    return datetime.now(UTC)


class WhooshEngine:
    """An index in a folder (the protocol ``index.engine.Engine``).

    Args:
        root: The index's folder; made by the first rebuild.
        analyzer: The analyser of index and queries.
        zone: Where days begin and end.
        lock_timeout: Seconds a writer waits for another one.
        clock: Gives the aware moment that a rebuild is stamped with.
        ingredients: What takes part in ranking; the default is what readers get.
        limits: Time of a search, memory for decoded postings and remembered answers.

    Raises:
        ConfigError: Another whoosh than 2.7.4 is installed.
    """

    def __init__(
        self,
        root: Path,
        *,
        analyzer: Analyzer,
        zone: ZoneInfo,
        lock_timeout: float = 0.0,
        clock: Callable[[], datetime] = _now,
        ingredients: Ingredients = INGREDIENTS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        check_environment()
        self._folder = IndexFolder(root)
        self._analyzer = analyzer
        self._zone = zone
        self._lock_timeout = lock_timeout
        self._clock = clock
        self._limits = limits
        self._ingredients = ingredients
        self._opening = Lock()
        self._view: _View | None = None
        self._seen: tuple[Stamp, _View] | None = None

    # Reading

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer one request; see ``index.engine.Engine.search``."""
        with self._reading() as view:
            return view.executor.search(request, Deadline(self._limits.seconds))

    def get(self, article_id: ArticleId) -> Document | None:
        """Return the stored article, or None."""
        return self._first_with(fields.ID, article_id)

    def find_by_url(self, url: str) -> Document | None:
        """Return the article with this address (or a former address), or None."""
        key = url_key(url)
        return self._first_with(fields.URL, key) if key else None

    def term_statistics(self, stems: Sequence[str]) -> Sequence[TermStatistics]:
        """Return how common each stem is, in the order asked."""
        with self._reading() as view:
            return [
                TermStatistics(text=stem, articles=view.snapshot.terms.frequency(Layer.STEM, stem)) for stem in stems
            ]

    def term_vectors(self, ids: Sequence[ArticleId], stems: Sequence[str]) -> Sequence[TermVector]:
        """Return how often each article holds each stem, in the order asked."""
        with self._reading() as view:
            return term_vectors(view.snapshot, ids, stems)

    def words_beginning(self, prefix: str, limit: int, *, beside: Sequence[str] = ()) -> Sequence[TermStatistics]:
        """Return words that begin so, most articles first; see ``index.engine.Engine.words_beginning``."""
        with self._reading() as view:
            return view.completer.beginning(prefix, limit, beside)

    def words_like(self, word: str, limit: int) -> Sequence[TermStatistics]:
        """Return words that are probably meant; see ``index.engine.Engine.words_like``."""
        with self._reading() as view:
            return view.completer.like(word, limit)

    def info(self) -> IndexInfo:
        """Return the index's own description; also of one that is out of date."""
        generation = self._folder.current()
        description = self._folder.describe(generation)
        path = self._folder.path(generation)
        living, checkpoint = _newest(path)
        return IndexInfo(
            articles=living,
            schema_version=description.schema_version,
            analyser=description.analyser,
            built_at=description.built_at,
            # A commit adds files to its folder; one that is being written may make this later, never earlier.
            changed_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            generation=generation,
            size_bytes=size_of(path),
            checkpoint=checkpoint,
        )

    def revision(self) -> str:
        """Return generation and number of the commit that readers see."""
        view = self._current()
        return f"{view.generation}.{view.snapshot.commit}"

    def close(self) -> None:
        """Let go of the index; mapped files close when the last answer that uses them is done."""
        with self._opening:
            self._view = self._seen = None

    # Writing

    @contextmanager
    def update(self) -> Iterator[IndexWriter]:
        """Change the live index; see ``index.engine.Engine.update``."""
        self._current()  # what is not there must not leave an empty folder behind
        with self._folder.locked(self._lock_timeout):
            view = self._current()
            path = self._folder.path(view.generation)
            writer = GenerationWriter(
                path,
                analyzer=self._analyzer,
                zone=self._zone,
                zones=self._ingredients.zones,
                locate=lambda article_id: view.snapshot.terms.in_field(fields.ID, article_id),
            )
            with cancelled_on_error(writer.cancel):
                yield writer
                writer.commit()

    @contextmanager
    def rebuild(self) -> Iterator[IndexBuild]:
        """Build a new generation beside the live one; see ``index.engine.Engine.rebuild``."""
        with self._folder.building(self._lock_timeout), ExitStack() as locks:
            description = self._description()
            with writing(self._folder.root):
                generation = self._folder.begin(description)
            build = GenerationBuild(
                self._folder,
                generation,
                description,
                make_writer=self._build_writer,
                hold=lambda: locks.enter_context(self._folder.locked(max(self._lock_timeout, HOLD_SECONDS))),
            )
            with cancelled_on_error(build.cancel):
                yield build
                build.publish()

    def write_part(self, generation: str, key: str, documents: Iterable[Document]) -> int:
        """Write one part of a generation that is being built; see ``index.engine.Engine.write_part``."""
        path = self._folder.path(generation)
        with writing(path):
            return write_part(
                path, key, documents, analyzer=self._analyzer, zone=self._zone, zones=self._ingredients.zones
            )

    def rollback(self) -> IndexInfo:
        """Go back to the generation before the current one; see ``index.engine.Engine.rollback``."""
        with self._folder.building(self._lock_timeout), self._folder.locked(self._lock_timeout):
            previous = self._folder.previous()
            if previous is None:
                raise IndexMissing(f"{self._folder.root} holds no other whole generation to go back to")
            self._check(self._folder.describe(previous))
            for problem in problems_of(self._folder.path(previous)):
                raise IndexMissing(f"{problem}; the current generation stays")
            with writing(self._folder.root):
                self._folder.switch(previous)
        return self.info()

    # Checking

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the files; see ``index.engine.Engine.problems``."""
        try:
            generation = self._folder.current()
            self._folder.describe(generation)
        except IndexMissing as error:
            yield str(error)
            return
        yield from problems_of(self._folder.path(generation))

    def documents(self) -> Iterator[Document]:
        """Yield every article as it is stored; see ``index.engine.Engine.documents``."""
        snapshot = self._current().snapshot
        for number in np.flatnonzero(snapshot.live):
            yield snapshot.document(int(number))

    def _build_writer(self, path: Path, parts: Sequence[Part], commit: int | None) -> GenerationWriter:
        """Return a writer for a build: of ``parts`` alone, or of what a commit holds."""
        snapshot = self._snapshot_of(path, commit) if commit is not None else None
        return GenerationWriter(
            path,
            analyzer=self._analyzer,
            zone=self._zone,
            zones=self._ingredients.zones,
            locate=lambda article_id: snapshot.terms.in_field(fields.ID, article_id) if snapshot is not None else (),
            parts=parts if commit is None else None,
        )

    def _snapshot_of(self, path: Path, commit: int) -> Snapshot:
        return Snapshot(path, TableOfContents(path, commit), ArrayCache(0), None, self._ingredients)

    def _description(self) -> Description:
        return Description(
            schema_version=SCHEMA_VERSION,
            analyser=self._analyzer.fingerprint,
            zone=self._zone.key,
            built_at=self._clock(),
        )

    # The current view

    @contextmanager
    def _reading(self) -> Iterator["_View"]:
        """Give the current view, and tell damaged files as the cause of what fails over them.

        Files are not compared with their checksums at each start, and what a wrong bit leads to may come up anywhere.
        Whether it was one is asked of the files when something fails: over whole ones the failure is ours, and rises.
        """
        view = self._current()
        try:
            yield view
        except DAMAGE as failure:
            for problem in problems_of(self._folder.path(view.generation)):
                raise IndexMissing(f"{problem}; rebuild the index with `telusur reindex`") from failure
            raise

    def _current(self) -> "_View":
        """Return the newest committed index, opening it when it is not the one already open."""
        seen = self._seen
        if seen is not None and seen[0] == self._folder.stamp(seen[1].generation):
            return seen[1]
        for _ in range(_OPEN_ATTEMPTS):
            generation = self._folder.current()
            stamp = self._folder.stamp(generation)
            if self._folder.current() != generation:
                continue  # the stamp may be that of the next one
            view = self._commit_of(generation)
            if view is not None:
                self._seen = (stamp, view) if stamp is not None else None
                return view
        raise IndexMissing(f"the index in {self._folder.root} is not whole; rebuild it with `telusur reindex`")

    def _commit_of(self, generation: str) -> "_View | None":
        """Return the newest commit of a generation; None when a newer one has just taken its place."""
        commit = latest_commit(self._folder.path(generation))
        view = self._view
        if view is not None and (view.generation, view.snapshot.commit) == (generation, commit):
            return view
        with self._opening:
            return self._open(generation, commit)

    def _open(self, generation: str, commit: int) -> "_View | None":
        """Open a commit; None when a newer one has just taken its place. The lock must be held."""
        view = self._view
        if view is not None and (view.generation, view.snapshot.commit) == (generation, commit):
            return view
        self._check(self._folder.describe(generation))
        path = self._folder.path(generation)
        before = view if view is not None and view.generation == generation else None
        answer_bytes, concept_bytes = (self._limits.cache_bytes // share for share in (ANSWER_SHARE, CONCEPT_SHARE))
        array_bytes = self._limits.cache_bytes - answer_bytes - concept_bytes
        arrays = before.arrays if before is not None else ArrayCache(array_bytes)
        try:
            held = view.held if view is not None and before is not None else Held(path)
            # A pickle: one wrong bit of it may mean anything, so it is only read when it is what was written.
            Manifest.read(path, commit).require(path, contents_name(commit))
            toc = TableOfContents(path, commit)
            snapshot = Snapshot(path, toc, arrays, before.snapshot if before is not None else None, self._ingredients)
        except FileNotFoundError:
            return None
        executor = Executor(snapshot, self._analyzer, self._ingredients, answer_bytes, concept_bytes)
        self._view = _View(generation, executor, Completer(snapshot), arrays, held)
        return self._view

    def _check(self, description: Description) -> None:
        """Raise IndexOutdated when the index was built by another schema, analyser or zone."""
        built = (description.schema_version, description.analyser, description.zone)
        if built == (SCHEMA_VERSION, self._analyzer.fingerprint, self._zone.key):
            return
        what = "schema" if built[0] != SCHEMA_VERSION else "time zone" if built[2] != self._zone.key else "analyser"
        raise IndexOutdated(
            f"the index in {self._folder.root} was built with another {what}; rebuild it with `telusur reindex`"
        )

    def _first_with(self, field: str, term: str) -> Document | None:
        with self._reading() as view:
            for number in view.snapshot.terms.in_field(field, term):
                return view.snapshot.document(number)
        return None


@dataclass(frozen=True, slots=True)
class _View:
    """A generation, what answers about it, and the arrays that stay good from commit to commit."""

    generation: str
    executor: Executor
    completer: Completer
    arrays: ArrayCache
    held: Held

    @property
    def snapshot(self) -> Snapshot:
        return self.executor.snapshot


def _newest(path: Path) -> tuple[int, str]:
    """Return the number of articles in the newest commit of a generation, and its checkpoint."""
    for _ in range(_OPEN_ATTEMPTS):
        try:
            toc = TableOfContents(path, latest_commit(path))
            manifest = Manifest.read(path, toc.number)
        except FileNotFoundError:
            continue
        return sum(segment.doc_count() for segment in toc.segments), manifest.checkpoint
    raise IndexMissing(f"the index in {path} is not whole; rebuild it with `telusur reindex`")
