"""Who held which office when: matching names, telling terms apart, refusing what cannot be right."""

from datetime import date

import pytest

from index.article import RegionCode, Role
from index.errors import ConfigError
from index.gazetteer import Gazetteer, load_gazetteer, load_registry

TEBO = RegionCode("15.09")
BUNGO = RegionCode("15.08")

REGISTRY = """
[[person]]
id = "mahdi-tebo"
name = "Mahdi"

[[person]]
id = "mahdi-bungo"
name = "Mahdi"

[[person]]
id = "ratna-dewi"
name = "Ratna Dewi Kusuma"
aliases = ["Ratna Dewi"]
nicknames = ["Bunda Ratna"]

[[term]]
person = "mahdi-tebo"
office = "bupati"
region = "15.09"
role = "definitif"
from = 2016-02-17
to = 2021-02-17

[[term]]
person = "ratna-dewi"
office = "bupati"
region = "15.09"
role = "pj"
from = 2021-02-17
to = 2021-06-30

[[term]]
person = "mahdi-bungo"
office = "bupati"
region = "15.08"
role = "definitif"
from = 2016-02-17
"""


def _load(tmp_path, regions, text):
    path = tmp_path / "officials.toml"
    path.write_text(text, encoding="utf-8")
    return load_registry(path, regions)


@pytest.fixture
def registry(tmp_path, regions):
    return _load(tmp_path, regions, REGISTRY)


def test_the_day_says_who_holds_an_office_and_its_end_is_no_day_of_it(registry):
    assert [t.person for t in registry.holders("bupati", TEBO, date(2021, 2, 16))] == ["mahdi-tebo"]
    assert [t.person for t in registry.holders("bupati", TEBO, date(2021, 2, 17))] == ["ratna-dewi"]
    assert registry.holders("bupati", TEBO, date(2021, 7, 1)) == ()
    assert [t.person for t in registry.holders("bupati", BUNGO, date(2026, 1, 1))] == ["mahdi-bungo"]


def test_a_term_says_whether_its_holder_acts(registry):
    (term,) = registry.holders("bupati", TEBO, date(2021, 3, 1))
    assert term.role is Role.ACTING


def test_two_men_of_one_name_are_told_apart_by_their_offices(registry):
    day = date(2020, 1, 1)
    assert registry.match("Mahdi", "bupati", TEBO, day).id == "mahdi-tebo"
    assert registry.match("Mahdi", "bupati", BUNGO, day).id == "mahdi-bungo"


def test_a_name_alone_is_nobody(registry):
    assert registry.match("Mahdi", "bupati", None, date(2020, 1, 1)) is None
    assert registry.match("Mahdi", "gubernur", RegionCode("15"), date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    "name", ["Ratna Dewi Kusuma", "RATNA DEWI", "Ratna Dewi Kesuma", "Ratnadewi", "Bunda Ratna", "Ratna"]
)
def test_spellings_parts_and_nicknames_of_a_name_mean_its_bearer(registry, name):
    assert registry.match(name, "bupati", TEBO, date(2021, 3, 1)).id == "ratna-dewi"


def test_another_name_is_somebody_else(registry):
    assert registry.match("Ratih Dwi", "bupati", TEBO, date(2021, 3, 1)) is None


def test_a_term_counts_for_a_season_around_it_and_no_longer(registry):
    assert registry.match("Mahdi", "bupati", TEBO, date(2021, 4, 1)).id == "mahdi-tebo"
    assert registry.match("Mahdi", "bupati", TEBO, date(2021, 9, 1)) is None
    assert registry.match("Mahdi", "bupati", TEBO, None).id == "mahdi-tebo"


def test_a_former_holder_is_one_whose_term_ended_before(registry):
    assert registry.match_former("Mahdi", "bupati", TEBO, date(2023, 1, 1)).id == "mahdi-tebo"
    assert registry.match_former("Mahdi", "bupati", TEBO, date(2020, 1, 1)) is None
    assert registry.match_former("Mahdi", "bupati", BUNGO, date(2023, 1, 1)) is None


def test_an_offices_history_is_told_from_its_beginning_and_by_periods(registry):
    assert [t.person for t in registry.history("bupati", TEBO)] == ["mahdi-tebo", "ratna-dewi"]
    in_2021 = registry.holders_in("bupati", TEBO, date(2021, 1, 1), date(2022, 1, 1))
    assert [t.person for t in in_2021] == ["mahdi-tebo", "ratna-dewi"]
    assert registry.holders_in("bupati", TEBO, date(2013, 1, 1), date(2014, 1, 1)) == ()


_PERSON = '[[person]]\nid = "a"\nname = "Adi"\n'
_TERM = '[[term]]\nperson = "a"\noffice = "bupati"\nregion = "15.09"\nrole = "definitif"\nfrom = 2020-01-01\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[person]\n", "line 1"),
        ('person = "a"', "[[person]]"),
        ("[[person]]\nid = 'a'\n", "number 1 needs name"),
        (_PERSON + _PERSON, "used twice"),
        (_PERSON + "aliases = 'Adi'\n", "list of names"),
        (_PERSON + _TERM.replace('"a"', '"b"'), "add one"),
        (_PERSON + _TERM.replace("bupati", "raja"), "unknown office 'raja'; known are"),
        (_PERSON + _TERM.replace("15.09", "1509"), "use Kemendagri codes"),
        (_PERSON + _TERM.replace("definitif", "tetap"), "unknown role 'tetap'; known are"),
        (_PERSON + _TERM.replace("2020-01-01", '"2020-01-01"'), "without quotes"),
        (_PERSON + _TERM.replace("2020-01-01", "2020-01-01T00:00:00"), "must be a date"),
        (_PERSON + _TERM.replace("2020", "0202"), "line 4: [[term]] number 1: from = 0202-01-01 lies outside"),
        (_PERSON + _TERM + "to = 9999-12-31\n", "mend the year"),
        (_PERSON + _TERM + "to = 2019-01-01\n", "ends (2019-01-01) before it begins"),
        (_PERSON + _TERM + _TERM.replace("2020", "2021"), "still holds bupati of 15.09; end that one"),
    ],
)
def test_a_wrong_registry_is_refused_with_the_entry_and_the_cure(tmp_path, regions, text, message):
    with pytest.raises(ConfigError) as refused:
        _load(tmp_path, regions, text)
    assert message in str(refused.value)
    assert "officials.toml" in str(refused.value)


def test_a_registry_that_is_not_there_or_no_text_is_refused(tmp_path, regions):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_registry(tmp_path / "none.toml", regions)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_registry(tmp_path / "binary.toml", regions)


def test_an_acting_head_may_serve_beside_one_on_leave(tmp_path, regions):
    acting = _TERM.replace("definitif", "plt").replace("2020", "2021") + "to = 2021-03-01\noverlap = true\n"
    registry = _load(tmp_path, regions, _PERSON + _TERM + acting)
    assert [t.role for t in registry.holders("bupati", TEBO, date(2021, 2, 1))] == [Role.INCUMBENT, Role.ACTING]


def test_the_packaged_registry_knows_who_headed_jambis_regions(gazetteer: Gazetteer):
    registry = gazetteer.registry
    (term,) = registry.holders("bupati", RegionCode("15.06"), date(2024, 2, 20))
    assert term.person == "anwar-sadat"
    assert {term.region.split(".")[0] for term in registry.terms} == {"15"}
    assert len({term.region for term in registry.terms}) == 12


def test_the_sample_archive_has_a_registry_of_its_own(sample_dir):
    own = load_gazetteer(home=RegionCode("15"), registry=sample_dir / "officials.toml")
    assert "anwar-sadat" not in own.registry.persons
    assert own.registry.terms


def test_a_newsroom_at_home_outside_jambi_does_without_the_packaged_registry():
    assert load_gazetteer(home=RegionCode("15.06")).registry.terms
    assert load_gazetteer().registry.terms
    assert not load_gazetteer(home=RegionCode("33")).registry.terms
