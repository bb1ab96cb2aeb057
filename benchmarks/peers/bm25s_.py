"""bm25s: an array of scores per term; no phrases, no AND, no updates, no stored texts."""

import json
from collections.abc import Iterator
from pathlib import Path

import bm25s
import numpy as np

from benchmarks.peers.base import PAGE, TOP, InProcess, Stopwatch
from benchmarks.rows import Query, Row


class Bm25s(InProcess):
    """bm25s with filters and counts over arrays of our own."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows."""
        texts, columns = [], []
        for row in rows:
            texts.append(row.stems.split())
            columns.append((row.region, row.month, row.published))
        with watch:
            model = bm25s.BM25()
            model.index(texts, show_progress=False)
            model.save(str(folder / "bm25s"))
        regions, months, published = zip(*columns, strict=True)
        np.savez(folder / "columns.npz", region=regions, month=months, published=np.array(published))

    def open(self, folder: Path) -> None:
        """Load the index and the columns."""
        self._model = bm25s.BM25.load(str(folder / "bm25s"), mmap=True)
        columns = np.load(folder / "columns.npz")
        self._published = columns["published"]
        self._values, self._codes = {}, {}
        for name in ("region", "month"):
            self._values[name], self._codes[name] = np.unique(columns[name], return_inverse=True)

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query."""
        if kind in {"and", "phrase", "prefix", "answer"}:
            return None
        known = [word for word in query.words if word in self._model.vocab_dict]
        if not known:
            return 0
        scores = self._model.get_scores(known)
        if kind == "filter":
            region = np.searchsorted(self._values["region"], query.region)
            scores = np.where(self._codes["region"] == region, scores, 0.0)
        hits = np.flatnonzero(scores)
        keys = self._published[hits] if kind == "by_date" else scores[hits]
        top = hits[np.argpartition(-keys, min(TOP, len(hits) - 1))[:TOP]] if len(hits) else hits
        counts = [np.bincount(self._codes[name][hits]).tolist() for name in self._values] if kind == "facets" else []
        json.dumps([top.tolist(), counts])
        return len(hits)


__all__ = ["PAGE", "Bm25s"]
