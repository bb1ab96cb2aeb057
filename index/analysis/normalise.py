"""Text in one spelling: folded case, plain letters, plain quotes and hyphens, nothing invisible.

Every character is folded by itself, so each normalised character knows which original one it came from; marks can then
be placed in the text as printed. The result of folding a character does not depend on its neighbours.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = "'`´‘’‚‛ʹʻʼʽʾʿˈ′＇"
"""What newsrooms and transliterations type for the sign in Jum'at and Ma'ruf (hamza and ayin included)."""

_QUOTES = "“”„‟«»″"
_HYPHENS = "‐‑‒–—―−⁃﹣－"  # soft hyphens are not among them: they are dropped like other invisible characters

_REPLACEMENTS: Mapping[str, str] = (
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_HYPHENS, "-")
)

_FOLD_CACHE = 4096
"""Distinct non-ASCII characters remembered; a hostile text cannot grow it further."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and the way back.

    Attributes:
        text: The normalised text.
        offsets: Original offset of each normalised character, and the original length at the end; None when every
            character stands where it stood.
    """

    text: str
    offsets: Sequence[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original text that ``text[start:end]`` (not empty) came from.

        Combining marks behind the last character belong to it.
        """
        if self.offsets is None:
            return start, end
        return self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1)


def normalise(text: str) -> Normalised:
    """Return ``text`` normalised. Takes time linear in its length, whatever it holds."""
    if text.isascii():
        return Normalised(text.lower().replace("`", "'"))
    folds = {character: _fold(character) for character in set(text)}
    if all(len(fold) == 1 for fold in folds.values()):
        return Normalised(text.translate({ord(character): fold for character, fold in folds.items()}))
    return _with_offsets(text, folds)


def normalise_word(text: str) -> str:
    """Return a word or name as a surface form: normalised, without apostrophes, white space folded to one blank."""
    return " ".join(normalise(text).text.replace("'", "").split())


def _with_offsets(text: str, folds: Mapping[str, str]) -> Normalised:
    folded = [folds[character] for character in text]
    offsets = [at for at, fold in enumerate(folded) for _ in fold]
    offsets.append(len(text))
    return Normalised("".join(folded), offsets)


@lru_cache(maxsize=_FOLD_CACHE)
def _fold(character: str) -> str:
    """Return what becomes of one character: nothing (marks, invisible ones), itself, or up to 18 others (ligatures)."""
    if character in _REPLACEMENTS:
        return _REPLACEMENTS[character]
    folded = unicodedata.normalize("NFKD", character).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)  # folding can compose anew: a dotted capital I gives two
    return "".join(_REPLACEMENTS.get(part, part) for part in decomposed if _is_visible(part))


def _is_visible(character: str) -> bool:
    """Tell whether a character stays: marks (M*) and format characters (Cf: soft hyphen, zero width, bidi) do not."""
    category = unicodedata.category(character)
    return category != "Cf" and not category.startswith("M")
