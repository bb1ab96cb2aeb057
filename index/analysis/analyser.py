"""The one way from text to tokens: index, queries and marks all use it.

A text is normalised, cut into pieces, and each piece gets its stems. In this order, the first that applies:

1. protected words, names and abbreviations are their own stem, as are short words in capitals (not where the whole
   text is in capitals);
2. overrides: what the stemmer gets wrong;
3. compounds: written together, they have the stems of the words they consist of, at consecutive positions;
4. both again without an enclitic (``perbankannya``);
5. the stemmer, and the standard spelling of what it gives (``perijinan``: izin).

No word is left out: lists of stop words hold "kerja", "sama" and "baru". Function words are only told apart.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from index.analysis.lexicon import Lexicon, Words, load_lexicon
from index.analysis.needles import Needles
from index.analysis.normalise import Normalised, normalise, normalise_word
from index.analysis.rule import Rule
from index.analysis.stemmer import Stemmer, installed_stemmer
from index.analysis.token import Token
from index.analysis.tokenise import CLITICS, Tokeniser

ANALYSIS_VERSION = 1
"""Raised with every change of code that changes tokens; indexes of another version must be rebuilt."""

FINGERPRINT_LENGTH = 16
"""Hexadecimal digits kept of the hash."""

MAX_ACRONYM_LENGTH = 6
"""Longest word in capitals that is taken for an acronym, in letters."""

DEFAULT_MEMO_SIZE = 200_000
"""Words an analyser remembers; 1.5 million words of news hold some 70,000 different ones."""

STRETCH_SHARE = 4
"""One stretch of text is remembered for so many words: an entry takes more memory, and the frequent ones matter."""

_MIN_CLITIC_HOST = 3
"""Shortest word that an enclitic is looked for behind, in letters; below, the ending mostly belongs to the word."""

_PREFIXED_PAIR = re.compile(r"(?:ke|ber|me|ter|se)(?P<root>[a-z]{3,})-(?P=root)[a-z]{0,4}")

_NOT = "tidak"
_NEGATED = re.compile(r"ketidak(?P<root>[a-z]{3,})an")

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between white space, analysed by itself.

    Attributes:
        tokens: Its tokens, placed from its beginning on.
        called: What its tokens can be called wherever it stands: their surface forms and stems. That a name or capitals
            protect a word only makes its surface form its stem.
        name_reach: How many words beside it belong to the longest protected name of several words that it can be in;
            0 where it would be no different there.
    """

    tokens: tuple[Token, ...]
    called: frozenset[str]
    name_reach: int


class Analyzer:
    """Analyses Indonesian text. Safe to share between threads.

    Args:
        lexicon: Knowledge of words.
        protected: Names that are never stemmed, in any spelling of case and accents. A name of several words protects
            them only where they stand together: "Lubuk Pengail" says nothing about other uses of "pengail". A name of
            one word is protected everywhere, unless the lexicon knows it as a common word ("Harian") or as written
            together ("walikota").
        memo_size: Distinct words remembered, since readers send any; None remembers all.

    Attributes:
        lexicon: As given.
        fingerprint: Differs whenever the same text could give other tokens: an index built under another one must be
            rebuilt. Knowledge that only queries use (synonyms, function words) does not count.
        needles: What to look for in a text to find forms of a word.
        stretches: The tokens of a normalised text without white space inside, whatever stands around it: no piece of
            the tokeniser holds white space.
        related_of: Stems of an expression -> stems of the expressions related to it.
    """

    def __init__(
        self, *, lexicon: Lexicon, protected: Collection[str] = (), memo_size: int | None = DEFAULT_MEMO_SIZE
    ) -> None:
        names = sorted({normalise_word(name) for name in protected} - {""})
        self.lexicon = lexicon
        self._stemmer = installed_stemmer()
        self.fingerprint = _fingerprint(lexicon, names, self._stemmer)
        self.needles = Needles(lexicon)
        single = {name for name in names if " " not in name} - lexicon.common_words - lexicon.compounds.keys()
        self._protected = lexicon.protected | lexicon.abbreviations | single
        self._rules: tuple[tuple[Rule, Callable[[str], Words | None]], ...] = (
            (Rule.PROTECTED, self._kept),
            (Rule.OVERRIDE, self._overridden),
            (Rule.COMPOUND, lexicon.compounds.get),
            (Rule.NEGATED, self._negated),
            (Rule.ENCLITIC, self._without_clitic),
            (Rule.STEMMER, self._ruled),
        )
        self._stems = _Memo(self._find_stems, memo_size)
        self._reduplications = _Memo(self._find_reduplication, memo_size)
        self._tokeniser = Tokeniser(lexicon.abbreviations, self._reduplications.__getitem__)
        self._names = _names_by_first_word(self._tokeniser, names)
        self._name_reaches = _name_reaches(self._names)
        stretches = memo_size // STRETCH_SHARE if memo_size is not None else None
        self.stretches: Mapping[str, Stretch] = _Memo(self._find_stretch, stretches)
        self.written_together = frozenset(lexicon.compounds.values())
        self.related_of = _related_by_stems(lexicon, self._stems.__getitem__)

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of ``text`` in order; never raises, whatever the text holds."""
        normalised = normalise(text)
        return self.tokens_between(text, normalised, 0, len(normalised.text))

    def tokens_between(
        self, text: str, normalised: Normalised, first: int, last: int, stemmed: Collection[str] | None = None
    ) -> list[Token]:
        """Return those tokens of ``text`` that stand between two places of white space in its normalised form.

        They are the tokens of the whole text, except that names of several words must lie between the places.

        Args:
            text: The text.
            normalised: Its normalised form.
            first: Where to begin there.
            last: Where to end there.
            stemmed: Surface forms to be stemmed, others being their own stems; None for all.
        """
        stems = self._stems
        tokens = [
            Token(
                surface,
                stems[surface] if stemmed is None or surface in stemmed else (surface,),
                first + start,
                first + end,
            )
            for surface, start, end in self._tokeniser.pieces(normalised.text[first:last])
        ]
        tokens = self._placed_tokens(tokens, text, normalised)
        if self._names:
            self._protect_names(tokens)
        return tokens

    def tokens_of_stretch(self, text: str, normalised: Normalised, first: int, stretch: Stretch) -> list[Token]:
        """Return the tokens of a stretch that begins at ``first`` in the normalised form of ``text``.

        They are those of :meth:`tokens_between`, for a stretch that stands in no name of several words.
        """
        tokens = [Token(token.surface, token.stems, first + token.start, first + token.end) for token in stretch.tokens]
        return self._placed_tokens(tokens, text, normalised)

    def stems(self, surface: str) -> tuple[str, ...]:
        """Return the stems of one surface form."""
        return self._stems[surface]

    def is_function_word(self, surface: str) -> bool:
        """Tell whether the word carries grammar rather than content ("yang", "di")."""
        return surface in self.lexicon.function_words

    def is_root(self, word: str) -> bool:
        """Tell whether the stemmer's dictionary lists the word as a root."""
        return self._stemmer.is_root(word)

    def bare_stem(self, surface: str) -> str:
        """Return what the stemmer alone makes of a word, without any list."""
        return self._stemmer.stem(surface)

    def rule(self, surface: str) -> Rule:
        """Return which rule decides the stems of a surface form by itself."""
        return next(rule for rule, find in self._rules if find(surface) is not None)

    def _placed_tokens(self, tokens: list[Token], text: str, normalised: Normalised) -> list[Token]:
        """Return tokens at their places in ``text`` as printed, acronyms being their own stems."""
        tokens = _at_original_places(tokens, normalised)
        if not text.isupper():
            _protect_acronyms(tokens, text)
        return tokens

    def _find_stretch(self, text: str) -> Stretch:
        tokens = tuple(Token(surface, self._stems[surface], *place) for surface, *place in self._tokeniser.pieces(text))
        return Stretch(
            tokens=tokens,
            called=frozenset(chain.from_iterable((token.surface, *token.stems) for token in tokens)),
            name_reach=max(
                (self._name_reaches.get(t.surface, 0) for t in tokens if t.stems != _as_name(t).stems), default=0
            ),
        )

    def _find_stems(self, surface: str) -> tuple[str, ...]:
        for _, find in self._rules[:-1]:
            stems = find(surface)
            if stems is not None:
                return stems
        return self._ruled(surface)

    def _ruled(self, surface: str) -> tuple[str, ...]:
        """Return what the stemmer makes of a word, in standard spelling."""
        stem = self._stemmer.stem(surface)
        if "-" in stem:
            stem = self._half(surface)
        return (self.lexicon.spellings.get(stem, stem),)

    def _negated(self, surface: str) -> tuple[str, ...] | None:
        """Return "tidak" and a root for words such as ketidakadilan, which the stemmer leaves whole; or None."""
        negated = _NEGATED.fullmatch(surface)
        if negated is None or not self._stemmer.is_root(negated["root"]):
            return None
        return (_NOT, negated["root"])

    def _without_clitic(self, surface: str) -> tuple[str, ...] | None:
        """Return the stems of the word in front of an enclitic, or None where there is none.

        Only what the stemmer itself takes for one is one (not in "masalah", "bertanya"), or "-nya" behind a word that
        it does not know ("webnya"). It undoes affixes it should not have seen (membelinya: bel), so it gets the host.
        """
        clitic = next((c for c in CLITICS if surface.endswith(c) and len(surface) - len(c) >= _MIN_CLITIC_HOST), None)
        if clitic is None or self._stemmer.is_root(surface):
            return None
        stem = self._stemmer.stem(surface)
        if stem.endswith(clitic) and not (stem == surface and clitic == "nya"):
            return None
        host = surface.removesuffix(clitic)
        return self._look_up(host) or self._ruled(host)

    def _look_up(self, surface: str) -> tuple[str, ...] | None:
        """Return the stems that a list states, or None."""
        return self._kept(surface) or self._overridden(surface) or self.lexicon.compounds.get(surface)

    def _kept(self, surface: str) -> Words | None:
        return (surface,) if surface in self._protected else None

    def _overridden(self, surface: str) -> Words | None:
        stem = self.lexicon.overrides.get(surface)
        return (stem,) if stem is not None else None

    def _find_reduplication(self, whole: str) -> bool:
        """Tell whether a hyphenated pair is one reduplicated word."""
        first, _, second = whole.partition("-")
        return (
            (first == second and not first.isdigit())
            or self._look_up(whole.removesuffix("nya")) is not None
            or "-" not in self._stemmer.stem(whole)
            or _prefixed_root(whole) is not None
        )

    def _half(self, surface: str) -> str:
        """Return the stem of a reduplication that the stemmer leaves whole, or the surface if it is none."""
        if surface.count("-") != 1 or not self._reduplications[surface]:
            return surface
        return self._stemmer.stem(_prefixed_root(surface) or surface.partition("-")[0])

    def _protect_names(self, tokens: list[Token]) -> None:
        """Give the words of every protected name of several words themselves as stems."""
        for at, token in enumerate(tokens):
            for name in self._names.get(token.surface, ()):
                place = slice(at, at + len(name))
                if tuple(part.surface for part in tokens[place]) == name:
                    tokens[place] = [_as_name(part) for part in tokens[place]]


def default_analyzer(protected: Collection[str] = (), *, memo_size: int | None = DEFAULT_MEMO_SIZE) -> Analyzer:
    """Return an analyser with the packaged lexicon."""
    return Analyzer(lexicon=load_lexicon(), protected=protected, memo_size=memo_size)


class _Memo(dict[str, _Value]):
    """Remembers what a function gave per word; when full it starts over, which no thread can trip on."""

    __slots__ = ("_find", "_size")

    def __init__(self, find: Callable[[str], _Value], size: int | None) -> None:
        super().__init__()
        self._find = find
        self._size = size

    def __missing__(self, word: str) -> _Value:
        if self._size is not None and len(self) >= self._size:
            self.clear()
        value = self[word] = self._find(word)
        return value


def _at_original_places(tokens: list[Token], normalised: Normalised) -> list[Token]:
    if normalised.offsets is None:
        return tokens
    return [Token(token.surface, token.stems, *normalised.original_span(token.start, token.end)) for token in tokens]


def _protect_acronyms(tokens: list[Token], text: str) -> None:
    """Undo the stemming of short words that the text prints in capitals."""
    for at, token in enumerate(tokens):
        surface = token.surface
        if (
            token.stems[0] != surface
            and len(surface) <= MAX_ACRONYM_LENGTH
            and surface.isalpha()
            and text[token.start : token.end].isupper()
        ):
            tokens[at] = token._replace(stems=(surface,))


def _as_name(token: Token) -> Token:
    """Return a word of a name with itself as its stem; what is written together keeps its words (walikota)."""
    return token if len(token.stems) > 1 else token._replace(stems=(token.surface,))


def _prefixed_root(pair: str) -> str | None:
    """Return what a pair repeats behind a prefix, or None: kekanak-kanakan gives kanak."""
    repeated = _PREFIXED_PAIR.fullmatch(pair)
    return repeated["root"] if repeated else None


def _names_by_first_word(tokeniser: Tokeniser, names: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """Return the names of several words by their first word, longest first."""
    found: dict[str, set[Words]] = {}
    for name in names:
        words = tuple(surface for surface, _, _ in tokeniser.pieces(name))
        if len(words) > 1:
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in found.items()}


def _related_by_stems(lexicon: Lexicon, stems_of: Callable[[str], Words]) -> Mapping[Words, tuple[Words, ...]]:
    """Return the stems of related expressions by the stems of each."""
    others: dict[Words, dict[Words, None]] = {}
    for group in lexicon.related:
        members = dict.fromkeys(tuple(stem for word in member for stem in stems_of(word)) for member in group.members)
        for member in members:
            others.setdefault(member, {}).update(dict.fromkeys(other for other in members if other != member))
    return {member: tuple(found) for member, found in others.items()}


def _name_reaches(names: Mapping[str, Iterable[Words]]) -> dict[str, int]:
    reaches: dict[str, int] = {}
    for words in chain.from_iterable(names.values()):
        for word in words:
            reaches[word] = max(reaches.get(word, 0), len(words) - 1)
    return reaches


def _fingerprint(lexicon: Lexicon, names: Sequence[str], stemmer: Stemmer) -> str:
    content = {
        "version": ANALYSIS_VERSION,
        "overrides": dict(lexicon.overrides),
        "compounds": dict(lexicon.compounds),
        "protected": sorted(lexicon.protected),
        "abbreviations": sorted(lexicon.abbreviations),
        "spellings": dict(lexicon.spellings),
        "common_words": sorted(lexicon.common_words),
        "names": list(names),
        "stemmer": stemmer.digest(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:FINGERPRINT_LENGTH]
