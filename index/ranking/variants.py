"""Other ways of writing what a reader typed, which the archive itself shows: words joined, or a name's spellings.

Newsrooms write "lentera kota" and "lenterakota", "Achmad" and "Ahmad", often in one story. No table can list them; the
archive's own words tell. A joined word is taken apart where the dictionary does not know it and its halves stand side
by side often enough; of 80 such families sampled, none was wrong. The other direction, two words to a joined one,
brings words that careless sources glued together and nothing else, so it is left out.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from index.analysis import Analyzer
from index.analysis.token import Token
from index.ranking.vocabulary import Vocabulary
from index.search import Layer

SPLIT_FROM_LENGTH = 7
"""Shortest word, in letters, that may be two words written together ..."""

PART_FROM_LENGTH = 3
"""... each of at least this many letters ..."""

PART_ARTICLES = 5
"""... in at least this many articles, ..."""

SIDE_BY_SIDE = 3
"""... which stand side by side in at least this many articles ..."""

SIDE_BY_SIDE_SHARE = 0.3
"""... and in at least this share of the articles that hold the word written together."""

NEVER_PARTS = frozenset(("nya", "kan", "ada", "ini", "itu", "tidak"))
"""What is glued to words by careless sources, not joined with them."""

MAX_SPELLINGS = 64
"""Spellings of a name that are looked up."""

NAME_FROM_LENGTH = 4
"""Shortest word that may be a name with several spellings, in letters."""

NAME_ARTICLES = 2
"""Articles that hold another spelling of a name at least."""

_SUFFIXES = ("kan", "nya", "an", "i")
_PREFIXES = (
    "memper",
    "diper",
    "meng",
    "peng",
    "mem",
    "men",
    "ber",
    "ter",
    "per",
    "pem",
    "pen",
    "ke",
    "se",
    "di",
    "me",
    "pe",
)

_VOWELS = frozenset("aeiou")

_SAME_SOUND = (
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("sj", "sy"),
    ("nj", "ny"),
    ("ch", "kh"),
    ("ch", "h"),
    ("kh", "h"),
    ("q", "k"),
    ("dh", "d"),
    ("th", "t"),
    *((letter * 2, letter) for letter in "dfhlmnprst"),
)
"""Spellings of one sound in names: before and after the reform of 1972, and transliterations of Arabic."""


def written_apart(token: Token, analyzer: Analyzer, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return the stems of the two words that an unknown word consists of, or None."""
    word, *more = token.stems
    if more or not _is_unknown(word, analyzer):
        return None
    joined = vocabulary.articles(Layer.STEM, word)
    pairs = ((pair, vocabulary.side_by_side(Layer.STEM, pair) or 0) for pair in _halves(word, analyzer, vocabulary))
    enough = [(count, pair) for pair, count in pairs if count >= max(SIDE_BY_SIDE, SIDE_BY_SIDE_SHARE * joined)]
    return max(enough)[1] if enough else None


def other_spellings(token: Token, analyzer: Analyzer, vocabulary: Vocabulary) -> Sequence[str]:
    """Return other spellings of a name that the archive holds."""
    name = token.surface
    if len(name) < NAME_FROM_LENGTH or not _is_unknown(name, analyzer) or not _VOWELS.intersection(name):
        return ()
    spellings = islice(_spellings(name), MAX_SPELLINGS)
    return [
        spelling
        for spelling in dict.fromkeys(spellings)
        if spelling != name
        and vocabulary.articles(Layer.SURFACE, spelling) >= NAME_ARTICLES
        and not analyzer.is_function_word(spelling)
        and analyzer.stems(spelling) == (spelling,)
    ]


def _is_unknown(word: str, analyzer: Analyzer) -> bool:
    """Tell whether neither dictionary nor lexicon knows a word: it is its own stem and no root."""
    return analyzer.stems(word) == (word,) and word.isalpha() and word.isascii() and not analyzer.is_root(word)


def _halves(word: str, analyzer: Analyzer, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for host in dict.fromkeys(_peeled(word)):
        if len(host) < SPLIT_FROM_LENGTH:
            continue
        for at in range(PART_FROM_LENGTH, len(host) - PART_FROM_LENGTH + 1):
            parts = host[:at], host[at:]
            if all(_is_part(part, analyzer, vocabulary) for part in parts):
                (first, *more), (second, *others) = map(analyzer.stems, parts)
                if not more and not others:
                    yield first, second


def _is_part(word: str, analyzer: Analyzer, vocabulary: Vocabulary) -> bool:
    return (
        len(word) >= PART_FROM_LENGTH
        and word not in NEVER_PARTS
        and not analyzer.is_function_word(word)
        and vocabulary.articles(Layer.SURFACE, word) >= PART_ARTICLES
    )


def _peeled(word: str) -> Iterator[str]:
    """Yield the word, then what is left of it without affixes (dikerjasamakan: kerjasama)."""
    yield word
    without_suffix = next((word.removesuffix(suffix) for suffix in _SUFFIXES if word.endswith(suffix)), word)
    yield without_suffix
    for host in (word, without_suffix):
        yield next((host.removeprefix(prefix) for prefix in _PREFIXES if host.startswith(prefix)), host)


def _spellings(name: str) -> Iterator[str]:
    """Yield a name with one or two of its sounds spelt otherwise."""
    once = [spelling for pair in _SAME_SOUND for spelling in _respelt(name, pair)]
    yield from once
    for spelling in once:
        for pair in _SAME_SOUND:
            yield from _respelt(spelling, pair)


def _respelt(name: str, sound: tuple[str, str]) -> Iterator[str]:
    for written, other in (sound, sound[::-1]):
        at = name.find(written)
        while at >= 0:
            yield name[:at] + other + name[at + len(written) :]
            at = name.find(written, at + 1)
