"""What a query's own restrictions leave: regions, officials, sections, tags, authors, days."""

from datetime import date, datetime, timedelta

from index.article import OfficeHolder, RegionCode, Role
from index.query.ast import InRegion, InSection, PublishedBetween, Tagged, WithOfficial, WrittenBy
from index.search import FacetField, SearchRequest
from tests.engine_contract.frame import EngineTests
from tests.engine_contract.stories import AT, ZONE, built, counts, found, story, without


class RestrictionTests(EngineTests):
    def test_a_region_includes_the_regions_inside_it(self, engine):
        built(engine, [story(1, regions=["15.06.01"]), story(2, regions=["15.07"]), story(3, regions=["15"]), story(4)])
        assert found(engine, InRegion(code=RegionCode("15.06"), span=AT)) == {"1"}
        assert found(engine, InRegion(code=RegionCode("15"), span=AT)) == {"1", "2", "3"}
        assert found(engine, without(InRegion(code=RegionCode("15.06"), span=AT))) == {"2", "3", "4"}

    def test_officials_are_found_by_office_region_and_person(self, engine):
        west, jambi = RegionCode("15.06"), RegionCode("15.71")
        built(
            engine,
            [
                story(1, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", region=west),)),
                story(2, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", role=Role.FORMER),)),
                story(3, officials=(OfficeHolder(title="wali-kota", person="Ratna Dewi", region=jambi),)),
                story(4, officials=(OfficeHolder(title="bupati", region=jambi, role=Role.ACTING),)),
            ],
        )

        def named(title: str | None = None, region: RegionCode | None = None, person: str | None = None) -> set[str]:
            return found(engine, WithOfficial(title=title, region=region, person=person, span=AT))

        assert named(title="bupati") == {"1", "4"}
        assert named(title="bupati", region=west) == {"1"}
        assert named(person="sulaiman hadi") == {"1", "2"}
        assert named(person="Ratna") == {"3"}
        assert named(title="bupati", person="Ratna Dewi") == set()

    def test_sections_tags_and_authors_are_found_under_any_spelling(self, engine):
        built(
            engine,
            [
                story(1, sections=("Info Haji", "Daerah"), tags=("Dana Desa",), byline="Anwar S."),
                story(2, sections=("Haji",), tags=("dana", "日本"), byline="as"),
            ],
        )
        for name in ("info haji", "INFO-HAJI", "Info  Haji"):
            assert found(engine, InSection(name=name, span=AT)) == {"1"}
        assert found(engine, Tagged(name="dana desa", span=AT)) == {"1"}
        assert found(engine, Tagged(name="日本", span=AT)) == found(engine, Tagged(name="DANA", span=AT)) == {"2"}
        assert (
            found(engine, WrittenBy(name="anwar", span=AT))
            == found(engine, WrittenBy(name="S Anwar", span=AT))
            == {"1"}
        )
        assert found(engine, WrittenBy(name="AS", span=AT)) == {"2"}
        assert found(engine, without(Tagged(name="dana", span=AT))) == {"1"}

    def test_days_are_local_days(self, engine):
        late = datetime(2023, 12, 31, 23, 30, tzinfo=ZONE)
        built(engine, [story(1, published=late), story(2, published=late + timedelta(hours=1)), story(3)])
        last_of_year = PublishedBetween(first=date(2023, 12, 31), last=date(2023, 12, 31), span=AT)
        assert found(engine, last_of_year) == {"1"}
        assert found(engine, PublishedBetween(first=date(2024, 1, 1), last=None, span=AT)) == {"2"}
        request = SearchRequest(facets=(FacetField.YEAR, FacetField.MONTH, FacetField.DAY))
        results = engine.search(request)
        assert counts(results, FacetField.YEAR) == [("2023", 1), ("2024", 1)]
        assert counts(results, FacetField.MONTH) == [("2023-12", 1), ("2024-01", 1)]
        assert counts(results, FacetField.DAY) == [("2023-12-31", 1), ("2024-01-01", 1)]
