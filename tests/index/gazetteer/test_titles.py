"""The closed list of title classes."""

import pytest

from index.gazetteer import HEADS, Level, load_titles, office_label, title_label


def test_heads_are_title_classes():
    assert set(load_titles()) >= HEADS


def test_no_surface_means_two_classes():
    surfaces = [surface for title in load_titles().values() for surface in (*title.surfaces, *title.candidate_surfaces)]
    assert len(surfaces) == len(set(surfaces))


def test_national_offices_are_no_title_classes():
    assert not {"presiden", "menteri", "anggota_dpr", "gubernur_bi"} & set(load_titles())


def test_a_title_has_a_label_and_an_unknown_one_a_readable_name():
    assert title_label("wali_kota") == "Wali Kota"
    assert title_label("juru_kunci") == "Juru Kunci"


@pytest.mark.parametrize(
    ("title", "region", "label"),
    [
        ("bupati", "15.06", "Bupati Tanjung Jabung Barat"),
        ("wali_kota", "15.71", "Wali Kota Jambi"),
        ("gubernur", "15", "Gubernur Jambi"),
        ("sekda", "15", "Sekretaris Daerah Provinsi Jambi"),
        ("sekda", "15.71", "Sekretaris Daerah Kota Jambi"),
        ("sekda", "15.06", "Sekretaris Daerah Tanjung Jabung Barat"),
        ("bupati", None, "Bupati"),
        ("bupati", "99", "Bupati"),
    ],
)
def test_an_office_is_called_as_readers_call_it(regions, title, region, label):
    assert office_label(title, region, regions) == label


def test_a_class_says_which_regions_can_have_it():
    assert load_titles()["camat"].scope.levels() == (Level.KECAMATAN,)
    assert Level.PROVINCE not in load_titles()["kapolres"].scope.levels()
