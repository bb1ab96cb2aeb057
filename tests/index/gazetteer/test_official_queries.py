"""What a reader types behind ``pejabat:`` and ``wilayah:``, and how facet values are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import RegionCode
from index.gazetteer import load_gazetteer

REGISTRY = """
[[person]]
id = "slamet-riadi"
name = "Slamet Riadi"
aliases = ["Slamet Ryadi", "Selamet Riyadi Putra"]

[[person]]
id = "budi-hartono-tebo"
name = "Budi Hartono"

[[person]]
id = "budi-hartono-bungo"
name = "Budi Hartono"

[[term]]
person = "slamet-riadi"
office = "bupati"
region = "15.09"
role = "definitif"
from = 2020-01-01
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "officials.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    return load_gazetteer(home=RegionCode("15"), registry=path)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("bupati", ("bupati", None, None)),
        ("Bupati Tanjab Barat", ("bupati", "15.06", None)),
        ("bupati@15.06", ("bupati", "15.06", None)),
        ("@15.06", (None, "15.06", None)),
        ("wabup muaro jambi", ("wakil_bupati", "15.05", None)),
        ("wali kota jambi", ("wali_kota", "15.71", None)),
        ("walikota jambi", ("wali_kota", "15.71", None)),
        ("gubernur jambi", ("gubernur", "15", None)),
        ("ketua dprd kota jambi", ("ketua_dprd", "15.71", None)),
        ("kapolres tanjab barat", ("kapolres", "15.06", None)),
    ],
)
def test_an_office_is_a_title_and_the_region_it_belongs_to(gazetteer, text, meaning):
    assert gazetteer.official(text) == meaning


@pytest.mark.parametrize("acting", ["pj", "Plt.", "Penjabat", "Penjabat (Pj)", "pelaksana tugas"])
def test_who_acts_in_an_office_is_found_under_it(gazetteer, acting):
    assert gazetteer.official(f"{acting} bupati tebo") == ("bupati", "15.09", None)


def test_a_department_between_title_and_region_does_not_hide_the_region(gazetteer):
    assert gazetteer.official("kepala dinas pendidikan kota jambi") == ("kepala_dinas", "15.71", None)


def test_a_person_is_named_alone_with_a_title_or_with_title_and_region(own):
    assert own.official("Slamet Riadi") == (None, None, "slamet riadi")
    assert own.official("bupati slamet riadi") == ("bupati", None, "slamet riadi")
    assert own.official("bupati tebo slamet riadi") == ("bupati", "15.09", "slamet riadi")


@pytest.mark.parametrize("spelling", ["slamet ryadi", "SLAMETRIADI", "Slamet Riady", "selamet riyadi putra"])
def test_a_person_is_found_under_every_spelling_the_registry_knows(own, spelling):
    assert own.official(spelling) == (None, None, "slamet riadi")


def test_a_name_that_two_persons_bear_stays_as_typed(own):
    assert own.official("Budi Hartono") == (None, None, "budi hartono")


def test_a_name_that_the_registry_does_not_know_stays_as_typed(own):
    assert own.official("Wati Lestari") == (None, None, "wati lestari")


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "raja@15", "mantan bupati tebo", "calon gubernur", "bupati tebo 2013", "a " * 50_000]
)
def test_what_names_no_holder_of_an_office_is_none(gazetteer, text):
    assert gazetteer.official(text) is None


@given(st.text(max_size=80))
def test_no_text_makes_the_resolver_fail(text):
    gazetteer = load_gazetteer(home=RegionCode("15"))
    gazetteer.region(text)
    gazetteer.official(text)


def test_facet_values_have_names_for_readers(gazetteer):
    assert gazetteer.region_label("15.06") == "Kab. Tanjung Jabung Barat"
    assert gazetteer.region_label("99") == "99"
    assert gazetteer.office_label("bupati@15.06") == "Bupati Tanjung Jabung Barat"
    assert gazetteer.office_label("ketua_dprd@15.71") == "Ketua DPRD Kota Jambi"
    assert gazetteer.office_label("gubernur@") == "Gubernur"
    assert gazetteer.person_label("anwar-sadat") == "Anwar Sadat"
    assert gazetteer.person_label("wati-lestari") == "Wati Lestari"


def test_names_are_protected_from_stemming_and_districts_only_at_home(gazetteer):
    names = gazetteer.protected_names()
    assert {"Merangin", "Tanjung Jabung Barat", "Betara", "Anwar Sadat", "Sadat"} <= names
    assert "Lembah Gumanti" not in names
    assert load_gazetteer().protected_names() < names


def test_the_fingerprint_changes_with_home_and_registry(own, gazetteer):
    assert gazetteer.fingerprint == load_gazetteer(home=RegionCode("15")).fingerprint
    assert len({gazetteer.fingerprint, own.fingerprint, load_gazetteer().fingerprint}) == 3
