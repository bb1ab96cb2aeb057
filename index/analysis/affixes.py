"""Sastrawi's rules, each asked only about words that it can change.

The library tries some forty rules one after another on every word, up to three times, and writes down what a rule took
off by compiling the rest of the word as a regular expression: nine tenths of the time that a word costs. Here are the
same rules in the same order, without those that the first letters of the word exclude. What is given to the library as
its "visitors" stands in for its own (``Sastrawi.Stemmer.Context.Visitor.VisitorProvider``) and relies on how
``Context`` walks them: until a word of the dictionary is reached or something was removed.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from Sastrawi.Stemmer.Context.Removal import Removal
from Sastrawi.Stemmer.Context.Visitor.VisitorProvider import VisitorProvider

_BEGINNING_CHARS = 3
"""Letters of a word that decide which rules are asked."""

_RULE_NUMBER = re.compile(r"DisambiguatorPrefixRule(\d+)")

_BEGINNINGS = {
    **dict.fromkeys(range(1, 6), re.compile("be")),
    **dict.fromkeys((*range(6, 10), 35), re.compile("te")),
    **dict.fromkeys(range(10, 20), re.compile("me")),
    **dict.fromkeys((*range(20, 35), 36), re.compile("pe")),
    37: re.compile(".er"),
    38: re.compile(".el"),
    39: re.compile(".em"),
    40: re.compile(".in"),
    41: re.compile("ku"),
    42: re.compile("kau"),
}
"""How the words begin that a rule is about, by its number; infixes stand behind the first letter."""

_ANY = re.compile("")

_SUFFIX_KINDS = ("P", "PP", "DS")
"""What the library calls particles, possessive pronouns and derivational suffixes, in the order of its suffix rules."""

_PREFIX_KIND = "DP"


class Remover(Protocol):
    """A rule of the library that takes one kind of affix off."""

    def remove(self, word: str) -> str:
        """Return the word without the affix, or as it is."""


class Disambiguator(Protocol):
    """A rule of the library for one reading of a prefix."""

    def disambiguate(self, word: str) -> str | None:
        """Return the word without the prefix, None where the rule does not apply."""


class Roots(Protocol):
    """The library's dictionary."""

    def contains(self, word: str | None) -> bool:
        """Tell whether it lists a word."""


class Stemming(Protocol):
    """A word that is being stemmed: the library's ``Context``."""

    current_word: str
    process_is_stopped: bool
    dictionary: Roots

    def add_removal(self, removal: object) -> None:
        """Note what was taken off."""


Readings = Sequence[Disambiguator]
"""Rules of which the first is taken that gives a root, else the last."""


class Visitors:
    """The rules in the form in which the library asks for them."""

    def __init__(self) -> None:
        library = VisitorProvider()
        plain, *ambiguous = library.get_prefix_visitors()
        self._first: Sequence[object] = library.get_visitors()
        self._suffixes = [
            _Suffix(rule, kind) for rule, kind in zip(library.get_suffix_visitors(), _SUFFIX_KINDS, strict=True)
        ]
        self._prefixes = [_Prefixes(plain, [visitor.disambiguators for visitor in ambiguous])]

    def get_visitors(self) -> Sequence[object]:
        """Return the rules that come first."""
        return self._first

    def get_suffix_visitors(self) -> Sequence[object]:
        """Return the rules of suffixes."""
        return self._suffixes

    def get_prefix_visitors(self) -> Sequence[object]:
        """Return the rules of prefixes, as one."""
        return self._prefixes


class _Suffix:
    """Takes one kind of suffix off."""

    def __init__(self, rule: Remover, kind: str) -> None:
        self._rule = rule
        self._kind = kind

    def visit(self, context: Stemming) -> None:
        """Apply the rule to a word that is being stemmed."""
        result = self._rule.remove(context.current_word)
        if result != context.current_word:
            _take_off(self, context, result, self._kind)


class _Prefixes:
    """Takes one prefix or infix off: by the first rule that gives anything."""

    def __init__(self, plain: Remover, ambiguous: Sequence[Readings]) -> None:
        self._plain = plain
        self._ambiguous = [(_beginning(readings), readings) for readings in ambiguous]
        self._by_beginning: dict[str, list[Readings]] = {}

    def visit(self, context: Stemming) -> None:
        """Apply the rules to a word that is being stemmed, as ``Context.accept_prefix_visitors`` does one by one."""
        word = context.current_word
        result = self._plain.remove(word)
        if result != word:
            _take_off(self, context, result, _PREFIX_KIND)
        elif not context.dictionary.contains(word) and not context.process_is_stopped:
            found = self._disambiguated(word, context.dictionary)
            if found is not None:
                _take_off(self, context, found, _PREFIX_KIND)

    def _disambiguated(self, word: str, dictionary: Roots) -> str | None:
        """Return what the first rule gives that applies, None where none does."""
        for readings in self._rules_for(word[:_BEGINNING_CHARS]):
            result = None
            for rule in readings:
                result = rule.disambiguate(word)
                if dictionary.contains(result):
                    break
            if result is not None:
                return result
        return None

    def _rules_for(self, beginning: str) -> Sequence[Readings]:
        """Return the rules for words that begin so, kept for each beginning; there are some 27 ** 3."""
        rules = self._by_beginning.get(beginning)
        if rules is None:
            rules = [readings for pattern, readings in self._ambiguous if pattern.match(beginning)]
            self._by_beginning[beginning] = rules
        return rules


def _beginning(readings: Readings) -> re.Pattern[str]:
    """Return how words begin that a rule is about: it is known by the name of its class; an unknown one is for all."""
    number = _RULE_NUMBER.match(type(readings[0]).__name__)
    return _BEGINNINGS.get(int(number[1]), _ANY) if number is not None else _ANY


def _take_off(visitor: object, context: Stemming, result: str, kind: str) -> None:
    removed = context.current_word.replace(result, "", 1)
    context.add_removal(Removal(visitor, context.current_word, result, removed, kind))
    context.current_word = result
