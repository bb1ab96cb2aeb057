"""A whole answer for a person or a program: hits with snippets and facets, as JSON-ready values."""

from collections.abc import Sequence
from typing import Any

from index.analysis import Analyzer
from index.explanation import explanation_to_record
from index.highlight import highlight, spots_of
from index.marks import marks_of
from index.moments import timestamp
from index.offers import Offer
from index.query.ast import Query
from index.record import official_to_record
from index.search import Correction, FacetFilter, Hit, Passage, SearchResults, Snippet, Variant
from index.suggest import DidYouMean


def snippets(results: SearchResults, query: Query, analyzer: Analyzer) -> tuple[Snippet, ...]:
    """Return the snippet of each hit, in order, with every form of what was asked marked."""
    marks = marks_of(query, analyzer, (*results.corrections, *results.variants), results.relaxed)
    spots = spots_of(marks, analyzer)
    articles = (hit.document.article for hit in results.hits)
    return tuple(highlight(article.title, article.body, marks, spots) for article in articles)


def results_to_record(
    results: SearchResults,
    shown: Sequence[Snippet],
    offers: Sequence[Offer] = (),
    did_you_mean: DidYouMean | None = None,
) -> dict[str, Any]:
    """Return the answer as JSON values: what :class:`~index.search.SearchResults` holds, with snippets and offers.

    A snippet is plain text; ``marks`` holds the character ranges to be marked in ``title`` and ``snippet``. An offer is
    a filter that the query's words suggest, with the other words (``query``) and what both find together.
    """
    return {
        "total": results.total,
        "folded": results.folded,
        "partial": results.partial,
        "took_ms": round(results.took_ms, 3),
        "hits": [_hit(hit, snippet) for hit, snippet in zip(results.hits, shown, strict=True)],
        "facets": {
            field.value: [{"value": count.value, "count": count.count} for count in counts]
            for field, counts in results.facets.items()
        },
        "corrections": [_correction(correction) for correction in results.corrections],
        "variants": [_correction(variant) for variant in results.variants],
        "relaxed": list(results.relaxed),
        "did_you_mean": {"query": did_you_mean.text, "count": did_you_mean.count} if did_you_mean else None,
        "offers": [_offer(offer) for offer in offers],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    record: dict[str, Any] = {"query": offer.text, "count": offer.count}
    if isinstance(offer.filter, FacetFilter):
        return record | {"field": offer.filter.field.value, "value": offer.filter.values[0]}
    first, last = offer.filter.first, offer.filter.last
    return record | {"field": "date", "value": f"{first}..{last}"}


def _correction(correction: Correction | Variant) -> dict[str, str]:
    return {"typed": correction.typed, "used": correction.used}


def _hit(hit: Hit, snippet: Snippet) -> dict[str, Any]:
    article, annotations = hit.document.article, hit.document.annotations
    text, marks = _joined(snippet.passages)
    record = {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": timestamp(article.published) if article.published else None,
        "score": round(hit.score, 6),
        "snippet": text,
        "marks": {"title": [list(mark) for mark in snippet.title.marks], "snippet": marks},
        "regions": list(annotations.regions),
        "officials": [official_to_record(official) for official in annotations.officials],
        "group": hit.document.group,
        "similar": hit.similar,
    }
    if hit.explanation is not None:
        record["explanation"] = explanation_to_record(hit.explanation)
    return record


def _joined(passages: Sequence[Passage]) -> tuple[str, list[list[int]]]:
    """Join passages with an ellipsis where text was left out, moving their marks along."""
    text, marks = "", list[list[int]]()
    for passage in passages:
        if passage.leads or text:
            text += " … " if text else "… "
        marks += [[start + len(text), end + len(text)] for start, end in passage.marks]
        text += passage.text
    if passages and passages[-1].trails:
        text += " …"
    return text, marks
