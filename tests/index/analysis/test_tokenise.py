import pytest

from index.analysis import default_analyzer


@pytest.fixture(scope="module")
def analyzer():
    return default_analyzer()


@pytest.fixture(scope="module")
def surfaces(analyzer):
    return lambda text: [token.surface for token in analyzer.tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lihat https://jambi.example/berita?id=7 segera", ["lihat", "segera"]),
        ("Lihat www.jambi.example, segera", ["lihat", "segera"]),
        ("kirim ke redaksi.berita@jambi.example hari ini", ["kirim", "ke", "hari", "ini"]),
        ("cuitan @pemkab_tebo", ["cuitan", "pemkab", "tebo"]),
    ],
)
def test_addresses_are_skipped(surfaces, text, expected):
    assert surfaces(text) == expected


@pytest.mark.parametrize("printed", ["20/02/2024", "20-02-2024", "20.2.2024", "2024-02-20", "20 Februari 2024"])
def test_a_date_in_digits_meets_the_date_in_words(surfaces, printed):
    assert surfaces(f"Selasa ({printed})") == ["selasa", "20", "februari", "2024"]


def test_the_parts_of_a_date_share_its_place(analyzer):
    text = "Rabu (5/11/2025)"
    assert {(token.start, token.end) for token in analyzer.tokens(text)[1:]} == {(6, 15)}


def test_a_date_that_cannot_be_stays_numbers(surfaces):
    assert surfaces("32/13/2024") == ["32", "13", "2024"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1.500.000", ["1500000"]),
        ("1.200", ["1200"]),
        ("Rp1.500.000,00", ["rp", "1500000"]),
        ("Rp2,5 miliar", ["rp", "2.5", "miliar"]),
        ("Rp. 48 ribu", ["rp", "48", "ribu"]),
        ("1.250,75", ["1250.75"]),
        ("pukul 10.30 WIB", ["pukul", "10.30", "wib"]),
        ("pukul 10:30 WIB", ["pukul", "10.30", "wib"]),
        ("skor 3-0", ["skor", "3", "0"]),
        ("1,2,3", ["1", "2", "3"]),
        ("tahun 1990-an", ["tahun", "1990"]),
        ("100km dan 2,5kg", ["100", "km", "dan", "2.5", "kg"]),
        ("naik 12%", ["naik", "12"]),
        ("tahun 2024.Ia", ["tahun", "2024", "ia"]),
    ],
)
def test_numbers_have_one_spelling(surfaces, printed, expected):
    assert surfaces(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Nuraini, S.H., M.Ag.", ["nuraini", "sh", "mag"]),
        ("Idrus, S.Pd.I", ["idrus", "spdi"]),
        ("Idrus, S.Pd.,M.Pd.", ["idrus", "spd", "mpd"]),
        ("K.H. Zainuddin", ["kh", "zainuddin"]),
        ("H.M.Ali", ["hm", "ali"]),
        ("Drs. H. Ramli", ["drs", "h", "ramli"]),
        ("sudah selesai.Warga pulang", ["sudah", "selesai", "warga", "pulang"]),
        ("ia.ada.di", ["ia", "ada", "di"]),
    ],
)
def test_only_known_dotted_abbreviations_are_one_word(surfaces, printed, expected):
    assert surfaces(printed) == expected


@pytest.mark.parametrize("printed", ["Jum'at", "Jum’at", "Jum`at", "jumat", "JUMʼAT"])
def test_apostrophes_vanish(surfaces, printed):
    assert surfaces(printed) == ["jumat"]


def test_quotation_marks_are_no_apostrophes(surfaces):
    assert surfaces("'siap' kata dia") == ["siap", "kata", "dia"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("se-Jambi", ["jambi"]),
        ("non-ASN", ["asn"]),
        ("eks-bupati", ["bupati"]),
        ("ke-20", ["20"]),
        ("di-PHK-kan", ["phk"]),
        ("KPK-nya", ["kpk"]),
        ("Merangin-Bungo", ["merangin", "bungo"]),
        ("pasca-banjir", ["pasca", "banjir"]),
        ("bolak-balik", ["bolak", "balik"]),
        ("a-b-c-d-e-f-g-h-i-j-k", list("abcdefghijk")),
    ],
)
def test_hyphens_separate_unless_they_bind_an_affix(surfaces, printed, expected):
    assert surfaces(printed) == expected


def test_a_dropped_prefix_leaves_the_mark_on_the_word(analyzer):
    text = "atlet se-Jambi dan KPK-nya"
    places = {token.surface: text[token.start : token.end] for token in analyzer.tokens(text)}
    assert places["jambi"] == "Jambi"
    assert places["kpk"] == "KPK-nya"


@pytest.mark.parametrize("printed", ["covid-19", "COVID19", "Covid–19"])
def test_a_name_with_its_number_is_one_word(surfaces, printed):
    assert surfaces(printed) == ["covid19"]


def test_letters_and_digits_stay_joined(surfaces):
    assert surfaces("jaringan 5G, U-23, P3K") == ["jaringan", "5g", "u23", "p3k"]


@pytest.mark.parametrize("printed", ["anak-anak", "perundang-undangan", "kekanak-kanakan", "masing-masing"])
def test_reduplication_is_one_word(surfaces, printed):
    assert surfaces(printed) == [printed]


def test_other_scripts_are_words_too(surfaces):
    assert surfaces("中文 мир") == ["中文", "мир"]


def test_an_endless_word_is_cut_and_covers_its_place(analyzer):
    text = "awal " + "x" * 100_000 + " akhir"
    first, endless, last = analyzer.tokens(text)
    assert (first.surface, last.surface) == ("awal", "akhir")
    assert endless.surface == "x" * 64
    assert (endless.start, endless.end) == (5, 100_005)
