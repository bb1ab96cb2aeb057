"""Strings that a word must hold to be a form of another: what a search of a text for forms begins with.

An affix leaves the root as it is but for its first letter (*tulis*: menulis, *getar*: gemetar, *pukul*: memukul), so a
form holds its stem without that letter, and before it the letter itself, the nasal that took its place or the end of an
infix. Forms whose stem a list states hold what the list names. Looking for a string takes a hundredth of the time of
analysing the text.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from index.analysis.lexicon import Lexicon
from index.analysis.tokenise import MONTHS

_INSTEAD = "mngyrl"
"""What may stand in a form where the stem has its first letter: nasals (m, n, ng, ny), ends of infixes (er, el, em)."""


class Needle(NamedTuple):
    """A string to look for.

    Attributes:
        text: The string.
        before: Letters of which one stands before it; empty where anything may.
    """

    text: str
    before: str = ""

    def is_in(self, word: str) -> bool:
        """Tell whether a word holds it."""
        at = word.find(self.text)
        while at >= 0 and not self.is_at(word, at):
            at = word.find(self.text, at + 1)
        return at >= 0

    def is_at(self, text: str, at: int) -> bool:
        """Tell whether what stands before the string, found in a text, is right."""
        return not self.before or (at > 0 and text[at - 1] in self.before)


class Needles:
    """Finds needles for terms.

    Args:
        lexicon: The analyser's knowledge of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._listed = _listed(lexicon)

    def of(self, terms: Iterable[str]) -> frozenset[Needle]:
        """Return needles such that every plain word with one of ``terms`` as surface form or stem holds one of them.

        Plain is what holds no digits, apostrophes and inner dots: of other words the surface form is no part.
        """
        found = {needle for term in terms for needle in (_of_forms(term), *self._listed.get(term, ()))}
        return frozenset(needle for needle in found if not any(_is_within(other, needle) for other in found))


def may_be_printed_in_digits(term: str) -> bool:
    """Tell whether a term can be the name of something printed in digits: numbers and dates (20/02/2024: februari)."""
    return term in MONTHS or not term.isalpha()


def _listed(lexicon: Lexicon) -> Mapping[str, Collection[Needle]]:
    """Return, per stem, what forms hold that a list gives it to."""
    found: dict[str, set[Needle]] = {}
    for word, stem in lexicon.overrides.items():
        found.setdefault(stem, set()).add(Needle(word))
    for word, stems in lexicon.compounds.items():
        for stem in stems:
            found.setdefault(stem, set()).add(Needle(word))
    for spelling, standard in lexicon.spellings.items():
        found.setdefault(standard, set()).add(_of_forms(spelling))
    return found


def _of_forms(word: str) -> Needle:
    """Return what all forms hold that rules give a word to as their stem."""
    return Needle(word[1:], word[0] + _INSTEAD) if len(word) > 1 else Needle(word)


def _is_within(other: Needle, needle: Needle) -> bool:
    """Tell whether whatever holds ``needle`` holds another one, too."""
    return other != needle and other.is_in(needle.text)
