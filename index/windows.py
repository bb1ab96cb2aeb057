"""Which stretches of a text show most of what was asked."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from index.boundaries import name_end, name_start, sentence_start, word_end, word_start

SENTENCE_BONUS = 0.3
"""What a passage that begins with a sentence gains, in rarest-word units: it reads better, other things being equal."""

REPETITION_BONUS, MAX_REPETITIONS = 0.1, 5
"""What each repetition of a word in a passage gains, in the same units, and how many count."""

MAX_WINDOWS = 60
"""Most places of a body that are compared for the best passages."""

LONGEST_PASSAGE = 3
"""A passage may be this many times as long as asked for so that a word stays whole; nothing else is that long."""

Window = tuple[int, int]
"""A stretch of a text: where it begins and ends."""


class Match(NamedTuple):
    """A marked stretch of a text, and what it is a form of."""

    start: int
    end: int
    term: str


class _View(NamedTuple):
    """Where a passage around a match may begin; whole names and words are seen to once it is chosen.

    Attributes:
        start: Where it begins.
        match: The match.
        begins_sentence: Whether a sentence does.
        terms: What it shows.
        repetitions: What repetitions gain.
        worth: How much it tells where nothing else is shown.
    """

    start: int
    match: Match
    begins_sentence: bool
    terms: frozenset[str]
    repetitions: float
    worth: float


def best_windows(
    body: str, matches: Sequence[Match], weights: Mapping[str, float], most: int, width: int
) -> list[Window]:
    """Return the stretches of the body that show most of what was asked, in the order of the text.

    Args:
        body: The text; where it has no match, its beginning is shown.
        matches: What is marked in it, in order.
        weights: How much a term tells about a stretch; 1 where nothing is said.
        most: Most stretches.
        width: Length of each, in characters.
    """
    if not matches:
        return [_first_window(body, width)]
    views = _views(body, matches, weights, width)
    chosen: list[_View] = []
    shown: set[str] = set()

    def worth(view: _View) -> float:
        if shown.isdisjoint(view.terms):
            return view.worth
        return _worth(view.terms - shown, view.repetitions, view.begins_sentence, weights)

    while views and len(chosen) < most:
        best = max(views, key=worth)
        if chosen and best.terms <= shown:
            break
        chosen.append(best)
        shown |= best.terms
        views = [view for view in views if abs(view.start - best.start) >= width]
    return _merged(sorted(_window(body, view, width) for view in chosen))


def matches_inside(window: Window, matches: Sequence[Match]) -> Sequence[Match]:
    """Return the matches that lie wholly in a window; ``matches`` are in the order of the text."""
    first = bisect_left(matches, (window[0],))
    last = bisect_left(matches, (window[1],), lo=first)
    return [match for match in matches[first:last] if match.end <= window[1]]


def _views(body: str, matches: Sequence[Match], weights: Mapping[str, float], width: int) -> list[_View]:
    """Return the views that are compared, one for each place where one may begin."""
    places: dict[int, tuple[Match, bool]] = {}
    for match in _spread(matches):
        start, begins_sentence = _beginning(body, match, width)
        places[start] = match, begins_sentence
    starts = [match.start for match in matches]

    def shown_from(start: int) -> list[str]:
        behind = matches[bisect_left(starts, start) : bisect_left(starts, start + width)]
        return [match.term for match in behind if match.end <= start + width]

    return [_view(start, *place, shown_from(start), weights) for start, place in places.items()]


def _spread(matches: Sequence[Match]) -> list[Match]:
    """Return some matches of every term, spread over the text: a word in every line needs no window for each."""
    by_term: dict[str, list[Match]] = {}
    for match in matches:
        by_term.setdefault(match.term, []).append(match)
    share = max(1, MAX_WINDOWS // max(1, len(by_term)))
    kept = [match for of_term in by_term.values() for match in of_term[:: -(-len(of_term) // share)]]
    return sorted(kept)


def _beginning(body: str, match: Match, width: int) -> tuple[int, bool]:
    """Return where a view of a match begins: with its sentence, or with a word before it where that is too far."""
    sentence = sentence_start(body, match.start, match.start - width // 2)
    if sentence is not None:
        return sentence, True
    return word_start(body, max(0, match.start - width // 3), match.start), False


def _view(start: int, match: Match, begins_sentence: bool, shown: Sequence[str], weights: Mapping[str, float]) -> _View:
    terms = frozenset(shown)
    bonus = REPETITION_BONUS * min(MAX_REPETITIONS, len(shown) - len(terms))
    return _View(start, match, begins_sentence, terms, bonus, _worth(terms, bonus, begins_sentence, weights))


def _worth(terms: Iterable[str], repetitions: float, begins_sentence: bool, weights: Mapping[str, float]) -> float:
    """Return how much a view tells that shows these terms for the first time; ``repetitions`` count as they do."""
    return sum(weights.get(term, 1.0) for term in terms) + repetitions + SENTENCE_BONUS * begins_sentence


def _window(body: str, view: _View, width: int) -> Window:
    """Return the stretch of ``width`` that a view shows: whole words, and whole names where they are not too long."""
    start = view.start if view.begins_sentence else name_start(body, view.start)
    end = word_end(body, min(len(body), start + width), view.match.start, start + LONGEST_PASSAGE * width)
    return start, name_end(body, end, view.match.end)


def _merged(windows: Sequence[Window]) -> list[Window]:
    """Join windows that touch."""
    merged: list[Window] = []
    for start, end in windows:
        if merged and start - merged[-1][1] <= 1:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _first_window(body: str, width: int) -> Window:
    start = len(body) - len(body.lstrip())
    end = word_end(body, min(len(body), start + width), start, start + LONGEST_PASSAGE * width)
    return start, name_end(body, end, start + 1)
