"""Who is named as what: one made-up sentence for each rule."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("text", "officials"),
    [
        # The plain pattern: title, region, person.
        ("Bupati Tebo Wirya Kelana membuka rapat.", [("bupati", "Wirya Kelana", "15.09", "incumbent")]),
        # Region in full with its abbreviation in brackets, honorifics and degrees around the name.
        (
            "Bupati Tanjung Jabung Barat (Tanjab Barat), Drs. H. Wirya Kelana, M.Ag., membuka rapat.",
            [("bupati", "Wirya Kelana", "15.06", "incumbent")],
        ),
        # Honorifics and degrees without any spaces.
        ("Bupati Tebo Ir.H.Wirya Kelana,SE,MM membuka rapat.", [("bupati", "Wirya Kelana", "15.09", "incumbent")]),
        # The title behind the name.
        ("Wirya Kelana, Bupati Tebo, membuka rapat.", [("bupati", "Wirya Kelana", "15.09", "incumbent")]),
        ("Wirya Kelana selaku Bupati Tebo membuka rapat.", [("bupati", "Wirya Kelana", "15.09", "incumbent")]),
        # Two titles, then two names.
        (
            "Bupati dan Wakil Bupati Tebo Wirya Kelana dan Sekar Ayu hadir.",
            [("bupati", "Wirya Kelana", "15.09", "incumbent"), ("wakil_bupati", "Sekar Ayu", "15.09", "incumbent")],
        ),
        # A list of officials, each with their own title.
        (
            "Hadir Bupati Tebo Wirya Kelana, Wakil Bupati Sekar Ayu, Sekda Gani Pranata dan Kapolres AKBP Joko Umbara.",
            [
                ("bupati", "Wirya Kelana", "15.09", "incumbent"),
                ("wakil_bupati", "Sekar Ayu", "15.09", "incumbent"),
                ("sekda", "Gani Pranata", "15.09", "incumbent"),
                ("kapolres", "Joko Umbara", "15.09", "incumbent"),
            ],
        ),
        # The city and the province of one name.
        ("Wali Kota Jambi Wirya Kelana hadir.", [("wali_kota", "Wirya Kelana", "15.71", "incumbent")]),
        ("Walikota Jambi, Wirya Kelana hadir.", [("wali_kota", "Wirya Kelana", "15.71", "incumbent")]),
        ("Gubernur Jambi Wirya Kelana hadir.", [("gubernur", "Wirya Kelana", "15", "incumbent")]),
        # A department between title and name, its region behind it.
        (
            "Kepala Dinas Kesehatan Kabupaten Tebo, dr. Sekar Ayu, menjelaskan.",
            [("kepala_dinas", "Sekar Ayu", "15.09", "incumbent")],
        ),
        # Police ranks and degrees in parts.
        (
            "Kapolres Tebo AKBP. Joko Umbara, S. IK, MM mengatakan itu.",
            [("kapolres", "Joko Umbara", "15.09", "incumbent")],
        ),
    ],
)
def test_a_title_and_a_name_make_an_official(reader, text, officials):
    assert reader.officials(text) == officials


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Pj Bupati Tebo Wirya Kelana hadir.", "acting"),
        ("Penjabat (Pj) Bupati Tebo Wirya Kelana hadir.", "acting"),
        ("Plt. Bupati Tebo Wirya Kelana hadir.", "acting"),
        ("Plt.Bupati Tebo Wirya Kelana hadir.", "acting"),
        ("Pelaksana Tugas Bupati Tebo Wirya Kelana hadir.", "acting"),
        ("Mantan Bupati Tebo Wirya Kelana hadir.", "former"),
        ("Eks Bupati Tebo Wirya Kelana hadir.", "former"),
        ("Almarhum Bupati Tebo Wirya Kelana dikenang.", "former"),
        ("Calon Bupati Tebo Wirya Kelana hadir.", "candidate"),
        ("Cabup Tebo Wirya Kelana hadir.", "candidate"),
        ("Bupati terpilih Tebo Wirya Kelana hadir.", "candidate"),
    ],
)
def test_the_word_at_the_title_tells_the_role(reader, text, role):
    assert reader.officials(text) == [("bupati", "Wirya Kelana", "15.09", role)]


def test_a_predecessor_is_a_former_official_and_a_successor_none_yet_out_of_office(reader):
    found = reader.officials("Camat Betara dijabat Wirya Kelana. Sebelumnya jabatan itu dipegang Gani Pranata.")
    assert ("camat", "Gani Pranata", "15.06", "incumbent") not in found


@pytest.mark.parametrize(
    "text",
    [
        "Kantor Bupati Tebo direnovasi Wirya Kelana.",
        "Peraturan Bupati Tebo Nomor 5 berlaku.",
        "Para camat dan lurah berkumpul.",
        "Gubernur Bank Indonesia Wirya Kelana menjelaskan inflasi.",
        "Gubernur BI Wirya Kelana menjelaskan inflasi.",
        "Gubernur California Wirya Kelana hadir.",
        "Inspektur Jenderal Wirya Kelana memeriksa pasukan.",
        "Presiden Direktur Wirya Kelana menandatangani kontrak.",
        "Istri Bupati Tebo Sekar Ayu membuka lomba.",
        "Ketua TP PKK Tebo Sekar Ayu membuka lomba.",
        "Kepala Badan Gizi Nasional Wirya Kelana hadir.",
        "Menteri Pertanian Wirya Kelana menanam padi.",
    ],
)
def test_things_groups_relatives_and_national_or_foreign_offices_are_no_regional_officials(reader, text):
    assert reader.officials(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bupati Tebo Wirya Kelana. Sekar Ayu pulang lebih dulu.",
        "Bupati Tebo Wirya Kelana Lepas Jemaah Haji.",
        "Bupati Tebo Wirya Kelana Senin pagi meninjau pasar.",
        "Bupati Tebo Wirya Kelana mengatakan Jambi siap.",
        'Bupati Tebo Wirya Kelana: "Kita siap".',
    ],
)
def test_a_name_ends_at_sentence_ends_verbs_and_days(reader, text):
    assert reader.officials(text) == [("bupati", "Wirya Kelana", "15.09", "incumbent")]


@pytest.mark.parametrize(
    "words",
    ["Sambut Tamu Negara", "Luruskan Isu Pajak", "Safari Ramadan", "Dibanjiri Ucapan Selamat", "Cek Harga Pangan"],
)
def test_the_words_of_a_headline_inside_a_story_are_no_name(reader, words):
    assert reader.officials(f"Bupati Tebo {words} Jelang Lebaran. Bupati Tebo Wirya Kelana hadir.") == [
        ("bupati", "Wirya Kelana", "15.09", "incumbent")
    ]


@pytest.mark.parametrize("name", ["Abdul Syukur", "Lalu Wirya Kelana", "Wirya Ramadhan", "Dahlan Iskan"])
def test_words_of_headlines_may_be_parts_of_names(reader, name):
    assert reader.officials(f"Bupati Tebo, {name}, hadir.") == [("bupati", name, "15.09", "incumbent")]


@pytest.mark.parametrize(
    ("text", "official"),
    [
        # A nickname inside a name.
        ("Bupati Tebo H. Wirya 'Bang Wir' Kelana hadir.", ("bupati", "Wirya Kelana", "15.09", "incumbent")),
        ("Bupati Tebo H. Wirya “Wir” Kelana, S.E. hadir.", ("bupati", "Wirya Kelana", "15.09", "incumbent")),
        # A command's number without its slash: the name begins behind the rank.
        ("Dandim 0419 Tanjab Letkol Inf Joko Umbara hadir.", ("dandim", "Joko Umbara", "15", "incumbent")),
        # A doctor's degree.
        ("Direktur RSUD Tebo, dr. Sekar Ayu, SpA, hadir.", ("direktur_rsud", "Sekar Ayu", "15.09", "incumbent")),
    ],
)
def test_only_the_name_itself_is_taken(reader, text, official):
    assert reader.officials(text) == [official]


@pytest.mark.parametrize(
    "text",
    [
        "Wakil Bupati Tanjung Jabung Timu meminta warga bersabar.",
        "“Begitu juga Kades, tentu ujung tombak.",
        "Ia pernah menjabat Kapolrestabes Medan.. Berikut riwayatnya.",
        "Penduduk Rantau Rasau Indah berharap maju sebagai calon Gubernur Jambi.",
        "Kepala Badan Pembinaan Ideologi Pancasila (BPIP) Joko Umbara hadir.",
    ],
)
def test_what_only_stands_where_a_name_would_is_none(reader, text):
    assert reader.officials(text) == []


def test_parts_of_a_name_later_in_a_story_mean_the_same_person(reader):
    body = (
        "Bupati Tebo Wirya Kelana membuka rapat.\n\nBupati Wirya berharap hasilnya baik. "
        "Kata Bupati Kelana, waktunya cukup."
    )
    assert reader.officials(body) == [("bupati", "Wirya Kelana", "15.09", "incumbent")]


@pytest.mark.parametrize(
    "text",
    [
        "Wakil Bupati Tebo Sekar Ayu selaku Plt Bupati membuka rapat.",
        "Wakil Bupati Tebo selaku Plt Bupati Tebo, Sekar Ayu, membuka rapat.",
    ],
)
def test_who_acts_in_a_second_office_holds_both(reader, text):
    assert reader.officials(text) == [
        ("wakil_bupati", "Sekar Ayu", "15.09", "incumbent"),
        ("bupati", "Sekar Ayu", "15.09", "acting"),
    ]


def test_who_holds_an_office_now_is_told_from_who_did_before(reader):
    found = reader.officials("Camat Betara kini dijabat Joko Umbara, sebelumnya dijabat Gani Pranata.")
    assert found == [
        ("camat", "Joko Umbara", "15.06.04", "incumbent"),
        ("camat", "Gani Pranata", "15.06.04", "former"),
    ]


def test_one_who_took_over_is_in_office_and_the_one_before_is_not(reader):
    found = reader.officials("Wirya Kelana dilantik sebagai Bupati Tebo menggantikan Gani Pranata.")
    assert found == [("bupati", "Wirya Kelana", "15.09", "incumbent"), ("bupati", "Gani Pranata", "15.09", "former")]


@pytest.mark.parametrize("group", ["dari Fraksi Golkar,", "Komisi II,", "Fraksi PKS", "dari Partai Amanat Nasional"])
def test_a_councillors_group_stands_between_title_and_name(reader, group):
    found = reader.officials(f"Anggota DPRD Tebo {group} Joko Umbara, menerima mahasiswa.")
    assert found == [("anggota_dprd", "Joko Umbara", "15.09", "incumbent")]


def test_a_pair_stands_before_its_two_offices_too(reader):
    found = reader.officials(
        "Gubernur melantik Wirya Kelana dan Sekar Ayu sebagai Wali Kota dan Wakil Wali Kota Jambi."
    )
    assert found == [
        ("wali_kota", "Wirya Kelana", "15.71", "incumbent"),
        ("wakil_wali_kota", "Sekar Ayu", "15.71", "incumbent"),
    ]


def test_a_running_mate_is_named_behind_a_hyphen(reader):
    found = reader.officials("Pasangan calon Bupati dan Wakil Bupati Tebo, Wirya Kelana-Sekar Ayu, mendaftar.")
    assert found == [
        ("bupati", "Wirya Kelana", "15.09", "candidate"),
        ("wakil_bupati", "Sekar Ayu", "15.09", "candidate"),
    ]


def test_a_former_official_is_pointed_back_to(reader):
    found = reader.officials("Anggota DPRD Tebo Joko Umbara hadir. Mantan Ketua KPU Tebo ini tersenyum.")
    assert ("ketua_kpu", "Joko Umbara", "15.09", "former") in found


def test_an_office_without_region_takes_that_of_the_same_title_before_it(reader):
    body = "Bupati Tebo membuka rapat di Muara Bungo.\n\nBupati Wirya Kelana menyampaikan terima kasih."
    assert reader.officials(body) == [("bupati", "Wirya Kelana", "15.09", "incumbent")]


def test_an_office_without_region_takes_that_of_the_storys_focus(reader):
    found = reader.officials(
        "Warga berkumpul. Bupati Wirya Kelana hadir.", title="Banjir di Sarolangun", dateline="SAROLANGUN"
    )
    assert found == [("bupati", "Wirya Kelana", "15.03", "incumbent")]


def test_a_headline_alone_names_no_official(reader):
    assert reader.officials("Warga berkumpul di lapangan.", title="Bupati Tebo Wirya Kelana Lepas Jemaah Haji") == []


def test_an_office_whose_holder_is_never_named_is_kept_without_a_person(reader):
    found = reader.read("Bupati Tebo membuka rapat. Warga senang.").officials
    assert [(o.title, o.person, o.region) for o in found] == [("bupati", None, "15.09")]


@pytest.mark.parametrize("ending", ["", ".", "\n\nSelesai"])
def test_a_name_at_the_very_end_is_read(reader, ending):
    assert reader.officials(f"Rapat dibuka Bupati Tebo Wirya Kelana{ending}") == [
        ("bupati", "Wirya Kelana", "15.09", "incumbent")
    ]


def test_the_registry_tells_two_persons_of_one_name_apart_by_office_and_day(informed):
    def who(text, day):
        return [o.person_id for o in informed.read(text, published=day).officials]

    assert who("Bupati Tebo Mahdi Sulaiman hadir.", date(2019, 5, 2)) == ["mahdi-tebo"]
    assert who("Bupati Bungo Mahdi Sulaiman hadir.", date(2022, 5, 2)) == ["mahdi-bungo"]
    assert who("Bupati Tebo Ratna Dewi hadir.", date(2021, 5, 2)) == ["ratna-dewi"]
    assert who("Bupati Tebo Gani Pranata hadir.", date(2021, 5, 2)) == [None]


def test_a_bare_office_is_its_holders_on_the_day(informed):
    (official,) = informed.read("Bupati Tebo membuka rapat.", published=date(2019, 5, 2)).officials
    assert (official.person_id, official.person) == ("mahdi-tebo", None)


@pytest.mark.parametrize(
    "text",
    [
        "Bupati nonaktif Tebo Wirya Kelana hadir.",
        "Bupati Tebo nonaktif Wirya Kelana hadir.",
        "Bupati Tebo non-aktif, Wirya Kelana, hadir.",
        "Bupati Tebo Wirya Kelana nonaktif sejak ditahan.",
        "Bupati Tebo saat itu, Wirya Kelana, menandatangani izin.",
        "Bupati Tebo kala itu Wirya Kelana menandatangani izin.",
        "Bupati Tebo periode 2017-2022 Wirya Kelana diperiksa.",
    ],
)
def test_who_is_suspended_or_held_it_at_another_time_does_not_hold_it(reader, text):
    found = reader.officials(text, published=date(2024, 6, 5))
    assert found == [("bupati", "Wirya Kelana", "15.09", "former")]


def test_a_stated_term_that_lasts_leaves_the_holder_in_office(reader):
    found = reader.officials("Bupati Tebo periode 2021-2026 Wirya Kelana hadir.", published=date(2024, 6, 5))
    assert found == [("bupati", "Wirya Kelana", "15.09", "incumbent")]


def test_elected_behind_two_offices_is_said_of_both(reader):
    text = "Wali Kota dan Wakil Wali Kota Jambi terpilih Wirya Kelana-Gani Pranata dilantik."
    assert reader.officials(text) == [
        ("wali_kota", "Wirya Kelana", "15.71", "candidate"),
        ("wakil_wali_kota", "Gani Pranata", "15.71", "candidate"),
    ]


def test_a_degree_behind_a_single_word_shows_that_it_is_a_holders_name(reader):
    assert reader.officials("Penjabat Bupati Tebo, Wirya, ST, hadir.") == [("bupati", "Wirya", "15.09", "acting")]


@pytest.mark.parametrize(
    "office",
    [
        "Kepala Pelaksana Badan Penanggulangan Bencana Daerah Kota Jambi",
        "Kepala Pelaksana (Kalaksa) BPBD Kota Jambi",
        "Kepala Pelaksana Badan Penanggulangan Bencana Daerah (BPBD) Kota Jambi",
    ],
)
def test_the_head_of_disaster_relief_is_named_in_full_or_short(reader, office):
    assert reader.officials(f"{office} Wirya Kelana hadir.") == [("kepala_badan", "Wirya Kelana", "15.71", "incumbent")]


def test_a_new_holder_and_the_one_who_goes_are_told_apart(reader):
    text = "Kapolres Tebo yang baru AKBP Gani Pranata disambut Kapolres lama AKBP Wirya Kelana."
    assert reader.officials(text) == [
        ("kapolres", "Gani Pranata", "15.09", "incumbent"),
        ("kapolres", "Wirya Kelana", "15.09", "former"),
    ]


def test_a_rank_in_full_is_no_second_title(reader):
    text = "Kepala Kepolisian Daerah Jambi Inspektur Jenderal Polisi Wirya Kelana memimpin."
    assert reader.officials(text) == [("kapolda", "Wirya Kelana", "15", "incumbent")]


def test_a_mayor_of_a_part_of_jakarta_is_called_administrative(reader):
    text = "Wali Kota Administrasi Jakarta Selatan Wirya Kelana hadir."
    assert reader.officials(text) == [("wali_kota", "Wirya Kelana", "31.74", "incumbent")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anggota DPRD Tebo, Joko Umbara dan Sekar Ayu, meninjau pasar.", ["Joko Umbara", "Sekar Ayu"]),
        (
            "Anggota DPRD Tebo Joko Umbara, Gani Pranata, SH, dan Sekar Ayu hadir.",
            ["Joko Umbara", "Gani Pranata", "Sekar Ayu"],
        ),
        # Only a list of full names that "dan" ends, of whom nothing else is said, is one.
        ("Anggota DPRD Tebo Joko Umbara, Gani Pranata menyerahkan bantuan.", ["Joko Umbara"]),
        ("Anggota DPRD Tebo Joko Umbara dan Gani Pranata selaku tokoh adat hadir.", ["Joko Umbara"]),
        ("Anggota DPRD Tebo Joko Umbara dan Gani Pranata, Ketua Lembaga Adat, hadir.", ["Joko Umbara"]),
        ("Anggota DPRD Tebo Joko Umbara dan Himpunan Pemuda hadir.", ["Joko Umbara"]),
        # A seat of one holder names nobody else.
        ("Bupati Tebo Wirya Kelana dan Gani Pranata hadir.", ["Wirya Kelana"]),
    ],
)
def test_councillors_are_listed_behind_one_title(reader, text, names):
    assert [name for _, name, *_ in reader.officials(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Posisi Kapolres Tebo yang sebelumnya dijabat AKBP Joko Umbara kini diisi AKBP Gani Pranata.",
        "Serah terima jabatan Kapolres Tebo dari AKBP Joko Umbara, S.I.K. kepada AKBP Gani Pranata digelar.",
        "Kapolres Tebo AKBP Joko Umbara digantikan oleh AKBP Gani Pranata.",
    ],
)
def test_an_office_that_is_handed_over_names_both(reader, text):
    assert reader.officials(text) == [
        ("kapolres", "Joko Umbara", "15.09", "former"),
        ("kapolres", "Gani Pranata", "15.09", "incumbent"),
    ]


def test_a_handover_may_name_only_who_goes(reader):
    text = "Jabatan Kapolres Tebo yang semula dijabat AKBP Joko Umbara masih kosong."
    assert reader.officials(text) == [("kapolres", "Joko Umbara", "15.09", "former")]
    assert reader.officials("Jabatan Kapolres Tebo dari dulu diincar AKBP Joko Umbara.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Wirya Kelana yang pernah menjabat Bupati Tebo hadir.",
        "Wirya Kelana sempat menjabat sebagai Bupati Tebo.",
        "Bupati Tebo yang dinonaktifkan, Wirya Kelana, diperiksa.",
    ],
)
def test_who_once_held_an_office_does_not_hold_it(reader, text):
    assert reader.officials(text) == [("bupati", "Wirya Kelana", "15.09", "former")]


@pytest.mark.parametrize(
    "text",
    [
        "Calon Bupati dan Calon Wakil Bupati Tebo Wirya Kelana dan Sekar Ayu mendaftar.",
        "Partai mengusung Wirya Kelana dan Sekar Ayu sebagai Calon Bupati dan Calon Wakil Bupati Tebo.",
        "Cabup-Cawabup Tebo Wirya Kelana dan Sekar Ayu mendaftar.",
    ],
)
def test_each_office_of_a_pair_may_say_candidate(reader, text):
    assert reader.officials(text) == [
        ("bupati", "Wirya Kelana", "15.09", "candidate"),
        ("wakil_bupati", "Sekar Ayu", "15.09", "candidate"),
    ]


def test_a_regency_named_with_an_army_commands_number_is_its_region(reader):
    assert reader.officials("Dandim 0416/Bungo Tebo Letkol Inf Gani Pranata hadir.") == [
        ("dandim", "Gani Pranata", "15.08", "incumbent")
    ]


def test_the_police_of_a_city_that_shares_its_name_is_called_so(reader):
    found = reader.officials("Kapolres Tegal AKBP Joko Umbara dan Kapolres Tegal Kota AKBP Gani Pranata bertemu.")
    assert found == [
        ("kapolres", "Joko Umbara", "33.28", "incumbent"),
        ("kapolres", "Gani Pranata", "33.76", "incumbent"),
    ]


def test_an_office_may_say_where_it_is(reader):
    assert reader.officials("Wirya Kelana pernah menjadi bupati di Belitung Timur.") == [
        ("bupati", "Wirya Kelana", "19.06", "former")
    ]
    assert reader.read("Para bupati di Jambi berkumpul.").officials == ()
