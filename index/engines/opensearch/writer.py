"""Changes on their way to a cluster: in bulk, versioned so that doing them again does no harm, every failure named."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.article import ArticleId, Document
from index.engines.opensearch import fields
from index.engines.opensearch.cluster import WRITE_SECONDS, Away, Cluster, Json, is_blocked, read_only
from index.errors import EngineUnavailable, IndexLocked

BULK_BYTES = 4 * 2**20
"""Size of one bulk request: OpenSearch's guide says 5 to 15 MB, and small heaps like less."""

MAX_NAMED = 10
"""Failed documents that an error names."""

_CONFLICT = 409
_PASSING = frozenset({429, 503})
"""Statuses of a document that the cluster was too busy for, or that a lost node should have taken."""


class Bulk:
    """Sends documents and removals to one index, in the order they come.

    Every write carries the same version. One that is repeated, after an answer that was lost, changes nothing; one of a
    process that lost its lease meets a higher version and is refused.

    Args:
        cluster: The cluster.
        index: The index.
        version: The version of what is written; must be higher than that of what is there.
        analyzer: Text to tokens.
        zone: Where days begin and end.
        part: Key of the part of a build that this is.
    """

    def __init__(
        self, cluster: Cluster, index: str, version: int, *, analyzer: Analyzer, zone: ZoneInfo, part: str | None = None
    ) -> None:
        self._cluster = cluster
        self._index = index
        self._version = version
        self._analyzer = analyzer
        self._zone = zone
        self._part = part
        self._lines: list[bytes] = []
        self._size = 0

    def adding(self, document: Document) -> bytes:
        """Return the lines that add a document."""
        source = fields.source_of(document, self._analyzer, self._zone)
        if self._part is not None:
            source[fields.PART] = self._part
        return _line({"index": self._action(fields.key_of(document.article.id))}) + _line(source)

    def removing(self, key: str) -> bytes:
        """Return the line that removes a document."""
        return _line({"delete": self._action(key)})

    def send(self, lines: bytes) -> None:
        """Take lines, and send what has come together when it is enough."""
        self._lines.append(lines)
        self._size += len(lines)
        if self._size >= BULK_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what has come together.

        Raises:
            EngineUnavailable: Some documents were refused; they are named.
        """
        pending, self._lines, self._size = self._lines, [], 0
        if not pending:
            return

        def send_pending() -> None:
            nonlocal pending
            pending = self._sent(pending)
            if pending:
                raise Away(f"OpenSearch could not take {len(pending)} articles; try again later, or add nodes")

        self._cluster.patiently(send_pending)

    def _sent(self, pending: Sequence[bytes]) -> list[bytes]:
        """Send lines and return those that the cluster could not take just now."""
        answer = self._cluster.call(
            "POST",
            f"/{self._index}/_bulk",
            b"".join(pending).decode("utf-8"),
            headers={"content-type": "application/x-ndjson"},
            seconds=WRITE_SECONDS,
        )
        if not answer["errors"]:
            return []
        outcomes = [next(iter(item.values())) for item in answer["items"]]
        for blocked in filter(is_blocked, outcomes):
            raise read_only(self._index, _why(blocked))
        self._refuse([outcome for outcome in outcomes if "error" in outcome and outcome["status"] not in _PASSING])
        return [lines for lines, outcome in zip(pending, outcomes, strict=True) if outcome["status"] in _PASSING]

    def _refuse(self, failed: Sequence[Json]) -> None:
        if not failed:
            return
        if all(outcome["status"] == _CONFLICT for outcome in failed):
            raise IndexLocked("another process has written the index meanwhile; run again")
        named = [f"{outcome['_id']} ({_why(outcome)})" for outcome in failed[:MAX_NAMED]]
        more = f" and {len(failed) - MAX_NAMED} more" if len(failed) > MAX_NAMED else ""
        raise EngineUnavailable(f"OpenSearch refused {len(failed)} articles: {', '.join(named)}{more}")

    def _action(self, key: str) -> Json:
        return {"_id": key, "version": self._version, "version_type": "external_gte"}


class Changes:
    """The protocol ``index.engine.IndexWriter``: keeps changes in a temporary file until they are committed."""

    def __init__(self, bulk: Bulk, checkpoint: str) -> None:
        self.checkpoint = checkpoint
        self._bulk = bulk
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._places: dict[str, tuple[int, int]] = {}

    def add(self, document: Document) -> None:
        """Add an article, replacing the one with the same id."""
        self._keep(fields.key_of(document.article.id), self._bulk.adding(document))

    def remove(self, article_id: ArticleId) -> None:
        """Remove an article; unknown ids are no error."""
        key = fields.key_of(article_id)
        if key:
            self._keep(key, self._bulk.removing(key))

    def send(self) -> None:
        """Send the last change of each article."""
        for start, size in self._places.values():
            self._file.seek(start)
            self._bulk.send(self._file.read(size))
        self._bulk.flush()

    def close(self) -> None:
        """Forget what was kept."""
        self._file.close()

    def _keep(self, key: str, lines: bytes) -> None:
        self._places[key] = (self._file.seek(0, 2), len(lines))
        self._file.write(lines)


def write_all(bulk: Bulk, documents: Iterable[Document]) -> int:
    """Send documents and return how many there were."""
    count = 0
    for document in documents:
        bulk.send(bulk.adding(document))
        count += 1
    bulk.flush()
    return count


def _why(outcome: Json) -> str:
    error = outcome["error"]
    cause = error.get("caused_by", {}).get("reason")
    return f"{error['reason']}: {cause}" if cause else str(error["reason"])


def _line(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
