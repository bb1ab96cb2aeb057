"""What a snapshot holds of a query's words: documents, and how often each holds them, weighted by zone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.deadline import Deadline
from index.engines.whoosh.scratch import Numbers, Scores, first_of_each
from index.engines.whoosh.snapshot import Snapshot
from index.ranking import Alternative, Concept
from index.schema import BODY_START, LEAD_TOKENS, Zones
from index.search import Kind, Layer


@dataclass(frozen=True, slots=True)
class Evidence:
    """The documents that hold a word or phrase in one layer, ascending, each with its zone-weighted frequency."""

    documents: Numbers
    frequencies: Scores

    @property
    def articles(self) -> int:
        """Number of these documents."""
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Form:
    """An alternative with what each layer holds of it; None where the layer is not asked."""

    weight: float
    kind: Kind
    stem: Evidence | None
    surface: Evidence | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Looks up evidence in a snapshot until a deadline."""

    snapshot: Snapshot
    deadline: Deadline

    def forms(self, concept: Concept) -> list[Form]:
        """Return what the index holds of each form of a concept."""
        return [self._form(alternative, title_only=concept.title_only) for alternative in concept.alternatives]

    def word(self, layer: Layer, word: str) -> Evidence:
        """Return the documents that hold a word, wherever it stands."""
        postings = self.snapshot.terms.postings(layer, word, self.deadline)
        return Evidence(postings.numbers, postings.frequencies)

    def _form(self, alternative: Alternative, *, title_only: bool) -> Form:
        return Form(
            weight=alternative.weight,
            kind=alternative.kind,
            stem=self._evidence(Layer.STEM, alternative.stems, alternative.distance, title_only=title_only),
            surface=self._evidence(Layer.SURFACE, alternative.surfaces, alternative.distance, title_only=title_only),
        )

    def _evidence(
        self, layer: Layer, words: Sequence[str], distance: int | None, *, title_only: bool
    ) -> Evidence | None:
        if not words:
            return None
        if len(words) == 1 and not title_only:
            return self.word(layer, words[0])
        documents, positions = self.snapshot.terms.occurrences(layer, words, self.deadline, distance=distance)
        if title_only:
            in_title = positions < BODY_START
            documents, positions = documents[in_title], positions[in_title]
        starts = first_of_each(documents)
        ends = positions + (len(words) - 1 if distance is None else 0)  # a phrase counts in the zone where it ends
        weights = zone_weights(ends, self.snapshot.zones)
        return Evidence(documents[starts], np.add.reduceat(weights, starts) if starts.size else np.zeros(0))


def zone_weights(positions: Numbers, zones: Zones) -> NDArray[np.float64]:
    """Return ``zones.weight`` of each position."""
    in_body = np.where(positions < BODY_START + LEAD_TOKENS, zones.lead, zones.body)
    return np.where(positions < BODY_START, zones.title, in_body)
