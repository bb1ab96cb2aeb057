"""Only the places of a text where certain words stand, analysed as they are in the whole text.

A story has hundreds of words, of which a reader asked for a few; analysing all to mark those is most of what an answer
would cost. Here each stretch of text between white space is only looked up: what may its tokens be called? Where one is
wanted, the stretch is analysed, with as many neighbours as a phrase or a name around it can have.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from index.analysis.analyser import Analyzer
from index.analysis.normalise import normalise
from index.analysis.token import Token

_STRETCH = re.compile(r"\S++\s*+|\s++")
"""A stretch and the white space behind it, or what stands before the first: all of them together are the text."""


class Spotter:
    """Finds tokens whose surface form or stem is wanted, or whose surface form begins as wanted.

    Args:
        analyzer: Analyses the places.
        terms: Wanted surface forms and stems.
        prefixes: Wanted beginnings of surface forms.
        reach: Words on either side that belong to a place: one less than the longest phrase has.
    """

    def __init__(
        self, analyzer: Analyzer, terms: Collection[str], prefixes: Collection[str] = (), reach: int = 0
    ) -> None:
        self._analyzer = analyzer
        self._terms = frozenset(terms)
        self._prefixes = tuple(prefixes)
        self._reach = reach

    def tokens(self, text: str) -> Iterator[list[Token]]:
        """Yield the tokens of each place, ascending; every wanted token is among them, as it is in the whole text."""
        normalised = normalise(text)
        stretches = _STRETCH.findall(normalised.text)
        places = [(at, self._reach_around(stretches[at])) for at in self._wanted(stretches)]
        if not places:
            return
        bounds = [0, *accumulate(map(len, stretches))]
        for first, last in _joined(places, len(stretches)):
            yield self._analyzer.tokens_between(text, normalised, bounds[first], bounds[last])

    def _wanted(self, stretches: Sequence[str]) -> list[int]:
        """Return the numbers of the stretches that hold a wanted token; the loop that every word goes through."""
        is_none_of = self._terms.isdisjoint
        names = map(self._analyzer.names_of_stretch.__getitem__, stretches)
        if not self._prefixes:
            return [at for at, called in enumerate(names) if not is_none_of(called)]
        prefixes = self._prefixes
        return [
            at
            for at, called in enumerate(names)
            if not is_none_of(called) or any(name.startswith(prefixes) for name in called)
        ]

    def _reach_around(self, stretch: str) -> int:
        return max(self._reach, *map(self._analyzer.name_reach, self._analyzer.names_of_stretch[stretch]))


def _joined(places: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of stretches that cover the places with their neighbours and do not touch."""
    ranges = sorted((max(0, at - reach), min(size, at + reach + 1)) for at, reach in places)
    first, last = ranges[0]
    for start, end in ranges[1:]:
        if start > last:
            yield first, last
            first = start
        last = max(last, end)
    yield first, last
