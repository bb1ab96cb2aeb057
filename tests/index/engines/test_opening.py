"""An address in the configuration becomes an engine, or an error that says what to write."""

import pytest

from index.engines import open_engine
from index.engines.whoosh import WhooshEngine, check_environment
from index.engines.whoosh.environment import check_distributions
from index.errors import ConfigError
from index.search import SearchRequest
from tests.engine_contract import ZONE, built, story


def test_a_folder_and_a_whoosh_address_are_the_same_index(tmp_path, analyzer):
    folder = tmp_path / "index"
    built(open_engine(str(folder), analyzer=analyzer, zone=ZONE), [story(1)])
    engine = open_engine(f"whoosh:{folder}", analyzer=analyzer, zone=ZONE)
    assert isinstance(engine, WhooshEngine)
    assert engine.search(SearchRequest()).total == 1


def test_opening_writes_nothing(tmp_path, analyzer):
    open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["solr:http://localhost", "elastic:x"])
def test_an_unknown_engine_is_refused_with_what_to_write(address, analyzer):
    with pytest.raises(ConfigError, match=r"no engine is called .* whoosh:FOLDER"):
        open_engine(address, analyzer=analyzer, zone=ZONE)


@pytest.mark.parametrize("address", ["", "  ", "whoosh:", "a\0b"])
def test_an_address_without_a_folder_is_refused(address, analyzer):
    with pytest.raises(ConfigError, match="names no folder"):
        open_engine(address, analyzer=analyzer, zone=ZONE)


def test_the_installed_whoosh_is_the_one_that_is_known():
    check_environment()


def test_another_distribution_of_the_same_import_name_is_named_with_the_cure():
    with pytest.raises(ConfigError, match=r"Whoosh-Reloaded has taken .* pip uninstall -y Whoosh-Reloaded"):
        check_distributions({"whoosh", "Whoosh-Reloaded"}, (2, 7, 4))


def test_another_version_is_refused_with_the_cure():
    with pytest.raises(ConfigError, match=r"whoosh 3\.0\.0 is installed, 2\.7\.4 is needed; .* whoosh==2\.7\.4"):
        check_distributions({"whoosh"}, (3, 0, 0))
