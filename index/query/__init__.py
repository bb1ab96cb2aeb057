"""What a reader types, as a closed set of frozen nodes (``index.query.ast``), and the way there and back."""

from index.query.ast import Query
from index.query.parser import MAX_CLAUSES, MAX_QUERY_CHARS, parse
from index.query.printer import to_text
from index.query.problems import Mode, Parsed, Problem
from index.query.values import FIELDS, Resolver

__all__ = [
    "FIELDS",
    "MAX_CLAUSES",
    "MAX_QUERY_CHARS",
    "Mode",
    "Parsed",
    "Problem",
    "Query",
    "Resolver",
    "parse",
    "to_text",
]
