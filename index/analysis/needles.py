"""Strings that a word must hold to be a form of another: what a search of a text for forms begins with.

An affix leaves the root as it is but for its first letter (*tulis*: menulis, *getar*: gemetar, *pukul*: memukul), so a
form holds its stem without that letter. Forms whose stem a list states hold what the list names. Looking for a string
takes a hundredth of the time of analysing the text.
"""

from collections.abc import Collection, Iterable, Mapping

from index.analysis.lexicon import Lexicon
from index.analysis.tokenise import MONTHS


class Needles:
    """Finds needles for terms.

    Args:
        lexicon: The analyser's knowledge of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._listed = _listed(lexicon)

    def of(self, terms: Iterable[str]) -> frozenset[str]:
        """Return strings such that every plain word with one of ``terms`` as surface form or stem holds one of them.

        Plain is what holds no digits, apostrophes and inner dots: of other words the surface form is no part.
        """
        found = {needle for term in terms for needle in (_without_first(term), *self._listed.get(term, ()))}
        return frozenset(needle for needle in found if not any(other in needle for other in found if other != needle))


def may_be_printed_in_digits(term: str) -> bool:
    """Tell whether a term can be the name of something printed in digits: numbers and dates (20/02/2024: februari)."""
    return term in MONTHS or not term.isalpha()


def _listed(lexicon: Lexicon) -> Mapping[str, Collection[str]]:
    """Return, per stem, what forms hold that a list gives it to."""
    found: dict[str, set[str]] = {}
    for word, stem in lexicon.overrides.items():
        found.setdefault(stem, set()).add(word)
    for word, stems in lexicon.compounds.items():
        for stem in stems:
            found.setdefault(stem, set()).add(word)
    for spelling, standard in lexicon.spellings.items():
        found.setdefault(standard, set()).add(_without_first(spelling))
    return found


def _without_first(word: str) -> str:
    return word[1:] or word
