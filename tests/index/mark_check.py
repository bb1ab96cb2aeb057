"""Are the words that matched marked, all of them and nothing else? Asked of the index, not of what makes the marks.

What matched is read off the stored postings: the positions of every form of the query's plan in a hit. The positions
are brought back to characters by analysing the whole text, and compared with what the snippet shows and marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.analysis import Analyzer
from index.analysis.token import Token
from index.answer import snippets
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.deadline import NO_DEADLINE
from index.engines.whoosh.vocabulary import SnapshotVocabulary
from index.query.ast import Query
from index.ranking import Alternative, Concept, Part, plan
from index.schema import BODY_START
from index.search import Layer, Passage, SearchRequest

Span = tuple[int, int]


@dataclass
class Tally:
    """What was found in the snippets of some answers.

    Attributes:
        matched: Matched words that snippets show.
        unmarked: Those that are not marked, as query, article and word.
        needless: Marks on what did not match, the same way.
        blank: Hits with matched words in the body whose passages show none.
    """

    matched: int = 0
    unmarked: list[tuple[str, str, str]] = field(default_factory=list)
    needless: list[tuple[str, str, str]] = field(default_factory=list)
    blank: list[tuple[str, str]] = field(default_factory=list)


def check_marks(engine: WhooshEngine, analyzer: Analyzer, queries: Sequence[Query], depth: int = 10) -> Tally:
    """Compare the marks of the first ``depth`` hits of each query with what the postings say matched."""
    tally = Tally()
    for query in queries:
        results = engine.search(SearchRequest(query=query, limit=depth))
        matched = _Matched(engine, analyzer, query)
        for hit, snippet in zip(results.hits, snippets(results, query, analyzer), strict=True):
            article = hit.document.article
            in_title, in_body = matched.spans(article.id, article.title, article.body)
            where = (query.text, article.id)
            _compare(tally, where, article.title, [snippet.title], in_title)
            seen = _compare(tally, where, article.body, snippet.passages, in_body)
            if in_body and not seen:
                tally.blank.append(where)
    return tally


class _Matched:
    """The places where a query's forms stand, by the postings of the index."""

    def __init__(self, engine: WhooshEngine, analyzer: Analyzer, query: Query) -> None:
        self._snapshot = engine._current().snapshot
        self._analyzer = analyzer
        planned = plan(query, analyzer, SnapshotVocabulary(self._snapshot, NO_DEADLINE))
        self._forms = [form for concept in _concepts((*planned.scored, *planned.required)) for form in concept]

    def spans(self, article_id: str, title: str, body: str) -> tuple[set[Span], set[Span]]:
        (number,) = self._snapshot.terms.in_field("id", article_id)
        found: tuple[set[Span], set[Span]] = (set(), set())
        for layer in Layer:
            tokens = [self._tokens(layer, text) for text in (title, body)]
            for form in self._forms:
                for place in self._places(layer, form, number):
                    zone = int(place >= BODY_START)
                    token = tokens[zone][place - zone * BODY_START]
                    found[zone].add((token.start, token.end))
        return found

    def _tokens(self, layer: Layer, text: str) -> list[Token]:
        """The token at each position of a layer."""
        tokens = self._analyzer.tokens(text)
        return [t for t in tokens for _ in t.stems] if layer is Layer.STEM else list(tokens)

    def _places(self, layer: Layer, form: Alternative, number: int) -> Iterator[int]:
        words = form.stems if layer is Layer.STEM else form.surfaces
        if not words:
            return
        documents, positions = self._snapshot.terms.occurrences(layer, words, NO_DEADLINE, distance=form.distance)
        for start in positions[documents == number].tolist():
            if form.distance is None:
                yield from range(start, start + len(words))
            else:
                yield from self._near(layer, words, number, start)

    def _near(self, layer: Layer, words: Sequence[str], number: int, start: int) -> list[int]:
        """The places of the words from ``start`` until each of them has come."""
        of_word = {word: self._positions(layer, word, number, start) for word in words}
        end = max(min(places) for places in of_word.values())
        return [place for places in of_word.values() for place in places if place <= end]

    def _positions(self, layer: Layer, word: str, number: int, start: int) -> list[int]:
        documents, positions = self._snapshot.terms.occurrences(layer, [word], NO_DEADLINE)
        return [place for place in positions[documents == number].tolist() if place >= start]


def _concepts(parts: Sequence[Part]) -> Iterator[tuple[Alternative, ...]]:
    for part in parts:
        if not isinstance(part, Concept):
            for inner in part.plans:
                yield from _concepts((*inner.scored, *inner.required))
        elif not part.is_function_word:
            yield part.alternatives


def _compare(tally: Tally, where: tuple[str, str], text: str, shown: Sequence[Passage], matched: set[Span]) -> int:
    """Count the matched spans that passages of a text show; note unmarked ones and marks without a match."""
    folded, place = _folded(text)
    spans = sorted((place[start], place[end - 1] + 1) for start, end in matched)
    seen, after = 0, 0
    for passage in shown:
        at = folded.index(passage.text, after)
        after = at + len(passage.text)
        inside = [(start - at, end - at) for start, end in spans if start >= at and end <= after]
        marked = {character for start, end in passage.marks for character in range(start, end)}
        seen += len(inside)
        tally.matched += len(inside)
        tally.unmarked += [(*where, passage.text[s:e]) for s, e in inside if not marked.issuperset(range(s, e))]
        meant = {character for start, end in inside for character in range(start, end)}
        tally.needless += [(*where, passage.text[s:e]) for s, e in passage.marks if not meant.issuperset(range(s, e))]
    return seen


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with runs of white space as one blank, none at the ends, and the new place of each character."""
    folded: list[str] = []
    place: list[int] = []
    for character in text:
        if not character.isspace():
            folded.append(character)
        elif folded and folded[-1] != " ":
            folded.append(" ")
        place.append(max(0, len(folded) - 1))
    return "".join(folded).rstrip(" "), place


def cut_names(engine: WhooshEngine, analyzer: Analyzer, queries: Sequence[Query], depth: int = 10) -> list[str]:
    """Return the officials' names that a passage shows only a part of."""
    cut = []
    for query in queries:
        results = engine.search(SearchRequest(query=query, limit=depth))
        for hit, snippet in zip(results.hits, snippets(results, query, analyzer), strict=True):
            body, _ = _folded(hit.document.article.body)
            ends = {at for p in snippet.passages for at in (body.index(p.text), body.index(p.text) + len(p.text))}
            names = [official.person for official in hit.document.annotations.officials if official.person]
            places = [match.span() for name in names for match in re.finditer(re.escape(name), body)]
            cut += [body[start:end] for start, end in places for at in ends if start < at < end]
    return cut
