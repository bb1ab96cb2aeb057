"""The embedded engine: one folder, any number of readers, one writer at a time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.engine import DEFAULT_LIMITS, IndexInfo, IndexWriter, Limits
from index.engines.urls import url_key
from index.engines.whoosh import fields
from index.engines.whoosh.cache import ArrayCache
from index.engines.whoosh.completing import Completer
from index.engines.whoosh.deadline import Deadline
from index.engines.whoosh.environment import check_environment
from index.engines.whoosh.executor import Executor
from index.engines.whoosh.folder import Description, IndexFolder, size_of
from index.engines.whoosh.layout import TableOfContents, latest_commit
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.writer import GenerationWriter, create
from index.errors import IndexMissing, IndexOutdated
from index.ranking import INGREDIENTS, Ingredients
from index.schema import SCHEMA_VERSION
from index.search import Layer, SearchRequest, SearchResults, TermStatistics

ANSWER_SHARE = 9
"""One part in so many of the cache is for answers: some hundred, a few dozen kilobytes each with their facets."""

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

    # Reading

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer one request; see ``index.engine.Engine.search``."""
        return self._current().executor.search(request, Deadline(self._limits.seconds))

    def get(self, article_id: ArticleId) -> Document | None:
        """Return the stored article, or None."""
        return self._first_with(fields.ID, article_id)

    def find_by_url(self, url: str) -> Document | None:
        """Return the article with this address (or a former address), or None."""
        key = url_key(url)
        return self._first_with(fields.URL, key) if key else None

    def term_statistics(self, stems: Sequence[str]) -> Sequence[TermStatistics]:
        """Return how common each stem is, in the order asked."""
        snapshot = self._current().snapshot
        return [TermStatistics(text=stem, articles=snapshot.frequency(Layer.STEM, stem)) for stem in stems]

    def words_beginning(self, prefix: str, limit: int, *, beside: Sequence[str] = ()) -> Sequence[TermStatistics]:
        """Return words that begin so, most articles first; see ``index.engine.Engine.words_beginning``."""
        return self._current().completer.beginning(prefix, limit, beside)

    def words_like(self, word: str, limit: int) -> Sequence[TermStatistics]:
        """Return words that are probably meant; see ``index.engine.Engine.words_like``."""
        return self._current().completer.like(word, limit)

    def info(self) -> IndexInfo:
        """Return the index's own description; also of one that is out of date."""
        generation = self._folder.current()
        description = self._folder.describe(generation)
        path = self._folder.path(generation)
        return IndexInfo(
            articles=_living(path),
            schema_version=description.schema_version,
            analyser=description.analyser,
            built_at=description.built_at,
            # A commit adds files to its folder; one that is being written may make this later, never earlier.
            changed_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            generation=generation,
            size_bytes=size_of(path),
        )

    def revision(self) -> str:
        """Return generation and number of the commit that readers see."""
        view = self._current()
        return f"{view.generation}.{view.snapshot.commit}"

    def close(self) -> None:
        """Let go of the index; mapped files close when the last answer that uses them is done."""
        with self._opening:
            self._view = None

    # Writing

    @contextmanager
    def update(self) -> Iterator[IndexWriter]:
        """Change the live index; see ``index.engine.Engine.update``."""
        self._current()  # what is not there must not leave an empty folder behind
        with self._folder.locked(self._lock_timeout):
            view = self._current()
            writer = GenerationWriter(
                self._folder.path(view.generation),
                analyzer=self._analyzer,
                zone=self._zone,
                zones=self._ingredients.zones,
                locate=lambda article_id: view.snapshot.with_term(fields.ID, article_id),
            )
            with _cancelled_on_error(writer.cancel):
                yield writer
                writer.commit()

    @contextmanager
    def rebuild(self) -> Iterator[IndexWriter]:
        """Build a new generation beside the live one; see ``index.engine.Engine.rebuild``."""
        with self._folder.locked(self._lock_timeout):
            generation = self._folder.begin()
            path = self._folder.path(generation)
            with _cancelled_on_error(lambda: self._folder.discard(generation)):
                create(path)
                writer = GenerationWriter(
                    path,
                    analyzer=self._analyzer,
                    zone=self._zone,
                    zones=self._ingredients.zones,
                    locate=lambda _: (),
                )
                with _cancelled_on_error(writer.cancel):
                    yield writer
                    articles = writer.commit()
                self._folder.publish(generation, self._description(articles))

    def _description(self, articles: int) -> Description:
        return Description(
            schema_version=SCHEMA_VERSION,
            analyser=self._analyzer.fingerprint,
            zone=self._zone.key,
            built_at=self._clock(),
            articles=articles,
        )

    # The current view

    def _current(self) -> "_View":
        """Return the newest committed index, opening it when it is not the one already open."""
        for _ in range(_OPEN_ATTEMPTS):
            generation = self._folder.current()
            commit = latest_commit(self._folder.path(generation))
            view = self._view
            if view is not None and (view.generation, view.snapshot.commit) == (generation, commit):
                return view
            with self._opening:
                opened = self._open(generation, commit)
            if opened is not None:
                return opened
        raise IndexMissing(f"the index in {self._folder.root} is not whole; rebuild it with `telusur reindex`")

    def _open(self, generation: str, commit: int) -> "_View | None":
        """Open a commit; None when a newer one has just taken its place. The lock must be held."""
        view = self._view
        if view is not None and (view.generation, view.snapshot.commit) == (generation, commit):
            return view
        self._check(self._folder.describe(generation))
        path = self._folder.path(generation)
        before = view if view is not None and view.generation == generation else None
        answer_bytes = self._limits.cache_bytes // ANSWER_SHARE
        arrays = before.arrays if before is not None else ArrayCache(self._limits.cache_bytes - answer_bytes)
        try:
            toc = TableOfContents(path, commit)
            snapshot = Snapshot(path, toc, arrays, before.snapshot if before is not None else None, self._ingredients)
        except FileNotFoundError:
            return None
        executor = Executor(snapshot, self._analyzer, self._ingredients, answer_bytes)
        self._view = _View(generation, executor, Completer(snapshot), arrays)
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
        snapshot = self._current().snapshot
        for number in snapshot.with_term(field, term):
            return snapshot.document(number)
        return None


@dataclass(frozen=True, slots=True)
class _View:
    """A generation, what answers about it, and the arrays that stay good from commit to commit."""

    generation: str
    executor: Executor
    completer: Completer
    arrays: ArrayCache

    @property
    def snapshot(self) -> Snapshot:
        return self.executor.snapshot


def _living(path: Path) -> int:
    """Return the number of articles in the newest commit of a generation."""
    for _ in range(_OPEN_ATTEMPTS):
        try:
            toc = TableOfContents(path, latest_commit(path))
        except FileNotFoundError:
            continue
        return sum(segment.doc_count() for segment in toc.segments)
    raise IndexMissing(f"the index in {path} is not whole; rebuild it with `telusur reindex`")


@contextmanager
def _cancelled_on_error(cancel: Callable[[], None]) -> Iterator[None]:
    """Undo on anything that ends the block early, an interrupt included."""
    try:
        yield
    except BaseException:
        cancel()
        raise
