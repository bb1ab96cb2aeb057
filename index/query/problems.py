"""What can be wrong with a query, and how the reader is told."""

from dataclasses import dataclass
from enum import StrEnum

from index.query.ast import Query

MAX_PROBLEMS = 10
"""Most problems reported of one query."""


class Mode(StrEnum):
    """How mistakes are taken."""

    LENIENT = "lenient"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a query that could not be used as typed.

    Attributes:
        message: What, and what happened instead; Indonesian, for the reader.
        position: Offset of it in the text.
        suggestion: The whole query mended, or None where there is no telling.
    """

    message: str
    position: int
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A query, and what was wrong with it."""

    query: Query
    problems: tuple[Problem, ...] = ()
