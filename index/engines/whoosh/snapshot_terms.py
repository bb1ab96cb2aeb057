"""What one commit holds of terms: where they stand and how often, over all its segments, documents numbered through."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.engines.spelling import edits
from index.engines.whoosh import fields
from index.engines.whoosh.cache import ArrayCache, Arrays
from index.engines.whoosh.deadline import NO_DEADLINE, Deadline
from index.engines.whoosh.decoding import POSITION_BITS, unfolded
from index.engines.whoosh.layout import MappedSegment
from index.engines.whoosh.places import POSITION, near, side_by_side
from index.engines.whoosh.postings import Gathering, PackedPostings, joined
from index.engines.whoosh.scratch import Numbers
from index.search import Layer

REMEMBERED_FREQUENCIES = 50_000
"""Terms whose frequency is remembered, some 5 MB: a whole story is asked about at once, mostly in common words."""

REMEMBERED_NEIGHBOURS = 500
"""Misspelt words whose neighbours are remembered, a dozen each: ways out of one empty page ask for the same ones."""

LASTING_DOCUMENTS = 1_000
"""A segment with so many documents outlives many commits; what is decoded of such ones is kept joined."""


class SnapshotTerms:
    """The terms of one commit; safe to share between threads.

    Args:
        segments: The commit's segments, in the order of their documents.
        live: Which of all documents are not deleted.
        pristine: Names of the segments without deletions.
        commit: The commit's number, for what is only true of it.
        cache: Keeps what was decoded, also for later commits of the same generation.
    """

    def __init__(
        self,
        segments: Sequence[MappedSegment],
        live: NDArray[np.bool_],
        pristine: Iterable[str],
        commit: int,
        cache: ArrayCache,
    ) -> None:
        self._segments = segments
        self._bases: list[int] = np.cumsum([0, *(segment.documents for segment in segments)]).tolist()
        self._live = live
        self._all_live = bool(live.all())
        self._pristine = frozenset(pristine)
        self._commit = commit
        self._cache = cache
        self._lasting = len(list(takewhile(_is_lasting, segments)))
        self._lasting_name = "+".join(segment.name for segment in segments[: self._lasting])
        self._frequencies: dict[tuple[Layer, str], int] = {}
        self._neighbours: dict[str, Mapping[str, int]] = {}

    def postings(self, layer: Layer, term: str, deadline: Deadline = NO_DEADLINE) -> PackedPostings:
        """Return the living documents that hold a term, and its weight in each."""
        postings = self._all_postings(layer.value, fields.term_bytes(term), deadline)
        return postings if self._all_live else postings.under(self._live)

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
        key = ("occurrences", self._commit, layer.value, *words, distance)
        kept = self._cache.find(key)
        if kept is not None:
            (found,) = cast("tuple[Numbers]", kept)
        else:
            found = self._occurrences(layer.value, [fields.term_bytes(word) for word in words], deadline, distance)
            if len(words) > 1 and not deadline.cut:
                self._cache.keep(key, (found,))
        documents = found >> POSITION_BITS
        living = self._live[documents]
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
        held = {keys[key] for segment in self._segments for key in segment.held(layer.value, keys)}
        counted = {edit: self.frequency(layer, edit) for edit in held}
        return {edit: count for edit, count in counted.items() if count}

    def _count(self, layer: Layer, term: str) -> int:
        key = fields.term_bytes(term)
        total = 0
        for at, segment in enumerate(self._segments):
            count = segment.frequency(layer.value, key)
            if count and segment.name not in self._pristine:
                documents = self._segment_postings(at, layer.value, key).documents
                count = int(np.count_nonzero(self._live[documents]))
            total += count
        return total

    def beginning(self, layer: Layer, prefix: str, limit: int) -> Mapping[str, int]:
        """Return terms with a prefix and their frequency (deleted documents included), ``limit`` a segment at most."""
        found: dict[str, int] = {}
        for segment in self._segments:
            for _, (term, count) in zip(
                range(limit), segment.beginning(layer.value, fields.term_bytes(prefix)), strict=False
            ):
                text = term.decode("utf-8")
                found[text] = found.get(text, 0) + count
        return found

    def in_field(self, field: str, term: str) -> Iterator[int]:
        """Yield the living documents that hold a term of an unscored field; nothing is kept of it."""
        for at in range(len(self._segments)):
            documents = self._read_postings([at], field, fields.term_bytes(term)).documents
            yield from documents[self._live[documents]].tolist()

    def _in_time(self, deadline: Deadline, first: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield the numbers of segments until the deadline; a search is late by one segment at most."""
        for at in range(first, len(self._segments) if end is None else end):
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
            self._segments[at].gather(field, term, self._bases[at], gathering)
        return gathering.packed()

    def _segment_postings(self, at: int, field: str, term: bytes) -> PackedPostings:
        """Return what a segment holds of a term; it is kept as numbered from the segment's own beginning."""

        def read() -> Arrays:
            gathering = Gathering()
            self._segments[at].gather(field, term, 0, gathering)
            return gathering.packed().arrays

        return PackedPostings.kept(self._cache.get((self._segments[at].name, field, term), read)).moved(self._bases[at])

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
                numbers, lists = self._segments[at].position_lists(field, term, own - base)
                holding.append(numbers + base)
                written += lists
        return unfolded(np.concatenate(holding), written)

    def _near_in(self, at: int, field: str, terms: Sequence[bytes], distance: int | None) -> Numbers:
        """Return where the terms stand near each other in a segment; of a single one, each place."""
        places = [self._places(self._segments[at], field, term) for term in dict.fromkeys(terms)]
        return places[0] if distance is None else near(places, distance)

    def _places(self, segment: MappedSegment, field: str, term: bytes) -> Numbers:
        key = (segment.name, field, term, "occurrences")
        (places,) = self._cache.get(key, lambda: (unfolded(*segment.position_lists(field, term)),))
        return cast("Numbers", places)


def _is_lasting(segment: MappedSegment) -> bool:
    return segment.documents >= LASTING_DOCUMENTS


def _concatenated(parts: Sequence[Numbers]) -> Numbers:
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype=np.int64), *parts])
