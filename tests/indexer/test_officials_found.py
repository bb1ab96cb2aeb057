"""From a story's words to what a reader finds by office and by person: annotation, registry, index and query in one.

The stories are made up; who held which office is what the packaged registry knows.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from index.article import Article, ArticleId, Document, RegionCode, Role
from index.office_history import office_history
from index.query import parse
from index.search import FacetField, FacetFilter, SearchRequest
from indexer.assemble import assemble

ZONE = ZoneInfo("Asia/Jakarta")
BODIES = {
    "named": (
        "2024-02-20",
        "Bupati Tanjung Jabung Barat, Drs. H. Anwar Sadat, M.Ag., membuka rapat di Tanjab Barat.",
    ),
    "typo": ("2024-03-01", "Bupati Tanjab Barat Anwar Sadad menanam padi di Tanjab Barat."),
    "part": ("2024-03-02", "Bupati Tanjab Barat, Ustadz Anwar, menjenguk warga Tanjab Barat."),
    "bare": ("2024-02-21", "Bupati Tanjab Barat meninjau pasar. Warga Tanjab Barat senang."),
    "older": ("2014-02-21", "Bupati Tanjab Barat meninjau pasar. Warga Tanjab Barat senang."),
    "after": ("2025-11-20", "Anwar Sadat, mantan Bupati Tanjab Barat, hadir di Tanjab Barat."),
    "definitive": ("2018-01-15", "Gubernur Jambi Zumi Zola membuka rapat di Jambi."),
    "acting": ("2018-06-15", "Plt Gubernur Jambi Fachrori Umar membuka rapat di Jambi."),
    "acting, bare": ("2018-06-16", "Plt Gubernur Jambi membuka rapat di Jambi."),
    "successor": ("2019-06-15", "Gubernur Jambi Fachrori Umar membuka rapat di Jambi."),
    "past": ("2021-10-15", "Gubernur Jambi Fachrori Umar dulu meresmikan jembatan di Jambi itu."),
    "mashuri b": ("2022-03-01", "Bupati Bungo Mashuri membuka turnamen di Bungo."),
    "mashuri m": ("2022-03-01", "Bupati Merangin Mashuri membuka turnamen di Merangin."),
}


@pytest.fixture(scope="module")
def assembly():
    return assemble(zone=ZONE, home_region=RegionCode("15"))


@pytest.fixture(scope="module")
def documents(assembly):
    return {key: _document(assembly, key, day, body) for key, (day, body) in BODIES.items()}


@pytest.fixture(scope="module")
def engine(assembly, documents, tmp_path_factory):
    engine = assembly.engine(f"whoosh:{tmp_path_factory.mktemp('archive') / 'index'}")
    with engine.rebuild() as writer:
        for document in documents.values():
            writer.add(document)
    yield engine
    engine.close()


@pytest.fixture
def found(assembly, engine):
    """Return the keys of the stories that a query finds."""

    def search(text: str) -> set[str]:
        query = parse(text, resolver=assembly.gazetteer, today=date(2026, 1, 1)).query
        return {hit.document.article.title for hit in engine.search(SearchRequest(query=query, limit=50)).hits}

    return search


def _document(assembly, key: str, day: str, body: str) -> Document:
    published = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=ZONE)
    article = Article(id=ArticleId(f"uji:{key}"), title=key, body=body, published=published)
    return Document(article=article, annotations=assembly.annotate(article))


def _official(documents, key):
    (official,) = documents[key].annotations.officials
    return official.role, official.person_id


def test_an_office_is_found_whoever_held_it_and_not_who_once_did(found):
    assert found('pejabat:"bupati tanjab barat"') == {"named", "typo", "part", "bare", "older"}
    assert found('pejabat:"pj bupati tanjung jabung barat"') == {"named", "typo", "part", "bare", "older"}


@pytest.mark.parametrize("spelling", ["anwar sadat", "Anwar Sadad", "ANWAR SADAT", "ustadz anwar sadat", "anwarsadat"])
def test_a_person_is_found_under_every_spelling_in_query_and_story_also_where_only_the_office_is_named(found, spelling):
    assert found(f'pejabat:"{spelling}"') == {"named", "typo", "part", "bare", "after"}


def test_a_person_in_an_office_is_not_found_by_what_another_did_in_it(found):
    assert found('pejabat:"bupati tanjab barat" pejabat:"anwar sadat"') == {"named", "typo", "part", "bare"}


def test_the_person_facet_shows_one_registered_name_for_all_spellings(engine, assembly):
    office = FacetFilter(field=FacetField.OFFICE, values=("bupati@15.06",))
    answer = engine.search(SearchRequest(filters=(office,), facets=(FacetField.PERSON,), limit=0))
    counts = {count.value: count.count for count in answer.facets[FacetField.PERSON]}
    assert counts["anwar-sadat"] == 4
    assert assembly.gazetteer.person_label("anwar-sadat") == "Anwar Sadat"


def test_acting_and_definitive_holders_are_told_apart(documents):
    assert _official(documents, "definitive") == (Role.INCUMBENT, "zumi-zola")
    assert _official(documents, "acting") == (Role.ACTING, "fachrori-umar")
    assert _official(documents, "acting, bare") == (Role.ACTING, "fachrori-umar")
    assert _official(documents, "successor") == (Role.INCUMBENT, "fachrori-umar")


def test_a_past_governor_is_former_without_being_called_so(documents):
    assert _official(documents, "past") == (Role.FORMER, "fachrori-umar")


def test_two_men_of_one_name_are_two_persons(documents, found):
    assert _official(documents, "mashuri b") == (Role.INCUMBENT, "mashuri-bungo")
    assert _official(documents, "mashuri m") == (Role.INCUMBENT, "mashuri-merangin")
    assert found('pejabat:"mashuri"') == {"mashuri b", "mashuri m"}
    assert found('pejabat:"bupati bungo mashuri"') == {"mashuri b"}


def test_an_offices_history_says_who_when_and_how_many_stories(engine, assembly):
    history = office_history(engine, assembly.gazetteer.registry, "bupati", RegionCode("15.06"))
    told = {(tenure.name, tenure.first): tenure for tenure in history}
    first_term = told["Anwar Sadat", date(2021, 2, 26)]
    assert (first_term.person_id, first_term.role, first_term.stories) == ("anwar-sadat", Role.INCUMBENT, 4)
    assert [tenure.first for tenure in history] == sorted(tenure.first for tenure in history)
    assert office_history(engine, assembly.gazetteer.registry, "camat", RegionCode("15.06.04")) == ()
