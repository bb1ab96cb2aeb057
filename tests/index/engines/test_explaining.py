"""An engine says why a hit ranks where it does, and the parts make up the score."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from index.engines.whoosh import WhooshEngine
from index.explanation import explanation_to_record, in_words
from index.search import Kind, SearchRequest
from tests.engine_contract import asking, built, phrase, story, word

NEW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path, analyzer):
    return WhooshEngine(tmp_path, analyzer=analyzer, zone=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def hits(engine):
    built(
        engine,
        [
            story(1, "Bupati rapat banjir", "kabar desa", published=NEW),
            story(2, "Pemkab", "rapat desa soal dana desa"),
            story(3, "Kebanjiran", "kabar"),
        ],
    )

    def explained(*clauses):
        results = engine.search(SearchRequest(query=asking(*clauses), explain=True))
        return {hit.document.article.id.removeprefix("uji:"): hit for hit in results.hits}

    return explained


def test_points_coverage_and_recency_make_up_the_score(hits):
    for hit in hits(word("bupati"), word("rapat"), word("banjir")).values():
        points = sum(reason.points for reason in hit.explanation.reasons)
        assert points * hit.explanation.coverage * hit.explanation.recency == pytest.approx(hit.score)
        assert 0 < hit.explanation.coverage <= 1 <= hit.explanation.recency


def test_each_reason_says_what_was_found_where_and_why_it_counts(hits):
    found = hits(word("bupati"), word("rapat"), word("banjir"))

    reasons = {reason.asked: reason for reason in found["2"].explanation.reasons}
    assert (reasons["bupati"].kind, reasons["bupati"].found) == (Kind.RELATED, "pemkab")
    assert (reasons["rapat"].in_title, reasons["rapat"].in_lead, reasons["rapat"].articles) == (0, 1, 2)
    assert found["2"].explanation.missing == ("banjir",)

    (flooded,) = found["3"].explanation.reasons
    assert (flooded.asked, flooded.found, flooded.is_exact) == ("banjir", "banjir", False)


def test_a_phrase_is_explained_as_one_thing(hits):
    (reason,) = hits(phrase("dana desa"))["2"].explanation.reasons
    assert (reason.asked, reason.found, reason.is_exact) == ('"dana desa"', "dana desa", True)


def test_the_explanation_reads_as_sentences(hits):
    found = hits(word("bupati"), word("rapat"), word("banjir"))
    text = "\n".join(in_words(found["2"].explanation))
    assert "bupati: as pemkab, a related expression; 1 in the headline; 1 articles hold it" in text
    assert "does not hold banjir" in text
    assert "how recent it is" in "\n".join(in_words(found["1"].explanation))
    assert "banjir: in another form of banjir" in "\n".join(in_words(found["3"].explanation))


def test_the_explanation_is_also_data(hits):
    record = explanation_to_record(hits(word("rapat"))["2"].explanation)
    assert record["reasons"][0]["asked"] == "rapat"
    assert record["words"]


def test_nothing_is_explained_unless_asked(engine):
    built(engine, [story(1, "Banjir")])
    (hit,) = engine.search(SearchRequest(query=asking(word("banjir")))).hits
    assert hit.explanation is None
