"""Any text is annotated in bounded time, whatever it holds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

_WORDS = "Bupati Wakil Tebo Jambi Kota Wali dan H. Pj Camat Desa mantan Wirya Kelana S.Pd Sungai 20/2/2024 Kapolres"
_MARKS = [",", ".", "(", ")", "\n\n", "\x00", "🙂", "\u202e", "e\u0301", "-", "'", '"']
_PIECES = st.sampled_from([*_WORDS.split(), *_MARKS])


@given(st.lists(_PIECES, max_size=40), st.sampled_from([" ", ""]))
@settings(max_examples=150, deadline=None)
def test_any_order_of_titles_regions_names_and_marks_is_read(reader, pieces, joint):
    found = reader.read(joint.join(pieces), title=" ".join(pieces[:8]), dateline=" ".join(pieces[:2]))
    assert not set(found.regions) & set(found.mentioned)
    assert len(found.officials) == len(set(found.officials))


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(reader, text):
    reader.read(text, title=text[:80], dateline=text[:20] or None)


@pytest.mark.parametrize(
    "text",
    [
        "Bupati Tebo Wirya Kelana " * 40_000,
        "Wirya " * 160_000,
        "(" * 200_000,
        "Bupati dan " * 40_000,
        "Kecamatan " * 100_000,
        "A" * 1_000_000,
        "BUPATI TEBO WIRYA KELANA HADIR " * 10_000,
        "a\u0301" * 200_000,
        "\x00" * 100_000,
    ],
    ids=["officials", "names", "brackets", "titles", "districts", "one word", "capitals", "marks", "nul"],
)
def test_a_flood_is_read_without_growing_results(reader, text):
    found = reader.read(text)
    assert len(found.officials) < 10
    assert len(found.regions) < 10


def test_a_list_of_thousands_of_officials_is_read_in_part(reader):
    names = [f"{first}a {second}o" for first in ("Wir", "Sek", "Gan") for second in map("Kel{}".format, "abcdefgh")]
    flood = " ".join(f"Bupati {name} {name[0]}{number}x." for number, name in enumerate(names * 400))
    assert len(reader.officials(flood)) <= 200


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_story_in_one_case_only_invents_nobody(reader, case):
    body = "Warga berkumpul di lapangan. Bupati Tebo Wirya Kelana membuka rapat bersama camat dan lurah."
    persons = {person.casefold() for _, person, _, _ in reader.officials(case(body))}
    assert persons <= {"wirya kelana"}


def test_a_text_without_sentence_ends_names_whom_it_names_and_nobody_else(reader):
    filler = "warga datang ke lapangan lalu pulang " * 200
    body = f"{filler}Bupati Tebo Wirya Kelana membuka rapat {filler}Camat Rimbo Bujang Gani Pranata menutupnya {filler}"
    assert [person for _, person, _, _ in reader.officials(body)] == ["Wirya Kelana", "Gani Pranata"]


@pytest.mark.parametrize("day", ["1 Januari 1850", "31/12/9999", "20/02/0024", "1 Mei 2190"])
def test_days_outside_our_times_are_no_days(reader, day):
    found = reader.read(f"Rapat digelar {day} di Tebo.", published=date(2024, 2, 20))
    assert (found.dates, found.event_date) == ((), None)


def test_a_day_far_ahead_is_stated_but_no_event(reader):
    found = reader.read("Tambang di Tebo berakhir 1 Januari 2080.", published=date(2024, 2, 20))
    assert (found.dates, found.event_date) == ((date(2080, 1, 1),), None)


@pytest.mark.parametrize("published", [date(1900, 1, 1), date(2099, 12, 31)])
def test_stories_at_the_ends_of_our_times_are_read(informed, published):
    assert informed.read("Bupati Tebo hadir Senin (1/1), kemarin.", published=published).officials
