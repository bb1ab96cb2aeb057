import pickle
import re
from dataclasses import replace
from threading import Thread

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import Analyzer, default_analyzer, load_lexicon, normalise
from index.analysis.tokenise import MONTHS

ANALYZER = default_analyzer(memo_size=5000)


def stems(text, analyzer=ANALYZER):
    return [stem for token in analyzer.tokens(text) for stem in token.stems]


def test_inflected_words_meet_in_their_stems():
    text = (
        "Bagian Kerjasama bekerja sama demi percepatan-percepatan yang menurut peraturan perundang-undangan "
        "dipertanggungjawabkan perbankan."
    )
    assert stems(text) == [
        *["bagi", "kerja", "sama", "kerja", "sama", "demi", "cepat", "yang", "turut", "atur"],
        *["undang-undang", "tanggung", "jawab", "bank"],
    ]


def test_no_word_is_left_out():
    assert stems("Kota Baru dan hari kerja") == ["kota", "baru", "dan", "hari", "kerja"]


def test_a_compound_is_one_surface_with_the_stems_of_its_words():
    (token,) = ANALYZER.tokens("Penandatanganan")
    assert token.surface == "penandatanganan"
    assert token.stems == ("tanda", "tangan")


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("perbankan", "bank"),
        ("penyidikan", "sidik"),
        ("penegakan", "tegak"),
        ("perawatan", "rawat"),
        ("berikan", "beri"),
        ("pemerintah", "pemerintah"),
        ("pemilu", "pemilu"),
        ("pemadam", "pemadam"),
        ("memadamkan", "padam"),
        ("pengadaan", "pengadaan"),
        ("anak-anak", "anak"),
        ("masing-masing", "masing"),
        ("kekanak-kanakan", "kanak"),
        ("oleh-oleh", "oleh-oleh"),
    ],
)
def test_lists_come_before_the_stemmer(word, stem):
    assert ANALYZER.stems(word) == (stem,)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("perbankannya", "bank"),
        ("membelinya", "beli"),
        ("beliaulah", "beliau"),
        ("stakeholdernya", "stakeholder"),
        ("anak-anaknya", "anak"),
        ("asal-muasalnya", "asal"),
        ("undang-undangnya", "undang-undang"),
        ("masalah", "masalah"),
        ("bertanya", "tanya"),
        ("abdullah", "abdullah"),
        ("mempunyai", "punya"),
    ],
)
def test_enclitics_go_first_and_only_where_they_are_some(word, stem):
    assert ANALYZER.stems(word) == (stem,)


@pytest.mark.parametrize(("word", "root"), [("ketidakadilan", "adil"), ("ketidaksesuaian", "sesuai")])
def test_negated_words_hold_their_root(word, root):
    assert ANALYZER.stems(word) == ("tidak", root)


@pytest.mark.parametrize(
    ("printed", "standard"), [("ijin", "izin"), ("perijinan", "perizinan"), ("beresiko", "risiko"), ("karir", "karier")]
)
def test_non_standard_spellings_meet_the_standard_one(printed, standard):
    assert ANALYZER.stems(printed) == ANALYZER.stems(standard)


def test_a_surface_that_is_no_reduplication_stays_whole():
    assert ANALYZER.stems("sayur-mayur") == ("sayur-mayur",)
    assert ANALYZER.stems("a-b-c") == ("a-b-c",)


def test_a_short_word_in_capitals_is_an_acronym():
    assert stems("Ketua BERSI hadir") == ["ketua", "bersi", "hadir"]


def test_a_headline_in_capitals_is_stemmed_all_the_same():
    assert stems("PASAR DIBUKA BUPATI") == ["pasar", "buka", "bupati"]


def test_names_are_never_stemmed():
    analyzer = Analyzer(lexicon=load_lexicon(), protected=["Penyengat", "Lubuk Pengail"])
    assert stems("di Penyengat, PENYENGAT, penyengat", analyzer) == ["di", *["penyengat"] * 3]
    assert stems("Desa Lubuk Pengail", analyzer) == ["desa", "lubuk", "pengail"]
    assert stems("seorang pengail di lubuk", analyzer) == ["orang", "kail", "di", "lubuk"]
    assert stems("Lubuk", analyzer) == ["lubuk"]


def test_a_name_that_is_an_everyday_word_is_not_protected():
    analyzer = default_analyzer(["Harian", "Pangururan"])
    assert analyzer.stems("harian") == ("hari",)
    assert analyzer.stems("pangururan") == ("pangururan",)


@pytest.mark.parametrize("place", ["Merangin", "Bekasi", "Bali", "Maluku", "Berau", "Kediri", "Pelayangan", "Sengeti"])
def test_well_known_places_need_no_gazetteer(place):
    assert stems(place) == [place.lower()]


def test_function_words_are_flagged():
    assert ANALYZER.is_function_word("yang")
    assert not ANALYZER.is_function_word("kerja")


def test_roots_are_those_of_the_dictionary():
    assert ANALYZER.is_root("tangkap")
    assert not ANALYZER.is_root("kerjasama")


def test_marks_cover_the_printed_word():
    text = "“Kerja\u00adsama” itu, kata Ma’ruf, di cafe\u0301 Jum’at (20/02/2024)"
    printed = [text[token.start : token.end] for token in ANALYZER.tokens(text)]
    assert printed == [
        *["Kerja\u00adsama", "itu", "kata", "Ma’ruf", "di", "cafe\u0301", "Jum’at"],
        *["20/02/2024"] * 3,
    ]


LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("lexicon", "protected"),
    [
        (replace(LEXICON, overrides={**LEXICON.overrides, "kata": "lain"}), ()),
        (replace(LEXICON, compounds={**LEXICON.compounds, "kata": ("ka", "ta")}), ()),
        (replace(LEXICON, protected=LEXICON.protected | {"kata"}), ()),
        (replace(LEXICON, abbreviations=LEXICON.abbreviations | {"kata"}), ()),
        (replace(LEXICON, common_words=LEXICON.common_words | {"kata"}), ()),
        (replace(LEXICON, spellings={**LEXICON.spellings, "kata": "lain"}), ()),
        (LEXICON, ("Merangin",)),
    ],
)
def test_whatever_changes_tokens_changes_the_fingerprint(lexicon, protected):
    assert Analyzer(lexicon=lexicon, protected=protected).fingerprint != ANALYZER.fingerprint


def test_code_and_root_list_change_the_fingerprint(monkeypatch):
    monkeypatch.setattr("index.analysis.analyser.ANALYSIS_VERSION", -1)
    assert default_analyzer().fingerprint != ANALYZER.fingerprint
    monkeypatch.undo()
    monkeypatch.setattr("index.analysis.stemmer.Stemmer.digest", lambda self: "another list")
    assert default_analyzer().fingerprint != ANALYZER.fingerprint


def test_what_changes_no_tokens_keeps_the_fingerprint():
    queries_only = replace(LEXICON, synonyms=(), function_words=frozenset())
    assert Analyzer(lexicon=queries_only).fingerprint == ANALYZER.fingerprint
    assert default_analyzer(["Merangin", "Tebo"]).fingerprint == default_analyzer([" tebo", "MERANGIN"]).fingerprint
    assert re.fullmatch(r"[0-9a-f]{16}", ANALYZER.fingerprint)


def test_a_bounded_memo_forgets_but_answers_the_same():
    small = default_analyzer(memo_size=10)
    words = [f"kata{number}" for number in range(1000)]
    text = " ".join([*words, "penangkapan"])
    assert small.tokens(text) == ANALYZER.tokens(text)
    assert len(small._stems) <= 10


def test_threads_share_an_analyser():
    shared = default_analyzer(memo_size=20)
    text = "penangkapan ditangkap bekerja sama anak-anak perbankan pelantikan pembangunan " * 50
    expected = ANALYZER.tokens(text)
    results = []
    threads = [Thread(target=lambda: results.append(shared.tokens(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


def test_an_analyser_travels_to_another_process():
    copy = pickle.loads(pickle.dumps(ANALYZER))  # noqa: S301 - our own bytes
    assert copy.fingerprint == ANALYZER.fingerprint
    assert copy.tokens("penangkapan anak-anak") == ANALYZER.tokens("penangkapan anak-anak")


WORDS = st.sampled_from(
    [
        "Jum’at",
        "se-Jambi",
        "anak-anak",
        "Rp2,5",
        "20/02/2024",
        "S.Pd.I",
        "H.M.Ali",
        "a@b.id",
        "1.500.000",
        "-",
        "’",
        "KPK-nya",
    ]
)


@given(st.lists(WORDS | st.text(max_size=8)).map("".join))
@example("\ud800 \x00 \u202e😀")
@example("½ﬃ")
def test_every_token_stands_where_it_says(text):
    tokens = ANALYZER.tokens(text)
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.surface
        assert not re.search(r"\s", token.surface)
        assert token.stems
        assert all(token.stems)
        printed = normalise(text[token.start : token.end]).text
        if not any(month in token.surface for month in MONTHS):
            assert set(token.surface) <= set(printed) | {"."}


@given(st.text(alphabet=st.sampled_from("ab-'.,:/@019 \u0301\u00adﬁA’"), max_size=200))
def test_surfaces_are_analysed_to_themselves_or_less(text):
    for token in ANALYZER.tokens(text):
        assert token.stems == ANALYZER.stems(token.surface) or token.stems == (token.surface,)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301" * 250_000,
        "\x00" * 25_000,
        "😀\u200d" * 25_000,
        "\u202eabc\u202c " * 12_500,
        "\ud800" * 25_000,
        "a-" * 50_000,
        "a.b." * 25_000,
        "a'" * 50_000,
        "1." * 50_000,
        "1,2" * 25_000,
        "1.000" * 25_000,
        "@" * 50_000,
        "a@" * 25_000,
        ("x" * 63 + ".") * 1_250 + "@",
        "http://" * 12_500,
        "ﷺ" * 12_500,
        "9" * 125_000,
        "anak-" * 25_000,
        "ke" * 50_000,
    ],
    ids=lambda text: f"{text[:6]!a}",
)
def test_hostile_texts_are_read_to_the_end(text):
    for token in ANALYZER.tokens(text):
        assert len(token.surface) <= 64
