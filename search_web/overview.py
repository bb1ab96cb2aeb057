"""What the whole archive holds: counted once per state of the index, not once per request."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from index.engine import Engine, IndexInfo
from index.search import FacetCount, FacetField, Hit, SearchRequest, SearchResults, Sort

LATEST = 5
"""Newest stories that are kept."""

RECHECK_SECONDS = 5.0
"""How long a count may be shown before the index is asked whether it has changed."""

MOST_VALUES = 2_000
"""Values counted per facet: more than a registry has persons."""

_FACETS = (FacetField.REGION, FacetField.PERSON, FacetField.SECTION, FacetField.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The archive in numbers.

    Attributes:
        articles: How many stories it holds.
        first: Local day of the oldest story that has a date, None where none has.
        last: Local day of the newest one.
        latest: The newest stories.
        regions: Stories per region, the most frequent first.
        persons: Stories per person.
        sections: Stories per section.
        years: Stories per year, ascending.
    """

    articles: int
    first: date | None
    last: date | None
    latest: tuple[Hit, ...]
    regions: tuple[FacetCount, ...]
    persons: tuple[FacetCount, ...]
    sections: tuple[FacetCount, ...]
    years: tuple[FacetCount, ...]


class OverviewCache:
    """Keeps the overview until the index changes.

    Args:
        engine: The archive's engine.
        zone: Where days begin and end.
        clock: Seconds that only grow.
    """

    def __init__(self, engine: Engine, zone: ZoneInfo, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._zone = zone
        self._clock = clock
        self._kept: tuple[float, IndexInfo, Overview] | None = None

    def get(self) -> Overview:
        """Return the overview, at most :data:`RECHECK_SECONDS` old. Raises what the engine raises.

        Threads that come at once may each count; the last one stays. That is cheaper than making them wait.
        """
        now = self._clock()
        kept = self._kept
        if kept is not None and now - kept[0] < RECHECK_SECONDS:
            return kept[2]
        info = self._engine.info()
        overview = kept[2] if kept is not None and kept[1] == info else self._count()
        self._kept = (now, info, overview)
        return overview

    def _count(self) -> Overview:
        newest = self._engine.search(
            SearchRequest(facets=_FACETS, sort=Sort.NEWEST, limit=LATEST, facet_limit=MOST_VALUES)
        )
        oldest = self._engine.search(SearchRequest(sort=Sort.OLDEST, limit=1))
        return Overview(
            articles=newest.total,
            first=self._first_day(oldest),
            last=self._first_day(newest),
            latest=newest.hits,
            regions=newest.facets[FacetField.REGION],
            persons=newest.facets[FacetField.PERSON],
            sections=newest.facets[FacetField.SECTION],
            years=newest.facets[FacetField.YEAR],
        )

    def _first_day(self, results: SearchResults) -> date | None:
        published = results.hits[0].document.article.published if results.hits else None
        return published.astimezone(self._zone).date() if published is not None else None
