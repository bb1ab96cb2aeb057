"""Overrides and compounds that an archive's counts propose.

The far more frequent root is mostly the right one, but where it is not it makes howlers (memberikan: ikan, tersedia:
dia), so nothing here is ever used by itself: a person accepts or drops each line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from index.analysis import Analyzer
from index.analysis.rule import Rule
from index.ranking.variants import NEVER_PARTS
from indexer.lexicon.census import Census

TIMES_AS_FREQUENT = 10
"""How many times as many articles must hold the proposed root in any form as hold the chosen one in other words."""

SIDE_BY_SIDE = 2
"""Articles in which the halves of a compound must stand side by side."""

PART_FROM_LENGTH = 3
"""Letters of the shortest root and of the shortest half of a compound."""

_PREFIXES = (
    *(
        "memper",
        "diper",
        "keber",
        "berke",
        "menge",
        "penge",
        "meng",
        "peng",
        "meny",
        "peny",
        "mem",
        "pem",
        "men",
        "pen",
    ),
    *("ber", "ter", "per", "me", "pe", "be", "te", "di", "ke", "se", ""),
)
_SUFFIXES = ("kannya", "annya", "kan", "nya", "an", "i", "")
_RESTORED = {"meng": "k", "peng": "k", "meny": "s", "peny": "s", "mem": "p", "pem": "p", "men": "t", "pen": "t"}
"""The letter that a nasal prefix has swallowed (menyapu: sapu)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An entry for the lexicon, with what speaks for it.

    Attributes:
        word: The surface form.
        stems: What it would become: one stem for an override, several for a compound.
        now: What it is now.
        articles: Articles that hold the word.
        evidence: Articles that hold what is proposed: the root, or the halves side by side.
        sample: Where the word stands, with the words around it.
    """

    word: str
    stems: tuple[str, ...]
    now: tuple[str, ...]
    articles: int
    evidence: int
    sample: str


def overrides(census: Census, analyzer: Analyzer, *, min_articles: int) -> Iterator[Proposal]:
    """Yield words that the stemmer leads to a root rarer than another one they could come from, frequent first."""
    for word, articles in census.articles.most_common():
        if articles < min_articles:
            return
        if not _is_plain(word) or analyzer.is_root(word) or analyzer.rule(word) is not Rule.STEMMER:
            continue
        (now,) = analyzer.stems(word)
        if now == word:
            continue
        counted = [(census.stems[root], root) for root in _roots(word, analyzer) if root != now]
        count, root = max(counted, default=(0, ""))
        others = max(1, census.stems[now] - articles)  # a root that no other word has is mostly a wrong one
        if count >= TIMES_AS_FREQUENT * others:
            yield _proposal(census, word, (root,), (now,), count)


def compounds(census: Census, analyzer: Analyzer, *, min_articles: int) -> Iterator[Proposal]:
    """Yield words that are left whole though two known words make them up, frequent first."""
    for word, articles in census.articles.most_common():
        if articles < min_articles:
            return
        if not _is_plain(word) or analyzer.is_root(word) or analyzer.stems(word) != (word,):
            continue
        counted = [(census.pairs[pair], pair) for pair in _halves(word, analyzer)]
        count, pair = max(counted, default=(0, ()))
        if count >= SIDE_BY_SIDE:
            yield _proposal(census, word, pair, (word,), count)


def _proposal(census: Census, word: str, stems: tuple[str, ...], now: tuple[str, ...], evidence: int) -> Proposal:
    return Proposal(
        word=word,
        stems=stems,
        now=now,
        articles=census.articles[word],
        evidence=evidence,
        sample=census.samples[word],
    )


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _hosts(word: str) -> Iterator[str]:
    """Yield what is left of a word without a prefix and a suffix, swallowed letters restored."""
    for prefix in _PREFIXES:
        if not word.startswith(prefix):
            continue
        for suffix in _SUFFIXES:
            host = word.removeprefix(prefix).removesuffix(suffix)
            if not word.endswith(suffix) or len(host) < PART_FROM_LENGTH:
                continue
            yield host
            if prefix in _RESTORED:
                yield _RESTORED[prefix] + host


def _roots(word: str, analyzer: Analyzer) -> set[str]:
    return {host for host in _hosts(word) if analyzer.is_root(host) and not analyzer.is_function_word(host)}


def _halves(word: str, analyzer: Analyzer) -> Iterator[tuple[str, str]]:
    for host in set(_hosts(word)):
        for at in range(PART_FROM_LENGTH, len(host) - PART_FROM_LENGTH + 1):
            first, second = host[:at], host[at:]
            if all(_is_part(part, analyzer) for part in (first, second)):
                yield first, second


def _is_part(word: str, analyzer: Analyzer) -> bool:
    return analyzer.is_root(word) and not analyzer.is_function_word(word) and word not in NEVER_PARTS
