"""Why a story has its regions, officials and days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from index.article import Article, ArticleId
from indexer.annotate import annotate
from indexer.annotate.explain import MAX_SENTENCE_CHARS, RegionFrom, explain
from indexer.annotate.mentions import Rule

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def why(informed):
    def explained(body: str, published: date = date(2019, 5, 2), **fields):
        moment = datetime.combine(published, datetime.min.time(), JAKARTA)
        article = Article(id=ArticleId("uji:1"), title=fields.pop("title", ""), body=body, published=moment, **fields)
        gazetteer = informed.gazetteer
        explanation = explain(article, gazetteer, zone=JAKARTA, home=gazetteer.home)
        found = annotate(article, gazetteer, zone=JAKARTA, home=gazetteer.home)
        assert tuple(dict.fromkeys(reason.official for reason in explanation.officials)) == found.officials
        assert tuple(r.code for r in explanation.regions if r.is_focus) == found.regions
        return explanation

    return explained


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Bupati Tebo Wirya Kelana hadir.", Rule.BEHIND),
        ("Wirya Kelana, Bupati Tebo, hadir.", Rule.BEFORE),
        ("Bupati dan Wakil Bupati Tebo Wirya Kelana dan Gani Pranata hadir.", Rule.PAIR),
        ("Bupati Tebo hadir.", Rule.BARE),
        ("Bupati Tebo membuka rapat. Jalan itu penting, jelas Mahdi.", Rule.QUOTED),
        ("Jembatan Tebo diresmikan Mahdi Sulaiman. Warga Tebo lega.", Rule.KNOWN),
    ],
)
def test_the_rule_that_found_the_name_is_told(why, body, rule):
    assert why(body).officials[0].rule is rule


def test_a_predecessor_is_told_as_one(why):
    reasons = why("Bupati Tebo Wirya Kelana menggantikan Gani Pranata.").officials
    assert [reason.rule for reason in reasons] == [Rule.BEHIND, Rule.SUCCESSION]


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("Bupati Tebo Wirya Kelana hadir.", RegionFrom.STATED),
        ("Bupati Tebo meminta maaf. Lalu Bupati Wirya Kelana pulang.", RegionFrom.SAME_TITLE),
        ("Sekda Wirya Kelana hadir di Tebo. Warga Tebo dan Pemkab Tebo senang.", RegionFrom.FOCUS),
        ("Gubernur Wirya Kelana hadir.", RegionFrom.HOME),
    ],
)
def test_where_an_offices_region_comes_from_is_told(why, body, source):
    assert why(body).officials[0].region_from is source


def test_a_focus_comes_with_its_evidence_and_its_score(why):
    (tebo, *_) = why("Banjir merendam Tebo.\n\nWarga Tebo mengungsi.", title="Banjir di Tebo", dateline="TEBO").regions
    assert tebo.score > 5
    assert [sighting.ground.value for sighting in tebo.sightings] == ["dateline", "headline", "opening", "text", "text"]
    assert [sighting.text for sighting in tebo.sightings][1:3] == ["Banjir di Tebo", "Banjir merendam Tebo."]


def test_the_events_day_is_marked_and_a_wrong_weekday_told(why):
    first, second = why("Rapat digelar Rabu (1/5/2019), bukan Senin (2/5/2019), di Tebo.").days
    assert (first.day, first.is_event, first.weekday_ok) == (date(2019, 5, 1), True, True)
    assert (second.is_event, second.weekday_ok) == (False, False)


def test_a_text_without_sentences_is_cut_around_the_word(why):
    (reason,) = why("kata " * 500 + "Bupati Tebo Wirya Kelana " + "kata " * 500).officials
    assert "Wirya Kelana" in reason.sentences[0]
    assert len(reason.sentences[0]) <= MAX_SENTENCE_CHARS + 1
