"""Measures of search and related stories against judged files."""

from indexer.evaluate.related import evaluate_related
from indexer.evaluate.results import Evaluation, as_table
from indexer.evaluate.search import evaluate_search

__all__ = ["Evaluation", "as_table", "evaluate_related", "evaluate_search"]
