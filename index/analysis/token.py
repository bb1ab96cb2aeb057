"""Token: one unit of text as the index, queries and marks see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or abbreviation of a text.

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
