"""How pages become articles."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from index.article import Annotations, Article
from indexer.extract import PlaceTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How pages become articles.

    Attributes:
        annotate: Finds regions, officials and dates in an article.
        zone: Zone of dates without one.
        annotator: Fingerprint of ``annotate``: an unchanged article is annotated again when it differs.
        is_place: Tells whether a text names a place, to read datelines by.
        site_names: Names under which the site signs.
    """

    annotate: Callable[[Article], Annotations]
    zone: ZoneInfo
    annotator: str = ""
    is_place: PlaceTest | None = None
    site_names: Collection[str] = ()
