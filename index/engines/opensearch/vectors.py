"""Term vectors from the stems that are stored with each article."""

from collections import defaultdict
from collections.abc import Sequence

from index.article import ArticleId
from index.engines.opensearch import fields
from index.engines.opensearch.view import View
from index.schema import BODY_START, Zones
from index.search import Layer, TermVector


def term_vectors(view: View, ids: Sequence[ArticleId], stems: Sequence[str], zones: Zones) -> Sequence[TermVector]:
    """Return the vector of each article over ``stems``; see ``index.engine.Engine.term_vectors``."""
    keys = [fields.key_of(article_id) for article_id in ids]
    body = {"query": {"ids": {"values": keys}}, "size": len(keys), "_source": [Layer.STEM.value]}
    found = {hit["_id"]: hit["_source"] for hit in view.search(body)["hits"]["hits"]}
    return [
        _vector(article_id, found[key][Layer.STEM.value] if key in found else ("", ""), stems, zones)
        for article_id, key in zip(ids, keys, strict=True)
    ]


def _vector(article_id: ArticleId, texts: Sequence[str], stems: Sequence[str], zones: Zones) -> TermVector:
    title, body = (text.split(" ") if text else [] for text in texts)
    weights: defaultdict[str, float] = defaultdict(float)
    for start, terms in ((0, title), (BODY_START, body)):
        for at, term in enumerate(terms, start):
            weights[term] += zones.weight(at)
    return TermVector(
        article_id=article_id,
        frequencies=tuple(weights.get(stem, 0.0) for stem in stems),
        length=len(title) + len(body),
    )
