"""The sample archive, indexed once for all measurements."""

from zoneinfo import ZoneInfo

import pytest

from index.article import RegionCode
from indexer.assemble import assemble
from indexer.evaluate import indexed

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture(scope="session")
def sample(sample_dir):
    """The sample archive as a judged collection, with its registry."""
    registry = sample_dir / "officials.toml"
    assembly = assemble(zone=JAKARTA, home_region=RegionCode("15"), registry=registry)
    with indexed(sample_dir / "articles.jsonl", assembly) as collection:
        yield collection
