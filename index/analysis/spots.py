"""Only the places of a text where certain words stand, analysed as they are in the whole text.

A story has hundreds of words, of which a reader asked for a few; analysing all to mark those is most of what an answer
would cost. Here the text is searched for what forms of the wanted words must hold (:mod:`index.analysis.needles`), and
only the stretches between white space where that stands are looked at: what may their tokens be called? Where one is
wanted, the stretch is analysed, with the neighbours of a name around it, and with those up to the next wanted one that
a phrase can reach: a phrase stands nowhere but where all of its words do.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from index.analysis.analyser import Analyzer, Stretch
from index.analysis.needles import Needle, may_be_printed_in_digits
from index.analysis.normalise import normalise
from index.analysis.token import Token

_STRETCH = re.compile(r"\S++\s*+")
"""A stretch and the white space behind it."""

_REST = re.compile(r"\S*+")
_APOSTROPHE = "'"
_INNER_DOT = re.compile(r"\.[a-z]")
_DIGIT = re.compile("[0-9]")


class _Place(NamedTuple):
    """A range of a normalised text between white space; a tuple, because answers make hundreds.

    Attributes:
        start: Where it begins; a word that can be in a name brings its neighbours along.
        end: Where it ends.
        first: Where the neighbours begin that a phrase or a name can have on this side.
        last: Where those on the other side end.
        stretch: What is wanted there.
    """

    start: int
    end: int
    first: int
    last: int
    stretch: Stretch


class Spotter:
    """Finds tokens whose surface form or stem is wanted, or whose surface form begins as wanted.

    Args:
        analyzer: Analyses the places.
        terms: Wanted surface forms and stems.
        prefixes: Wanted beginnings of surface forms.
        reach: Words on either side among which others make one place with a word: one less than the longest phrase has.
        reaching: Those of the terms that reach so far, the words of phrases; None for all.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        terms: Collection[str],
        prefixes: Collection[str] = (),
        reach: int = 0,
        reaching: Collection[str] | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._terms = frozenset(terms)
        self._prefixes = tuple(prefixes)
        self._reach = reach
        self._reaching = self._terms if reaching is None else frozenset(reaching)
        wanted = (*self._terms, *self._prefixes)
        self._needles = (*analyzer.needles.of(wanted), Needle(_APOSTROPHE)) if wanted else ()
        looks_at_digits = any(map(may_be_printed_in_digits, self._terms)) or bool(self._prefixes)
        self._odd_words = (_INNER_DOT, _DIGIT) if looks_at_digits else (_INNER_DOT,) if wanted else ()

    def tokens(self, text: str) -> Iterator[list[Token]]:
        """Yield the tokens of each place, ascending; every wanted token is among them, as it is in the whole text.

        Others, which stand between, are their own stems.
        """
        normalised = normalise(text)
        for places in _joined(sorted(self._places(normalised.text), key=attrgetter("first"))):
            place = places[0]
            if len(places) > 1 or place.stretch.name_reach:
                surfaces = {token.surface for place in places for token in place.stretch.tokens}
                start, end = min(place.start for place in places), max(place.end for place in places)
                yield self._analyzer.tokens_between(text, normalised, start, end, surfaces)
            else:
                yield self._analyzer.tokens_of_stretch(text, normalised, place.start, place.stretch)

    def _places(self, text: str) -> Iterator[_Place]:
        """Yield where wanted tokens stand, each with the names that it can be in and the reach of its phrases."""
        for start, end in self._stretches(text):
            stretch = self._analyzer.stretches[text[start:end]]
            if not self._is_wanted(stretch.called):
                continue
            own = 0 if self._reaching.isdisjoint(stretch.called) else self._reach
            reach = max(own, stretch.name_reach)
            first, last = _around(text, start, reach) if reach else (start, end)
            analysed = (first, last) if stretch.name_reach else (start, end)
            yield _Place(*analysed, first, last, stretch)

    def _is_wanted(self, called: frozenset[str]) -> bool:
        if not self._terms.isdisjoint(called):
            return True
        return bool(self._prefixes) and any(name.startswith(self._prefixes) for name in called)

    def _stretches(self, text: str) -> set[tuple[int, int]]:
        """Return the stretches that may hold a wanted token."""
        found: set[tuple[int, int]] = set()
        for needle in self._needles:
            at = text.find(needle.text)
            while at >= 0:
                behind = at + 1
                if needle.is_at(text, at):
                    stretch = _stretch_around(text, at)
                    found.add(stretch)
                    behind = stretch[1]
                at = text.find(needle.text, behind)
        for pattern in self._odd_words:
            found.update(_stretch_around(text, match.start()) for match in pattern.finditer(text))
        return found


def _stretch_around(text: str, at: int) -> tuple[int, int]:
    """Return where the stretch begins and ends that a place lies in."""
    head = text[text.rfind(" ", 0, at) + 1 : at]
    begun = len(head.rsplit(None, 1)[-1]) if head and not head[-1].isspace() else 0
    rest = _REST.match(text, at)
    return at - begun, rest.end() if rest is not None else at


def _around(text: str, start: int, words: int) -> tuple[int, int]:
    """Return where so many stretches before the one at ``start`` begin, and where as many behind it end."""
    return _words_back(text, start, words), _words_on(text, start, words + 1)


def _words_back(text: str, at: int, words: int) -> int:
    """Return where the last so many stretches before the beginning of one begin."""
    for _ in range(words):
        while at and text[at - 1].isspace():
            at -= 1
        while at and not text[at - 1].isspace():
            at -= 1
    return at


def _words_on(text: str, at: int, words: int) -> int:
    """Return where so many stretches from the beginning of one on end, with the white space behind them."""
    for _ in range(words):
        stretch = _STRETCH.match(text, at)
        if stretch is None:
            break
        at = stretch.end()
    return at


def _joined(places: Iterable[_Place]) -> Iterator[list[_Place]]:
    """Yield groups of places whose neighbours overlap or touch; the places are in the order of these."""
    held: list[_Place] = []
    last = 0
    for place in places:
        if held and place.first > last:
            yield held
            held = []
        held.append(place)
        last = max(last, place.last)
    if held:
        yield held
