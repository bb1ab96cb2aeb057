"""Whoosh's files read in place: mapped, without copies, without a cursor, hence by any number of threads.

With :mod:`~index.engines.whoosh.decoding` and :mod:`~index.engines.whoosh.bulk`, which writes, this is all that knows
Whoosh's internals;
:mod:`~index.engines.whoosh.environment` refuses any version but the one they belong to. It relies on:

- the table of contents (``whoosh.index.TOC``): the schema and the segments of one commit, each with its deletions;
- compound files (``.seg``): position and length of a directory, the files, the directory as a pickle;
- the term file (``.trm``), see :mod:`~index.engines.whoosh.terms`;
- the postings file (``.pst``), see :mod:`~index.engines.whoosh.decoding`;
- columns (``.<field>.col``): numbers big-endian, trailing defaults left out; byte strings one after another, then their
  lengths (with many documents also their offsets) and the type codes of both.

Whoosh's own readers would do, but ``BufferFile`` copies what is mapped, and their matchers share one file cursor.
Index files are trusted: they are pickles, and loading them runs what they say.
"""

import io
import mmap
import pickle
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import whoosh.index as whoosh_index
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, StorageError
from whoosh.filedb.filetables import FileFormatError
from whoosh.filedb.structfile import StructFile

from index.engines.whoosh.decoding import Block, gather, read_blocks
from index.engines.whoosh.fields import INDEX_NAME
from index.engines.whoosh.postings import Gathering
from index.engines.whoosh.terms import TermFile
from index.errors import IndexMissing

DAMAGE = (
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    NameError,
    OverflowError,
    TypeError,
    ValueError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    FileFormatError,
    StorageError,
    whoosh_index.IndexError,
)
"""What decoding damaged files raises. Unpickling may raise nearly anything (its documentation says so)."""

_EMPTY = np.zeros(0, dtype=np.int64)


class _InMemory(FileStorage):  # type: ignore[misc] # whoosh has no types
    """Reads whole files: ``TOC.read`` leaves the file open when what it reads is damaged."""

    def open_file(self, name: str) -> StructFile:
        return StructFile(io.BytesIO((Path(self.folder) / name).read_bytes()), name=name)


class TableOfContents:
    """One commit of the index in ``folder``: its number and its segments.

    Raises:
        FileNotFoundError: A later commit has just replaced it.
        IndexMissing: There is no commit, or its table of contents is damaged.
    """

    def __init__(self, folder: Path, number: int) -> None:
        with Reading(folder):
            toc = whoosh_index.TOC.read(_InMemory(str(folder)), INDEX_NAME, gen=number)
        self.number = number
        self.segments = toc.segments


def contents_name(commit: int) -> str:
    """Return the name of the file with a commit's table of contents."""
    return str(whoosh_index.TOC._filename(INDEX_NAME, commit))  # noqa: SLF001


def latest_commit(folder: Path) -> int:
    """Return the number of the newest commit in ``folder``, -1 when there is none."""
    return int(whoosh_index.TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME))  # noqa: SLF001


class MappedSegment:
    """One segment, never changed once written; its deletions belong to the table of contents.

    Attributes:
        name: Unique name.
        documents: Number of documents, deleted ones included.
    """

    def __init__(self, folder: Path, segment: Any) -> None:  # noqa: ANN401 - whoosh has no types
        self.name: str = segment.segment_id()
        self.documents: int = segment.doc_count_all()
        self._folder = folder
        path = folder / segment.make_filename(segment.COMPOUND_EXT)
        with Reading(folder):
            self._files = _compound_files(path)
            terms = self._files[segment.make_filename(W3Codec.TERMS_EXT)]
            self._terms = TermFile(terms, self.name)
            self._postings = self._files[segment.make_filename(W3Codec.POSTS_EXT)]
            self._stored = _byte_strings(self._column("_stored"), self.documents)

    # Terms

    @property
    def fields(self) -> Sequence[str]:
        """Names of the fields that have terms, in order."""
        return sorted(self._terms.field_numbers)

    def frequency(self, field: str, term: bytes) -> int:
        """Return the number of documents that hold the term, deleted ones included."""
        with Reading(self._folder):
            entry = self._terms.find(field, term)
        return entry.articles if entry is not None else 0

    def held(self, field: str, terms: Iterable[bytes]) -> Sequence[bytes]:
        """Return those of many terms that the segment may hold; see :meth:`TermFile.held`."""
        with Reading(self._folder):
            return list(self._terms.held(field, terms))

    def beginning(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield terms that begin with ``prefix``, in order, each with the number of its documents."""
        with Reading(self._folder):
            yield from self._terms.beginning(field, prefix)

    def gather(self, field: str, term: bytes, base: int, gathering: Gathering) -> None:
        """Add the documents that hold the term, numbered from ``base`` on, to what is gathered of it."""
        with Reading(self._folder):
            entry = self._terms.find(field, term)
            if entry is not None:
                gather(self._postings[entry.start : entry.start + entry.size], base, gathering)

    def written_postings(
        self, field: str, term: bytes
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], Sequence[bytes]]:
        """Return documents, weights and positions as they are written; no positions where the field has none."""
        ids, weights, positions = [_EMPTY], [np.zeros(0, dtype=np.float32)], list[bytes]()
        with Reading(self._folder):
            for block in self._blocks(field, term):
                ids.append(block.documents)
                weights.append(block.weights)
                positions.extend(block.values())
        return np.concatenate(ids), np.concatenate(weights), positions

    def position_lists(
        self, field: str, term: bytes, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], Sequence[bytes]]:
        """Return the documents that hold the term, ascending, and its positions in each as they are written.

        Args:
            field: The layer.
            term: The term.
            among: The documents that are of interest, ascending; None for all.
        """
        ids, positions = [_EMPTY], list[bytes]()
        with Reading(self._folder):
            for block in self._blocks(field, term, among):
                documents, lists = block.position_lists(among)
                ids.append(documents)
                positions.extend(lists)
        return np.concatenate(ids), positions

    # Columns

    def numbers(self, column: str, kind: str, default: int) -> NDArray[np.int64]:
        """Return a column of numbers of the struct type ``kind``, one per document."""
        filled = np.full(self.documents, default, dtype=np.int64)
        with Reading(self._folder):
            stored = np.frombuffer(self._column(column), dtype=np.dtype(f">{kind}"))
            filled[: len(stored)] = stored
        return filled

    def byte_strings(self, column: str) -> Sequence[bytes]:
        """Return a column of byte strings, one per document."""
        with Reading(self._folder):
            return _byte_strings(self._column(column), self.documents)

    def stored(self, document: int) -> Mapping[str, Any]:
        """Return the stored fields of one document."""
        with Reading(self._folder):
            fields: Mapping[str, Any] = pickle.loads(zlib.decompress(self._stored[document]))  # noqa: S301
            return fields

    def _column(self, column: str) -> memoryview:
        return self._files.get(f"{self.name}.{column}{W3Codec.COLUMN_EXT}", memoryview(b""))

    def _blocks(self, field: str, term: bytes, among: NDArray[np.int64] | None = None) -> Iterator[Block]:
        """Yield the blocks of a term's postings that may hold one of the documents ``among``."""
        entry = self._terms.find(field, term)
        if entry is not None:
            yield from read_blocks(self._postings[entry.start : entry.start + entry.size], among)


class Reading(AbstractContextManager[None]):
    """Turns what damaged files raise into an error that says the cure; a missing file stays ``FileNotFoundError``.

    A class, since a query enters hundreds and those made of generators take four times as long.
    """

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __exit__(self, _: type[BaseException] | None, damage: BaseException | None, __: TracebackType | None) -> None:
        """Tell of damage.

        Raises:
            IndexMissing: There is some.
        """
        if isinstance(damage, DAMAGE):
            raise IndexMissing(
                f"the index in {self._folder} is damaged ({type(damage).__name__}: {damage});"
                " rebuild it with `telusur reindex`"
            ) from damage


def _compound_files(path: Path) -> dict[str, memoryview]:
    """Map a compound file and return the files in it."""
    with path.open("rb") as file:
        memory = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    (at,) = struct.unpack_from("!q", memory, 0)
    directory = pickle.loads(memory[at:])  # noqa: S301 - index files are trusted
    return {name: memory[info["offset"] : info["offset"] + info["length"]] for name, info in directory.items()}


class _ByteStrings(Sequence[bytes]):
    """Byte strings that lie one after another in mapped memory."""

    def __init__(self, memory: memoryview, ends: NDArray[np.int64]) -> None:
        self._memory = memory
        self._bounds = np.concatenate([np.zeros(1, dtype=np.int64), ends])

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - the base class has two overloads; only numbers are used
        return bytes(self._memory[int(self._bounds[at]) : int(self._bounds[at + 1])])

    def __iter__(self) -> Iterator[bytes]:
        return (bytes(self._memory[start:end]) for start, end in pairwise(self._bounds.tolist()))


def _byte_strings(column: memoryview, documents: int) -> Sequence[bytes]:
    """Read the lengths at the end of a column of byte strings."""
    if not column:
        return [b""] * documents
    end = len(column) - 1
    kind = chr(column[end])
    if kind == "X":  # offsets follow the lengths; they say nothing that the lengths do not
        offsets_size = struct.calcsize(chr(column[end - 1])) * documents
        kind, end = chr(column[end - 2]), end - 2 - offsets_size
    size = struct.calcsize(kind) * documents
    lengths = np.frombuffer(column[end - size : end], dtype=np.dtype(f">{kind}"))
    return _ByteStrings(column, np.cumsum(lengths, dtype=np.int64))
