"""Where a passage may be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.boundaries import MAX_NAME_CHARS, name_end, name_start

WHOLE = [
    "Anwar Sadat",
    "Kabupaten Tanjung Jabung Barat",
    "Muaro Jambi",
    "20 Februari 2024",
    "Rp 1,5 miliar",
    "Drs. H. Anwar Sadat",
    "Pasal 3",
]


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_a_date_or_an_amount_is_not_cut(name):
    text = f"kata bapak {name} kepada warga"
    start, end = text.index(name), text.index(name) + len(name)
    gaps = [at for at in range(start, end) if text[at] == " "]

    for at in gaps:
        assert name_end(text, at, 3) == start - 1
        assert name_end(text, at, at) == end
        assert name_start(text, at + 1) == start


@pytest.mark.parametrize(
    "text",
    [
        "warga desa|menunggu kabar",
        "hadir Anwar Sadat.|Bupati pulang",
        "hadir Anwar,|Sadat pulang",
        "kata Bupati|kemarin",
        "Jambi\n\n|Sungai",
        "tahun itu|Bupati hadir",
    ],
)
def test_elsewhere_a_cut_stays_where_it_is(text):
    before, after = text.split("|")
    text = f"{before.rstrip(' ')} {after}"

    assert name_end(text, len(before), 1) == len(before)
    assert name_start(text, len(before) + 1) == len(before) + 1


def test_a_name_without_an_end_is_cut():
    text = "Kata " + "Nama " * 40

    assert name_end(text, 99, 90) == 99
    assert name_start(text, 100) == 100


@given(st.text(alphabet="aB1. ,\n", max_size=150), st.integers(0, 150), st.integers(0, 150))
def test_a_cut_is_moved_little_and_stays_in_the_text(text, at, limit):
    at, limit = min(at, len(text)), min(limit, at, len(text))

    assert max(limit, at - 3 * MAX_NAME_CHARS) <= name_end(text, at, limit) <= min(len(text), at + 2 * MAX_NAME_CHARS)
    assert max(0, at - 2 * MAX_NAME_CHARS) <= name_start(text, at) <= at
