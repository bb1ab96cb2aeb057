"""An address means a search and a search writes its address."""

from datetime import date
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from index.search import Sort
from search_web.urls import Search, filters, read, write

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
searches = st.builds(
    Search,
    text=words | st.just(""),
    sort=st.sampled_from(Sort),
    regions=st.sets(st.sampled_from(["15", "15.05", "15.06"])).map(sorted).map(tuple),
    officials=st.sets(st.sampled_from(["anwar-sadat", "bupati@15.06"])).map(sorted).map(tuple),
    sections=st.sets(words, max_size=3).map(sorted).map(tuple),
    first=st.sampled_from([None, date(2020, 1, 1), date(2020, 2, 1), date(2020, 2, 3)]),
    last=st.sampled_from([None, date(2021, 12, 31), date(2021, 5, 31), date(2021, 5, 4)]),
    page=st.integers(1, 50),
)
NAMES = ["q", "urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal"]


@given(searches)
def test_a_written_search_reads_back_equal(search):
    reading = read(parse_qsl(write(search), keep_blank_values=True))

    assert reading.search == search
    assert reading.problems == ()


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text()), max_size=12))
def test_whatever_is_in_an_address_gives_a_search_and_filters(pairs):
    filters(read(pairs).search)


def test_defaults_are_left_out():
    assert write(Search()) == ""
    assert write(Search(text="banjir")) == "q=banjir"
    assert write(Search(first=date(2020, 1, 1), last=date(2020, 12, 31))) == "dari=2020&sampai=2020"


def test_what_means_nothing_is_left_out_and_named():
    reading = read([("q", "banjir"), ("dari", "kapan"), ("urut", "acak"), ("hal", "x")])

    assert reading.search == Search(text="banjir")
    assert {problem.parameter for problem in reading.problems} >= {"dari"}
