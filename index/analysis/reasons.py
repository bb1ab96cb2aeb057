"""What becomes of each word of a text and why, for whoever wonders what a search would match."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.analysis.analyser import Analyzer
from index.analysis.rule import Rule
from index.analysis.token import Token

WORDS = {
    Rule.NAME: "part of a name that is protected as a whole",
    Rule.ACRONYM: "short and printed in capitals: an acronym",
    Rule.PROTECTED: "a protected word or name: its own stem",
    Rule.ABBREVIATION: "an abbreviation: its own stem",
    Rule.OVERRIDE: "listed among the overrides",
    Rule.COMPOUND: "listed among the compounds: the stems of its words",
    Rule.NEGATED: "ke-tidak-…-an: tidak, and the root",
    Rule.ENCLITIC: "without its enclitic",
    Rule.SPELLING: "stemmed, then in standard spelling",
    Rule.ROOT: "a root of the dictionary",
    Rule.STEMMER: "stemmed by Sastrawi's rules",
    Rule.UNCHANGED: "unknown to the rules: its own stem",
}
"""Each rule in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedWord:
    """One token and why it is what it is.

    Attributes:
        printed: How the text prints it.
        token: What index and queries see.
        rule: What decided the stems.
        by_rules_alone: What the stemmer would have made of it without any list.
        is_function_word: It weighs little in queries.
        synonyms: What a query for it also asks for.
        related: Stems of what a query for it counts at low weight.
    """

    printed: str
    token: Token
    rule: Rule
    by_rules_alone: str
    is_function_word: bool
    synonyms: tuple[str, ...]
    related: tuple[str, ...]


def analysed(text: str, analyzer: Analyzer) -> Iterator[AnalysedWord]:
    """Yield every token of ``text`` with the rule that decided its stems."""
    for token in analyzer.tokens(text):
        printed = text[token.start : token.end]
        yield AnalysedWord(
            printed=printed,
            token=token,
            rule=_rule(token, printed, analyzer),
            by_rules_alone=analyzer.bare_stem(token.surface),
            is_function_word=analyzer.is_function_word(token.surface),
            synonyms=tuple(map(" ".join, analyzer.lexicon.synonyms_of.get((token.surface,), ()))),
            related=tuple(map(" ".join, analyzer.related_of.get(token.stems, ()))),
        )


def _rule(token: Token, printed: str, analyzer: Analyzer) -> Rule:
    """Return what decided a token's stems: what stands around it, or its own form."""
    word = token.surface
    if token.stems != analyzer.stems(word):
        return Rule.ACRONYM if printed.isupper() else Rule.NAME
    rule = analyzer.rule(word)
    if rule is Rule.PROTECTED and word in analyzer.lexicon.abbreviations:
        return Rule.ABBREVIATION
    return _by_rules(token, analyzer) if rule is Rule.STEMMER else rule


def _by_rules(token: Token, analyzer: Analyzer) -> Rule:
    """Tell roots, unknown words and other spellings apart among the words that no list decides."""
    word = token.surface
    if analyzer.bare_stem(word) in analyzer.lexicon.spellings:
        return Rule.SPELLING
    if token.stems != (word,):
        return Rule.STEMMER
    return Rule.ROOT if analyzer.is_root(word) else Rule.UNCHANGED
