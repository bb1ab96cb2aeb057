"""Measures of search, related stories and annotation against judged files."""

from indexer.evaluate.facets import FacetEvaluation, evaluate_facets
from indexer.evaluate.related import evaluate_related
from indexer.evaluate.results import Evaluation, as_table
from indexer.evaluate.search import evaluate_search

__all__ = [
    "Evaluation",
    "FacetEvaluation",
    "as_table",
    "evaluate_facets",
    "evaluate_related",
    "evaluate_search",
]
