"""What a story is about and what it merely mentions: one made-up story for each rule."""

import pytest


@pytest.mark.parametrize(
    ("body", "dateline", "focus"),
    [
        ("Warga Tebo memperbaiki jalan desa.", "TEBO", ("15.09",)),
        ("Warga memperbaiki jalan di Kuala Tungkal.", "KUALA TUNGKAL", ("15.06",)),
        ("Pemkab Muarojambi menanam pohon di Sengeti.", "MUAROJAMBI", ("15.05",)),
        ("Pemerintah Kota Jambi menata pasar. Kota Jambi kini lebih rapi.", "JAMBI", ("15.71",)),
        ("Pemprov Jambi menata pegawai. Provinsi Jambi menambah dokter.", "JAMBI", ("15",)),
        ("Banjir merendam Kecamatan Betara dan Kecamatan Pengabuan di Tanjab Barat.", None, ("15.06",)),
    ],
)
def test_a_story_is_about_the_region_it_happens_in(reader, body, dateline, focus):
    assert reader.read(body, dateline=dateline).regions == focus


def test_home_is_never_a_focus_by_itself(reader):
    assert reader.read("Harga cabai naik menjelang hari raya.").regions == ()


def test_the_capital_in_the_dateline_is_where_the_reporter_sits(reader):
    body = "Bupati Tebo Wirya Kelana menemui investor. Tebo menawarkan lahan. Warga Tebo menunggu hasilnya."
    assert reader.read(body, dateline="JAKARTA").regions == ("15.09",)


@pytest.mark.parametrize(
    "text",
    [
        "Perahu karam di Sungai Batanghari.",
        "Bank Jambi membuka kantor baru.",
        "Mahasiswa Universitas Jambi meneliti gambut.",
        "Kecelakaan terjadi di Jalan Sumatera.",
        "Penonton menyambut Bima Arya Kusuma.",
        "Artis Bima Arya Kusuma menyanyi.",
    ],
)
def test_rivers_banks_universities_streets_and_persons_are_no_regions(reader, text):
    found = reader.read(text)
    assert (*found.regions, *found.mentioned) == ()


@pytest.mark.parametrize("group", ["Tanjab", "Sarko"])
def test_an_abbreviation_of_several_regions_is_none_of_them(reader, group):
    found = reader.read(f"Warga {group} menanti hujan.")
    assert (*found.regions, *found.mentioned) == ()


def test_districts_and_villages_count_for_their_regency(reader):
    found = reader.read("Camat Betara meninjau Desa Pematang Lumut. Warga Kecamatan Betara senang.")
    assert {code[:5] for code in found.regions} == {"15.06"}


def test_a_district_of_a_common_name_is_the_one_in_the_regency_named(reader):
    found = reader.read("Banjir di Kecamatan Pauh, Kabupaten Sarolangun. Sarolangun siaga.")
    assert {code[:5] for code in found.regions} == {"15.03"}


def test_the_primary_region_comes_first_and_passing_mentions_stand_apart(reader):
    body = (
        "Bupati Tebo Wirya Kelana membuka festival. Warga Tebo menari semalam suntuk. "
        "Tebo sudah tiga kali menggelarnya.\n\nFestival dihadiri tamu. Seorang pedagang datang dari Palembang."
    )
    found = reader.read(body, title="Festival Tebo Meriah", dateline="TEBO")
    assert found.regions[0] == "15.09"
    assert "16.71" in found.mentioned
    assert not set(found.regions) & set(found.mentioned)


def test_codes_of_focus_hold_no_ancestors_of_one_another(reader):
    found = reader.read("Bupati Tebo hadir di Tebo, Provinsi Jambi. Kabupaten Tebo maju.", dateline="TEBO")
    assert found.regions == ("15.09",)


def test_a_type_word_tells_city_and_regency_of_one_name_apart(reader):
    assert reader.read("Pemkab Bandung membangun jalan. Kabupaten Bandung luas.").regions == ("32.04",)
    assert reader.read("Pemkot Bandung membangun taman. Kota Bandung padat.").regions == ("32.73",)


def test_lower_case_words_are_no_regions(reader):
    found = reader.read("mereka membeli tebo dan bungo di pasar.")
    assert (*found.regions, *found.mentioned) == ()


@pytest.mark.parametrize(("text", "code"), [("KPU Jambi", "15"), ("DPRD Jambi", "15"), ("Polres Jambi", "15.71")])
def test_a_provinces_name_behind_a_body_of_any_level_is_the_province_behind_police_the_city(reader, text, code):
    assert reader.read(f"Rapat {text} digelar. Warga menyambut {text}.").regions == (code,)


def test_a_region_that_only_an_office_names_is_mentioned(reader):
    found = reader.read("Kadis Perkim Tebo Wirya Kelana menjelaskan.")
    assert (found.regions, found.mentioned) == ((), ("15.09",))


def test_a_village_at_home_is_not_meant_where_its_regency_is_named_as_another(reader):
    found = reader.read("Wali Nagari Koto Tinggi, Kabupaten Agam, meninjau jalan. Warga Kabupaten Agam senang.")
    assert (found.regions, found.mentioned) == (("13.06",), ())


@pytest.mark.parametrize(
    "text",
    [
        '"Kami senang," kata Bima. "Benar," ujar Bima.',
        "Vila di Puncak penuh. Jalur Puncak padat.",
        "Nasi Padang laris.",
    ],
)
def test_persons_who_speak_and_everyday_words_are_no_regions(reader, text):
    found = reader.read(text)
    assert (*found.regions, *found.mentioned) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Polres Bogor menangkap pencuri. Warga Bogor lega.", "32.01"),
        ("Polres Bogor Kota menangkap pencuri. Warga Bogor lega.", "32.71"),
        ("Kapolres Metro Bekasi Kota hadir. Warga Bekasi senang.", "32.75"),
        ("Warga Bogor panen. Pemerintah Kabupaten Bogor membantu.", "32.01"),
        ("Warga Bogor panen raya di Bogor.", "32.71"),
    ],
)
def test_what_a_story_calls_a_name_once_tells_regency_and_city_apart(reader, text, code):
    assert reader.read(text).regions == (code,)


def test_islands_are_called_without_their_first_word(reader):
    assert reader.read("Warga Morotai panen. Nelayan Morotai melaut.").regions == ("82.07",)


def test_without_any_capital_a_regions_kind_must_be_said(reader):
    found = reader.read("bupati tebo menanam padi di kabupaten tebo , warga bungo ikut . kota tua dan desa itu ramai .")
    assert (found.regions, found.mentioned, found.officials) == (("15.09",), (), ())
