"""Judgements by a person: which query-article pairs to ask about, and the file that keeps the grades.

Pooling (Sparck Jones and van Rijsbergen 1975): whatever any system shows near the top is judged, so that none is
favoured; what no system shows counts as not relevant.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from index.errors import SourceError
from indexer.evaluate.collection import Collection
from indexer.evaluate.files import JudgedQuery, read_qrels
from indexer.evaluate.search import ask, ask_peers

GRADES = {
    0: "not relevant",
    1: "touches the subject",
    2: "relevant",
    3: "exactly what was sought",
}
"""What each grade means to the person who judges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An article to judge for a query."""

    query: JudgedQuery
    article: str


def pooled(collection: Collection, queries: Sequence[JudgedQuery], depth: int) -> tuple[Pair, ...]:
    """Return what telusur and its peers show in their first ``depth`` results, query by query.

    A query's articles come in an order of their own, always the same: who judges must not see which system found an
    article, nor how high.
    """
    systems = [ask(collection, queries, depth).rankings, *ask_peers(collection, queries, depth).values()]
    return tuple(
        Pair(query=query, article=article)
        for query in queries
        for article in sorted(
            {found for rankings in systems for found, _ in rankings[query.id]},
            key=lambda article: blake2b(f"{query.id}\t{article}".encode()).digest(),
        )
    )


class JudgementFile:
    """Grades in a TREC judgements file, each written at once: a session may end at any time and be taken up again."""

    def __init__(self, path: Path) -> None:
        """Read the file; one that is missing or empty is begun. Raises SourceError where it is something else."""
        self._path = path
        there = path.exists() and path.stat().st_size > 0
        self._judged = (
            {(query, article) for query, grades in read_qrels(path).items() for article in grades} if there else set()
        )
        self._added: list[tuple[Pair, int]] = []

    def holds(self, pair: Pair) -> bool:
        """Tell whether the pair has a grade."""
        return (pair.query.id, pair.article) in self._judged

    def add(self, pair: Pair, grade: int) -> None:
        """Write a grade. Raises SourceError where the file cannot be written or the id cannot stand in it."""
        if not pair.article.isprintable():
            raise SourceError(
                f"The id {pair.article!r} cannot stand in a judgements file; give the article another one."
            )
        try:
            with self._path.open("a+b") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - 1))
                gap = b"" if file.read(1) in {b"", b"\n"} else b"\n"
                file.write(gap + f"{pair.query.id}\t0\t{pair.article}\t{grade}\n".encode())
        except OSError as error:
            raise SourceError(f"{self._path}: cannot be written: {error.strerror}") from error
        self._judged.add((pair.query.id, pair.article))
        self._added.append((pair, size))

    def undo(self) -> Pair | None:
        """Take back the last grade of this session and return its pair; None where there is none."""
        if not self._added:
            return None
        pair, size = self._added.pop()
        os.truncate(self._path, size)
        self._judged.discard((pair.query.id, pair.article))
        return pair
