"""Documents survive the trip through their stored form."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import (
    Annotations,
    Article,
    ArticleId,
    Document,
    EditorLink,
    OfficeHolder,
    PlacedBy,
    RegionCode,
    Role,
    region_ancestors,
)
from index.record import document_from_record, document_to_record

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
filled = text.filter(bool)
moments = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=timezone(timedelta(hours=7)))
)
codes = st.sampled_from(["15", "15.06", "15.06.01", "31.71"]).map(RegionCode)
links = st.builds(EditorLink, title=text, url=st.none() | filled, label=text, placed_by=st.sampled_from(PlacedBy))
articles = st.builds(
    Article,
    id=filled.map(ArticleId),
    title=text,
    body=text,
    url=st.none() | filled,
    published=st.none() | moments,
    modified=st.none() | moments,
    byline=st.none() | filled,
    dateline=st.none() | filled,
    sections=st.lists(filled, max_size=3).map(tuple),
    tags=st.lists(filled, max_size=3).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    aliases=st.lists(filled, max_size=2).map(tuple),
)
officials = st.builds(
    OfficeHolder,
    title=filled,
    person=st.none() | filled,
    region=st.none() | codes,
    role=st.sampled_from(Role),
    person_id=st.none() | filled,
)
annotations = st.builds(
    Annotations,
    regions=st.lists(codes, max_size=3).map(tuple),
    mentioned=st.lists(codes, max_size=3).map(tuple),
    officials=st.lists(officials, max_size=3).map(tuple),
    event_date=st.none() | st.dates(),
    dates=st.lists(st.dates(), max_size=3).map(tuple),
)


@given(st.builds(Document, article=articles, annotations=annotations, group=st.none() | st.integers(1, 10**6)))
def test_a_document_comes_back_equal_from_json(document):
    stored = json.dumps(document_to_record(document))

    assert document_from_record(json.loads(stored)) == document


def test_an_official_without_a_person_keeps_its_keys_for_readers_of_the_json():
    document = Document(
        article=Article(id=ArticleId("a:1"), title="t", body="b"),
        annotations=Annotations(officials=(OfficeHolder(title="bupati"),), event_date=date(2024, 2, 20)),
    )

    (official,) = document_to_record(document)["annotations"]["officials"]

    assert official == {"title": "bupati", "person": None, "region": None, "role": "incumbent"}


def test_a_moment_without_a_zone_is_refused_with_the_article_named():
    with pytest.raises(ValueError, match="a:1"):
        Article(id=ArticleId("a:1"), title="t", body="b", published=datetime(2024, 2, 20))

    assert Article(id=ArticleId("a:1"), title="t", body="b", published=datetime(2024, 2, 20, tzinfo=UTC)).published


def test_the_ancestors_of_a_region_come_nearest_first():
    assert region_ancestors(RegionCode("15.06.01.2001")) == ("15.06.01", "15.06", "15")
    assert region_ancestors(RegionCode("15")) == ()
