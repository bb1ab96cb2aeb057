"""The archive: the durable record of every article, in one SQLite file.

Sources change and go away; the index is derived and disposable. What is in the archive stays until a source says that
it is gone, and every index can be rebuilt from it alone.

Every change takes the next *revision*, a number that only grows: whoever remembers the archive's revision can ask what
changed since. Writers take a lock beside the file, so there is one at a time; readers never wait.
"""

from indexer.archive.backup import back_up, restore
from indexer.archive.content import content_hash, text_hash
from indexer.archive.linkage import ArticleName, LinkGraph, StoredLink
from indexer.archive.memory import MemoryWriter, OpenFailure, SourceMemory
from indexer.archive.reading import Changes, PartContent
from indexer.archive.schema import SCHEMA_VERSION
from indexer.archive.store import BATCH_CHANGES, Archive
from indexer.archive.values import ArchiveStatus, Failure, Outcome, Run, RunState
from indexer.archive.writer import ArchiveWriter

__all__ = [
    "BATCH_CHANGES",
    "SCHEMA_VERSION",
    "Archive",
    "ArchiveStatus",
    "ArchiveWriter",
    "ArticleName",
    "Changes",
    "Failure",
    "LinkGraph",
    "MemoryWriter",
    "OpenFailure",
    "Outcome",
    "PartContent",
    "Run",
    "RunState",
    "SourceMemory",
    "StoredLink",
    "back_up",
    "content_hash",
    "restore",
    "text_hash",
]
