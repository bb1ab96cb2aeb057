"""The embedded engine: one folder, any number of readers, one writer at a time."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

import numpy as np

from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.engine import IndexInfo, IndexWriter
from index.engines.urls import url_key
from index.engines.whoosh import fields
from index.engines.whoosh.cache import ArrayCache
from index.engines.whoosh.completing import Completer
from index.engines.whoosh.environment import check_environment
from index.engines.whoosh.facets import Mask
from index.engines.whoosh.folder import Description, IndexFolder, size_of
from index.engines.whoosh.layout import TableOfContents, latest_commit
from index.engines.whoosh.order import first_hits
from index.engines.whoosh.restrictions import Restrictions, date_counts, is_date
from index.engines.whoosh.scoring import Scored, score_plan, score_terms
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.vocabulary import SnapshotVocabulary
from index.engines.whoosh.writer import GenerationWriter, create
from index.errors import IndexMissing, IndexOutdated
from index.query.ast import Query
from index.ranking import INGREDIENTS, Ingredients, plan
from index.schema import SCHEMA_VERSION
from index.search import (
    Correction,
    FacetCount,
    FacetField,
    FacetFilter,
    Hit,
    Layer,
    SearchRequest,
    SearchResults,
    TermStatistics,
    WeightedTerms,
)

CACHE_BYTES = 64 * 2**20
"""Decoded postings kept per engine, in bytes; a hundred thousand articles' 851 most asked terms took 63 MB."""

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
        cache_bytes: Decoded postings kept, in bytes.
        ingredients: What takes part in ranking; the default is what readers get.

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
        cache_bytes: int = CACHE_BYTES,
        ingredients: Ingredients = INGREDIENTS,
    ) -> None:
        check_environment()
        self._folder = IndexFolder(root)
        self._analyzer = analyzer
        self._zone = zone
        self._lock_timeout = lock_timeout
        self._clock = clock
        self._cache_bytes = cache_bytes
        self._ingredients = ingredients
        self._opening = Lock()
        self._view: _View | None = None

    # Reading

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer one request; see ``index.engine.Engine.search``."""
        started = time.perf_counter()
        snapshot = self._current().snapshot
        restrictions = Restrictions(snapshot)
        for wanted in request.filters:
            restrictions.add_filter(wanted)
        scored, corrections = self._scored(request.query, restrictions)
        allowed = restrictions.all()
        matched = scored.matched if allowed is None else scored.matched & allowed
        hits = np.flatnonzero(matched)
        page = first_hits(snapshot, hits, scored.scores, request.sort, request.offset + request.limit)
        return SearchResults(
            hits=tuple(
                Hit(document=snapshot.document(number), score=float(scored.scores[number]))
                for number in (page[request.offset :] if request.limit > 0 else ())
            ),
            total=len(hits),
            facets={facet: _facet(facet, request, scored.matched, restrictions) for facet in request.facets},
            took_ms=(time.perf_counter() - started) * 1000,
            corrections=corrections,
        )

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
        cache = before.cache if before is not None else ArrayCache(self._cache_bytes)
        try:
            toc = TableOfContents(path, commit)
            snapshot = Snapshot(path, toc, cache, before.snapshot if before is not None else None, self._ingredients)
        except FileNotFoundError:
            return None
        self._view = _View(generation, snapshot, cache)
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

    def _scored(
        self, query: Query | WeightedTerms, restrictions: Restrictions
    ) -> tuple[Scored, tuple[Correction, ...]]:
        snapshot = restrictions.snapshot
        if isinstance(query, WeightedTerms):
            return score_terms(query, snapshot), ()
        restrictions.add_query(query)
        planned = plan(query, self._analyzer, SnapshotVocabulary(snapshot), self._ingredients)
        return score_plan(planned, snapshot), planned.corrections

    def _first_with(self, field: str, term: str) -> Document | None:
        snapshot = self._current().snapshot
        for number in snapshot.with_term(field, term):
            return snapshot.document(number)
        return None


class _View:
    """A generation and the snapshot of it that answers come from."""

    __slots__ = ("cache", "completer", "generation", "snapshot")

    def __init__(self, generation: str, snapshot: Snapshot, cache: ArrayCache) -> None:
        self.generation = generation
        self.snapshot = snapshot
        self.cache = cache
        self.completer = Completer(snapshot)


def _facet(
    facet: FacetField, request: SearchRequest, matched: Mask, restrictions: Restrictions
) -> tuple[FacetCount, ...]:
    """Count a facet under all filters but its own."""
    allowed = restrictions.all_but(facet)
    mask = matched if allowed is None else matched & allowed
    snapshot = restrictions.snapshot
    if is_date(facet):
        counts: Mapping[str, int] = date_counts(snapshot, facet, mask)
    else:
        counts = dict(snapshot.table(facet.value).counts(mask))
    ticked = {value for f in request.filters if isinstance(f, FacetFilter) and f.field is facet for value in f.values}
    return _listed(facet, counts, ticked, request.facet_limit)


def _listed(facet: FacetField, counts: Mapping[str, int], ticked: set[str], limit: int) -> tuple[FacetCount, ...]:
    """Return the most frequent values, and every ticked one, in the order shown."""
    frequent = sorted(counts, key=lambda value: (-counts[value], value))[: max(0, limit)]
    shown = set(frequent) | ticked
    order = sorted(shown) if is_date(facet) else sorted(shown, key=lambda value: (-counts.get(value, 0), value))
    return tuple(FacetCount(value=value, count=counts.get(value, 0)) for value in order)


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
