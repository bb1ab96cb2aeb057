"""Measures of search, related stories and annotation against judged files, with peers in the same run."""

from indexer.evaluate.collection import Collection, indexed
from indexer.evaluate.facets import FacetEvaluation, evaluate_facets
from indexer.evaluate.related import evaluate_related
from indexer.evaluate.report import related_report, search_report
from indexer.evaluate.results import RelatedEvaluation, SearchEvaluation
from indexer.evaluate.search import evaluate_search

__all__ = [
    "Collection",
    "FacetEvaluation",
    "RelatedEvaluation",
    "SearchEvaluation",
    "evaluate_facets",
    "evaluate_related",
    "evaluate_search",
    "indexed",
    "related_report",
    "search_report",
]
