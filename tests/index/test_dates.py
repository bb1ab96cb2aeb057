"""Dates as Indonesian newsrooms print them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import MAX_YEAR, MIN_YEAR, Period, find_days, format_day, format_month, parse_day, parse_moment
from index.dates import parse_period as period

JAKARTA = ZoneInfo("Asia/Jakarta")
PUBLISHED = date(2024, 2, 20)
DAYS = st.dates(min_value=date(MIN_YEAR, 1, 1), max_value=date(MAX_YEAR, 12, 31))


def found(text, published=PUBLISHED):
    return [day.day for day in find_days(text, published)]


@pytest.mark.parametrize(
    "text",
    [
        "20 Februari 2024",
        "20 februari 2024",
        "20 Pebruari 2024",
        "20 Feb 2024",
        "20 Peb. 2024",
        "20-Februari-2024",
        "20/02/2024",
        "20/2/2024",
        "20-02-2024",
        "20.2.2024",
        "2024-02-20",
        "(20/02/2024)",
        "20 / 02 / 2024",
        "20022024",
        "Selasa, 20 Februari 2024",
        "Selasa,20 Februari 2024",
        "SELASA (20/2/2024)",
        "  20 Februari 2024.  ",
        "2024/02/20",
        "20/02/24",
        "(20/2 24)",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(text):
    assert parse_day(text) == PUBLISHED


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Jum'at, 5-April-2022", date(2022, 4, 5)),
        ("Jum’at, 8 Ags 2025", date(2025, 8, 8)),
        ("1 Agt 2023", date(2023, 8, 1)),
        ("1 Agst 2023", date(2023, 8, 1)),
        ("1 Agu 2023", date(2023, 8, 1)),
        ("10 Nopember 2019", date(2019, 11, 10)),
        ("10 Nop 2019", date(2019, 11, 10)),
        ("3 Okt 2020", date(2020, 10, 3)),
        ("3 Sept 2020", date(2020, 9, 3)),
        ("1 Mei 2021", date(2021, 5, 1)),
        ("31 Des 2021", date(2021, 12, 31)),
        ("29 Februari 2024", date(2024, 2, 29)),
        ("Jum`at, 8 Agustus 2025", date(2025, 8, 8)),
        ("(24/6/98)", date(1998, 6, 24)),
    ],
)
def test_months_are_known_in_old_spelling_and_abbreviated(text, day):
    assert parse_day(text) == day


def test_the_day_comes_before_the_month():
    assert parse_day("3/4/2024") == date(2024, 4, 3)
    assert parse_day("4/13/2024") is None


@pytest.mark.parametrize(
    "text",
    ["31 Februari 2024", "29/2/2023", "31/11/2024", "0/1/2024", "32 Mei 2024", "2024-13-01"],
)
def test_a_day_that_does_not_exist_is_none(text):
    assert parse_day(text) is None
    assert found(f"Acara ({text}) di kantor desa") == []


@pytest.mark.parametrize(
    "text",
    ["", "banjir", "kemarin", "20 Februari 1024", "20 Februari", "20 Februari 2024 dan 21", "\0", "2024", "(" * 300],
)
def test_a_text_that_is_not_one_whole_day_is_none(text):
    assert parse_day(text) is None


@given(DAYS)
def test_a_day_as_shown_reads_back(day):
    assert parse_day(format_day(day)) == day
    assert period(day.isoformat()) == Period(first=day, last=day)


def test_a_month_as_shown_reads_back():
    assert format_month(2024, 2) == "Februari 2024"
    assert period("Februari 2024") == Period(first=date(2024, 2, 1), last=date(2024, 2, 29))


@pytest.mark.parametrize(
    "text", ["2024-02", "2024/2", "02/2024", "2-2024", "Feb 2024", "pebruari 2024", "Februari, 2024"]
)
def test_a_month_is_a_period_to_its_last_day(text):
    assert period(text) == Period(first=date(2024, 2, 1), last=date(2024, 2, 29))


def test_a_year_is_a_period_to_the_end_of_december():
    assert period("2024") == Period(first=date(2024, 1, 1), last=date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("kemarin", date(2024, 2, 19), date(2024, 2, 19)),
        ("tujuh hari lalu", date(2024, 2, 13), date(2024, 2, 13)),
        ("minggu ini", date(2024, 2, 19), date(2024, 2, 25)),
        ("pekan lalu", date(2024, 2, 12), date(2024, 2, 18)),
        ("Bulan ini", date(2024, 2, 1), date(2024, 2, 29)),
        ("bulan lalu", date(2024, 1, 1), date(2024, 1, 31)),
        ("tahun lalu", date(2023, 1, 1), date(2023, 12, 31)),
        ("20/2", date(2024, 2, 20), date(2024, 2, 20)),
        ("21/2", date(2023, 2, 21), date(2023, 2, 21)),
        ("20 Februari", date(2024, 2, 20), date(2024, 2, 20)),
    ],
)
def test_a_period_may_count_from_today(text, first, last):
    assert period(text, PUBLISHED) == Period(first=first, last=last)
    assert period(text) is None


def test_last_month_of_january_is_december():
    assert period("bulan lalu", date(2024, 1, 5)) == Period(first=date(2023, 12, 1), last=date(2023, 12, 31))


def test_year_and_month_may_be_named_as_such():
    assert period("tahun 2024") == period("2024")
    assert period("bulan Februari 2024") == period("2024-02")


@pytest.mark.parametrize("text", ["", "24", "3024", "2024-13", "Foo 2024", "Februari", "2024 2025"])
def test_what_is_no_period_is_none(text):
    assert period(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-20T10:15:00+07:00",
        "2024-02-20T10:15:00+0700",
        "2024-02-20T03:15:00Z",
        "2024-02-20 03:15:00.000Z",
        "2024-02-20 10:15:00",
        "2024-02-20 10:15",
        "Tue, 20 Feb 2024 10:15:00 +0700",
        "Tue, 20 Feb 2024 03:15:00 +0000",
        "20 Feb 2024 03:15:00 GMT",
        "Tue, 20 Feb 2024 03:15:00 -0000",
        "Selasa, 20 Februari 2024 | 10:15 WIB",
        "Selasa, 20/02/2024 10.15 WIB",
        "Selasa, 20 Februari 2024 pukul 11.15 WITA",
        "20 Feb 2024 12:15 WIT",
        "20 Februari 2024, 10:15",
        "20 Februari 2024 10:15 am",
        "20 Feb 2024 10:15 +0700",
        "Selasa, 20 Februari 2024 10:15 +07:00",
        "20 Februari 2024 03:15 GMT",
        "2024-02-20 03:15:00 UTC",
        "Mon, 19 Feb 2024 22:15:00 EST",
    ],
)
def test_a_moment_is_read_in_every_form_that_sources_use(text):
    moment = parse_moment(text, JAKARTA)

    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2024, 2, 20, 3, 15, tzinfo=UTC)


def test_a_day_without_a_time_is_its_first_moment_in_the_zone():
    assert parse_moment("20 Februari 2024", JAKARTA) == datetime(2024, 2, 20, tzinfo=JAKARTA)
    assert parse_moment("2024-02-20", JAKARTA) == datetime(2024, 2, 20, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "segera",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59+07:00",
        "Fri, 31 Dec 9999 23:59:59 +0000",
        "Tue, 31 Feb 2024 10:15:00 +0700",
        "20 Februari 2024 sampai 22 Februari 2024",
        "2024-02-20" * 20,
    ],
)
def test_what_is_no_moment_of_our_times_is_none(text):
    assert parse_moment(text, JAKARTA) is None


def test_a_clock_of_twelve_hours_is_read():
    assert parse_moment("20 Februari 2024 12:05 am", JAKARTA) == datetime(2024, 2, 20, 0, 5, tzinfo=JAKARTA)
    assert parse_moment("20 Februari 2024 9:05 PM", JAKARTA) == datetime(2024, 2, 20, 21, 5, tzinfo=JAKARTA)


def test_an_impossible_clock_leaves_the_day():
    assert parse_moment("2024-02-20T25:61:00", JAKARTA) == datetime(2024, 2, 20, tzinfo=JAKARTA)


def test_full_dates_are_found_in_running_text_with_their_place():
    text = "Rapat digelar Selasa (20/02/2024) dan dilanjutkan 1 Maret 2024 di Bangko."

    first, second = find_days(text, None)

    assert (first.day, second.day) == (date(2024, 2, 20), date(2024, 3, 1))
    assert text[first.start : first.end].startswith("Selasa (20/02/2024")
    assert text[second.start : second.end] == "1 Maret 2024"
    assert (first.weekday_ok, second.weekday_ok) == (True, None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("pada 17 dan 18 Februari 2024", [17, 18]),
        ("Sabtu-Minggu (17-18/2/2024)", [17, 18]),
        ("tanggal 17–19 Februari", [17, 19]),
        ("12-14 Februari 2024", [12, 14]),
        ("dari 5 hingga 7 Februari 2024", [5, 7]),
        ("RT 12-3 Februari 2024", [3]),
    ],
)
def test_of_a_range_inside_a_month_both_ends_are_found(text, days):
    assert found(text) == [date(2024, 2, day) for day in days]


def test_the_weekday_beside_a_range_belongs_to_one_of_its_ends():
    assert {day.weekday_ok for day in find_days("Minggu (17-18/2/2024)", None)} == {True}
    assert {day.weekday_ok for day in find_days("Kamis (17-18/2/2024)", None)} == {False}


def test_a_wrong_weekday_is_told():
    (day,) = find_days("Rabu (20/2/2024)", None)

    assert day.day == PUBLISHED
    assert day.weekday_ok is False


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Selasa (20/2)", date(2024, 2, 21), date(2024, 2, 20)),
        ("Minggu (31/12)", date(2024, 1, 2), date(2023, 12, 31)),
        ("pada (5/1) nanti", date(2023, 12, 20), date(2024, 1, 5)),
        ("pada 5 April", date(2024, 2, 20), date(2024, 4, 5)),
        ("pada 6 April", date(2024, 2, 20), date(2023, 4, 6)),
        ("Kamis (29/2)", date(2025, 1, 3), date(2024, 2, 29)),
        ("Senin (28/3 22)", date(2024, 2, 20), date(2022, 3, 28)),
        ("pada 5 Maret lalu", date(2024, 2, 20), date(2023, 3, 5)),
    ],
)
def test_a_day_without_a_year_lies_around_publishing(text, published, day):
    assert found(text, published) == [day]


@pytest.mark.parametrize("text", ["hari ini", "20 Februari", "(20/2)", "dua hari lalu"])
def test_what_depends_on_publishing_is_left_out_without_it(text):
    assert find_days(text, None) == []


def test_the_leap_day_lies_in_a_year_that_has_it():
    assert found("(29/2)", date(2024, 3, 1)) == [date(2024, 2, 29)]
    assert found("(29/2)", date(2023, 3, 1)) == []


@pytest.mark.parametrize("published", [date.min, date.max])
def test_publishing_dates_out_of_our_times_tell_nothing(published):
    assert find_days("hari ini, 90 pekan lalu, (31/12), 2 Mei", published) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("hari ini", 0),
        ("Hari  ini".replace("  ", "\n"), 0),
        ("kemarin", -1),
        ("besok", 1),
        ("dua hari lalu", -2),
        ("11 hari lalu", -11),
        ("sebelas hari yang lalu", -11),
        ("sehari lalu", -1),
        ("seminggu lalu", -7),
        ("dua pekan lalu", -14),
        ("dua belas hari silam", -12),
        ("Senin kemarin", -1),
        ("Selasa lalu", -7),
        ("Jumat depan", 3),
        ("Selasa mendatang", 7),
    ],
)
def test_relative_days_count_from_publishing(text, days):
    assert found(f"Terjadi {text}, kata warga.") == [PUBLISHED + timedelta(days=days)]


@pytest.mark.parametrize(
    "text",
    [
        "skor 3/4 bagian",
        "pukul 10.30 dan 14.15",
        "harga Rp1.500.000",
        "nomor 12/05/2024/7",
        "telepon 0741-20-02-2024-55",
        "versi 1.2.2024.5",
        "jalan 10 Agus Salim",
        "kemarinnya sehariini",
        "tahun kemarin",
        "kemarin lusa",
        "minggu lalu",
        "tanggal 15 besok",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["kamıs, 20 Februari 2024", "ſelasa 20 Februari 2024", "20 Aprıl 2024", "lıma hari lalu"]
)
def test_letters_that_only_fold_to_a_name_are_not_one(text):
    assert all(day.weekday_ok is None for day in find_days(text, PUBLISHED))
    assert parse_day("20 Aprıl 2024") is None


@given(st.text(max_size=300), st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_text_is_read_without_an_error(text, published):
    for day in find_days(text, published):
        assert 0 <= day.start < day.end <= len(text)
    parse_day(text)
    period(text)
    parse_moment(text, JAKARTA)


@given(st.text(alphabet="0123456789/-.: ,()TZ+WIBselaMaretFb٣", max_size=60))
def test_texts_of_date_characters_are_read_without_an_error(text):
    find_days(text, PUBLISHED)
    moment = parse_moment(text, JAKARTA)
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize("part", ["1", "1/", "Selasa ", "20 ", "20 Februari ", "(", "1.1.", "hari ", "se"])
def test_long_hostile_text_is_bounded(part):
    find_days(part * 50_000, PUBLISHED)
