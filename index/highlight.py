"""What a result shows of its story: the best passages, and in them every form of what was asked.

Marks are character ranges in the text as printed; the same analyser that indexed a word decides whether it matches, so
"bekerja sama" is marked for ``kerjasama``. No HTML here: pages turn ranges into elements, escaping the rest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Protocol

from index.analysis import Analyzer, Spotter
from index.analysis.token import Token
from index.boundaries import word_end
from index.search import Passage, Snippet
from index.windows import Match, best_windows, matches_inside

PASSAGE_CHARS = 130
"""Length of a passage, in characters: two lines of a result list."""

MAX_PASSAGES = 2
"""Passages of one snippet."""

MAX_BODY_CHARS = 50_000
"""Beginning of a body that is looked at, in characters; a real story has 3,000, its longest below 100,000."""

MAX_TITLE_CHARS = 1_000
"""Beginning of a headline that is shown, in characters."""


class Spots(Protocol):
    """Finds what marks need of a text (``index.analysis.Spotter``)."""

    def tokens(self, text: str) -> Iterable[Sequence[Token]]:
        """Yield runs of neighbouring tokens, in order; among them all that are to be marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What to mark.

    Attributes:
        stems: Stems whose every form is marked.
        surfaces: Words marked as they are.
        patterns: Forms of words, ``kerj*`` or ``peng*an``.
        stem_phrases: Stems marked only where they stand side by side.
        phrases: Words marked only where they stand side by side.
        near: Words marked only where they stand together in any order, each with how many others may stand between.
        names: What a stem, a word or a phrase (its words with blanks) is called where others mean the same: passages
            are chosen for the things that they show, not for ways to write one.
        weights: How much a thing of that name tells about a passage; 1 where nothing is said.
    """

    stems: frozenset[str] = frozenset()
    surfaces: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    stem_phrases: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[tuple[str, ...], int], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


def highlight(
    title: str,
    body: str,
    marks: Marks,
    spots: Spots,
    *,
    passages: int = MAX_PASSAGES,
    width: int = PASSAGE_CHARS,
) -> Snippet:
    """Return the whole headline and the best passages of the body, marked.

    Args:
        title: The headline.
        body: The story.
        marks: What to mark.
        spots: Finds the tokens that ``marks`` may be about, see :func:`spots_of`.
        passages: Most passages to show.
        width: Length of a passage, in characters; a word is never cut, so it may be a little less (or more, for one
            very long word).
    """
    head = title[: word_end(title, min(len(title), MAX_TITLE_CHARS), 0, MAX_TITLE_CHARS)]
    looked_at = body[:MAX_BODY_CHARS]
    matches = _matches(looked_at, marks, spots)
    windows = best_windows(looked_at, matches, marks.weights, passages, width)
    return Snippet(
        title=_passage(title, (0, len(head)), _matches(head, marks, spots)),
        passages=tuple(_passage(body, window, matches) for window in windows if window[0] < window[1]),
    )


def spots_of(marks: Marks, analyzer: Analyzer) -> Spotter:
    """Return what finds the tokens that ``marks`` may be about, for all texts of one answer."""
    phrases = (*marks.stem_phrases, *marks.phrases)
    near = [words for words, _ in marks.near]
    lengths = [*map(len, phrases), *(len(words) + distance for words, distance in marks.near)]
    beginnings = [pattern.partition("*")[0] for pattern in marks.patterns]
    in_phrases = frozenset[str]().union(*phrases, *near)
    terms = in_phrases | marks.stems | marks.surfaces
    return Spotter(analyzer, terms, beginnings, reach=max(lengths, default=1) - 1, reaching=in_phrases)


def _matches(text: str, marks: Marks, spots: Spots) -> list[Match]:
    """Return what is to be marked, in order; parts of one printed thing (a date) are one match."""
    found: dict[tuple[int, int], str] = {}
    for tokens in spots.tokens(text):
        for token in tokens:
            term = _single_match(token, marks)
            if term is not None:
                found.setdefault((token.start, token.end), term)
        for token, term in _all_phrase_matches(tokens, marks):
            found.setdefault((token.start, token.end), term)
    called = marks.names.get
    return [Match(start, end, called(term, term)) for (start, end), term in sorted(found.items())]


def _single_match(token: Token, marks: Marks) -> str | None:
    if token.surface in marks.surfaces:
        return token.surface
    for stem in token.stems:
        if stem in marks.stems:
            return stem
    return next((pattern for pattern in marks.patterns if _has_form(token.surface, pattern)), None)


def _has_form(word: str, pattern: str) -> bool:
    beginning, _, rest = pattern.partition("*")
    return word.startswith(beginning) and (not rest or fnmatchcase(word, pattern))


def _all_phrase_matches(tokens: Sequence[Token], marks: Marks) -> Iterator[tuple[Token, str]]:
    """Yield the tokens of all phrases' places; most queries have no phrase, and then nothing is gone through."""
    if marks.stem_phrases:
        yield from _phrase_matches([(stem, token) for token in tokens for stem in token.stems], marks.stem_phrases)
    if marks.phrases:
        yield from _phrase_matches([(token.surface, token) for token in tokens], marks.phrases)
    for words, distance in marks.near:
        yield from _near_matches(tokens, words, distance)


def _near_matches(tokens: Sequence[Token], words: Sequence[str], distance: int) -> Iterator[tuple[Token, str]]:
    """Yield the tokens of the shortest stretches that hold all words, at most ``distance`` others inside."""
    last: dict[str, int] = {}
    distinct = set(words)
    for at, token in enumerate(tokens):
        if token.surface in distinct:
            before, last[token.surface] = last.get(token.surface, -1), at
            first = min(last.values())
            # Where the word stands in the stretch already, a shorter one has ended there.
            if len(last) == len(distinct) and before < first and at - first < len(distinct) + distance:
                stretch = tokens[first : at + 1]
                yield from ((inside, " ".join(words)) for inside in stretch if inside.surface in distinct)


def _phrase_matches(
    sequence: Sequence[tuple[str, Token]], phrases: Sequence[tuple[str, ...]]
) -> list[tuple[Token, str]]:
    """Return the tokens of every place where a phrase's terms follow one another, with the phrase as one term."""
    if len(sequence) < min(map(len, phrases)):
        return []
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        if phrase:
            by_first.setdefault(phrase[0], []).append(phrase)
    found = []
    for at, (term, _) in enumerate(sequence):
        for phrase in by_first.get(term, ()):
            stretch = sequence[at : at + len(phrase)]
            if tuple(term for term, _ in stretch) == phrase:
                found += [(token, " ".join(phrase)) for _, token in stretch]
    return found


def _passage(text: str, window: tuple[int, int], matches: Sequence[Match]) -> Passage:
    """Return a stretch of text with white space folded and the matches inside it marked."""
    start, end = window
    printed = text[start:end]
    folded = " ".join(printed.split())
    marks = [(match.start - start, match.end - start) for match in matches_inside(window, matches)]
    if folded != printed:
        marks = [(_folded_place(printed, a), _folded_place(printed, b)) for a, b in marks]
    return Passage(
        text=folded,
        marks=tuple(_disjoint([mark for mark in marks if mark[0] < mark[1]])),
        leads=bool(text[:start].strip()),
        trails=bool(text[end:].strip()),
    )


def _folded_place(text: str, at: int) -> int:
    """Return where a place of a text, inside a word or at its edge, is when white space is folded."""
    before = text[:at]
    words = " ".join(before.split())
    return len(words) + (1 if words and before[-1].isspace() else 0)


def _disjoint(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join overlapping ranges."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
