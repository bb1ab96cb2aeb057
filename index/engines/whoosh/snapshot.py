"""One commit of the index as readers see it: its segments in a row, documents numbered through."""

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock

import numpy as np

from index.article import ArticleId, Document
from index.engines.whoosh import fields
from index.engines.whoosh.cache import ArrayCache
from index.engines.whoosh.facets import ValueTable, number_table, value_table
from index.engines.whoosh.layout import MappedSegment, Reading, TableOfContents
from index.engines.whoosh.scratch import Numbers, Scores, ScratchPool, ranks
from index.engines.whoosh.snapshot_terms import SnapshotTerms
from index.ranking import K1, RECENCY_DAYS, Ingredients
from index.record import document_from_record
from index.search import FacetField, Layer

DAY_DIVISOR = {FacetField.YEAR.value: 10_000, FacetField.MONTH.value: 100, FacetField.DAY.value: 1}
"""What the number 20240220 is divided by to give the year, month or day it lies in."""

_SECONDS_PER_DAY = 86_400.0

REMEMBERED_DOCUMENTS = 5_000
"""Articles whose number is remembered, under 1 MB: whoever asks for related stories asks for them twice."""


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
        terms: Where terms stand.
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
        pristine = [segment.segment_id() for segment in toc.segments if not segment.has_deletions()]
        self.terms = SnapshotTerms(self.segments, self.live, pristine, toc.number, cache)
        self.articles = int(np.count_nonzero(self.live))
        self.published = self._numbers(fields.PUBLISHED, "i8", fields.UNDATED)
        self.days = self._numbers(fields.DAY, "i4", 0)
        self.groups = self._numbers(fields.GROUP, "u4", 0)
        self._lengths = {layer: self._numbers(fields.length_column(layer), "u4", 0) for layer in Layer}
        self.scratch = ScratchPool(self.size)
        self._norms: dict[tuple[Layer, float], Scores] = {}
        self._read: dict[ArticleId, int] = {}

    # Documents

    def with_id(self, article_id: ArticleId) -> int | None:
        """Return the living document of an article; those that have just been read are known."""
        known = self._read.get(article_id)
        return known if known is not None else next(self.terms.in_field(fields.ID, article_id), None)

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


def _date_text(number: int) -> str:
    """Return ``20240220`` as ``2024-02-20``, ``202402`` as ``2024-02``, ``2024`` as it is."""
    digits = f"{number:04}"
    if len(digits) > 6:
        return f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}"
    return f"{digits[:-2]}-{digits[-2:]}" if len(digits) > 4 else digits


def _concatenated(parts: Sequence[Numbers]) -> Numbers:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
