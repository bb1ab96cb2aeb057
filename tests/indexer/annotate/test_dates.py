"""When it happened: the days a story states, and the one it is about."""

from datetime import date


def test_the_event_is_the_first_day_stated_near_publishing(reader):
    found = reader.read("Rapat digelar Selasa (20/2/2024).", published=date(2024, 2, 21))
    assert found.event_date == date(2024, 2, 20)
    assert found.dates == (date(2024, 2, 20),)


def test_a_day_without_year_takes_that_of_publishing_or_the_one_before(reader):
    assert reader.read("Rapat digelar Rabu (27/12).", published=date(2024, 1, 3)).event_date == date(2023, 12, 27)


def test_a_story_without_a_day_has_no_event_date(reader):
    found = reader.read("Harga cabai naik.", published=date(2024, 2, 21))
    assert (found.event_date, found.dates) == (None, ())


def test_days_that_do_not_exist_are_no_days(reader):
    found = reader.read("Rapat digelar 31 Februari 2024 dan 31/11/2024.", published=date(2024, 2, 21))
    assert (found.event_date, found.dates) == (None, ())


def test_each_day_stands_once_in_the_order_of_the_text(reader):
    found = reader.read(
        "Mulai 5 Maret 2024 hingga 7 Maret 2024. Tanggal 5 Maret 2024 dibuka.", published=date(2024, 3, 4)
    )
    assert found.dates == (date(2024, 3, 5), date(2024, 3, 7))


def test_a_weekday_alone_is_the_last_one_before_publishing(reader):
    found = reader.read("Truk pertama dilepas di gudang, Selasa.", published=date(2024, 2, 22))
    assert (found.event_date, found.dates) == (date(2024, 2, 20), ())


def test_a_day_beside_a_wrong_weekday_is_the_event_only_for_want_of_a_better_one(reader):
    assert reader.read("Rapat digelar Senin (20/2/2024).", published=date(2024, 2, 21)).event_date == date(2024, 2, 20)
    both = "Rapat digelar Senin (20/2/2024) dan Rabu (21/2/2024)."
    assert reader.read(both, published=date(2024, 2, 21)).event_date == date(2024, 2, 21)


def test_an_announced_day_is_the_event_of_a_story_without_a_past_one(reader):
    assert reader.read("Lomba digelar 5 Maret 2024.", published=date(2024, 2, 21)).event_date == date(2024, 3, 5)


def test_days_told_by_their_distance_are_not_stated(reader):
    assert reader.read("Rapat digelar kemarin, lanjut besok.", published=date(2024, 2, 21)).dates == ()


def test_an_old_day_is_the_event_only_when_nothing_nearer_is_stated(reader):
    assert reader.read("Pidato itu pada 31 Maret 2019.", published=date(2019, 7, 1)).event_date == date(2019, 3, 31)
    assert reader.read("Kota itu berdiri 7 Juli 1901.", published=date(2019, 7, 1)).event_date is None
