"""A generation in the making: from its first part to the moment when readers have it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from index.article import ArticleId, Document
from index.engines.whoosh import fields
from index.engines.whoosh.durable import writing
from index.engines.whoosh.folder import Description, IndexFolder
from index.engines.whoosh.layout import MappedSegment, TableOfContents, latest_commit
from index.engines.whoosh.manifest import Manifest
from index.engines.whoosh.parts import Part, forget_parts, read_part
from index.engines.whoosh.writer import GenerationWriter, create
from index.errors import IndexMissing


class MakeWriter(Protocol):
    """Gives a writer for the generation in ``path``: of parts alone, or of what ``commit`` holds."""

    def __call__(self, path: Path, parts: Sequence[Part], commit: int | None) -> GenerationWriter:
        """Return it."""


class GenerationBuild:
    """The protocol ``index.engine.IndexBuild``.

    Args:
        folder: The index; its lock of building must be held.
        generation: Name of the generation, as the folder began it.
        description: How it is built.
        make_writer: Gives writers for it.
        hold: Takes the lock of changing what readers see, until the build ends.
    """

    def __init__(
        self,
        folder: IndexFolder,
        generation: str,
        description: Description,
        *,
        make_writer: MakeWriter,
        hold: Callable[[], object],
    ) -> None:
        self.generation = generation
        self._folder = folder
        self._path = folder.path(generation)
        self._description = description
        self._make_writer = make_writer
        self._hold: Callable[[], object] | None = hold
        self._writer: GenerationWriter | None = None
        self._commit: int | None = None
        self._checkpoint = ""
        self._expected: int | None = None
        with writing(self._path):
            if latest_commit(self._path) < 0:
                create(self._path)

    @property
    def checkpoint(self) -> str:
        """The note that the build leaves; see ``index.engine.IndexWriter``."""
        return self._checkpoint

    @checkpoint.setter
    def checkpoint(self, note: str) -> None:
        self._checkpoint = note

    def has_part(self, key: str) -> bool:
        """Tell whether a part is finished."""
        return read_part(self._path, key) is not None

    def take_parts(self, keys: Sequence[str]) -> None:
        """Make the generation of these parts; see ``index.engine.IndexBuild``."""
        parts = [read_part(self._path, key) for key in keys]
        missing = [key for key, part in zip(keys, parts, strict=True) if part is None]
        if missing:
            raise IndexMissing(f"part {missing[0]} of {self._path} is not whole; run `telusur reindex` again")
        self._writer = self._first_writer([part for part in parts if part is not None])
        self._finish()

    def add(self, document: Document) -> None:
        """Add an article, replacing the one with the same id."""
        self._open_writer().add(document)

    def remove(self, article_id: ArticleId) -> None:
        """Remove an article; unknown ids are no error."""
        self._open_writer().remove(article_id)

    def hold_writers(self) -> None:
        """Let nobody change the live index any more until the build ends."""
        if self._hold is not None:
            self._hold()
            self._hold = None

    def expect(self, articles: int) -> None:
        """Refuse to publish unless the generation holds so many articles."""
        self._expected = articles

    def publish(self) -> None:
        """Finish the generation, check it, and let readers have it."""
        self._open_writer()
        self._finish()
        self._verify()
        self.hold_writers()
        with writing(self._path):
            forget_parts(self._path)
            self._folder.publish(self.generation)

    def cancel(self) -> None:
        """Stop; finished parts stay for the next build."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        if not any(self._path.glob("PART.*")):
            self._folder.discard(self.generation)

    def _open_writer(self) -> GenerationWriter:
        if self._writer is None:
            is_begun = self._commit is not None
            self._writer = self._make_writer(self._path, (), self._commit) if is_begun else self._first_writer(())
        return self._writer

    def _first_writer(self, parts: Sequence[Part]) -> GenerationWriter:
        """Return the writer that begins the generation, with parts or with nothing."""
        with writing(self._path):
            self._folder.sign(self.generation, self._description)
        return self._make_writer(self._path, parts, None)

    def _finish(self) -> None:
        """Commit what the writer has."""
        if self._writer is not None:
            self._writer.checkpoint = self._checkpoint
            self._writer.commit()
            self._writer = None
        self._commit = latest_commit(self._path)

    def _verify(self) -> None:
        for problem in problems_of(self._path, self._expected):
            raise IndexMissing(f"{problem}; readers keep the index they have; run `telusur reindex` again")


def problems_of(path: Path, expected: int | None = None) -> Iterator[str]:
    """Yield what is wrong with the newest commit of a generation.

    Args:
        path: The generation.
        expected: Articles it must hold, where that is known.
    """
    try:
        manifest = Manifest.read(path, latest_commit(path))
    except FileNotFoundError:
        yield f"{path} has no manifest of its newest commit"
        return
    except IndexMissing as error:
        yield str(error)
        return
    damaged = list(manifest.problems(path))
    yield from damaged
    if not damaged:
        yield from _problems_of_ids(path, expected)


def _problems_of_ids(path: Path, expected: int | None) -> Iterator[str]:
    """Yield articles that are there more than once, and a wrong number of them."""
    ids: Counter[bytes] = Counter()
    for segment in TableOfContents(path, latest_commit(path)).segments:
        column = MappedSegment(path, segment).byte_strings(fields.ID)
        deleted = set(segment.deleted_docs())
        ids.update(value for number, value in enumerate(column) if number not in deleted)
    for value, count in ids.items():
        if count > 1:
            yield f"{path} holds the article {value.decode(errors='replace')} {count} times"
    if expected is not None and len(ids) != expected:
        yield f"{path} holds {len(ids)} articles instead of {expected}"


@contextmanager
def cancelled_on_error(cancel: Callable[[], None]) -> Iterator[None]:
    """Undo on anything that ends the block early, an interrupt included."""
    try:
        yield
    except BaseException:
        cancel()
        raise
