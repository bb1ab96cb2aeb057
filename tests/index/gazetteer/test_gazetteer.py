"""Names mean the region, office or person that a reader of Jambi's news would say."""

from datetime import date

import pytest

from index.errors import ConfigError
from index.gazetteer import Level, load_gazetteer, load_regions, load_registry, load_titles, office_label, title_label

GAZETTEER = load_gazetteer(home="15.06")

REGISTRY = """
[[person]]
id = "ramli-syukur"
name = "Ramli Syukur"
aliases = ["Romli Syukur"]
[[person]]
id = "ramli-syukur-bungo"
name = "Ramli Syukur"
[[term]]
person = "ramli-syukur"
office = "bupati"
region = "15.06"
role = "definitif"
from = 2021-02-26
to = 2024-09-25
[[term]]
person = "ramli-syukur-bungo"
office = "bupati"
region = "15.08"
role = "pj"
from = 2024-09-25
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15.06", "15.06"),
        ("tanjab barat", "15.06"),
        ("Tanjabbar", "15.06"),
        ("Kabupaten Tanjung Jabung Barat", "15.06"),
        ("muarojambi", "15.05"),
        ("Kuala Tungkal", "15.06"),
        ("Jambi", "15"),
        ("Kota Jambi", "15.71"),
        ("Bandung", "32.73"),
        ("kabupaten bandung", "32.04"),
        ("sumut", "12"),
        ("Kecamatan Betara", "15.06.04"),
    ],
)
def test_a_region_is_known_by_code_name_alias_and_capital(text, code):
    assert GAZETTEER.region(text) == code


@pytest.mark.parametrize("text", ["Tanjab", "Sarko", "Atlantis", "99.99", "", "...", "Sidomulyo Raya"])
def test_what_names_several_regions_or_none_does_not_resolve(text):
    assert GAZETTEER.region(text) is None


def test_codes_are_kemendagri_codes_not_those_of_statistics():
    regions = load_regions()

    assert regions.get("15.06").name == "Tanjung Jabung Barat"
    assert regions.get("15.07").name == "Tanjung Jabung Timur"
    assert len(regions.children("15")) == 11
    assert len(regions.children("")) == 38
    assert regions.get("15.71").level is Level.KOTA


def test_labels_carry_the_type_word_where_readers_need_it():
    assert GAZETTEER.region_label("15.06") == "Kab. Tanjung Jabung Barat"
    assert GAZETTEER.region_label("31") == "Daerah Khusus Ibukota Jakarta"
    assert GAZETTEER.region_label("99") == "99"
    assert GAZETTEER.office_label("bupati@15.06") == "Bupati Tanjung Jabung Barat"
    assert GAZETTEER.office_label("ketua_dprd@15.71") == "Ketua DPRD Kota Jambi"
    assert GAZETTEER.person_label("anwar-sadat") == "Anwar Sadat"
    assert GAZETTEER.person_label("siti-aminah") == "Siti Aminah"
    assert office_label("camat", None, load_regions()) == "Camat"
    assert title_label("kepala_urusan") == "Kepala Urusan"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("bupati tanjab barat", ("bupati", "15.06", None)),
        ("wali kota jambi", ("wali_kota", "15.71", None)),
        ("bupati", ("bupati", None, None)),
        ("bupati anwar sadat", ("bupati", None, "anwar sadat")),
        ("anwar sadat", (None, None, "anwar sadat")),
        ("bupati@15.06", ("bupati", "15.06", None)),
        ("raja@15", None),
        ("!!", None),
    ],
)
def test_an_official_is_an_office_a_person_or_both(text, meaning):
    assert GAZETTEER.official(text) == meaning


def test_names_of_regions_and_of_the_registrys_persons_are_protected():
    names = GAZETTEER.protected_names()

    assert {"Merangin", "Kuala Tungkal", "Betara", "Anwar Sadat"} <= names


def test_every_title_class_of_the_list_has_surfaces():
    for title in load_titles().values():
        assert title.surfaces
        assert title.scope.levels()


def test_a_person_is_matched_by_name_office_and_time_only(tmp_path):
    path = tmp_path / "officials.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    registry = load_registry(path, load_regions())
    day = date(2023, 5, 1)

    assert registry.match("Ramli Syukur", "bupati", "15.06", day).id == "ramli-syukur"
    assert registry.match("Romli Sukur", "bupati", "15.06", day).id == "ramli-syukur"
    assert registry.match("Ramli Syukur", "bupati", "15.08", date(2025, 1, 1)).id == "ramli-syukur-bungo"
    assert registry.match("Ramli Syukur", "bupati", "15.08", date(2020, 1, 1)) is None
    assert registry.match("Ramli Syukur", "wakil_bupati", "15.06", day) is None
    assert registry.match("Ramli Syukur", "bupati", None, day) is None
    assert registry.match("Hasan Basri", "bupati", "15.06", None) is None
    assert [term.person for term in registry.holders("bupati", "15.06", date(2024, 9, 24))] == ["ramli-syukur"]
    assert registry.holders("bupati", "15.06", date(2024, 9, 25)) == ()
    assert [term.first.year for term in registry.history("bupati", "15.08")] == [2024]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('office = "bupati"', 'office = "raja"', "unknown office 'raja'"),
        ('region = "15.06"', 'region = "1506"', "use Kemendagri codes"),
        ('role = "pj"', 'role = "bos"', "unknown role"),
        ('person = "ramli-syukur"\n', 'person = "tiada"\n', "no \\[\\[person\\]\\] has the id 'tiada'"),
        ("to = 2024-09-25", "to = 2020-01-01", "before it begins"),
        ("from = 2021-02-26", 'from = "kemarin"', "must be a date without quotes"),
        ('id = "ramli-syukur-bungo"', 'id = "ramli-syukur"', "used twice"),
        ('name = "Ramli Syukur"\naliases', "aliases", "needs name"),
        ('aliases = ["Romli Syukur"]', 'aliases = "Romli"', "must be a list of names"),
        ("[[person]]", "[person]", "TOML|double brackets"),
        ("[[term]]", "[[term]", "not a TOML file"),
    ],
)
def test_a_wrong_registry_names_the_entry_and_the_cure(tmp_path, old, new, says):
    path = tmp_path / "officials.toml"
    path.write_text(REGISTRY.replace(old, new), encoding="utf-8")

    with pytest.raises(ConfigError, match=says):
        load_registry(path, load_regions())


def test_a_registry_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_gazetteer(registry=tmp_path / "nihil.toml")


def test_the_fingerprint_changes_with_the_registry_and_home(tmp_path):
    path = tmp_path / "officials.toml"
    path.write_text(REGISTRY, encoding="utf-8")

    prints = {load_gazetteer(home=home, registry=reg).fingerprint for home in (None, "15") for reg in (None, path)}
    assert len(prints) == 4
