"""Names to Kemendagri codes: levels, aliases, spellings, names that several regions share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.gazetteer import Level, load_regions, words_of


def test_the_country_is_known_down_to_its_districts_and_the_home_province_to_its_villages(regions):
    provinces = regions.children("")
    regencies = [code for province in provinces for code in regions.children(province)]
    districts = [code for regency in regencies for code in regions.children(regency)]
    assert (len(provinces), len(regencies)) == (38, 514)
    assert len(districts) > 7_200
    villages = [code for code in districts if regions.children(code)]
    assert {code.split(".")[0] for code in villages} == {"15"}
    assert len(regions.children("15")) == 11


@pytest.mark.parametrize(
    ("code", "name", "level", "label"),
    [
        ("15", "Jambi", Level.PROVINCE, "Provinsi Jambi"),
        ("15.06", "Tanjung Jabung Barat", Level.KABUPATEN, "Kab. Tanjung Jabung Barat"),
        ("15.71", "Jambi", Level.KOTA, "Kota Jambi"),
        ("15.06.04", "Betara", Level.KECAMATAN, "Kec. Betara"),
    ],
)
def test_a_region_has_its_name_its_kind_and_a_label_for_readers(regions, code, name, level, label):
    region = regions.get(code)
    assert (region.name, region.level, region.label) == (name, level, label)


def test_jakarta_and_yogyakarta_are_labelled_without_a_type_word(regions):
    assert not regions.get("31").label.startswith("Provinsi")
    assert not regions.get("34").label.startswith("Provinsi")


def test_an_unknown_code_is_no_region(regions):
    assert regions.get("99.99") is None
    assert regions.children("15.06.04.9999") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15.06", "15.06"),
        (" Tanjung Jabung Barat ", "15.06"),
        ("kabupaten tanjung jabung barat", "15.06"),
        ("Kab. Tanjung Jabung Barat", "15.06"),
        ("TANJAB BARAT", "15.06"),
        ("Tanjabbar", "15.06"),
        ("tanjabtim", "15.07"),
        ("Kuala Tungkal", "15.06"),
        ("kualatungkal", "15.06"),
        ("Muarojambi", "15.05"),
        ("Batang Hari", "15.04"),
        ("Sumut", "12"),
        ("Sumatra Utara", "12"),
        ("DKI", "31"),
        ("Kec. Betara", "15.06.04"),
    ],
)
def test_a_region_is_known_by_code_name_alias_and_joined_spelling(regions, text, code):
    assert regions.resolve(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Jambi", "15"), ("Kota Jambi", "15.71"), ("Bandung", "32.73"), ("Kabupaten Bandung", "32.04")],
)
def test_a_name_alone_is_the_province_then_the_city_and_a_type_word_decides(regions, text, code):
    assert regions.resolve(text) == code


def test_of_regions_of_one_kind_and_name_the_one_at_home_is_meant_else_none(regions):
    assert regions.resolve("Kecamatan Pauh") is None
    assert regions.resolve("Kecamatan Pauh", home="15") == "15.03.04"


@pytest.mark.parametrize(
    "text", ["", "   ", "kabupaten", "Tanjab", "Sarko", "Negeri Antah Berantah", "\x00", "🙂", "15.99"]
)
def test_what_names_no_region_or_several_resolves_to_none(regions, text):
    assert regions.resolve(text) is None


def test_only_the_levels_asked_for_count(regions):
    assert regions.resolve("Jambi", levels=(Level.KOTA,)) == "15.71"
    assert regions.resolve("Sumut", levels=(Level.KOTA,)) is None


def test_every_alias_means_a_region_and_names_itself(regions):
    for alias in regions.aliases:
        assert regions.get(alias.code) is not None, alias
        assert alias.code in regions.named(words_of(alias.text)), alias


def test_no_veto_is_a_region_of_that_whole_name_outside_the_districts(regions):
    for words in regions.vetoes:
        assert not [code for code in regions.named(words) if code.count(".") < 2], words


def test_a_regions_name_is_known_without_its_end_unless_that_is_another_name(regions):
    assert regions.is_cut_name(("tanjung", "jabung", "timu"))
    assert regions.is_cut_name(("surabay",))
    assert not regions.is_cut_name(("surabaya",))
    assert not regions.is_cut_name(("teb",))


def test_words_of_a_name_are_plain_and_lower_case():
    assert words_of("Kab. Toba-Samosir (Sumut)") == ("kab", "toba", "samosir", "sumut")
    assert words_of("Ma'rang") == ("marang",)


@given(st.text(max_size=60))
def test_any_text_resolves_to_a_known_code_or_none(text):
    regions = load_regions()
    code = regions.resolve(text)
    assert code is None or regions.get(code) is not None


@given(st.sampled_from(sorted(code for code in load_regions().children("15"))))
def test_a_label_resolves_back_to_its_region(code):
    regions = load_regions()
    assert regions.resolve(regions.get(code).label) == code
