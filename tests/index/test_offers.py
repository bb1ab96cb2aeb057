"""What in a query could be a filter."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from index.article import OfficeHolder, RegionCode, Role
from index.engines import open_engine
from index.gazetteer import Person, Registry, Term, load_gazetteer
from index.offers import MAX_OFFERS, Offering
from index.query import parse
from index.search import DateFilter, FacetField, FacetFilter, SearchRequest, WeightedTerms
from tests.engine_contract import ZONE, built, story

TODAY = date(2024, 5, 10)
WEST = "15.06"


def told(number, body, year=2024, month=5, **others):
    return story(number, body=body, published=datetime(year, month, 3, tzinfo=UTC), **others)


HOLDER = Person("umar-hasan", "Umar Hasan")
TERM = Term(HOLDER.id, "bupati", RegionCode(WEST), Role.INCUMBENT, date(2011, 2, 1), date(2016, 2, 1))


@pytest.fixture(scope="module")
def gazetteer():
    return replace(load_gazetteer(home=RegionCode(WEST)), registry=Registry([HOLDER], [TERM]))


@pytest.fixture(scope="module")
def offering(tmp_path_factory, sample_analyzer, gazetteer):
    head = OfficeHolder(title="bupati", region=RegionCode(WEST), person=HOLDER.name, person_id=HOLDER.id)
    engine = open_engine(str(tmp_path_factory.mktemp("offers") / "index"), analyzer=sample_analyzer, zone=ZONE)
    built(
        engine,
        [
            told(1, "banjir di pasar", 2020, regions=(WEST,)),
            told(2, "banjir", 2020, 2, regions=("15.05",)),
            told(3, "banjir", 2024, 4),
            told(4, "harga karet", 2021, regions=("15.09",)),
            told(5, "bupati meninjau pasar", 2013, regions=(WEST,), officials=(head,)),
        ],
    )
    yield Offering(engine, sample_analyzer, gazetteer)
    engine.close()


@pytest.fixture(scope="module")
def offers(offering, gazetteer):
    def _offers(text, **request):
        query = parse(text, resolver=gazetteer, today=TODAY).query
        return offering.offers(SearchRequest(query=query, **request), TODAY)

    return _offers


def shown(offers):
    return [(narrowed_to(offer.filter), offer.text, offer.count) for offer in offers]


def narrowed_to(filter_):
    return f"{filter_.first}..{filter_.last}" if isinstance(filter_, DateFilter) else filter_.values[0]


@pytest.mark.parametrize(
    ("text", "days", "rest", "count"),
    [
        ("banjir 2020", "2020-01-01..2020-12-31", "banjir", 2),
        ("banjir pada tahun 2020", "2020-01-01..2020-12-31", "banjir", 2),
        ("Februari 2020 banjir", "2020-02-01..2020-02-29", "banjir", 1),
        ("banjir 3 mei 2020", "2020-05-03..2020-05-03", "banjir", 1),
        ("banjir 2019-2021", "2019-01-01..2021-12-31", "banjir", 2),
        ("banjir bulan lalu", "2024-04-01..2024-04-30", "banjir", 1),
        ("2020", "2020-01-01..2020-12-31", "", 2),
    ],
)
def test_years_and_dates_are_offered_with_what_the_other_words_find(text, days, rest, count, offers):
    assert (days, rest, count) in shown(offers(text))


@pytest.mark.parametrize("text", ["banjir di tanjab barat", "banjir Tanjung Jabung Barat", "tanjabbar banjir"])
def test_places_are_offered_under_any_of_their_names(text, offers):
    (offer,) = offers(text)

    assert (offer.text, offer.count) == ("banjir", 1)
    assert offer.filter == FacetFilter(field=FacetField.REGION, values=(WEST,))


def test_an_office_and_a_year_offer_who_held_it_then(offers):
    found = offers("pasar bupati tanjab barat 2013")

    assert found[0].filter == FacetFilter(field=FacetField.PERSON, values=(HOLDER.id,))
    assert found[0].term == TERM
    assert (found[0].text, found[0].count) == ("pasar", 1)
    assert (f"bupati@{WEST}", "pasar 2013", 1) in shown(found)
    assert ("2013-01-01..2013-12-31", "pasar bupati tanjab barat", 1) in shown(found)


def test_a_registered_person_is_offered_by_full_name(offers):
    (offer,) = offers(f"{HOLDER.name} pasar")

    assert shown([offer]) == [(HOLDER.id, "pasar", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "banjir",
        "",
        "bupati",
        '"tahun 2020"',
        "-2020",
        "judul:2020",
        "banjir 1999",
        "harga jual beli",
        "x " * 200,
        "12 34",
    ],
)
def test_what_names_nothing_or_finds_nothing_is_not_offered(text, offers):
    assert offers(text) == ()


def test_weighted_terms_have_no_offers(offering):
    assert offering.offers(SearchRequest(query=WeightedTerms(terms=())), TODAY) == ()


def test_filters_of_the_request_stay_and_their_facets_are_not_offered(offers):
    year = DateFilter(first=date(2020, 1, 1), last=date(2020, 12, 31))
    region = FacetFilter(field=FacetField.REGION, values=(WEST,))

    assert shown(offers("banjir tanjab barat 2020", filters=(year,))) == [(WEST, "banjir 2020", 1)]
    assert shown(offers("banjir tanjab barat 2020", filters=(region,))) == [
        ("2020-01-01..2020-12-31", "banjir tanjab barat", 1)
    ]
    of_year = FacetFilter(field=FacetField.YEAR, values=("2020",))
    assert offers("banjir 2020", filters=(of_year,)) == ()


def test_an_offer_finds_what_it_promises(offers, offering):
    for text in ("banjir 2020", "pasar bupati tanjab barat 2013", "banjir di tanjab barat tahun 2020"):
        for offer in offers(text):
            request = SearchRequest(query=offer.query, filters=(offer.filter,))
            assert offering.engine.search(request).total == offer.count > 0


def test_offers_are_few(offers):
    assert len(offers("2013 2020 2021 2024 mei 2020 tanjab barat muaro jambi banjir")) == MAX_OFFERS
