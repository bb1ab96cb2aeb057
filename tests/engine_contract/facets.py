"""What filters leave, and what facets count."""

from datetime import UTC, date, datetime, timedelta

from index.article import ArticleId, OfficeHolder, RegionCode, Role
from index.search import DateFilter, ExcludeIds, FacetField, FacetFilter, NotAfter, SearchRequest
from tests.engine_contract.frame import EngineTests
from tests.engine_contract.stories import ZONE, asking, built, counts, ids, story, word


class FacetTests(EngineTests):
    def test_values_of_one_facet_widen_and_facets_narrow(self, engine):
        built(
            engine,
            [
                story(1, regions=["15.06"], sections=("Daerah",)),
                story(2, regions=["15.07"], sections=("Daerah",)),
                story(3, regions=["15.07"], sections=("Olahraga",)),
            ],
        )
        regions = FacetFilter(field=FacetField.REGION, values=("15.06", "15.07"))
        daerah = FacetFilter(field=FacetField.SECTION, values=("Daerah",))
        assert engine.search(SearchRequest(filters=(regions,))).total == 3
        assert engine.search(SearchRequest(filters=(regions, daerah))).total == 2

    def test_a_facet_is_counted_under_all_filters_but_its_own(self, engine):
        built(
            engine,
            [
                story(1, regions=["15.06"], sections=("Daerah",)),
                story(2, regions=["15.07"], sections=("Daerah",)),
                story(3, regions=["15.07"], sections=("Olahraga",)),
            ],
        )
        results = engine.search(
            SearchRequest(
                filters=(FacetFilter(field=FacetField.REGION, values=("15.06",)),),
                facets=(FacetField.REGION, FacetField.SECTION),
            )
        )
        assert results.total == 1
        assert counts(results, FacetField.REGION) == [("15", 3), ("15.07", 2), ("15.06", 1)]
        assert counts(results, FacetField.SECTION) == [("Daerah", 1)]

    def test_years_months_days_and_ranges_are_one_facet(self, engine):
        days = [datetime(2023, 5, 1, tzinfo=ZONE), datetime(2024, 2, 1, tzinfo=ZONE), datetime(2024, 2, 9, tzinfo=ZONE)]
        built(engine, [story(n, published=day) for n, day in enumerate(days)])
        filters = (
            FacetFilter(field=FacetField.MONTH, values=("2024-02",)),
            DateFilter(first=date(2024, 2, 5), last=None),
        )
        results = engine.search(SearchRequest(filters=filters, facets=(FacetField.YEAR, FacetField.MONTH)))
        assert ids(results) == ["2"]
        assert counts(results, FacetField.YEAR) == [("2023", 1), ("2024", 2)]
        assert counts(results, FacetField.MONTH) == [("2023-05", 1), ("2024-02", 2)]

    def test_a_ticked_value_is_listed_at_zero_and_beyond_the_limit(self, engine):
        built(engine, [story(n, body="banjir", sections=(f"Rubrik {n % 4}",)) for n in range(9)])
        ticked = FacetFilter(field=FacetField.SECTION, values=("Rubrik 3", "Tak ada"))
        request = SearchRequest(
            query=asking(word("banjir")), filters=(ticked,), facets=(FacetField.SECTION,), facet_limit=1
        )
        expected = [("Rubrik 0", 3), ("Rubrik 3", 2), ("Tak ada", 0)]
        assert counts(engine.search(request), FacetField.SECTION) == expected

    def test_values_that_are_no_dates_match_nothing(self, engine):
        built(engine, [story(1, published=datetime(2024, 1, 1, tzinfo=UTC))])
        for value in ("", "abc", "2024-13", "9" * 400, "²"):
            wanted = FacetFilter(field=FacetField.YEAR, values=(value,))
            assert engine.search(SearchRequest(filters=(wanted,))).total == 0

    def test_offices_count_while_held_and_persons_always(self, engine):
        west = RegionCode("15.06")
        built(
            engine,
            [
                story(1, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", region=west),)),
                story(
                    2, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", region=west, role=Role.FORMER),)
                ),
            ],
        )
        results = engine.search(SearchRequest(facets=(FacetField.OFFICE, FacetField.PERSON)))
        assert counts(results, FacetField.OFFICE) == [("bupati@15.06", 1)]
        assert counts(results, FacetField.PERSON) == [("sulaiman-hadi", 2)]

    def test_not_after_keeps_the_moment_itself_and_undated_stories(self, engine):
        moment = datetime(2024, 3, 1, 10, 0, 0, tzinfo=ZONE)
        built(engine, [story(1, published=moment), story(2, published=moment + timedelta(seconds=1)), story(3)])
        results = engine.search(SearchRequest(filters=(NotAfter(moment=moment.astimezone(UTC)),)))
        assert set(ids(results)) == {"1", "3"}

    def test_excluded_ids_are_left_out_and_unknown_ones_do_no_harm(self, engine):
        built(engine, [story(1), story(2)])
        excluded = ExcludeIds(ids=frozenset({ArticleId("uji:1"), ArticleId("uji:99")}))
        assert ids(engine.search(SearchRequest(filters=(excluded,)))) == ["2"]
