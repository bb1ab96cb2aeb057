"""Headlines that differ a little from a title in a "Baca Juga" line: misprinted, or changed after they were linked."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process

from index.article import ArticleId
from indexer.archive import ArticleName
from indexer.titles import title_key

LEAST_ALIKE = 90.0
"""Likeness (normalised indel similarity, 0 to 100) from which two headlines are one. Of the follow-ups in one affair,
"… Hari Kedua" and "… Hari Ketiga", some are as alike: hence more than one such story leaves a title unresolved."""

LOOK_BACK = timedelta(days=730)
"""How old a story may be that a line without an address means: editors link what readers may remember."""

MIN_KEY_CHARS = 15
"""Least length of a folded title that is compared; in shorter ones a letter is another word."""


class AlikeTitles:
    """Finds the story that a printed title means among those published before."""

    def __init__(self, articles: Iterable[ArticleName]) -> None:
        dated = sorted(
            ((article.published, article.id, title_key(article.title)) for article in articles if article.published),
        )
        self._moments = [moment for moment, _, _ in dated]
        self._ids = [article_id for _, article_id, _ in dated]
        self._keys = [key for _, _, key in dated]

    def find(self, key: str, before: datetime, *, other_than: ArticleId) -> ArticleId | None:
        """Return the one story of the two years before a moment whose headline is nearly ``key``.

        None where there is no such story, or more than one.

        Args:
            key: The printed title, folded (``indexer.titles``).
            before: When the linking story was published.
            other_than: The linking story, which may quote its own headline.
        """
        if len(key) < MIN_KEY_CHARS:
            return None
        first, last = bisect_left(self._moments, before - LOOK_BACK), bisect_right(self._moments, before)
        alike = process.extract(key, self._keys[first:last], scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=3)
        found = [self._ids[first + at] for _, _, at in alike]
        others = [article_id for article_id in found if article_id != other_than]
        return others[0] if len(others) == 1 else None
