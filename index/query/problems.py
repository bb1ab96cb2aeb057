"""What can be wrong with a query: data for whoever tells a reader, and English for programs and terminals."""

from dataclasses import dataclass
from enum import StrEnum

from index.errors import QueryTrouble
from index.query.ast import Query
from index.query.printer import to_text

MAX_PROBLEMS = 10
"""Most problems reported of one query."""

_WORDS = {
    QueryTrouble.TOO_LONG: "The query is too long; only its first {} characters are used.",
    QueryTrouble.TOO_MANY_PARTS: "Only the first {} parts of the query are used.",
    QueryTrouble.NO_WORDS: "There is nothing to search for; write at least one word.",
    QueryTrouble.UNCLOSED_QUOTE: "A quotation mark is not closed; the words are searched without it.",
    QueryTrouble.UNCLOSED_BRACKET: "A bracket is not closed; what follows it is searched as usual.",
    QueryTrouble.UNOPENED_BRACKET: "A closing bracket has no opening one; it is ignored.",
    QueryTrouble.OTHER_BRACKET: "Square and curly brackets mean nothing here; they are ignored.",
    QueryTrouble.TOO_DEEP: "At most {} brackets may stand inside one another; this one is ignored.",
    QueryTrouble.OR_ALONE: "OR must stand between two words; here it is ignored.",
    QueryTrouble.OR_AT_END: "A word must follow OR; it is ignored.",
    QueryTrouble.OR_WITH_MINUS: "OR does not join words that are left out; here it is ignored.",
    QueryTrouble.ASTERISK_IN_QUOTES: "* means nothing inside quotation marks; here it is ignored.",
    QueryTrouble.ASTERISK_MISPLACED: (
        "* may only follow at least {} letters, and stand inside a word at most twice; here it is ignored."
    ),
    QueryTrouble.TOO_MANY_ASTERISKS: "At most {} words may have a *; here it is ignored.",
    QueryTrouble.TILDE_MISPLACED: "~ may only follow words in quotation marks, with a number; here it is ignored.",
    QueryTrouble.TOO_FAR: "The greatest distance is {0} words; {0} is used.",
    QueryTrouble.FIELD_WITHOUT_VALUE: "The value must follow “{}” without a blank; here it is searched as a word.",
    QueryTrouble.UNKNOWN_REGION: "No region is called “{}”; its words are searched as usual.",
    QueryTrouble.UNKNOWN_OFFICIAL: "No official is called “{}”; the words are searched as usual.",
    QueryTrouble.UNKNOWN_DATE: (
        "“{}” is no date; write one such as 2024, 2024-02 or 20/02/2024. Its words are searched as usual."
    ),
    QueryTrouble.EMPTY_SECTION: "A section called “{}” cannot be searched for; write at least one letter.",
    QueryTrouble.EMPTY_TAG: "A tag called “{}” cannot be searched for; write at least one letter.",
    QueryTrouble.EMPTY_AUTHOR: "An author called “{}” cannot be searched for; write at least one letter.",
}


class Mode(StrEnum):
    """How mistakes are taken."""

    LENIENT = "lenient"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a query that could not be used as typed.

    Attributes:
        trouble: What, and thereby what happened instead.
        value: The limit that was passed, or the part of the query that is meant; empty where neither says more.
        position: Offset of it in the text.
        suggestion: The whole query mended, or None where there is no telling.
    """

    trouble: QueryTrouble
    value: str = ""
    position: int
    suggestion: str | None = None

    @property
    def message(self) -> str:
        """What is wrong and what happened instead, in English."""
        return _WORDS[self.trouble].format(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A query, and what was wrong with it."""

    query: Query
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """The query as typed; where that has mistakes, what was understood of it, written without them."""
        return to_text(self.query) if self.problems else self.query.text
