"""A segment's term file (``.trm``) in mapped memory: where each term's postings lie, and how many they are.

It is a hash file (``whoosh.filedb.filetables.OrderedHashReader``) over ``field number + term``: records of two lengths,
key and value, then 256 hash tables, chosen by the low byte of the key's hash, of slots that hold a hash and the place
of its record. Values are those of ``whoosh.codec.whoosh3.W3TermInfo``. Whoosh's own look-up goes through three
generators and takes 9 to 18 µs, this one 4 to 6; a query of three words asks over a hundred times.
"""

import io
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import md5
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.filedb.filetables import OrderedHashReader, md5_hash
from whoosh.filedb.structfile import BufferFile

_FIELD_NUMBER = struct.Struct("!H")
_LENGTHS = struct.Struct("!ii")
_SLOT = struct.Struct("!Iq")
_EXTENT = struct.Struct("!qi")
_ARTICLES = 2  # place in what follows
_INFO: struct.Struct = W3TermInfo._struct  # noqa: SLF001 - flags, weight, articles, lengths, most weight, first and last id


HASHED_KEYS = 2_000
"""Keys whose hash is remembered: a query asks about some dozens in every segment, a misspelt word about 50 a letter."""


class Entry(NamedTuple):
    """What is written of a term.

    Attributes:
        articles: Documents that hold it, deleted ones included.
        start: Where its postings begin in the postings file.
        size: Their length in bytes.
    """

    articles: int
    start: int
    size: int


class TermFile:
    """The terms of one segment. Whatever is wrong with its bytes raises what decoding raises (``layout.DAMAGE``).

    Attributes:
        field_numbers: Number per field that has terms.
    """

    def __init__(self, memory: memoryview, name: str) -> None:
        reader = OrderedHashReader(_MappedFile(memory, name), len(memory))
        self.field_numbers: Mapping[str, int] = reader.extras["fieldmap"]
        self._memory = memory
        self._reader = reader
        self._hash: Callable[[bytes], int] = _md5_hash if reader.hashfn is md5_hash else reader.hashfn
        self._tables: Sequence[tuple[int, int]] = reader.tables

    def find(self, field: str, term: bytes) -> Entry | None:
        """Return what is written of a term, None where the segment does not hold it."""
        number = self.field_numbers.get(field)
        if number is None:
            return None
        key = _FIELD_NUMBER.pack(number) + term
        memory, hashed = self._memory, _hash(self._hash, key)
        table, slots = self._tables[hashed & 255]
        for probe in range(slots):
            slot = table + ((hashed >> 8) + probe) % slots * _SLOT.size
            found, at = _SLOT.unpack_from(memory, slot)
            if not at:
                return None
            if found == hashed:
                key_size, value_size = _LENGTHS.unpack_from(memory, at)
                at += _LENGTHS.size
                if memory[at : at + key_size] == key:
                    return _entry(memory[at + key_size : at + key_size + value_size])
        return None

    def held(self, field: str, terms: Iterable[bytes]) -> Iterator[bytes]:
        """Yield which of many terms are written here, most of which are not: a slot or two tell, no entry is read.

        A term whose hash another one has may be yielded as well.
        """
        number = self.field_numbers.get(field)
        if number is None:
            return
        head, memory, tables, function = _FIELD_NUMBER.pack(number), self._memory, self._tables, self._hash
        for term in terms:
            hashed = _hash(function, head + term)
            table, slots = tables[hashed & 255]
            for probe in range(slots):
                found, at = _SLOT.unpack_from(memory, table + ((hashed >> 8) + probe) % slots * _SLOT.size)
                if found == hashed and at:
                    yield term
                if found == hashed or not at:
                    break

    def beginning(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield a field's terms that begin with ``prefix``, in order, each with the number of its documents."""
        number = self.field_numbers.get(field)
        if number is None:
            return
        head = _FIELD_NUMBER.pack(number)
        memory, start, end = self._memory, head + prefix, self._reader.endofdata
        at = self._reader.closest_key_pos(start)
        while at is not None and at < end:
            key_size, value_size = _LENGTHS.unpack_from(memory, at)
            at += _LENGTHS.size
            key = bytes(memory[at : at + key_size])
            if not key.startswith(start):
                return
            at += key_size
            yield key[len(head) :], _INFO.unpack_from(memory, at)[_ARTICLES]
            at += value_size


def _md5_hash(key: bytes) -> int:
    """Return what Whoosh's own function does, without writing the number down and reading it."""
    return int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")


@lru_cache(maxsize=HASHED_KEYS)
def _hash(function: Callable[[bytes], int], key: bytes) -> int:
    """Return the hash of a key by a hash file's function; each term is looked up in all segments, one after another."""
    return function(key)


def _entry(value: memoryview | bytes) -> Entry:
    flags, _, articles, *_ = _INFO.unpack_from(value)
    if flags:
        raise ValueError("postings that stand in the term file, which telusur never writes")
    return Entry(articles, *_EXTENT.unpack_from(value, _INFO.size))


class _View(io.RawIOBase):
    """A read-only file over memory that is not copied: what ``pickle.load`` needs to read a header."""

    def __init__(self, memory: memoryview) -> None:
        super().__init__()
        self._memory = memory
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._memory)}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        piece = self._memory[self._at : self._at + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class _MappedFile(BufferFile):  # type: ignore[misc] # whoosh has no types
    """Whoosh's file object over mapped memory, without the copy that ``BufferFile`` makes.

    Its cursor (``file``) is used while a reader is constructed, by one thread; ``get`` needs none.
    """

    def __init__(self, memory: memoryview, name: str) -> None:
        self._buf = memory
        self._name = name
        self.file = io.BufferedReader(_View(memory))
        self.onclose = None
        self.is_real = False
        self.is_closed = False
