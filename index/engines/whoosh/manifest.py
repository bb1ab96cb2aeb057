"""What a commit consists of: every file with its size and checksum, so that damage is found before it answers.

Whoosh's segment files never change once written, so a commit only reads what it has added. The manifest also keeps the
*checkpoint*: a note of whoever writes about how far it has read its own record. It takes effect with the commit it was
given for, never before or after.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.engines.whoosh.durable import write_durably
from index.errors import IndexMissing

_NAME = re.compile(r"MANIFEST\.(\d+)\.json")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's size in bytes and BLAKE2b checksum (hexadecimal)."""

    size: int
    checksum: str

    @classmethod
    def of(cls, path: Path) -> "FileState":
        """Read a file. Raises OSError."""
        digest = hashlib.blake2b(digest_size=16)
        size = 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return cls(size, digest.hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One commit's files and checkpoint.

    Attributes:
        files: State of every file by name, except the manifest itself.
        checkpoint: The writer's note, empty where it made none.
    """

    files: Mapping[str, FileState] = field(default_factory=dict)
    checkpoint: str = ""

    def write(self, folder: Path, commit: int) -> None:
        """Put the manifest of a commit beside its files, durably."""
        body = {
            "files": {name: [state.size, state.checksum] for name, state in sorted(self.files.items())},
            "checkpoint": self.checkpoint,
        }
        record = {"manifest": body, "checksum": _checksum(body)}
        write_durably(folder / _name(commit), (json.dumps(record) + "\n").encode())

    @classmethod
    def read(cls, folder: Path, commit: int) -> "Manifest":
        """Return the manifest of a commit.

        Raises:
            FileNotFoundError: There is none; a later commit may have taken its place.
            IndexMissing: It is damaged.
        """
        path = folder / _name(commit)
        try:
            record = json.loads(path.read_bytes())
            body = record["manifest"]
            if record["checksum"] != _checksum(body):
                raise ValueError("its checksum is wrong")  # noqa: TRY301 - all damage is told alike
            files = {name: FileState(int(size), str(checksum)) for name, (size, checksum) in body["files"].items()}
            return cls(files=files, checkpoint=str(body["checkpoint"]))
        except FileNotFoundError:
            raise
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexMissing(f"{path} is damaged ({error}); rebuild the index with `telusur reindex`") from error

    def require(self, folder: Path, name: str) -> None:
        """Raise IndexMissing unless a file is what it was when the commit was made."""
        for problem in self._problem(folder, name):
            raise IndexMissing(f"{problem}; rebuild the index with `telusur reindex`")

    def problems(self, folder: Path) -> Iterator[str]:
        """Yield the files that are not what they were when the commit was made."""
        for name in sorted(self.files):
            yield from self._problem(folder, name)

    def _problem(self, folder: Path, name: str) -> Iterator[str]:
        path = folder / name
        try:
            state, expected = FileState.of(path), self.files[name]
        except OSError as error:
            yield f"{path} cannot be read ({error.strerror})"
            return
        if state != expected:
            yield f"{path} is not what was written (its {_difference(state, expected)} differs)"


def states(folder: Path, names: Iterable[str], before: Manifest) -> dict[str, FileState]:
    """Return the state of files by name; those that ``before`` knows never change and are not read again."""
    return {name: before.files.get(name) or FileState.of(folder / name) for name in names}


def remove_manifests_but(folder: Path, commit: int) -> None:
    """Remove the manifests of other commits."""
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match and int(match[1]) != commit:
            path.unlink()


def _name(commit: int) -> str:
    return f"MANIFEST.{commit}.json"


def _checksum(body: object) -> str:
    return hashlib.blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=16).hexdigest()


def _difference(state: FileState, expected: FileState) -> str:
    return "size" if state.size != expected.size else "content"
