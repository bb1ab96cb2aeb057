"""What an index holds of a document: postings by zone, and facet values."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.token import Token
from index.article import Annotations, Article, ArticleId, Document, OfficeHolder, RegionCode, Role
from index.schema import (
    BODY_START,
    LEAD_TOKENS,
    ZONES,
    Posting,
    facet_values,
    indexed_layers,
    office_key,
    person_key,
)
from index.search import FacetField, Layer

JAKARTA = ZoneInfo("Asia/Jakarta")


class Spaces:
    """Splits at spaces; a plus sign joins the stems of a compound, and stems are in capitals."""

    def tokens(self, text):
        return [Token(word, tuple(word.upper().split("+")), 0, 0) for word in text.split()]


def document(title="", body="", annotations=None, **fields):
    article = Article(id=ArticleId("uji:1"), title=title, body=body, **fields)
    return Document(article=article, annotations=annotations or Annotations())


def postings(layer, title="", body=""):
    return indexed_layers(document(title, body), Spaces())[layer].postings


def test_headline_and_body_are_one_sequence_of_positions_with_a_gap():
    assert postings(Layer.SURFACE, "banjir besar", "banjir surut") == {
        "banjir": Posting(7.5, (0, BODY_START)),
        "besar": Posting(5.0, (1,)),
        "surut": Posting(2.5, (BODY_START + 1,)),
    }


def test_an_occurrence_counts_by_the_zone_it_stands_in():
    body = ["x"] * LEAD_TOKENS + ["banjir"]
    assert postings(Layer.SURFACE, "", " ".join(body))["banjir"].weight == 1.0
    assert [ZONES.weight(p) for p in (0, 999, 1000, 1059, 1060)] == [5.0, 5.0, 2.5, 2.5, 1.0]


def test_the_stems_of_a_compound_take_consecutive_positions():
    assert postings(Layer.STEM, "kerja+sama baru") == {
        "KERJA": Posting(5.0, (0,)),
        "SAMA": Posting(5.0, (1,)),
        "BARU": Posting(5.0, (2,)),
    }


def test_a_layer_is_as_long_as_the_positions_it_uses():
    layers = indexed_layers(document("kerja+sama", "a b c"), Spaces())
    assert (layers[Layer.STEM].length, layers[Layer.SURFACE].length) == (5, 4)


def test_a_headline_never_reaches_into_the_body():
    layer = indexed_layers(document("kata " * 3000, "isi"), Spaces())[Layer.SURFACE]
    assert max(layer.postings["kata"].positions) < BODY_START
    assert layer.length == BODY_START + 1


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_every_word_has_a_place_and_every_place_a_word(title, body):
    layer = indexed_layers(document(" ".join(title), " ".join(body)), Spaces())[Layer.SURFACE]
    places = sorted(place for posting in layer.postings.values() for place in posting.positions)
    assert places == [*range(len(title)), *range(BODY_START, BODY_START + len(body))]
    assert len(places) == layer.length


def test_regions_bring_their_ancestors_once():
    annotations = Annotations(regions=(RegionCode("15.06.01"), RegionCode("15.06"), RegionCode("15.71")))
    values = facet_values(document(annotations=annotations), JAKARTA)
    assert values[FacetField.REGION] == ("15.06.01", "15.06", "15", "15.71")


def test_mentioned_regions_do_not_count():
    annotations = Annotations(mentioned=(RegionCode("15.06"),))
    assert facet_values(document(annotations=annotations), JAKARTA)[FacetField.REGION] == ()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2023-12-31T23:30:00+07:00", "2023-12-31"),
        ("2023-12-31T17:30:00+00:00", "2024-01-01"),
        ("2024-02-20T16:59:59+00:00", "2024-02-20"),
    ],
)
def test_dates_are_local(moment, day):
    values = facet_values(document(published=datetime.fromisoformat(moment)), JAKARTA)
    assert (values[FacetField.YEAR], values[FacetField.MONTH], values[FacetField.DAY]) == (
        (day[:4],),
        (day[:7],),
        (day,),
    )


def test_an_undated_story_has_no_date_values():
    values = facet_values(document(), JAKARTA)
    assert values[FacetField.YEAR] == values[FacetField.MONTH] == values[FacetField.DAY] == ()


def test_offices_count_while_held_and_persons_in_every_role():
    holders = (
        OfficeHolder(title="bupati", person="Sulaiman Hadi", region=RegionCode("15.06")),
        OfficeHolder(title="gubernur", person="Ratna Dewi", role=Role.FORMER),
        OfficeHolder(title="camat", role=Role.ACTING),
        OfficeHolder(title="bupati", person="S. Hadi", role=Role.CANDIDATE, person_id="sulaiman-hadi"),
    )
    values = facet_values(document(annotations=Annotations(officials=holders)), JAKARTA)
    assert values[FacetField.OFFICE] == ("bupati@15.06", "camat@")
    assert values[FacetField.PERSON] == ("sulaiman-hadi", "ratna-dewi")
    assert office_key(holders[1]) == "gubernur@"


def test_sections_are_values_once():
    assert facet_values(document(sections=("Daerah", "Daerah", "")), JAKARTA)[FacetField.SECTION] == ("Daerah",)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sulaiman Hadi", "sulaiman-hadi"),
        ("Nur'aini  R. Putri", "nuraini-r-putri"),
        ("José", "jose"),
        ("عمر", ""),
    ],
)
def test_a_persons_key_is_plain_words(name, key):
    assert person_key(name) == key
