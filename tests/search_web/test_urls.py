from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from index.dates import MAX_YEAR, MIN_YEAR
from index.query import Query
from index.search import DateFilter, FacetField, FacetFilter, Sort
from search_web.periods import period_label, shown_period
from search_web.search import Search, filters, to_request
from search_web.urls import MAX_PAGE, MAX_TEXT_CHARS, MAX_VALUE_CHARS, MAX_VALUES, read, write

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=40).map(str.strip)
_SOME = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
_REGIONS = st.from_regex(r"[0-9]{2}(\.[0-9]{2})?", fullmatch=True)
_OFFICIALS = st.from_regex(r"[a-z]{1,9}(-[a-z0-9]{1,9})?|[a-z_]{1,9}@([0-9]{2}\.[0-9]{2}|ID)?", fullmatch=True)
_DAYS = st.none() | st.dates(date(MIN_YEAR, 1, 1), date(MAX_YEAR, 12, 31))


def _several(values):
    return st.sets(values, max_size=4).map(lambda found: tuple(sorted(found)))


@st.composite
def searches(draw):
    first, last = draw(_DAYS), draw(_DAYS)
    if first and last and first > last:
        first, last = last, first
    return Search(
        text=draw(_TEXT),
        sort=draw(st.sampled_from(Sort)),
        regions=draw(_several(_REGIONS)),
        officials=draw(_several(_OFFICIALS)),
        sections=draw(_several(_SOME)),
        first=first,
        last=last,
        group=draw(st.none() | st.integers(0, 10**9 - 1)),
        page=draw(st.integers(1, MAX_PAGE)),
    )


def reading(query_string):
    return read(parse_qsl(query_string, keep_blank_values=True))


@settings(max_examples=50)
@given(searches())
def test_an_address_reads_back_as_what_was_written(search):
    assert reading(write(search)) == (search, ())


@settings(max_examples=50)
@given(searches())
def test_what_stands_in_the_date_fields_means_the_same_period(search):
    first, last = shown_period(search)
    again = read([("dari", first), ("sampai", last)]).search
    assert (again.first, again.last) == (search.first, search.last)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal", "x"]), st.text()
        ),
        max_size=8,
    )
)
def test_nothing_written_into_an_address_raises_and_what_is_kept_is_canonical(pairs):
    search = read(pairs).search
    assert reading(write(search)) == (search, ())


def test_parameters_have_one_order_and_defaults_are_left_out():
    search = reading("hal=1&sampai=2021&rubrik=Ekonomi&wilayah=15.06&wilayah=15.05&q=banjir&urut=&dari=").search
    assert write(search) == "q=banjir&wilayah=15.05&wilayah=15.06&rubrik=Ekonomi&sampai=2021"


def test_everything_is_the_empty_query_string():
    assert write(Search()) == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2005", date(2005, 1, 1)),
        ("November 2014", date(2014, 11, 1)),
        ("2014-11", date(2014, 11, 1)),
        ("21/11/2014", date(2014, 11, 21)),
        ("21.11.2014", date(2014, 11, 21)),
        ("21 11 2014", date(2014, 11, 21)),
        ("21112014", date(2014, 11, 21)),
        ("21 November 2014", date(2014, 11, 21)),
        ("03/04/2014", date(2014, 4, 3)),
    ],
)
def test_dates_are_read_as_people_write_them_day_first(typed, first):
    assert read([("dari", typed)]).search.first == first


def test_a_year_as_the_end_is_its_last_day():
    assert read([("sampai", "2005")]).search.last == date(2005, 12, 31)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (None, None, ""),
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(2020, 1, 1), None, "sejak 2020"),
        (None, date(2020, 12, 31), "sampai 2020"),
        (date(2020, 1, 1), date(2022, 12, 31), "2020 sampai 2022"),
        (date(2020, 1, 1), date(2020, 1, 31), "Januari 2020"),
        (date(2020, 2, 1), date(2020, 2, 29), "Februari 2020"),
        (date(2020, 1, 1), date(2020, 1, 1), "1 Januari 2020"),
        (date(2020, 12, 31), date(2020, 12, 31), "31 Desember 2020"),
        (date(2019, 5, 1), date(2020, 1, 31), "Mei 2019 sampai Januari 2020"),
        (date(2019, 5, 2), date(2020, 1, 31), "2 Mei 2019 sampai 31 Januari 2020"),
    ],
)
def test_a_period_is_named_by_the_coarsest_unit_that_fits(first, last, label):
    assert period_label(Search(first=first, last=last)) == label


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("urut", "acak"),
        ("wilayah", "Jambi"),
        ("wilayah", "15.6"),
        ("wilayah", "15.06'--"),
        ("wilayah", "٣٥"),
        ("pejabat", "Bupati Tebo"),
        ("pejabat", "bupati@../etc"),
        ("pejabat", "-"),
        ("rubrik", "x" * (MAX_VALUE_CHARS + 1)),
        ("dari", "kapan-kapan"),
        ("dari", "31/2/2020"),
        ("sampai", "0000"),
        ("sampai", "2020-13"),
        ("hal", "0"),
        ("hal", "-1"),
        ("hal", "dua"),
        ("hal", "1e3"),
        ("hal", "²"),
        ("hal", "9" * 30),
        ("hal", str(MAX_PAGE + 1)),
        ("q", "kata " * 100),
    ],
)
def test_a_value_that_cannot_be_used_is_reported_at_its_field_and_bounded(parameter, value):
    problems = read([("q", "banjir"), (parameter, value)]).problems
    assert [problem.parameter for problem in problems] == [parameter]
    assert len(problems[0].value) < 70
    assert problems[0].message.endswith(".")


def test_a_bad_value_does_not_take_good_ones_with_it():
    search, problems = reading("q=banjir&wilayah=15.06&wilayah=xx&dari=kapan")
    assert search == Search(text="banjir", regions=("15.06",))
    assert len(problems) == 2


def test_an_end_before_the_beginning_is_reported_and_no_date_is_used():
    search, problems = reading("dari=2022&sampai=2020")
    assert (search.first, search.last) == (None, None)
    assert "lebih awal" in problems[0].message


def test_a_long_query_is_cut_at_a_word():
    search, problems = read([("q", "banjir " * 60)])
    assert set(search.text.split()) == {"banjir"}
    assert MAX_TEXT_CHARS - len("banjir ") <= len(search.text) <= MAX_TEXT_CHARS
    assert str(MAX_TEXT_CHARS) in problems[0].message


def test_a_long_query_without_spaces_is_cut_all_the_same():
    assert read([("q", "x" * 1000)]).search.text == "x" * MAX_TEXT_CHARS


def test_control_characters_become_spaces():
    assert read([("q", "\x00banjir\x1b[31m\tjambi\x00")]).search.text == "banjir [31m jambi"


def test_no_more_values_are_kept_than_a_person_ticks():
    search, problems = read([("rubrik", f"r{n:03}") for n in range(200)])
    assert len(search.sections) == MAX_VALUES
    assert "Terlalu banyak" in problems[0].message


def test_single_parameters_count_once_the_last_one():
    assert reading("q=satu&q=dua&hal=2&hal=3").search == Search(text="dua", page=3)


def test_persons_and_offices_become_two_filters():
    search = read(MultiDict([("pejabat", "anwar-sadat"), ("pejabat", "bupati@15.06")]).items(multi=True)).search
    assert filters(search) == (
        FacetFilter(field=FacetField.PERSON, values=("anwar-sadat",)),
        FacetFilter(field=FacetField.OFFICE, values=("bupati@15.06",)),
    )


def test_a_search_becomes_a_request_for_its_page():
    search = Search(text="x", sort=Sort.OLDEST, regions=("15",), first=date(2020, 1, 1), page=3)
    request = to_request(search, Query(), facets=[FacetField.YEAR], limit=10)
    assert (request.offset, request.limit, request.sort) == (20, 10, Sort.OLDEST)
    assert request.filters == (
        FacetFilter(field=FacetField.REGION, values=("15",)),
        DateFilter(first=date(2020, 1, 1)),
    )


def test_only_what_narrows_is_a_filter():
    assert not Search(text="x", sort=Sort.NEWEST, page=2).is_filtered
    assert Search(sections=("Ekonomi",)).is_filtered
    assert replace(Search(), last=date(2020, 1, 1)).is_filtered
