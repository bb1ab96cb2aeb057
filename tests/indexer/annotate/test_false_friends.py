"""What looks like a region or an official and is none: one made-up sentence for each trap."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Penyair Rizal Kerinci wafat. Karya Rizal Kerinci dikenang.",
        "Truk batu bara antre. Angkutan Batu Bara dihentikan.",
        "Air Batang Asai keruh.",
        "Juara Piala Gubernur diarak.",
    ],
)
def test_surnames_coal_rivers_and_cups_are_no_region(reader, text):
    assert reader.read(text).regions == ()


def test_a_headline_only_confirms_what_the_story_names(reader):
    assert reader.read("Harga cabai naik.", title="Warga Serang Pedagang").regions == ()
    assert reader.read("Warga Serang mengeluh. Kota Serang panas.", title="Harga di Serang Naik").regions == ("36.73",)


def test_the_police_of_greater_jakarta_are_not_that_of_the_city_of_metro(reader):
    assert reader.officials("Kapolres Metro Depok Kombes Joko Umbara hadir.") == [
        ("kapolres", "Joko Umbara", "32.76", "incumbent")
    ]
    assert reader.officials("Kapolres Metro AKBP Joko Umbara hadir.") == [
        ("kapolres", "Joko Umbara", "18.72", "incumbent")
    ]


def test_the_capitals_police_goes_by_another_name(reader):
    assert reader.officials("Kapolda Metro Jaya Irjen Joko Umbara hadir.") == [
        ("kapolda", "Joko Umbara", "31", "incumbent")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ia pernah menjadi Kapolres Ketapang (2008), Kasubdit Siber Nasional (2010).",
        "Gubernur Kamchatka Wirya Kelana hadir di Rusia.",
        "Wali Kota Athena Wirya Kelana hadir.",
        "Kapolresta Bandara Soekarno Hatta hadir.",
        "Debat cawagub Kompas TV berlangsung seru.",
        "Kepala Badan Legislasi DPR Wirya Kelana hadir.",
        "Gubernur Lemhannas Wirya Kelana hadir.",
    ],
)
def test_careers_foreign_and_national_posts_name_no_regional_official(text, reader):
    assert reader.officials(text) == []


@pytest.mark.parametrize("word", ["Gubernur", "Bupati", "Wali Kota"])
def test_titles_listed_in_general_mean_nobody(reader, word):
    text = f"Rapat diikuti Gubernur, Bupati dan Wali Kota se-Indonesia, juga para {word.lower()}."
    assert reader.read(text).officials == ()


def test_a_house_or_car_of_an_office_names_its_holder_only_if_it_does(reader):
    assert reader.read("Rumah dinas Bupati Tebo direnovasi.").officials == ()
    assert reader.officials("Mobil dinas Bupati Tebo Wirya Kelana mogok.") == [
        ("bupati", "Wirya Kelana", "15.09", "incumbent")
    ]


def test_a_hospital_that_bears_a_name_is_not_its_director(reader):
    assert reader.officials("Direktur RSUD Sultan Wira Yudha Tebo, dr. Sekar Ayu, hadir.") == [
        ("direktur_rsud", "Sekar Ayu", "15.09", "incumbent")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kepala Desa Lubuk Entah, Sekar Ayu, hadir di Tebo.",
        "Kepala Desa Lubuk Entah Sekar Ayu hadir di Tebo. Warga Desa Lubuk Entah senang.",
        "Warga mengeluh, ujar Sekar Ayu, Kepala Desa Lubuk Entah di Tebo.",
    ],
)
def test_a_village_that_no_table_knows_is_not_its_heads_name(reader, text):
    assert [name for _, name, *_ in reader.officials(text, dateline="MUARA TEBO")] == ["Sekar Ayu"]


@pytest.mark.parametrize("who", ["Kuasa hukum", "Juru bicara", "Pengacara", "Jubir"])
def test_who_speaks_for_an_official_is_none(reader, who):
    assert reader.officials(f"{who} Bupati Tebo, Wirya Kelana, membantah.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Bupati Tebo Cup digelar di lapangan.",
        "Bupati Tebo Award diberikan kepada Wirya Kelana.",
        "Bupati LIRA Wirya Kelana berdemo.",
        "Gubernur Akademi Kepolisian Irjen Wirya Kelana hadir di Semarang.",
        "Gubernur BEM Wirya Kelana berdemo di Jambi.",
    ],
)
def test_a_prize_or_a_post_outside_government_is_no_office(reader, text):
    assert reader.officials(text) == []


@pytest.mark.parametrize("opening", ["Kepada", "Bersama", "Selain", "Di hadapan"])
def test_the_subject_behind_a_phrase_is_not_the_official_in_it(reader, opening):
    assert reader.officials(f"{opening} Bupati Tebo, Wirya Kelana menyampaikan keluhan.") == []
    assert reader.officials(f"{opening} Bupati Tebo, Wirya Kelana, warga menyampaikan keluhan.") == [
        ("bupati", "Wirya Kelana", "15.09", "incumbent")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Pemilihan Gubernur-Wakil Gubernur Jambi digelar.",
        "Tahapan pemilihan Bupati dan Wakil Bupati Tebo dimulai.",
        "Penetapan Bupati dan Wakil Bupati Tebo ditunda.",
        "Ia ingin menjadi Bupati Tebo.",
        "Sekretaris Bupati Tebo mencatat.",
    ],
)
def test_a_contest_or_an_aim_is_no_holder(reader, text):
    assert reader.read(text).officials == ()


@pytest.mark.parametrize(
    "text",
    [
        "Menteri Lingkungan Hidup/Kepala Badan Pengendalian Lingkungan Hidup Joko Umbara meninjau Tebo.",
        "Kepala Badan Kepegawaian Negara, Joko Umbara, menjelaskan aturan.",
        "Ketua KPU Joko Umbara menutup tahapan pemilu.",
        "Kepala Kelompok Staf Ahli Kodam Brigjen Joko Umbara hadir di Tebo.",
        "Pangdam Jayakarta hadir di Tebo.",
        "Para kepala kejaksaan tinggi (Kajati) dilantik oleh Jaksa Agung Joko Umbara di Tebo.",
        "Joko Umbara mengajak pemuda Tebo mau menjadi kepala desa.",
        "Ketua KPU Tebo Tersangka Kasus Hibah.",
    ],
)
def test_national_posts_and_posts_in_general_name_no_regional_official(reader, text):
    assert reader.officials(text) == []


def test_an_assistants_office_is_not_his_superiors(reader):
    assert reader.officials("Asisten Kesejahteraan Rakyat Sekda Kota Jambi Sekar Ayu hadir.") == [
        ("asisten", "Sekar Ayu", "15.71", "incumbent")
    ]
