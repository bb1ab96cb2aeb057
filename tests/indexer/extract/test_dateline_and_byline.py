"""The place at the head and the initials at the end, in the shapes that newsrooms print."""

import pytest

from indexer.extract.byline import split_initials
from indexer.extract.dateline import find_dateline

SENTENCE = "Petani memanen padi lebih awal tahun ini."


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Situs.id, TANJAB BARAT – ", "TANJAB BARAT"),
        ("BANGKO, SITUS.CO.ID - ", "BANGKO"),
        ("SITUS.COM – MUARO JAMBI – ", "MUARO JAMBI"),
        ("SITUS.COM | SAROLANGUN – ", "SAROLANGUN"),
        ("Bangko (ANTARA) - ", "Bangko"),
        ("Bangko (ANTARA) ", "Bangko"),
        ("KBRN, Bangko : ", "Bangko"),
        ("MUARABULIAN- ", "MUARABULIAN"),
        ("LENTERAJAMBI, KUALA TUNGKAL – ", "KUALA TUNGKAL"),
        ("SITUS.CO. BANGKO, ", None),
        ("", None),
        ("Komisi Pemilihan Umum (KPU) ", None),
        ("SUMBER: ", None),
        ("SUMBER: MEDIA SOSIAL - ", None),
        ("Harga beras naik - ", None),
    ],
)
def test_a_dateline_gives_its_place_alone(head, place):
    assert find_dateline(head + SENTENCE, site_names=("Lentera Jambi",)) == place


def test_the_sites_own_host_is_no_place():
    assert find_dateline(f"KABARUJI, BANGKO – {SENTENCE}", url="https://www.kabaruji.example/x") == "BANGKO"


def test_a_known_place_decides_between_candidates():
    text = f"Bangko, Redaksi – {SENTENCE}"
    assert find_dateline(text, is_place=lambda part: part == "Bangko") == "Bangko"


@pytest.mark.parametrize(
    ("end", "initials"),
    [
        ("(mal)", "mal"),
        (" (mal)", "mal"),
        ("\n\n(rio)", "rio"),
        (" (ant/mal)", "ant/mal"),
        (" (ANT)", "ANT"),
        (" (*)", None),
        (" (***)", None),
        (" (adv)", None),
    ],
)
def test_initials_at_the_end_are_cut(end, initials):
    assert split_initials(SENTENCE + end) == (SENTENCE, initials)


@pytest.mark.parametrize(
    "end",
    [
        " Itu kata Organisasi Perangkat Daerah (OPD)",
        " Dasarnya pasal 3 ayat (b)",
        " Acara berlangsung di Bangko (Merangin)",
        " Ia hadir (bersama keluarga besarnya dari kampung)",
        " Selesai.",
    ],
)
def test_a_bracket_that_belongs_to_its_sentence_stays(end):
    assert split_initials(SENTENCE + end) == (SENTENCE + end, None)
