"""What every engine must do, as tests: subclass :class:`EngineContract` and provide ``new_engine``."""

from tests.engine_contract.changes import ChangeTests
from tests.engine_contract.documents import DocumentTests
from tests.engine_contract.facets import FacetTests
from tests.engine_contract.listing import ListingTests
from tests.engine_contract.matching import MatchingTests
from tests.engine_contract.ranking import RankingTests
from tests.engine_contract.restrictions import RestrictionTests
from tests.engine_contract.stories import (
    AT,
    ZONE,
    asking,
    built,
    counts,
    cut_off,
    found,
    ids,
    near,
    phrase,
    story,
    without,
    word,
)


class EngineContract(
    RankingTests, MatchingTests, RestrictionTests, FacetTests, ListingTests, DocumentTests, ChangeTests
):
    """All of it."""


__all__ = [
    "AT",
    "ZONE",
    "EngineContract",
    "asking",
    "built",
    "counts",
    "cut_off",
    "found",
    "ids",
    "near",
    "phrase",
    "story",
    "without",
    "word",
]
