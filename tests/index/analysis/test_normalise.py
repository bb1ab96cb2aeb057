import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import normalise, normalise_word


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("BUPATI Hadir", "bupati hadir"),
        ("Jum’at", "jum'at"),
        ("Jum`at", "jum'at"),
        ("“Kami siap”", '"kami siap"'),
        ("Kerinci–Sungai Penuh", "kerinci-sungai penuh"),
        ("ka\u00adbu\u200bpaten", "kabupaten"),
        ("\ufeffJambi", "jambi"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("100\u00a0ribu", "100 ribu"),
        ("ﬁlm", "film"),
        ("m²", "m2"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
    ],
)
def test_each_character_is_folded_to_its_plain_form(printed, expected):
    assert normalise(printed).text == expected


def test_a_text_whose_characters_stay_in_place_needs_no_offsets():
    assert normalise("Kerja sama").offsets is None
    assert normalise("“Kerja sama” – Jum’at").offsets is None


def test_a_span_leads_back_to_the_printed_characters():
    text = "ka\u00adta ﬁlm cafe\u0301."
    folded = normalise(text)
    start = folded.text.index("cafe")
    first, last = folded.original_span(start, start + 4)
    assert text[first:last] == "cafe\u0301"
    start = folded.text.index("film")
    assert folded.original_span(start, start + 4) == (text.index("ﬁ"), text.index("ﬁ") + 3)


def test_half_of_a_ligature_still_has_a_place():
    folded = normalise("½")
    assert folded.text.startswith("1")
    assert folded.original_span(0, 1) == (0, 1)


def test_a_word_or_name_becomes_its_surface_form():
    assert normalise_word("  Syafi’i \n MA'ARIF ") == "syafii maarif"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.text())
def test_offsets_ascend_and_cover_the_original(text):
    folded = normalise(text)
    if folded.offsets is None:
        assert len(folded.text) == len(text)
    else:
        assert len(folded.offsets) == len(folded.text) + 1
        assert list(folded.offsets) == sorted(folded.offsets)
        assert folded.offsets[-1] == len(text)


@given(st.text())
def test_no_marks_and_no_invisible_characters_remain(text):
    assert not {unicodedata.category(character) for character in normalise(text).text} & {"Mn", "Mc", "Me", "Cf"}
