"""Which days a reader's words for a time mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods import read_period

TODAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7 hari terakhir", date(2024, 3, 25), date(2024, 3, 31)),
        ("sepekan terakhir", date(2024, 3, 25), date(2024, 3, 31)),
        ("dua minggu terakhir", date(2024, 3, 18), date(2024, 3, 31)),
        ("sebulan terakhir", date(2024, 3, 1), date(2024, 3, 31)),
        ("setahun terakhir", date(2023, 4, 1), date(2024, 3, 31)),
        ("1 bulan lalu", date(2024, 2, 29), date(2024, 2, 29)),
        ("3 tahun lalu", date(2021, 3, 31), date(2021, 3, 31)),
        ("tiga hari lalu", date(2024, 3, 28), date(2024, 3, 28)),
        ("hari ini", TODAY, TODAY),
        ("bulan lalu", date(2024, 2, 1), date(2024, 2, 29)),
        ("Maret", date(2024, 3, 1), date(2024, 3, 31)),
        ("april", date(2023, 4, 1), date(2023, 4, 30)),
        ("2019-2021", date(2019, 1, 1), date(2021, 12, 31)),
        ("2019 – 2021", date(2019, 1, 1), date(2021, 12, 31)),
        ("2023..2024-02", date(2023, 1, 1), date(2024, 2, 29)),
        ("Januari hingga Maret 2022", date(2022, 1, 1), date(2022, 3, 31)),
        ("November 2022 s/d Maret 2023", date(2022, 11, 1), date(2023, 3, 31)),
        ("20 Mei - 3 Juni 2021", date(2021, 5, 20), date(2021, 6, 3)),
    ],
)
def test_words_for_a_time_are_days(text, first, last):
    period = read_period(text, TODAY)

    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "2024..",
        "..2024",
        "2024-2023",
        "999 tahun lalu terakhir",
        "banjir",
        "maret april",
        "1..2..3",
        "5 rumah lalu",
    ],
)
def test_other_words_are_no_time(text):
    assert read_period(text, TODAY) is None


def test_a_time_before_the_calendar_is_none():
    assert read_period("999 tahun lalu", date(900, 1, 1)) is None


@given(st.text(alphabet="0123456789.-/ abceghijklmnoprstu", max_size=60))
def test_any_text_is_read_and_periods_run_forward(text):
    period = read_period(text, TODAY)

    assert period is None or period.first <= period.last
