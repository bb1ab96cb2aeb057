"""One commit of the index as readers see it: its segments in a row, documents numbered through."""

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from threading import RLock
from typing import cast

import numpy as np

from index.article import ArticleId, Document
from index.engines.spelling import edits
from index.engines.whoosh import fields
from index.engines.whoosh.cache import ArrayCache, Arrays
from index.engines.whoosh.deadline import NO_DEADLINE, Deadline
from index.engines.whoosh.decoding import POSITION_BITS, unfolded
from index.engines.whoosh.facets import ValueTable, number_table, value_table
from index.engines.whoosh.layout import MappedSegment, Reading, TableOfContents
from index.engines.whoosh.places import POSITION, near, side_by_side
from index.engines.whoosh.postings import Gathering, PackedPostings, joined
from index.engines.whoosh.scratch import Numbers, Scores, ScratchPool, ranks
from index.ranking import K1, RECENCY_DAYS, Ingredients
from index.record import document_from_record
from index.search import FacetField, Layer

DAY_DIVISOR = {FacetField.YEAR.value: 10_000, FacetField.MONTH.value: 100, FacetField.DAY.value: 1}
"""What the number 20240220 is divided by to give the year, month or day it lies in."""

_SECONDS_PER_DAY = 86_400.0

REMEMBERED_FREQUENCIES = 50_000
"""Terms whose frequency is remembered, some 5 MB: a whole story is asked about at once, mostly in common words."""

REMEMBERED_NEIGHBOURS = 500
"""Misspelt words whose neighbours are remembered, a dozen each: ways out of one empty page ask for the same ones."""

REMEMBERED_DOCUMENTS = 5_000
"""Articles whose number is remembered, under 1 MB: whoever asks for related stories asks for them twice."""

LASTING_DOCUMENTS = 1_000
"""A segment with so many documents outlives many commits; what is decoded of such ones is kept joined."""


class Snapshot:
    """An immutable view of one commit; safe to share between threads.

    Attributes:
        commit: Number of the commit.
        size: Documents, deleted ones included; every mask and column has this length.
        live: Which of them are not deleted.
        articles: Number of those.
        published: Publishing moments in seconds since 1970, :data:`~index.engines.whoosh.fields.UNDATED` where unknown.
        days: Local days as numbers (20240220), 0 where undated.
        groups: Numbers of groups of near-duplicates, 0 outside any.
        zones: Weights that the postings were written with.
        coverage: Share of a score that hangs on how much of the query a document holds.
        scratch: Room for searches.
    """

    def __init__(
        self,
        folder: Path,
        toc: TableOfContents,
        cache: ArrayCache,
        before: "Snapshot | None",
        ingredients: Ingredients,
    ) -> None:
        known = {segment.name: segment for segment in before.segments} if before is not None else {}
        self._folder = folder
        self._cache = cache
        self._lock = RLock()
        self._tables: dict[str, ValueTable] = {}
        self._recency_weight = ingredients.recency
        self.coverage = ingredients.coverage
        self.zones = ingredients.zones
        self.commit = toc.number
        self.segments: list[MappedSegment] = [
            known.get(segment.segment_id()) or MappedSegment(folder, segment) for segment in toc.segments
        ]
        self._bases = np.cumsum([0, *(segment.documents for segment in self.segments)]).tolist()
        self.size: int = self._bases[-1]
        self.live = np.ones(self.size, dtype=np.bool_)
        for base, segment in zip(self._bases, toc.segments, strict=False):
            self.live[[base + number for number in segment.deleted_docs()]] = False
        self._lasting = len(list(takewhile(_is_lasting, self.segments)))
        self._lasting_name = "+".join(segment.name for segment in self.segments[: self._lasting])
        self._pristine = {s.segment_id() for s in toc.segments if not s.has_deletions()}
        self.articles = int(np.count_nonzero(self.live))
        self.published = self._numbers(fields.PUBLISHED, "i8", fields.UNDATED)
        self.days = self._numbers(fields.DAY, "i4", 0)
        self.groups = self._numbers(fields.GROUP, "u4", 0)
        self._lengths = {layer: self._numbers(fields.length_column(layer), "u4", 0) for layer in Layer}
        self.scratch = ScratchPool(self.size)
        self._norms: dict[tuple[Layer, float], Scores] = {}
        self._frequencies: dict[tuple[Layer, str], int] = {}
        self._neighbours: dict[str, Mapping[str, int]] = {}
        self._read: dict[ArticleId, int] = {}

    # Terms

    def postings(self, layer: Layer, term: str, deadline: Deadline = NO_DEADLINE) -> PackedPostings:
        """Return the living documents that hold a term, and its weight in each."""
        postings = self._all_postings(layer.value, fields.term_bytes(term), deadline)
        return postings if self.articles == self.size else postings.under(self.live)

    def occurrences(
        self, layer: Layer, words: Sequence[str], deadline: Deadline = NO_DEADLINE, *, distance: int | None = None
    ) -> tuple[Numbers, Numbers]:
        """Return where ``words`` stand together in living documents: document and position of the first one there.

        Args:
            layer: Where to look.
            words: What to look for.
            deadline: When to stop.
            distance: Where given, they may stand in any order, with so many other words between the first and the last;
                else they stand side by side, as given.
        """
        key = ("occurrences", self.commit, layer.value, *words, distance)
        kept = self._cache.find(key)
        if kept is not None:
            (found,) = cast("tuple[Numbers]", kept)
        else:
            found = self._occurrences(layer.value, [fields.term_bytes(word) for word in words], deadline, distance)
            if len(words) > 1 and not deadline.cut:
                self._cache.keep(key, (found,))
        documents = found >> POSITION_BITS
        living = self.live[documents]
        return documents[living], (found & POSITION)[living]

    def _occurrences(self, field: str, terms: Sequence[bytes], deadline: Deadline, distance: int | None) -> Numbers:
        if distance is None and len(terms) > 1:
            return self._side_by_side(field, terms, deadline)
        parts = [self._near_in(at, field, terms, distance) for at in self._in_time(deadline)]
        return _concatenated([part + (base << POSITION_BITS) for base, part in zip(self._bases, parts, strict=False)])

    def frequency(self, layer: Layer, term: str) -> int:
        """Return the number of living documents that hold a term."""
        known = self._frequencies.get((layer, term))
        if known is None:
            if len(self._frequencies) >= REMEMBERED_FREQUENCIES:
                self._frequencies.clear()
            known = self._frequencies[layer, term] = self._count(layer, term)
        return known

    def neighbours(self, word: str) -> Mapping[str, int]:
        """Return the surface forms one edit away from a word, each with the number of living documents that hold it."""
        known = self._neighbours.get(word)
        if known is None:
            if len(self._neighbours) >= REMEMBERED_NEIGHBOURS:
                self._neighbours.clear()
            known = self._neighbours[word] = self._look_up_neighbours(word)
        return known

    def _look_up_neighbours(self, word: str) -> Mapping[str, int]:
        keys = {fields.term_bytes(edit): edit for edit in edits(word) if edit not in (word, "")}
        layer = Layer.SURFACE
        held = {keys[key] for segment in self.segments for key in segment.held(layer.value, keys)}
        counted = {edit: self.frequency(layer, edit) for edit in held}
        return {edit: count for edit, count in counted.items() if count}

    def _count(self, layer: Layer, term: str) -> int:
        key = fields.term_bytes(term)
        total = 0
        for at, segment in enumerate(self.segments):
            count = segment.frequency(layer.value, key)
            if count and segment.name not in self._pristine:
                documents = self._segment_postings(at, layer.value, key).documents
                count = int(np.count_nonzero(self.live[documents]))
            total += count
        return total

    def terms_from(self, layer: Layer, prefix: str, limit: int) -> Mapping[str, int]:
        """Return terms with a prefix and their frequency (deleted documents included), ``limit`` a segment at most."""
        found: dict[str, int] = {}
        for segment in self.segments:
            for _, (term, count) in zip(
                range(limit), segment.terms_from(layer.value, fields.term_bytes(prefix)), strict=False
            ):
                text = term.decode("utf-8")
                found[text] = found.get(text, 0) + count
        return found

    def with_term(self, field: str, term: str) -> Iterator[int]:
        """Yield the living documents that hold a term of an unscored field; nothing is kept of it."""
        for at in range(len(self.segments)):
            documents = self._read_postings([at], field, fields.term_bytes(term)).documents
            yield from documents[self.live[documents]].tolist()

    def with_id(self, article_id: ArticleId) -> int | None:
        """Return the living document of an article; those that have just been read are known."""
        known = self._read.get(article_id)
        return known if known is not None else next(self.with_term(fields.ID, article_id), None)

    # Documents

    def document(self, number: int) -> Document:
        """Return a stored document. Raises IndexMissing when it is damaged."""
        at = bisect_right(self._bases, number) - 1
        stored = self.segments[at].stored(number - self._bases[at])
        with Reading(self._folder):
            document = document_from_record(json.loads(stored[fields.RECORD]))
        if self.live[number]:
            if len(self._read) >= REMEMBERED_DOCUMENTS:
                self._read.clear()
            self._read[document.article.id] = number
        return document

    def id_bytes(self, number: int) -> bytes:
        """Return a document's id as stored; bytes order as the ids do."""
        at = bisect_right(self._bases, number) - 1
        return bytes(self._ids[at][number - self._bases[at]])

    @cached_property
    def _ids(self) -> list[Sequence[bytes]]:
        return [segment.byte_strings(fields.ID) for segment in self.segments]

    @cached_property
    def id_ranks(self) -> Numbers:
        """The place of every document among all in the order of ids; a tenth of a second for 100,000."""
        return ranks([value for ids in self._ids for value in ids])

    def table(self, column: str) -> ValueTable:
        """Return a column whose values are counted, or years, months or days; made when it is first asked for."""
        with self._lock:
            if column not in self._tables:
                self._tables[column] = self._table(column)
            return self._tables[column]

    def _table(self, column: str) -> ValueTable:
        if column in DAY_DIVISOR:
            return number_table(self.days // DAY_DIVISOR[column], _date_text)
        return value_table(value for segment in self.segments for value in segment.byte_strings(column))

    @cached_property
    def dense_groups(self) -> Numbers:
        """``groups`` numbered without gaps, 0 outside any; sorting them takes milliseconds for 100,000."""
        return np.unique(np.append(0, self.groups), return_inverse=True)[1][1:]

    @cached_property
    def living(self) -> Numbers:
        """All documents that are not deleted, ascending."""
        return np.flatnonzero(self.live)

    # Scoring

    def lengths(self, layer: Layer) -> Numbers:
        """Return the length of every document in a layer, in positions used."""
        return self._lengths[layer]

    def norms(self, layer: Layer, b: float) -> Scores:
        """Return BM25's ``k1 * (1 - b + b * length / average length)`` of every document."""
        with self._lock:
            if (layer, b) not in self._norms:
                lengths = self._lengths[layer]
                average = float(lengths[self.live].mean()) if self.articles else 0.0
                norms = K1 * ((1.0 - b) + b * lengths / (average or 1.0))
                self._norms[layer, b] = norms.astype(np.float64, copy=False)
            return self._norms[layer, b]

    @cached_property
    def recency(self) -> Scores:
        """Factor per document for how recent it is, relative to the newest article (no clock, hence repeatable)."""
        dated = self.live & (self.published != fields.UNDATED)
        factors = np.ones(self.size)
        if dated.any():
            ages = (self.published[dated].max() - self.published[dated]) / _SECONDS_PER_DAY
            factors[dated] += self._recency_weight * np.exp(-ages / RECENCY_DAYS)
        return factors

    def idf(self, frequency: int) -> float:
        """Return the inverse document frequency: ``ln(1 + (N - df + 0.5) / (df + 0.5))``, never negative."""
        return math.log(1.0 + (self.articles - frequency + 0.5) / (frequency + 0.5))

    def _numbers(self, column: str, kind: str, default: int) -> Numbers:
        return _concatenated([segment.numbers(column, kind, default) for segment in self.segments])

    def _in_time(self, deadline: Deadline, first: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield the numbers of segments until the deadline; a search is late by one segment at most."""
        for at in range(first, len(self.segments) if end is None else end):
            if deadline.passed():
                return
            yield at

    def _all_postings(self, field: str, term: bytes, deadline: Deadline) -> PackedPostings:
        """Return what all segments hold of a term: lasting ones joined once, those that come and go apart."""
        key = (self._lasting_name, field, term)
        kept = self._cache.find(key)
        if kept is not None:
            lasting = PackedPostings.kept(kept)
        else:
            lasting = self._read_postings(self._in_time(deadline, 0, self._lasting), field, term)
            if not deadline.cut:
                self._cache.keep(key, lasting.arrays)
        others = self._in_time(deadline, self._lasting)
        return joined([lasting, *(self._segment_postings(at, field, term) for at in others)])

    def _read_postings(self, segments: Iterable[int], field: str, term: bytes) -> PackedPostings:
        gathering = Gathering()
        for at in segments:
            self.segments[at].gather(field, term, self._bases[at], gathering)
        return gathering.packed()

    def _segment_postings(self, at: int, field: str, term: bytes) -> PackedPostings:
        """Return what a segment holds of a term; it is kept as numbered from the segment's own beginning."""

        def read() -> Arrays:
            gathering = Gathering()
            self.segments[at].gather(field, term, 0, gathering)
            return gathering.packed().arrays

        return PackedPostings.kept(self._cache.get((self.segments[at].name, field, term), read)).moved(self._bases[at])

    def _side_by_side(self, field: str, terms: Sequence[bytes], deadline: Deadline) -> Numbers:
        holders = [self._all_postings(field, term, deadline).numbers for term in terms]
        return side_by_side(holders, lambda at, documents: self._places_among(field, terms[at], documents, deadline))

    def _places_among(self, field: str, term: bytes, documents: Numbers, deadline: Deadline) -> Numbers:
        """Return where a term stands in some documents; the positions of all segments are decoded at once."""
        bounds = np.searchsorted(documents, self._bases).tolist()
        holding, written = [np.zeros(0, dtype=np.int64)], list[bytes]()
        for at in self._in_time(deadline):
            own, base = documents[bounds[at] : bounds[at + 1]], self._bases[at]
            if own.size:
                numbers, lists = self.segments[at].position_lists(field, term, own - base)
                holding.append(numbers + base)
                written += lists
        return unfolded(np.concatenate(holding), written)

    def _near_in(self, at: int, field: str, terms: Sequence[bytes], distance: int | None) -> Numbers:
        """Return where the terms stand near each other in a segment; of a single one, each place."""
        places = [self._places(self.segments[at], field, term) for term in dict.fromkeys(terms)]
        return places[0] if distance is None else near(places, distance)

    def _places(self, segment: MappedSegment, field: str, term: bytes) -> Numbers:
        key = (segment.name, field, term, "occurrences")
        (places,) = self._cache.get(key, lambda: (unfolded(*segment.position_lists(field, term)),))
        return cast("Numbers", places)


def _date_text(number: int) -> str:
    """Return ``20240220`` as ``2024-02-20``, ``202402`` as ``2024-02``, ``2024`` as it is."""
    digits = f"{number:04}"
    if len(digits) > 6:
        return f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}"
    return f"{digits[:-2]}-{digits[-2:]}" if len(digits) > 4 else digits


def _is_lasting(segment: MappedSegment) -> bool:
    return segment.documents >= LASTING_DOCUMENTS


def _concatenated(parts: Sequence[Numbers]) -> Numbers:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
