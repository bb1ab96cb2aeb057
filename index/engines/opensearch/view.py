"""One commit of an index as readers see it, with the figures about it that scoring needs."""

import json
import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

from index.engines.opensearch import fields
from index.engines.opensearch.cluster import Cluster, Json
from index.search import Layer

REMEMBERED_COUNTS = 50_000
"""Counts that are remembered of one commit, some 10 MB."""

ASKED_AT_ONCE = 200
"""Counts that are asked for in one call; OpenSearch works on a few of them at a time."""

EVERYTHING: Json = {"match_all": {}}
NOTHING: Json = {"match_none": {}}


class View:
    """Readers' view of a generation at one commit. Safe to share between threads.

    Attributes:
        index: Name of the generation's index.
        commit: Number of the commit.
    """

    def __init__(self, cluster: Cluster, index: str, commit: int) -> None:
        self.cluster = cluster
        self.index = index
        self.commit = commit
        self._counts: dict[str, int] = {}
        self._words: dict[str, Sequence[tuple[str, int]]] = {}
        self._lock = Lock()

    def search(self, body: Json) -> Json:
        """Run one search over it."""
        return self.cluster.search(self.index, body)

    def count(self, query: Json) -> int:
        """Return the number of articles that match."""
        return self.counts([query])[0]

    def counts(self, queries: Sequence[Json]) -> list[int]:
        """Return the number of articles that match each query; what is not known is asked for in one go."""
        keys = [_key(query) for query in queries]
        known = {key: self._counts[key] for key in keys if key in self._counts}
        missing = {key: query for key, query in zip(keys, queries, strict=True) if key not in known}
        known |= self._asked(missing)
        return [known[key] for key in keys]

    def words(self, query: Json, include: str | Sequence[str], limit: int, *, at_least: int = 1) -> dict[str, int]:
        """Return surface forms in the articles that match, with the number of those that hold them.

        The most frequent come first, then in the order of the alphabet.

        Args:
            query: Which articles.
            include: Which forms: a regular expression of Lucene's, or the forms themselves.
            limit: Most forms.
            at_least: Fewest articles.
        """
        body = {
            "size": 0,
            "query": {"bool": {"filter": [query]}},
            "aggs": {"words": words_aggregation(include, limit, at_least)},
        }
        key = _key(body)
        known = self._words.get(key)
        if known is None:
            found = self.search(body)["aggregations"]["words"]["buckets"]
            known = [(bucket["key"], bucket["doc_count"]) for bucket in found]
            self._keep(self._words, {key: known})
        return dict(known)

    @cached_property
    def _figures(self) -> Json:
        aggregations: Json = {layer.value: {"avg": {"field": fields.length_field(layer)}} for layer in Layer}
        aggregations["newest"] = {"max": {"field": fields.PUBLISHED}}
        return self.search({"size": 0, "track_total_hits": True, "aggs": aggregations})

    @property
    def articles(self) -> int:
        """Number of articles."""
        return int(self._figures["hits"]["total"]["value"])

    @property
    def newest(self) -> float | None:
        """Publishing moment of the newest article, in seconds since 1970; None where all are undated."""
        value = self._figures["aggregations"]["newest"]["value"]
        return None if value is None else float(value)

    def average_length(self, layer: Layer) -> float:
        """Return the mean length of an article in a layer, in positions used."""
        return float(self._figures["aggregations"][layer.value]["value"] or 1.0)

    def idf(self, frequency: int) -> float:
        """Return the inverse document frequency: ``ln(1 + (N - df + 0.5) / (df + 0.5))``, never negative."""
        return math.log(1.0 + (self.articles - frequency + 0.5) / (frequency + 0.5))

    def _asked(self, queries: dict[str, Json]) -> dict[str, int]:
        keys = list(queries)
        found: dict[str, int] = {}
        for start in range(0, len(keys), ASKED_AT_ONCE):
            some = keys[start : start + ASKED_AT_ONCE]
            bodies = [_counting(queries[key]) for key in some]
            answers = self.cluster.searches(self.index, bodies)
            found |= {key: answer["hits"]["total"]["value"] for key, answer in zip(some, answers, strict=True)}
        self._keep(self._counts, found)
        return found

    def _keep(self, kept: dict[str, Any], more: dict[str, Any]) -> None:
        with self._lock:
            if len(kept) + len(more) > REMEMBERED_COUNTS:
                kept.clear()
            kept.update(more)


def words_aggregation(include: str | Sequence[str], limit: int, at_least: int = 1) -> Json:
    """Return the aggregation that counts surface forms, the most frequent first."""
    return {
        "terms": {
            "field": fields.WORDS,
            "include": include if isinstance(include, str) else list(include),
            "size": limit,
            "min_doc_count": at_least,
            "order": [{"_count": "desc"}, {"_key": "asc"}],
        }
    }


def any_of(queries: Iterable[Json]) -> Json:
    """Return the query for what matches one of some."""
    some = list(queries)
    if not some:
        return NOTHING
    return some[0] if len(some) == 1 else {"bool": {"should": some, "minimum_should_match": 1}}


def all_of(queries: Iterable[Json], *, none_of: Iterable[Json] = ()) -> Json:
    """Return the query for what matches all of some and none of others, unscored."""
    some, others = list(queries), list(none_of)
    if not some and not others:
        return EVERYTHING
    return {"bool": {"filter": some, "must_not": others}}


def _counting(query: Json) -> Json:
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [query]}}}


def _key(query: Json) -> str:
    return json.dumps(query, sort_keys=True)
