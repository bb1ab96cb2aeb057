"""One word, phrase or neighbourhood in one layer, as queries: which documents hold it, and how often.

A document's frequency is weighed by zone. The layer's own field holds headline and body; what headline and lead count
more is added from the fields that hold only them, so that the sum is BM25F's frequency as ``index.schema`` defines it.
Lucene's own scoring is switched off (``fields.SIMILARITY``): it rounds lengths to one byte and takes idf from each
shard by itself. For the neighbourhood of words, a window with ``n`` others between counts ``1 / (n + 1)``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.engines.opensearch.cluster import Json
from index.engines.opensearch.fields import joined, lead_field, title_field
from index.schema import Zones
from index.search import Layer

_WINDOWS = "params.weight * _score / (1.0 - _score)"
"""Lucene saturates the sum of a document's windows as ``sum / (1 + sum)``; this undoes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is looked for.

    Attributes:
        layer: Where.
        words: Terms at consecutive positions.
        distance: Where given, they may stand in any order, so many other words between the first and the last.
        title_only: Only in the headline.
    """

    layer: Layer
    words: tuple[str, ...]
    distance: int | None = None
    title_only: bool = False

    @property
    def field(self) -> str:
        """The field whose documents hold it."""
        return title_field(self.layer) if self.title_only else self.layer.value

    def holders(self) -> Json:
        """Return the query for the documents that hold it."""
        return self._in(self.field, 1.0)

    def frequency(self, zones: Zones) -> Json:
        """Return the query whose score is the zone-weighted frequency."""
        if self.title_only:
            return self._counted(self.field, zones.title)
        return {
            "bool": {
                "must": [self._counted(self.field, zones.body)],
                "should": [
                    self._counted(title_field(self.layer), zones.title - zones.body),
                    self._counted(lead_field(self.layer), zones.lead - zones.body),
                ],
            }
        }

    def _terms(self) -> Sequence[str]:
        return self.words if self.distance is None else tuple(dict.fromkeys(self.words))

    def _counted(self, field: str, weight: float) -> Json:
        """Return the query whose score is ``weight`` times the number of occurrences in a field."""
        terms = self._terms()
        if self.distance is None or len(terms) == 1:
            return self._in(field, weight / len(terms))  # a phrase is scored once for each of its words
        script = {"source": _WINDOWS, "params": {"weight": weight}}
        return {
            "function_score": {
                "query": self._in(field, 1.0),
                "script_score": {"script": script},
                "boost_mode": "replace",
            }
        }

    def _in(self, field: str, boost: float) -> Json:
        terms = self._terms()
        if len(terms) == 1:
            return {"term": {field: {"value": joined(terms), "boost": boost}}}
        if self.distance is None:
            return {"match_phrase": {field: {"query": joined(terms), "boost": boost}}}
        window = {"query": joined(terms), "max_gaps": self.distance}  # in any order, as it is by default
        return {"intervals": {field: {"match": window, "boost": boost}}}
