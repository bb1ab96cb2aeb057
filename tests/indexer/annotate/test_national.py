"""Offices of the state: read only where a newsroom asks, only beside a name, never another country's."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from index.article import Article, ArticleId, OfficeHolder, RegionCode, Role
from index.gazetteer import load_gazetteer
from indexer.annotate import annotate

ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture(scope="module")
def asking():
    return load_gazetteer(home=RegionCode("15"), national_offices=True)


def officials(body, gazetteer):
    article = Article(id=ArticleId("uji:1"), title="Kunjungan kerja", body=body)
    return {
        (o.title, o.person, o.role)
        for o in annotate(article, gazetteer, zone=ZONE, home=gazetteer.home).officials
        if o.region == "ID"
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Presiden Hardi Waluyo tiba di Jambi, Senin.", ("presiden", "Hardi Waluyo", Role.INCUMBENT)),
        ("Mantan Wakil Presiden Sutan Mahmud hadir.", ("wakil_presiden", "Sutan Mahmud", Role.FORMER)),
        ("Calon Presiden Burhan Saleh berkampanye.", ("presiden", "Burhan Saleh", Role.CANDIDATE)),
        ("Menteri Dalam Negeri Tigor Panjaitan memberi arahan.", ("menteri", "Tigor Panjaitan", Role.INCUMBENT)),
        ("Plt Menteri Kesehatan dr. Lestari Handayani datang.", ("menteri", "Lestari Handayani", Role.ACTING)),
        ("Mendagri Tigor Panjaitan memberi arahan.", ("menteri", "Tigor Panjaitan", Role.INCUMBENT)),
        ("Ketua DPR RI Ratna Kusuma membuka rapat.", ("ketua_dpr", "Ratna Kusuma", Role.INCUMBENT)),
        ("Gubernur Bank Indonesia Perdana Wiguna menahan bunga.", ("gubernur_bi", "Perdana Wiguna", Role.INCUMBENT)),
        ("Kapolri Jenderal Polisi Bima Sakti melantik.", ("kapolri", "Bima Sakti", Role.INCUMBENT)),
    ],
)
def test_the_name_behind_an_office_of_the_state_holds_it(asking, body, expected):
    assert officials(body, asking) == {expected}


@pytest.mark.parametrize(
    "body",
    [
        "Presiden Amerika Serikat John Smith berpidato.",
        "Presiden Prancis Jean Petit berpidato.",
        "Presiden Direktur Hasan Basri meresmikan pabrik.",
        "Istri Presiden Hardi Waluyo menanam pohon.",
        "Staf Khusus Presiden menyampaikan pesan.",
        "Presiden meminta semua pihak menahan diri.",
        "Keputusan Menteri Pertanian Nomor 5 berlaku.",
    ],
)
def test_others_hold_no_office_of_the_state(asking, body):
    assert officials(body, asking) == set()


def test_one_person_counts_once_under_the_longest_name(asking):
    body = "Presiden Hardi Waluyo tiba. Menurut Presiden Hardi, panen baik."
    assert officials(body, asking) == {("presiden", "Hardi Waluyo", Role.INCUMBENT)}


def test_no_newsroom_gets_them_unasked(asking):
    body = "Presiden Hardi Waluyo tiba di Jambi, Senin."
    assert officials(body, load_gazetteer(home=RegionCode("15"))) == set()
    assert load_gazetteer(home=RegionCode("15")).fingerprint != asking.fingerprint


def test_a_query_by_office_of_the_state_is_understood_where_they_are_read(asking):
    assert asking.official("presiden hardi waluyo") == ("presiden", "ID", "hardi waluyo")
    assert asking.official("menteri") == ("menteri", "ID", None)
    assert replace(asking, national_offices=False).official("menteri") != ("menteri", "ID", None)
    assert asking.office_label("ketua_dpr@ID") == "Ketua DPR"


def test_regional_officials_are_read_beside_them(asking):
    article = Article(
        id=ArticleId("uji:2"),
        title="Kunjungan",
        body="Presiden Hardi Waluyo disambut Bupati Tebo Ramli Syukur di Muara Tebo, Senin.",
    )
    found = annotate(article, asking, zone=ZONE, home=asking.home).officials
    assert OfficeHolder(title="bupati", person="Ramli Syukur", region=RegionCode("15.09")) in found
    assert OfficeHolder(title="presiden", person="Hardi Waluyo", region=RegionCode("ID")) in found
