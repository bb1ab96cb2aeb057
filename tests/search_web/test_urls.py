"""An address means a state and a state writes its address."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from index.search import Sort
from search_web.urls import SearchState, date_label, filters_of, read_state, without, write_state

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
states = st.builds(
    SearchState,
    query=words | st.just(""),
    sort=st.sampled_from(Sort),
    regions=st.lists(st.sampled_from(["15", "15.05", "15.06"]), unique=True).map(tuple),
    officials=st.lists(st.sampled_from(["anwar-sadat", "bupati@15.06"]), unique=True).map(tuple),
    sections=st.lists(words, unique=True, max_size=3).map(tuple),
    since=st.sampled_from(["", "2020", "Februari 2024"]),
    until=st.sampled_from(["", "2021-05", "21/11/2024"]),
    page=st.integers(1, 1000),
)


def read(address):
    return read_state(MultiDict(parse_qsl(address, keep_blank_values=True)))


@given(states)
def test_a_written_state_reads_back_equal(state):
    assert read(write_state(state)) == state


@given(
    st.dictionaries(st.sampled_from(["q", "urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal"]), st.text())
)
def test_whatever_is_in_an_address_gives_a_state_and_filters(arguments):
    filters_of(read_state(MultiDict(arguments)))


def test_defaults_are_left_out():
    assert write_state(SearchState()) == ""
    assert write_state(SearchState(query="banjir")) == "q=banjir"


def test_removing_a_filter_keeps_the_rest_and_goes_to_the_first_page():
    state = SearchState(query="banjir", regions=("15.05", "15.06"), since="2020", page=3)

    assert without(state, "wilayah", "15.05") == SearchState(query="banjir", regions=("15.06",), since="2020")
    assert without(state, "tanggal") == SearchState(query="banjir", regions=("15.05", "15.06"))
    assert without(state, "") == SearchState(query="banjir")


def test_a_date_filter_is_said_in_words():
    assert date_label(SearchState(since="2020", until="2020")) == "2020"
    assert date_label(SearchState(since="2/2024", until="21/11/2024")) == "sejak Februari 2024 sampai 21 November 2024"
    assert date_label(SearchState()) == ""
