"""The packaged gazetteer of a newsroom in Jambi."""

import pytest

from index.article import RegionCode
from index.gazetteer import load_gazetteer


@pytest.fixture(scope="session")
def gazetteer():
    return load_gazetteer(home=RegionCode("15"))


@pytest.fixture(scope="session")
def regions(gazetteer):
    return gazetteer.regions
