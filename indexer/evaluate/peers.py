"""What else a newsroom could search with, re-implemented to be measured in the same run.

Each peer is its documented default behaviour over title and text, without any knowledge of the archive.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import snowballstemmer
from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory

from index.article import Article
from indexer.evaluate import tala
from indexer.evaluate.words import AsTerm, Index, WordCounts, best, words_of

PLAIN = "plain BM25"
"""The peer that telusur must never fall below."""

_MOST_WORDS = 9
"""WordPress looks for a longer query as one piece (``WP_Query::parse_search``)."""

_PIECE = re.compile(r'"[^"]*"?|[^\s",+]+')
"""What WordPress takes for a word: whatever stands between quotes, or up to white space, a comma or a plus."""


class Peer(Protocol):
    """A way to search."""

    @property
    def name(self) -> str:
        """Return what tables call it."""

    def search(self, query: str, limit: int) -> Sequence[int]:
        """Return the places of at most ``limit`` articles, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bm25Peer:
    """BM25 over one kind of term."""

    name: str
    index: Index
    as_term: AsTerm
    require_all: bool = False

    def search(self, query: str, limit: int) -> Sequence[int]:
        """Return the places of the best articles."""
        terms = Counter(term for word in words_of(query) if (term := self.as_term(word)) is not None)
        return best(self.index.scores(terms, require_all=self.require_all), limit)


class WordPressPeer:
    """WordPress's own search: every word anywhere in title or text (LIKE), ordered as ``WP_Query`` does."""

    def __init__(self, articles: Sequence[Article], *, by_date: bool = False) -> None:
        """Search ``articles``; ``by_date`` orders by date alone, as its REST interface does."""
        self.name = "WordPress by date" if by_date else "WordPress"
        self._by_date = by_date
        self._titles = [article.title.lower() for article in articles]
        self._texts = [article.body.lower() for article in articles]
        self._times = [article.published.timestamp() if article.published else float("-inf") for article in articles]

    def search(self, query: str, limit: int) -> Sequence[int]:
        """Return the places of the first articles."""
        sentence = query.lower().strip()
        words = [piece.strip('"') for piece in _PIECE.findall(sentence)]
        words = [word for word in words if len(word) > 1]
        if not words or len(words) > _MOST_WORDS:
            words = [sentence]
        found: Iterable[int] = range(len(self._titles))
        for word in words:
            found = [n for n in found if word in self._titles[n] or word in self._texts[n]]
        ranks = {n: 0 if self._by_date else self._rank(n, sentence, words) for n in found}
        return sorted(ranks, key=lambda n: (ranks[n], -self._times[n]))[:limit]

    def _rank(self, number: int, sentence: str, words: Sequence[str]) -> int:
        """Return the class of a match: the sentence in the title, all words, any word, the sentence in the text."""
        title = self._titles[number]
        if sentence in title:
            return 1
        if all(word in title for word in words):
            return 2
        if any(word in title for word in words):
            return 3
        return 5 if sentence in self._texts[number] else 6


def search_peers(articles: Sequence[Article]) -> tuple[Peer, ...]:
    """Return every peer, over the same articles."""
    counts = WordCounts(f"{article.title}\n{article.body}" for article in articles)
    plain = counts.index(str)
    snowball, tala_terms = _snowball(), _tala_without_stop_words()
    return (
        Bm25Peer(name=PLAIN, index=plain, as_term=str),
        Bm25Peer(name="plain BM25, AND", index=plain, as_term=str, require_all=True),
        Bm25Peer(name="Snowball", index=counts.index(snowball), as_term=snowball),
        Bm25Peer(name="Tala, stop words", index=counts.index(tala_terms), as_term=tala_terms),
        WordPressPeer(articles),
        WordPressPeer(articles, by_date=True),
    )


def _snowball() -> Callable[[str], str]:
    """Return Snowball's Indonesian stemmer (Xapian, Manticore, Typesense, Pagefind)."""
    stemmer = snowballstemmer.stemmer("indonesian")

    def stem(word: str) -> str:
        return str(stemmer.stemWord(word))

    return stem


def _tala_without_stop_words() -> AsTerm:
    """Return Tala's stemmer behind a stop list (Elasticsearch, OpenSearch, Solr); the list is PySastrawi's."""
    stop_words = frozenset(StopWordRemoverFactory().get_stop_words())
    return lambda word: None if word in stop_words else tala.stem(word)
