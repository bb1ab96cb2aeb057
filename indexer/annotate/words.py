"""An article's text as words with places: what names of regions and officials are looked for in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.annotate.knowledge import word_list

MAX_TEXT_CHARS = 50_000
"""Beginning of a story that is annotated, in characters; real ones have 3,000, the longest below 100,000."""

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_SENTENCE_BREAK = re.compile(r"[.!?;:][\"”’)]*\s|\n")
_ABBREVIATIONS = word_list("abbreviations")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: As printed.
        lower: In lower case, without apostrophes.
        start: Offset of its first character.
        end: Offset behind its last.
        gap: What stands between it and the next word.
        breaks: Whether a sentence ends behind it.
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str
    breaks: bool

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


def split_words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    text = text[:MAX_TEXT_CHARS]
    found = list(_WORD.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    words = []
    for match, end in zip(found, ends, strict=True):
        lower = match[0].lower()
        for apostrophe in "'’`":
            lower = lower.replace(apostrophe, "")
        gap = text[match.end() : end]
        words.append(Word(match[0], lower, match.start(), match.end(), gap, _breaks(lower, gap)))
    return words


def _breaks(lower: str, gap: str) -> bool:
    if "\n" in gap:
        return True
    if gap.startswith(".") and (len(lower) == 1 or lower in _ABBREVIATIONS):
        return False
    return _SENTENCE_BREAK.match(gap) is not None


def are_adjacent(words: Sequence[Word]) -> bool:
    """Tell whether words follow one another with nothing but spaces, or the dot of an abbreviation, between."""
    return all(
        left.gap in (" ", ". ", ".", "  ", "\u00a0", " - ", "-") or left.gap.isspace() for left, _ in pairwise(words)
    )
