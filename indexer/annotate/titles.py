"""Titles in a text: the longest surface of a title class that begins at a word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.gazetteer import HEADS, Title, load_titles
from indexer.annotate.knowledge import word_list
from indexer.annotate.words import Word, are_adjacent

_DEPARTMENT_ABBREVIATION = re.compile(r"(?:dis|din)(?!as$|trik$)[a-z]{3,14}")
"""``Diskoperindag``, ``Dinkes``: departments are abbreviated at will, but no ``Distrik``."""


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title in the text: ``words[first:last]``."""

    title: Title
    first: int
    last: int
    is_candidate: bool
    is_capitalised: bool


def title_starts(words: Sequence[Word]) -> list[int]:
    """Return the indexes of all words that begin some title."""
    first_words = _first_words()
    return [at for at, word in enumerate(words) if word.lower in first_words]


def title_at(words: Sequence[Word], at: int) -> TitleMatch | None:
    """Return the longest title that begins at ``words[at]``."""
    word = words[at]
    lengths = _first_words().get(word.lower)
    if lengths is None:
        return None
    for length in lengths:
        stretch = words[at : at + length]
        found = _surfaces().get(tuple([w.lower for w in stretch]))
        if found is not None and are_adjacent(stretch):
            return TitleMatch(found[0], at, at + length, found[1], word.is_capitalised)
    return _elliptical(words, at) or _abbreviated(words, at)


def begins_title(words: Sequence[Word], at: int) -> bool:
    """Tell whether a title begins at ``words[at]``, and no rank: ``Inspektur Jenderal Polisi Nama Orang``."""
    match = title_at(words, at)
    return match is not None and not is_rank(words, match)


def is_rank(words: Sequence[Word], match: TitleMatch) -> bool:
    """Tell whether a title is the first word of a rank: ``Inspektur Jenderal``, ``Inspektur Satu``."""
    behind = words[match.last : match.last + 1]
    return match.title.id == "inspektur" and bool(behind) and behind[0].lower in word_list("ranks")


def is_head(title: Title) -> bool:
    """Tell whether a title is that of a head of a region or a deputy."""
    return title.id in HEADS


def _elliptical(words: Sequence[Word], at: int) -> TitleMatch | None:
    """Return the first title of ``Wakil Ketua I dan Ketua DPRD`` and ``Ketua dan Wakil Ketua DPRD``."""
    lowers = [word.lower for word in words[at : at + 7]]
    for head, title in ((("wakil", "ketua"), "wakil_ketua_dprd"), (("ketua",), "ketua_dprd")):
        if tuple(lowers[: len(head)]) != head:
            continue
        last = len(head)
        if last < len(lowers) and lowers[last] in ("i", "ii", "iii", "1", "2", "3"):
            last += 1
        if lowers[last : last + 1] not in (["dan"], ["serta"]) or at + last + 1 >= len(words):
            continue
        following = _surfaces().get(tuple(lowers[last + 1 : last + 4])) or _surfaces().get(
            tuple(lowers[last + 1 : last + 3])
        )
        if following is not None and following[0].id.endswith("ketua_dprd"):
            return TitleMatch(load_titles()[title], at, at + last, False, words[at].is_capitalised)
    return None


def _abbreviated(words: Sequence[Word], at: int) -> TitleMatch | None:
    """Return the title in ``Kepala Diskoperindag``: departments are abbreviated at will, all beginning so."""
    if words[at].lower != "kepala" or at + 1 >= len(words) or words[at].gap != " ":
        return None
    following = words[at + 1]
    if not following.is_capitalised or _DEPARTMENT_ABBREVIATION.fullmatch(following.lower) is None:
        return None
    return TitleMatch(load_titles()["kepala_dinas"], at, at + 2, False, words[at].is_capitalised)


@cache
def _surfaces() -> Mapping[tuple[str, ...], tuple[Title, bool]]:
    """Return the titles by their words, and whether the words mean a candidate."""
    surfaces: dict[tuple[str, ...], tuple[Title, bool]] = {}
    for title in load_titles().values():
        surfaces.update(dict.fromkeys(title.surfaces, (title, False)))
        surfaces.update(dict.fromkeys(title.candidate_surfaces, (title, True)))
    return surfaces


@cache
def _first_words() -> Mapping[str, Sequence[int]]:
    """Return the words that begin a title, with the lengths of those titles in words, the longest first."""
    lengths: dict[str, set[int]] = {"ketua": set(), "wakil": set()}
    for surface in _surfaces():
        lengths.setdefault(surface[0], set()).add(len(surface))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}
