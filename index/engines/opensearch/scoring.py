"""The formula of ``index.ranking`` as a query: OpenSearch adds and multiplies, with figures about the whole index.

    function_score, multiply      recency
      function_score, multiply    coverage: a weight per part that a document holds
        bool                      the sum over parts
          dis_max                   the best form of a concept
            dis_max, tie-breaker      the stronger layer and a share of the weaker
              function_score            BM25 of a zone-weighted frequency and the exact length

Scores are single precision, as Lucene's are.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.engines.opensearch import fields
from index.engines.opensearch.cluster import Json
from index.engines.opensearch.evidence import Evidence
from index.engines.opensearch.matching import covers, evidence_of, matching, matching_plan
from index.engines.opensearch.view import View, any_of
from index.ranking import (
    BESIDE,
    K1,
    RECENCY_DAYS,
    SURFACE_IDF_HEADROOM,
    TIE,
    Alternative,
    B,
    Concept,
    Either,
    Ingredients,
    Part,
    Plan,
)
from index.search import Layer, WeightedTerms

WEIGHTED_TERMS_B = 0.5
"""BM25 length normalisation for related stories, where the query is a whole story (measured on editors' links)."""

_SECONDS_PER_DAY = 86_400.0

# One source for all: OpenSearch compiles it once and keeps it.
_BM25 = (
    "params.weight * _score / (_score + params.k1 * (1.0 - params.b + params.b * doc[params.length].value "
    "/ params.average))"
)


@dataclass(frozen=True, slots=True)
class Scoring:
    """Scores plans over one view."""

    view: View
    ingredients: Ingredients

    def prepare(self, plan: Plan) -> None:
        """Ask in one go for all the counts that scoring a plan needs."""
        self.view.counts(list(_needed((*plan.required, *plan.scored))))

    def plan(self, plan: Plan) -> Json:
        """Return the query that matches and scores a plan."""
        parts = (*plan.required, *plan.scored)
        return self._recent(self._covering(self._sum(plan), parts))

    def terms(self, query: WeightedTerms) -> Json:
        """Return the query for an OR of weighted stems; how recent a story is does not count."""
        evidence = [Evidence(layer=Layer.STEM, words=(term.text,)) for term in query.terms]
        counts = self.view.counts([one.holders() for one in evidence])
        return any_of(
            self._bm25(one, term.weight * self.view.idf(count), WEIGHTED_TERMS_B)
            for term, one, count in zip(query.terms, evidence, counts, strict=True)
        )

    def idf(self, evidence: Evidence) -> float:
        """Return the inverse document frequency of a word, phrase or neighbourhood."""
        return self.view.idf(self.view.count(evidence.holders()))

    def lowest_idf(self, concept: Concept) -> float:
        """Return the idf of a concept: the lowest among forms that mean it, each by its stem where it has one."""
        evidence = (
            next(evidence_of(form, title_only=concept.title_only), None)
            for form in concept.alternatives
            if form.kind not in BESIDE
        )
        return min((self.idf(one) for one in evidence if one is not None), default=0.0)

    def weights(self, concept: Concept, form: Alternative, lowest: float) -> Iterator[tuple[Evidence, float]]:
        """Yield what a form is in each layer, with the factor on BM25's frequency part."""
        for evidence in evidence_of(form, title_only=concept.title_only):
            own = self.idf(evidence)
            if evidence.layer is Layer.SURFACE:
                idf = min(own, lowest + SURFACE_IDF_HEADROOM)
            else:
                idf = min(lowest, own) if form.kind in BESIDE else lowest
            yield evidence, concept.weight * form.weight * idf

    def worth(self, part: Part) -> float:
        """Return how much of a query a part is, for coverage."""
        if isinstance(part, Either):
            return self.view.idf(self.view.count(matching(part)))
        return part.weight * self.lowest_idf(part)

    def _sum(self, plan: Plan) -> Json:
        """Return the query whose score is the sum of a plan's parts, for what matches it."""
        parts = [self._part(part) for part in (*plan.required, *plan.scored)]
        return {"bool": {"filter": [matching_plan(plan)], "should": _distinct(parts)}}

    def _part(self, part: Part) -> Json:
        if isinstance(part, Either):
            return _best(self._sum(plan) for plan in part.plans)
        lowest = self.lowest_idf(part)
        return _best(
            _best((self._bm25(e, w, B) for e, w in self.weights(part, form, lowest)), tie=TIE)
            for form in part.alternatives
        )

    def _bm25(self, evidence: Evidence, weight: float, b: float) -> Json:
        params = {
            "weight": weight * (K1 + 1.0),
            "k1": K1,
            "b": b,
            "length": fields.length_field(evidence.layer),
            "average": self.view.average_length(evidence.layer),
        }
        return {
            "function_score": {
                "query": evidence.frequency(self.ingredients.zones),
                "script_score": {"script": {"source": _BM25, "params": params}},
                "boost_mode": "replace",
            }
        }

    def _covering(self, query: Json, parts: Sequence[Part]) -> Json:
        """Multiply by ``1 - coverage * (1 - held / asked)``; what no article holds is not counted as asked."""
        counts = self.view.counts([covers(part) for part in parts])
        held = [(part, self.worth(part)) for part, count in zip(parts, counts, strict=True) if count]
        asked = sum(worth for _, worth in held)
        share = self.ingredients.coverage
        if not asked or not share:
            return query
        functions: list[Json] = [{"weight": 1.0 - share}] if share < 1.0 else []
        functions += [{"filter": covers(part), "weight": share * worth / asked} for part, worth in held]
        return _multiplied(query, functions)

    def _recent(self, query: Json) -> Json:
        """Multiply by ``1 + recency * e^(-age / days)``; an undated article is as old as can be."""
        newest = self.view.newest
        if newest is None or not self.ingredients.recency:
            return query
        fading = {"origin": newest, "scale": RECENCY_DAYS * _SECONDS_PER_DAY, "decay": math.exp(-1.0)}
        fresh = {
            "filter": {"exists": {"field": fields.PUBLISHED}},
            "exp": {fields.PUBLISHED: fading},
            "weight": self.ingredients.recency,
        }
        return _multiplied(query, [{"weight": 1.0}, fresh])


def _needed(parts: Iterable[Part]) -> Iterator[Json]:
    """Yield the queries whose counts scoring needs."""
    for part in parts:
        yield covers(part)
        if isinstance(part, Either):
            yield matching(part)
            for plan in part.plans:
                yield from _needed((*plan.required, *plan.scored))
        else:
            for form in part.alternatives:
                yield from (one.holders() for one in evidence_of(form, title_only=part.title_only))


def _distinct(parts: Sequence[Json]) -> list[Json]:
    """Return every part once, multiplied by how often it stands there.

    Lucene makes one clause of equal ones with a boost, which multiplies what goes into a script, not what comes out.
    """
    seen: list[Json] = []
    for part in parts:
        if part not in seen:
            seen.append(part)
    return [part if (times := parts.count(part)) == 1 else _multiplied(part, [{"weight": times}]) for part in seen]


def _best(queries: Iterable[Json], *, tie: float = 0.0) -> Json:
    some = list(queries)
    if not some:
        return {"match_none": {}}
    return some[0] if len(some) == 1 else {"dis_max": {"queries": some, "tie_breaker": tie}}


def _multiplied(query: Json, functions: Sequence[Json]) -> Json:
    return {
        "function_score": {
            "query": query,
            "functions": list(functions),
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }
