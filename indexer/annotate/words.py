"""An article's text as words with places: what names of regions and officials are looked for in."""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise, repeat
from operator import add
from typing import NamedTuple

from indexer.annotate.knowledge import word_list

MAX_TEXT_CHARS = 50_000
"""Beginning of a story that is annotated, in characters; real ones have 3,000, the longest below 100,000."""

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_WORD_AND_GAP = re.compile(rf"({_WORD.pattern})([\W_]*)")
_SENTENCE_BREAK = re.compile(r"[.!?;:…]+[\"”’')]*\s")
_INSIDE_SENTENCES = (" ", ", ", "-")
"""The most frequent gaps, of which none ends a sentence."""

_GLUED_BREAK = re.compile(r"[\"”’')]*[.!?][\"”’')]*[\"“‘'(]*$")
_APOSTROPHES = str.maketrans("", "", "'’`")
_ABBREVIATIONS = word_list("abbreviations") | word_list("honorifics") | word_list("ranks")
_LONGEST_ABBREVIATION = 2
"""Letters of a word that a capital may follow behind a dot without a space, as in "S.Pd" and "Ir.H."."""


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        text: As printed.
        lower: In lower case, without apostrophes.
        start: Offset of its first character.
        end: Offset behind its last.
        gap: What stands between it and the next word.
        breaks: Whether a sentence ends behind it.
        is_capitalised: Whether it begins with a capital.
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str
    breaks: bool
    is_capitalised: bool

    @property
    def is_number(self) -> bool:
        """Whether it holds a digit."""
        return any(character.isdigit() for character in self.text)


_make: Callable[[type[Word], tuple[object, ...]], Word] = tuple.__new__


def split_words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    text = text[:MAX_TEXT_CHARS]
    first = _WORD.search(text)
    if first is None:
        return []
    # Column by column, and made into words without the call of `Word(...)`: words are by far the most numerous things
    # made here, and a loop over them took a third of annotation's time.
    printed, gaps = zip(*_WORD_AND_GAP.findall(text, first.start()), strict=True)
    lowers = _lowered(printed)
    lengths = list(map(len, printed))
    starts = list(accumulate(map(add, lengths, map(len, gaps)), initial=first.start()))[:-1]
    ends = map(add, starts, lengths)
    capitals = [word[0].isupper() for word in printed]
    columns = zip(printed, lowers, starts, ends, gaps, _sentence_ends(printed, lowers, gaps), capitals, strict=True)
    return list(map(_make, repeat(Word), columns))


def _lowered(printed: Sequence[str]) -> list[str]:
    """Return words in lower case, without apostrophes."""
    lowers = list(map(str.lower, printed))
    return [word if word.isalnum() else word.translate(_APOSTROPHES) for word in lowers]


def _sentence_ends(printed: Sequence[str], lowers: Sequence[str], gaps: Sequence[str]) -> list[bool]:
    """Return for each word whether a sentence ends behind it."""
    breaks = [False] * len(printed)
    for at, gap in enumerate(gaps):
        if gap not in _INSIDE_SENTENCES:
            following = printed[at + 1][0] if at + 1 < len(printed) else ""
            breaks[at] = _breaks(lowers[at], gap, following)
    return breaks


def are_adjacent(words: Sequence[Word]) -> bool:
    """Tell whether words follow one another with nothing but spaces, a hyphen, or an abbreviation's dot, between."""
    return len(words) < 2 or all(_is_slight(left.gap) for left, _ in pairwise(words))


def begins_sentence(words: Sequence[Word], at: int) -> bool:
    """Tell whether ``words[at]`` is the first of its sentence."""
    return at == 0 or words[at - 1].breaks


def left_of(words: Sequence[Word], at: int) -> str:
    """Return the word left of ``words[at]``, in lower case; empty at the head of a sentence."""
    return "" if at == 0 or words[at - 1].breaks else words[at - 1].lower


def behind_bracket(words: Sequence[Word], at: int, longest: int = 6) -> int:
    """Return the index behind a bracket that opens right before ``words[at]``; ``at`` itself where none does."""
    if at == 0 or at >= len(words) or "(" not in words[at - 1].gap:
        return at
    for index in range(at, min(at + longest, len(words))):
        if ")" in words[index].gap:
            return index + 1
    return at


def _is_slight(gap: str) -> bool:
    return gap in (" ", ". ", ".", "  ", "\u00a0", " - ", "-") or gap.isspace()


def _breaks(lower: str, gap: str, following: str) -> bool:
    if "\n" in gap:
        return True
    if gap.startswith(".") and (len(lower) == 1 or lower in _ABBREVIATIONS):
        return False
    if _SENTENCE_BREAK.match(gap.lstrip("\"”’')")) is not None:
        return True
    is_long = len(lower) > _LONGEST_ABBREVIATION or ")" in gap
    return is_long and following.isupper() and _GLUED_BREAK.fullmatch(gap) is not None
