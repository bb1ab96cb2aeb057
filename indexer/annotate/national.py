"""Officials of the state: president, ministers, heads of the national services.

Read only where a newsroom asks for them: their holders are named in passing, and a pattern was right about national
posts in six of ten cases only. Hence only a name right behind an office with a capital counts, never beside the name of
another country.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from index.article import OfficeHolder
from index.gazetteer import NATION, Title, load_national_titles
from indexer.annotate.knowledge import word_list
from indexer.annotate.persons import Name, name_at
from indexer.annotate.roles import role_before
from indexer.annotate.titles import TitleMatch
from indexer.annotate.words import Word, are_adjacent, left_of

MAX_DEPARTMENT_WORDS = 8
"""Words of the longest department between "Menteri" and its holder."""

MAX_OFFICIALS = 50
"""National officials that are read in one text."""

_FOREIGN = word_list("foreign_places")
_OTHERS = word_list("before_offices")
_NO_OFFICIAL_BEHIND = frozenset(("direktur", "komisaris", "persero", "besar", "mahasiswa"))
"""Right of "Presiden" they make it a company's or a club's."""

_TAKES_DEPARTMENT = frozenset(("menteri", "koordinator", "menko"))
_DEPARTMENTS = word_list("ministries")


def national_officials(words: Sequence[Word]) -> tuple[OfficeHolder, ...]:
    """Return the national officials that a text names with their office, each once under the longest name."""
    found = tuple(dict.fromkeys(_named(words)))
    return tuple(holder for holder in found if not any(_is_short_for(holder, other) for other in found))


def _named(words: Sequence[Word]) -> Iterator[OfficeHolder]:
    at = count = 0
    while at < len(words) and count < MAX_OFFICIALS:
        match = _title_at(words, at)
        name = _holder(words, match) if match is not None else None
        if match is None or name is None:
            at += 1
            continue
        first, role = role_before(words, match)
        if left_of(words, first) not in _OTHERS:
            yield OfficeHolder(title=match.title.id, person=name.text, region=NATION, role=role)
            count += 1
        at = name.last


def _title_at(words: Sequence[Word], at: int) -> TitleMatch | None:
    """Return the longest title that begins at ``words[at]``."""
    for length in _lengths().get(words[at].lower, ()) if words[at].is_capitalised else ():
        stretch = words[at : at + length]
        found = _surfaces().get(tuple(word.lower for word in stretch))
        if found is not None and are_adjacent(stretch):
            return TitleMatch(found[0], at, at + length, found[1], is_capitalised=True)
    return None


def _holder(words: Sequence[Word], match: TitleMatch) -> Name | None:
    """Return the name right behind an office, its department passed over."""
    at = match.last
    if words[at - 1].lower in _TAKES_DEPARTMENT:
        end = at + MAX_DEPARTMENT_WORDS
        while at < min(end, len(words)) and not words[at - 1].breaks and words[at].lower in _DEPARTMENTS:
            at += 1
    if at >= len(words) or words[at - 1].breaks or words[at].lower in _FOREIGN | _NO_OFFICIAL_BEHIND:
        return None
    return name_at(words, at)


def _is_short_for(holder: OfficeHolder, other: OfficeHolder) -> bool:
    """Tell whether ``other`` is the same official under a longer name."""
    return holder.title == other.title and set(_parts(holder)) < set(_parts(other))


def _parts(holder: OfficeHolder) -> Sequence[str]:
    return (holder.person or "").split()


@cache
def _surfaces() -> Mapping[tuple[str, ...], tuple[Title, bool]]:
    """Return the titles by their words, and whether the words mean a candidate."""
    titles = load_national_titles().values()
    held = {surface: (title, False) for title in titles for surface in title.surfaces}
    return held | {surface: (title, True) for title in titles for surface in title.candidate_surfaces}


@cache
def _lengths() -> Mapping[str, Sequence[int]]:
    """Return the words that begin a title, with the lengths of those titles in words, the longest first."""
    lengths: dict[str, set[int]] = {}
    for surface in _surfaces():
        lengths.setdefault(surface[0], set()).add(len(surface))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}
