"""One request over one view: match, score, order, count, in one call where that can be."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from index.analysis import Analyzer
from index.article import ArticleId
from index.engines.opensearch import fields
from index.engines.opensearch.cluster import Json
from index.engines.opensearch.explaining import Explainer
from index.engines.opensearch.facets import Filters, aggregations, counted
from index.engines.opensearch.scoring import Scoring
from index.engines.opensearch.view import View, all_of
from index.engines.opensearch.vocabulary import planned_with
from index.ranking import Ingredients, Plan, plan
from index.search import Hit, SearchRequest, SearchResults, Sort, WeightedTerms

DEEPEST_PAGE = 10_000
"""Hits that OpenSearch puts in order at once (``index.max_result_window``); deeper pages are walked to."""

EXACT_GROUPS = 40_000
"""Groups of near-duplicates that are counted exactly, the most that OpenSearch can."""

_LATE = {"order": "desc", "missing": "_last"}
_TIES = [{fields.ID: "asc"}]
_ORDERS: Mapping[Sort, Sequence[Json]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {fields.PUBLISHED: _LATE}, *_TIES],
    Sort.NEWEST: [{fields.PUBLISHED: _LATE}, *_TIES],
    Sort.OLDEST: [{fields.PUBLISHED: {"order": "asc", "missing": "_last"}}, *_TIES],
}


@dataclass(frozen=True, slots=True)
class _Found:
    """What is shown of a hit before its document is read."""

    key: str
    score: float
    group: int | None


@dataclass(frozen=True, slots=True)
class Executor:
    """Answers requests over one view."""

    view: View
    analyzer: Analyzer
    ingredients: Ingredients

    def search(self, request: SearchRequest, seconds: float | None) -> SearchResults:
        """Answer one request, partially when the time is over."""
        began = time.perf_counter()
        planned = self._planned(request)
        filters = Filters.of(request)
        query = all_scored(self._query(request, planned), filters.always)
        body = self._body(request, query, filters, seconds)
        answer = self.view.search(body)
        total = int(answer["hits"]["total"]["value"])
        folded = _folded(answer) if request.fold else 0
        hits = self._hits(request, planned, answer, body, query, filters)
        return SearchResults(
            hits=hits,
            total=total,
            facets=counted(request, answer.get("aggregations", {}), self.view, query, filters),
            took_ms=(time.perf_counter() - began) * 1_000.0,
            corrections=planned.corrections,
            variants=planned.variants,
            relaxed=planned.relaxed,
            partial=bool(answer.get("timed_out")),
            folded=folded,
        )

    def _planned(self, request: SearchRequest) -> Plan:
        query = request.query
        if isinstance(query, WeightedTerms):
            return Plan()
        return planned_with(
            self.view, lambda words: plan(query, self.analyzer, words, self.ingredients, relax=request.relax)
        )

    def _query(self, request: SearchRequest, planned: Plan) -> Json:
        scoring = Scoring(self.view, self.ingredients)
        if isinstance(request.query, WeightedTerms):
            return scoring.terms(request.query)
        scoring.prepare(planned)
        return scoring.plan(planned)

    def _body(self, request: SearchRequest, query: Json, filters: Filters, seconds: float | None) -> Json:
        is_deep = _is_deep(request)
        body: Json = {
            "query": query,
            "post_filter": all_of(filters.all()),
            "sort": _ORDERS[request.sort],
            "track_scores": True,
            "track_total_hits": True,
            "from": 0 if is_deep else request.offset,
            "size": 0 if is_deep else request.limit,
            "_source": [fields.RECORD],
            "docvalue_fields": [fields.GROUP],
            "aggs": aggregations(request, filters),
        }
        if seconds is not None:
            body["timeout"] = f"{max(1, int(seconds * 1_000))}ms"
        if request.fold:
            body["collapse"] = {"field": fields.FOLD}
            body["aggs"]["folding"] = _folding(filters)
        return body

    def _hits(
        self, request: SearchRequest, planned: Plan, answer: Json, body: Json, query: Json, filters: Filters
    ) -> tuple[Hit, ...]:
        if not request.limit:
            return ()
        found, sources = self._walked_to(request, body) if _is_deep(request) else _of_page(answer["hits"]["hits"])
        similar = self._similar(found, query, filters) if request.fold else {}
        documents = [fields.document_of(sources[hit.key]) for hit in found if hit.key in sources]
        explain = request.explain and not isinstance(request.query, WeightedTerms)
        explainer = Explainer(Scoring(self.view, self.ingredients), self.analyzer, planned) if explain else None
        return tuple(
            Hit(
                document=document,
                score=hit.score,
                explanation=explainer.explain(document, hit.score) if explainer is not None else None,
                similar=similar.get(hit.group, 1) - 1 if hit.group is not None else 0,
            )
            for hit, document in zip(found, documents, strict=True)
        )

    def _walked_to(self, request: SearchRequest, body: Json) -> tuple[list[_Found], Mapping[str, Json]]:
        """Return a page that lies too deep to be put in order at once, from the first hit on."""
        kept = {key: body[key] for key in ("query", "post_filter", "sort", "track_scores", "docvalue_fields")}
        hits = self.view.cluster.hits(self.view.index, {**kept, "_source": False})
        found = map(_found, hits)
        shown = _first_of_each_group(found) if request.fold else found
        page = list(islice(shown, request.offset, request.offset + request.limit))
        wanted = {
            "size": len(page),
            "query": {"ids": {"values": [hit.key for hit in page]}},
            "_source": [fields.RECORD],
        }
        sources = self.view.search(wanted)["hits"]["hits"] if page else []
        return page, {hit["_id"]: hit["_source"] for hit in sources}

    def _similar(self, found: Sequence[_Found], query: Json, filters: Filters) -> Mapping[int, int]:
        """Return how many matching stories each group on the page has."""
        groups = sorted({hit.group for hit in found if hit.group is not None})
        if not groups:
            return {}
        counting = {"terms": {"field": fields.GROUP, "include": groups, "size": len(groups)}}
        body = {
            "size": 0,
            "query": all_of([query, *filters.all(), {"terms": {fields.GROUP: groups}}]),
            "aggs": {"groups": counting},
        }
        buckets = self.view.search(body)["aggregations"]["groups"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def all_scored(query: Json, filters: Sequence[Json]) -> Json:
    """Return a scored query that only matches what passes filters."""
    return {"bool": {"must": [query], "filter": list(filters)}} if filters else query


def ids_query(ids: Iterable[ArticleId]) -> Json:
    """Return the query for articles by their ids."""
    return {"ids": {"values": [fields.key_of(article_id) for article_id in ids]}}


def _is_deep(request: SearchRequest) -> bool:
    return request.offset + request.limit > DEEPEST_PAGE


def _of_page(hits: Sequence[Json]) -> tuple[list[_Found], Mapping[str, Json]]:
    return [_found(hit) for hit in hits], {hit["_id"]: hit["_source"] for hit in hits}


def _found(hit: Json) -> _Found:
    group = hit.get("fields", {}).get(fields.GROUP)
    return _Found(key=hit["_id"], score=float(hit["_score"] or 0.0), group=group[0] if group else None)


def _first_of_each_group(found: Iterable[_Found]) -> Iterator[_Found]:
    seen: set[int] = set()
    for hit in found:
        if hit.group is None or hit.group not in seen:
            yield hit
        if hit.group is not None:
            seen.add(hit.group)


def _folding(filters: Filters) -> Json:
    """Return the aggregation that tells how many matching stories stand behind another one of their group."""
    in_group = {"exists": {"field": fields.GROUP}}
    groups = {"cardinality": {"field": fields.GROUP, "precision_threshold": EXACT_GROUPS}}
    return {"filter": all_of([in_group, *filters.all()]), "aggs": {"groups": groups}}


def _folded(answer: Json) -> int:
    folding = answer["aggregations"]["folding"]
    return int(folding["doc_count"]) - int(folding["groups"]["value"])
