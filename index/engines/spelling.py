"""Words one edit away from a misspelt one, the same for every engine."""

from collections.abc import Iterator

MIN_ARTICLES = 5
"""Articles a word must stand in to be offered for a misspelt one; rarer ones are mostly misspelt themselves."""

MAX_LENGTH = 32
"""Longest word that neighbours are looked for, in characters; Indonesian words of news have 30 at most."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def edits(word: str) -> Iterator[str]:
    """Yield every word one edit away (after Norvig, "How to write a spelling corrector")."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
