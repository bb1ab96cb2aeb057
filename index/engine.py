"""The seam between telusur and wherever its index lives: two protocols and one value.

``tests/engine_contract/`` states, as tests, what every engine must do; ``index.engines.open_engine`` picks one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from index.article import ArticleId, Document
from index.search import SearchRequest, SearchResults, TermStatistics, TermVector


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexInfo:
    """What an index says about itself.

    Attributes:
        articles: Number of searchable articles.
        schema_version: ``index.schema.SCHEMA_VERSION`` of the build.
        analyser: Fingerprint of the analyser of the build.
        built_at: Aware moment of the last full rebuild.
        changed_at: Aware moment of the newest commit: nothing that readers see is newer.
        generation: Name of the generation readers use.
        size_bytes: Size on disk, 0 where unknown.
        checkpoint: The note that its last writer left; see :class:`IndexWriter`.
    """

    articles: int
    schema_version: int
    analyser: str
    built_at: datetime
    changed_at: datetime
    generation: str
    size_bytes: int = 0
    checkpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What answering may take.

    Attributes:
        seconds: Wall time after which a search gives what it has, as a partial answer; None waits for the whole one.
        cache_bytes: Memory for what searches leave behind for the next ones, postings, scores of words and answers; 0
            keeps nothing. Of a hundred thousand articles, the postings of what 500 readers ask for take 35 MB, those of
            the words of 200 whole stories, as related stories ask for them, some 70 MB.
    """

    seconds: float | None = None
    cache_bytes: int = 96 * 2**20


DEFAULT_LIMITS = Limits()
"""No limit of time: what is measured or exported must be whole."""


class IndexWriter(Protocol):
    """Receives changes; they become visible together when the surrounding ``with`` ends without an error.

    Attributes:
        checkpoint: A note about how far the writer has read its own record. What is set takes effect with the changes
            it came with, in one step; until then it is what the last writer left, empty in a new index.
    """

    checkpoint: str

    def add(self, document: Document) -> None:
        """Add an article, replacing the one with the same id."""

    def remove(self, article_id: ArticleId) -> None:
        """Remove an article; unknown ids are no error."""


class IndexBuild(IndexWriter, Protocol):
    """A generation in the making.

    Its articles come by :meth:`add`, or in *parts* that other processes may write (:meth:`Engine.write_part`) and that
    outlive an interrupted build; parts first, then single changes.

    Attributes:
        generation: Its name, for :meth:`Engine.write_part`.
    """

    generation: str

    def has_part(self, key: str) -> bool:
        """Tell whether a part is finished, perhaps by an earlier build that was interrupted."""

    def take_parts(self, keys: Sequence[str]) -> None:
        """Make the generation of these parts, in this order; what else was written is left out."""

    def hold_writers(self) -> None:
        """Let nobody change the live index any more until the build ends. Raises IndexLocked."""

    def expect(self, articles: int) -> None:
        """Refuse to let readers have the generation unless it holds so many articles."""


class Engine(Protocol):
    """An index of articles. Safe to share between threads; each call sees the newest committed index."""

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer one request.

        Raises:
            IndexMissing: There is no whole index.
            IndexOutdated: Schema or analyser differ from this code's.
        """

    def get(self, article_id: ArticleId) -> Document | None:
        """Return the stored article, or None."""

    def find_by_url(self, url: str) -> Document | None:
        """Return the article with this address (or a former address), or None."""

    def term_statistics(self, stems: Sequence[str]) -> Sequence[TermStatistics]:
        """Return how common each stem is, in the order asked; unknown stems have 0 articles."""

    def term_vectors(self, ids: Sequence[ArticleId], stems: Sequence[str]) -> Sequence[TermVector]:
        """Return how often each article holds each stem, in the order asked; unknown articles hold none."""

    def words_beginning(self, prefix: str, limit: int, *, beside: Sequence[str] = ()) -> Sequence[TermStatistics]:
        """Return words that begin with ``prefix`` and stand in some article, the most useful first.

        Those of most articles come first; beside other words, those that go with them.

        Args:
            prefix: Beginning of a word, normalised as surface forms are.
            limit: Most words returned.
            beside: Stems; where given, only articles that hold all of them count.
        """

    def words_like(self, word: str, limit: int) -> Sequence[TermStatistics]:
        """Return at most ``limit`` words that are probably meant by an unknown one, the most probable first.

        They are surface forms that stand in some article, ``word`` itself not among them.
        """

    def info(self) -> IndexInfo:
        """Return the index's own description. Raises IndexMissing when there is none."""

    def revision(self) -> str:
        """Return a name for what readers see now; cheap, and another one after every change."""

    def update(self) -> AbstractContextManager[IndexWriter]:
        """Change the live index: committed on success, without a trace on an error. Raises IndexLocked."""

    def rebuild(self) -> AbstractContextManager[IndexBuild]:
        """Build a new generation beside the live one; readers switch to it only on success and when it is sound.

        :meth:`update` goes on meanwhile, until :meth:`IndexBuild.hold_writers`.

        Raises:
            IndexLocked: Another process is building.
            IndexMissing: What was built is not whole; readers keep what they have.
        """

    def write_part(self, generation: str, key: str, documents: Iterable[Document]) -> int:
        """Write one part of a generation in the making, from any process; return its number of articles.

        Args:
            generation: ``IndexBuild.generation``.
            key: What the part is made of, in hexadecimal digits: the same key means the same articles.
            documents: The articles, none of them twice and none of them in another part.
        """

    def rollback(self) -> IndexInfo:
        """Let readers go back to the generation before the current one; a second call undoes the first.

        Raises:
            IndexMissing: There is none, or it is damaged.
            IndexOutdated: It was built by another schema or analyser.
        """

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the index as it is stored, found without trusting any of it."""

    def documents(self) -> Iterator[Document]:
        """Yield every article as it is stored, in no particular order."""

    def close(self) -> None:
        """Let go of files and connections. The engine must not be used afterwards."""
