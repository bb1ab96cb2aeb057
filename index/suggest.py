"""What a query that is being typed may become, and what one that was mistyped may mean: what the archive holds.

Every suggestion finds something: words come from the index, names from facets with a count, headlines from articles.
They are printed forms, never stems.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from threading import Lock

from index.analysis import Analyzer, Token
from index.engine import Engine
from index.gazetteer import Gazetteer, words_of
from index.query.ast import Clause, Phrase, Prefix, Query, Span, Word
from index.query.printer import to_text
from index.search import FacetField, SearchRequest, SearchResults

MAX_TYPED_CHARS = 200
"""Longest text that is completed, in characters; longer ones are pasted, not typed."""

MIN_PREFIX_CHARS = 2
"""Letters of a word from which it is completed; a single letter says nothing yet."""

MIN_PREFIX_SEARCHED = 3
"""Letters from which headlines are searched by the beginning of a word; before, its words are too many."""

MAX_BESIDE = 8
"""Words before the one being typed that its completions must go with, the last ones."""

MAX_NAMES = 2
"""Names among the completions, unless words leave room for more."""

MAX_TITLES = 2
"""Headlines among the completions."""

MIN_TITLE_CHARS = 4
"""Typed characters from which headlines are offered; before, any of thousands would do."""

WORDS_LOOKED_AT = 50
"""Words compared for a completion, the most useful ones."""

TITLES_LOOKED_AT = 12
"""Articles whose headlines are compared with what was typed, the best ones."""

RARE = 0.01
"""Share of the best word's articles below which a word is left out: mostly misprints."""

WORDS_COMPARED = 5
"""Words like a misspelt one that are compared, the most probable ones."""

MEANT_ARTICLES = 3
"""Articles from which a word is taken for what was meant before a rarer one that is more like it."""

MAX_NAMED = 20_000
"""Names kept per facet, those of most articles; 20,000 articles name some 6,000 persons."""

_NOWHERE = Span(start=0, end=0)


class Kind(StrEnum):
    """What a completion is."""

    WORD = "word"
    REGION = "region"
    OFFICE = "office"
    PERSON = "person"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Something to search for.

    Attributes:
        text: What the search box would hold, as printed.
        kind: What it is.
        count: Articles that hold it: the word beside the words before it, the name as a facet; 1 for a headline.
        value: Facet value of a name, id of a headline's article; None for words.
    """

    text: str
    kind: Kind
    count: int
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DidYouMean:
    """A query that was probably meant.

    Attributes:
        text: The query as typed, other words in place of misspelt ones and without mistakes.
        count: Stories that it finds, under the filters of the request.
    """

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: the words before the cursor's, and the beginning under it.

    Attributes:
        before: The text before the word that is being typed.
        tokens: Tokens of that text.
        prefix: The word's beginning, normalised.
    """

    before: str
    tokens: Sequence[Token]
    prefix: str


class Suggester:
    """Completes queries from one archive. Safe to share between threads; follows the index's newest generation."""

    def __init__(self, engine: Engine, analyzer: Analyzer, gazetteer: Gazetteer) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._gazetteer = gazetteer
        self._lock = Lock()
        self._names: tuple[str, _Names] | None = None

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return what ``text`` may become, the most useful first; nothing for text that is long, empty or complete.

        Raises:
            IndexMissing: There is no whole index.
            IndexOutdated: Schema or analyser differ from this code's.
        """
        typed = self._read(text)
        if typed is None or limit <= 0:
            return ()
        titles = list(islice(self._titles(text, typed), min(MAX_TITLES, limit // 3)))
        names = list(islice(self._named(text), limit))
        named = {name.text.casefold() for name in names}
        words = list(islice((word for word in self._words(typed) if word.text.casefold() not in named), limit))
        room = limit - len(titles)
        few_names = names[: max(MAX_NAMES, room - len(words))]
        return tuple(_distinct([*words[: room - len(few_names)], *few_names, *titles]))[:limit]

    def did_you_mean(
        self, request: SearchRequest, results: SearchResults, *, is_mistyped: bool = False
    ) -> DidYouMean | None:
        """Return the query with likely words in place of those that the archive does not know; None where it knows all.

        Words that were corrected in the search itself are left as they are: the answer tells of those.

        Args:
            request: What was asked.
            results: The answer to it.
            is_mistyped: Whether the query's text has mistakes, such as a quote without an end: what is proposed is then
                written anew from what was understood, and has none.
        """
        query = request.query
        if not isinstance(query, Query):
            return None
        mended = {c.typed for c in results.corrections} | {v.typed for v in results.variants}
        clauses, text = list(query.clauses), query.text
        for at, clause in reversed([*enumerate(clauses)]):
            if not isinstance(clause, Word):
                continue
            meant = self._meant(clause, mended)
            if meant is not None:
                clauses[at] = replace(clause, text=meant)
                text = text[: clause.span.start] + meant + text[clause.span.end :]
        if text == query.text:
            return None
        mended_query = Query(clauses=tuple(clauses), text=text)
        count = self._engine.search(replace(request, query=mended_query, facets=(), offset=0, limit=0)).total
        if not count:
            return None
        return DidYouMean(text=to_text(mended_query) if is_mistyped else text, count=count)

    def _meant(self, word: Word, mended: Collection[str]) -> str | None:
        """Return a word's text with its unknown tokens replaced, None where there is none or none is like it."""
        text, found = word.text, False
        for token in reversed(self._analyzer.tokens(word.text)):
            if token.surface in mended or not self._is_unknown(token):
                continue
            like = self._engine.words_like(token.surface, WORDS_COMPARED)
            best = next((w for w in like if w.articles >= MEANT_ARTICLES), like[0] if like else None)
            if best is not None:
                text, found = text[: token.start] + best.text + text[token.end :], True
        return text if found else None

    def _is_unknown(self, token: Token) -> bool:
        """Tell whether a word is no number, no place, in no dictionary, and in no form in any story."""
        word = token.surface
        if not word.isalpha() or any(map(self._analyzer.is_root, token.stems)) or self._gazetteer.region(word):
            return False
        return not any(stem.articles for stem in self._engine.term_statistics(token.stems))

    def _read(self, text: str) -> _Typed | None:
        if len(text) > MAX_TYPED_CHARS or not text or text[-1].isspace():
            return None
        tokens = self._analyzer.tokens(text)
        if not tokens or tokens[-1].end != len(text):
            return None
        return _Typed(text[: tokens[-1].start], tokens[:-1], tokens[-1].surface)

    def _words(self, typed: _Typed) -> Iterator[Completion]:
        """Yield the words that the typed one may become beside those before it."""
        if len(typed.prefix) < MIN_PREFIX_CHARS:
            return
        content = [token for token in typed.tokens if not self._analyzer.is_function_word(token.surface)]
        beside = [stem for token in content[-MAX_BESIDE:] for stem in token.stems]
        written = {token.surface for token in typed.tokens}
        words = self._engine.words_beginning(typed.prefix, WORDS_LOOKED_AT, beside=beside)
        enough = RARE * max((word.articles for word in words), default=0)
        for word in words:
            is_new = word.text not in written and not self._analyzer.is_function_word(word.text)
            if is_new and word.articles >= enough:
                yield Completion(text=typed.before + word.text, kind=Kind.WORD, count=word.articles)

    def _named(self, text: str) -> Iterator[Completion]:
        """Yield the regions, offices and persons with a name that goes on like ``text``, and that words can find."""
        for name in self._current_names().beginning(text):
            stems = [stem for token in self._analyzer.tokens(name.text) for stem in token.stems]
            if all(found.articles for found in self._engine.term_statistics(stems)):
                yield name

    def _titles(self, text: str, typed: _Typed) -> Iterator[Completion]:
        """Yield headlines that hold all words typed and one that begins like the last."""
        if len(text) < MIN_TITLE_CHARS:
            return
        clauses: list[Clause] = [
            Phrase(text=token.surface, span=_NOWHERE, title_only=True) for token in typed.tokens[-MAX_BESIDE:]
        ]
        if len(typed.prefix) >= MIN_PREFIX_SEARCHED:
            clauses.append(Prefix(text=typed.prefix, span=_NOWHERE, title_only=True))
        if not clauses:
            return
        found = self._engine.search(SearchRequest(query=Query(clauses=tuple(clauses)), limit=TITLES_LOOKED_AT))
        for hit in found.hits:
            article = hit.document.article
            if any(token.surface.startswith(typed.prefix) for token in self._analyzer.tokens(article.title)):
                yield Completion(text=article.title, kind=Kind.TITLE, count=1, value=article.id)

    def _current_names(self) -> "_Names":
        """Return the names of the index as it is; read anew when it has changed."""
        revision = self._engine.revision()
        kept = self._names
        if kept is not None and kept[0] == revision:
            return kept[1]
        with self._lock:
            kept = self._names
            if kept is None or kept[0] != revision:
                names = _Names(_counted_names(self._engine, self._gazetteer), _other_names(self._gazetteer))
                kept = self._names = (revision, names)
            return kept[1]


class _Names:
    """Names by the beginning of each of their words."""

    def __init__(self, names: Sequence[Completion], others: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._entries = sorted(
            (" ".join(words[at:]), at > 0, number)
            for number, name in enumerate(names)
            for spelling in (name.text, *others.get(name.value or "", ()))
            for words in [words_of(spelling)]
            for at in range(len(words))
        )

    def beginning(self, text: str) -> Sequence[Completion]:
        """Return the names that ``text`` begins, from any of their words on: their first one first, then by count."""
        start = " ".join(words_of(text))
        if len(start) < MIN_PREFIX_CHARS:
            return ()
        found: dict[int, bool] = {}
        for key, is_inner, number in islice(self._entries, bisect_left(self._entries, (start,)), None):
            if not key.startswith(start):
                break
            found[number] = found.get(number, True) and is_inner
        order = sorted(found, key=lambda number: (found[number], -self._names[number].count, self._names[number].text))
        return [self._names[number] for number in order]


def _counted_names(engine: Engine, gazetteer: Gazetteer) -> Sequence[Completion]:
    """Return the names of all facet values that some article carries."""
    kinds: Mapping[FacetField, Kind] = {
        FacetField.REGION: Kind.REGION,
        FacetField.OFFICE: Kind.OFFICE,
        FacetField.PERSON: Kind.PERSON,
    }
    results = engine.search(SearchRequest(limit=0, facets=tuple(kinds), facet_limit=MAX_NAMED))
    return [
        Completion(text=_label(field, count.value, gazetteer), kind=kind, count=count.count, value=count.value)
        for field, kind in kinds.items()
        for count in results.facets[field]
        if count.count
    ]


def _other_names(gazetteer: Gazetteer) -> Mapping[str, Sequence[str]]:
    """Return what regions and registered persons are called as well, by facet value."""
    others: dict[str, list[str]] = {}
    for alias in gazetteer.regions.aliases:
        others.setdefault(alias.code, []).append(alias.text)
    for person in gazetteer.registry.persons.values():
        others.setdefault(person.id, []).extend((*person.aliases, *person.nicknames))
    return others


def _label(field: FacetField, value: str, gazetteer: Gazetteer) -> str:
    """Return the name of a facet value as it would be typed."""
    if field is FacetField.REGION:
        region = gazetteer.regions.get(value)
        return region.name if region is not None else value
    return gazetteer.office_label(value) if field is FacetField.OFFICE else gazetteer.person_label(value)


def _distinct(completions: Sequence[Completion]) -> Iterator[Completion]:
    """Leave out what reads like an earlier completion."""
    seen: set[str] = set()
    for completion in completions:
        key = completion.text.casefold()
        if key not in seen:
            seen.add(key)
            yield completion
