"""Token: one unit of text as the index, queries and marks see it."""

from typing import NamedTuple


class Token(NamedTuple):
    """One word, number or abbreviation of a text; a tuple, because a text has hundreds and tuples are made fastest.

    Attributes:
        surface: The word as printed, normalised (folded case, plain letters); never empty, no white space.
        stems: Its stem; several, at consecutive positions, where a compound is written as one word.
        start: Offset of its first character in the original text.
        end: Offset behind its last character in the original text.
    """

    surface: str
    stems: tuple[str, ...]
    start: int
    end: int
