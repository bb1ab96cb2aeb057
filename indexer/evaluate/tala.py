"""Tala's stemmer for Indonesian: Porter's method with Indonesian affixes and no dictionary.

Source: F. Z. Tala, *A Study of Stemming Effects on Information Retrieval in Bahasa Indonesia*, University of Amsterdam,
2003, tables 2.1 to 2.5. Lucene's Indonesian analyser (hence Elasticsearch, OpenSearch and Solr) stems so. It is here as
a peer to measure against; telusur itself stems with a dictionary (``index.analysis``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

LEAST_SYLLABLES = 2
"""A word with no more syllables than this is a root already."""

_VOWEL = re.compile("[aeiou]")


@dataclass(frozen=True, slots=True)
class _Prefix:
    """A prefix, what takes its place, and what must follow it."""

    form: str
    instead: str = ""
    before: str = ""


_PARTICLES = ("kah", "lah", "pun")
_POSSESSIVES = ("ku", "mu", "nya")
_FIRST_PREFIXES = (
    _Prefix("meng"),
    _Prefix("meny", "s", "[aeiou]"),
    _Prefix("men"),
    _Prefix("mem", "p", "[aeiou]"),
    _Prefix("mem"),
    _Prefix("me"),
    _Prefix("peng"),
    _Prefix("peny", "s", "[aeiou]"),
    _Prefix("pen"),
    _Prefix("pem", "p", "[aeiou]"),
    _Prefix("pem"),
    _Prefix("di"),
    _Prefix("ter"),
    _Prefix("ke"),
)
_SECOND_PREFIXES = (
    _Prefix("ber"),
    _Prefix("bel", "", "ajar"),
    _Prefix("be", "", "[bcdfghjklmnpqrstvwxyz]er"),
    _Prefix("per"),
    _Prefix("pel", "", "ajar"),
    _Prefix("pe"),
)
_SUFFIXES = (("kan", {"ke", "peng"}), ("an", {"di", "meng", "ter"}), ("i", {"ber", "ke", "peng"}))
"""Derivational suffixes, each with the prefixes that it does not go with."""


@cache
def stem(word: str) -> str:
    """Return the stem of a lower-case word."""
    word = _without_ending(_without_ending(word, _PARTICLES), _POSSESSIVES)
    word, first = _without_prefix(word, _FIRST_PREFIXES)
    if first:
        shorter = _without_suffix(word, {first})
        return shorter if shorter == word else _without_prefix(shorter, _SECOND_PREFIXES)[0]
    word, second = _without_prefix(word, _SECOND_PREFIXES)
    return _without_suffix(word, {second})


def _is_root(word: str) -> bool:
    return len(_VOWEL.findall(word)) <= LEAST_SYLLABLES


def _without_ending(word: str, endings: Sequence[str]) -> str:
    if _is_root(word):
        return word
    return next((word.removesuffix(ending) for ending in endings if word.endswith(ending)), word)


def _without_prefix(word: str, prefixes: Sequence[_Prefix]) -> tuple[str, str]:
    """Return the word without the first prefix that fits, and that prefix; "" where none does."""
    if _is_root(word):
        return word, ""
    for prefix in prefixes:
        rest = word.removeprefix(prefix.form)
        if rest != word and re.match(prefix.before, rest):
            return prefix.instead + rest, prefix.form
    return word, ""


def _without_suffix(word: str, prefixes: set[str]) -> str:
    if _is_root(word):
        return word
    for suffix, never_with in _SUFFIXES:
        if word.endswith(suffix) and not prefixes & never_with:
            return word.removesuffix(suffix)
    return word
