"""Names of persons as news prints them: honorifics before, degrees behind, initials and nicknames between."""

import re
from collections.abc import Sequence

from indexer.annotate.knowledge import word_list
from indexer.annotate.words import Word

MAX_NAME_WORDS = 6
"""Words of the longest name taken."""

HONORIFICS = word_list("honorifics")

_DEGREES = word_list("degrees")

_NOT_NAMES = word_list("not_names")
_PARTICLES = frozenset(("bin", "binti", "al", "van", "de", "el"))
_INITIAL = re.compile(r"[A-Z]")


def name_from(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    """Return the name that begins at ``words[at]``, honorifics skipped, and the index behind it; None for no name."""
    at = skip_honorifics(words, at)
    taken: list[Word] = []
    while at < len(words) and len(taken) < MAX_NAME_WORDS:
        word = words[at]
        if not _continues_name(word, taken):
            break
        taken.append(word)
        at += 1
        if not _joins(word):
            break
    while taken and (len(taken[-1].text) == 1 or taken[-1].lower in _PARTICLES):
        taken.pop()
        at -= 1
    return (_printed(taken), at) if _is_name(taken) else None


def name_before(words: Sequence[Word], at: int) -> str | None:
    """Return the name that ends right before ``words[at]``, degrees skipped: ``Nama Orang, S.E., Camat``."""
    end = at
    while end > 0 and (words[end - 1].lower in _DEGREES or len(words[end - 1].text) == 1):
        end -= 1
    start = end
    while start > 0 and end - start < MAX_NAME_WORDS and _belongs(words, start - 1, is_last=start == end):
        start -= 1
    found = name_from(words, start) if start < end else None
    return found[0] if found is not None and found[1] >= end else None


def skip_honorifics(words: Sequence[Word], at: int) -> int:
    """Return the index of the first word from ``at`` that is no honorific."""
    while at + 1 < len(words) and words[at].lower in HONORIFICS and not words[at].breaks:
        if words[at].lower == "dan":
            break
        at += 1
    return at


def _continues_name(word: Word, taken: Sequence[Word]) -> bool:
    if taken and word.lower in _PARTICLES:
        return True
    if not word.is_capitalised or word.lower in _NOT_NAMES or any(character.isdigit() for character in word.text):
        return False
    if word.lower in _DEGREES and (len(word.text) < 4 and (word.text.isupper() or word.gap.startswith("."))) and taken:
        return False
    return not (word.text.isupper() and len(word.text) > 4 and bool(taken) and not taken[-1].text.isupper())


def _joins(word: Word) -> bool:
    """Tell whether a name may go on behind a word: after a space, a hyphen, or an initial's dot."""
    gap = word.gap
    if gap in (" ", "-") or gap == "\u00a0":
        return True
    return gap in (". ", ".") and (len(word.text) <= 2 or word.lower in HONORIFICS)


def _belongs(words: Sequence[Word], at: int, *, is_last: bool) -> bool:
    word = words[at]
    if not word.is_capitalised or word.lower in _NOT_NAMES or any(character.isdigit() for character in word.text):
        return False
    return is_last or (_joins(word) and not word.breaks)


def _is_name(taken: Sequence[Word]) -> bool:
    letters = [word for word in taken if len(word.text) > 1]
    return bool(letters) and any(len(word.text) > 2 for word in letters)


def _printed(taken: Sequence[Word]) -> str:
    parts = []
    for word in taken:
        text = word.text
        if len(text) == 1 and word.gap.startswith("."):
            text += "."
        parts.append(text.title() if text.isupper() and len(text) > 3 else text)
    return " ".join(parts)
