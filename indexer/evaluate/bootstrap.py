"""How sure is a mean over queries: percentile bootstrap intervals, paired for differences between systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
"""Resamples of the queries; the interval's own noise is then below a tenth of its width."""

SEED = 20_240_229
"""Fixed, so that the same rankings give the same intervals."""

_LOW, _HIGH = 2.5, 97.5
_CHUNK = 2_000_000
"""Drawn numbers held in memory at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A mean over queries, or a mean difference, with its 95 % interval."""

    mean: float
    low: float
    high: float


def figures(values: Mapping[str, Mapping[str, float]]) -> Mapping[str, Figure]:
    """Return mean and interval of each measure, from its value for each of at least one query."""
    names = list(values)
    table = np.array([list(values[name].values()) for name in names], dtype=np.float64)
    low, high = np.percentile(_resampled_means(table), [_LOW, _HIGH], axis=1)
    return {
        name: Figure(mean=float(table[n].mean()), low=float(low[n]), high=float(high[n]))
        for n, name in enumerate(names)
    }


def differences(
    ours: Mapping[str, Mapping[str, float]], theirs: Mapping[str, Mapping[str, float]]
) -> Mapping[str, Figure]:
    """Return how much more ``ours`` reaches, query by query: the paired difference of each measure."""
    return figures({name: {query: value - theirs[name][query] for query, value in ours[name].items()} for name in ours})


def _resampled_means(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row for every resample of its columns; all rows share the resamples."""
    queries = table.shape[1]
    drawing = np.random.default_rng(SEED)
    at_once = max(1, _CHUNK // queries)
    parts: Sequence[NDArray[np.float64]] = [
        table[:, drawing.integers(queries, size=(min(at_once, RESAMPLES - done), queries))].mean(axis=2)
        for done in range(0, RESAMPLES, at_once)
    ]
    return np.concatenate(parts, axis=1)
