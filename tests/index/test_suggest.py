"""What a query that is being typed may become."""

from datetime import date

import pytest

from index.article import ArticleId, OfficeHolder, RegionCode
from index.engines import open_engine
from index.query import parse
from index.search import SearchRequest
from index.suggest import MAX_TYPED_CHARS, Kind, Suggester
from tests.engine_contract import ZONE, built, story


@pytest.fixture(scope="module")
def suggester(sample_engine, sample_analyzer, sample_gazetteer):
    return Suggester(sample_engine, sample_analyzer, sample_gazetteer)


@pytest.fixture
def small(tmp_path, sample_analyzer, sample_gazetteer):
    """A suggester over a few stories, with its engine."""
    engine = open_engine(str(tmp_path / "index"), analyzer=sample_analyzer, zone=ZONE)
    yield engine, Suggester(engine, sample_analyzer, sample_gazetteer)
    engine.close()


def texts(completions, kind=None):
    return [completion.text for completion in completions if kind is None or completion.kind is kind]


@pytest.mark.parametrize(
    "typed",
    ["ban", "banjir s", "banjir se", "tanjab b", "muar", "bupati m", "kerja sa", "anw", "pemba", "di", "harga ka"],
)
def test_every_completion_finds_something(typed, suggester, sample_engine, sample_gazetteer):
    completions = suggester.complete(typed)

    assert completions
    for completion in completions:
        query = parse(completion.text, resolver=sample_gazetteer, today=date(2025, 11, 24)).query
        assert sample_engine.search(SearchRequest(query=query, limit=0)).total > 0, completion
        assert completion.count > 0


def test_words_are_printed_forms_and_the_frequent_ones_come_first(small):
    engine, suggester = small
    built(engine, [story(1, body="pembangunan"), story(2, body="pembangunan pembagian"), story(3, body="membangun")])

    assert texts(suggester.complete("pemb")) == ["pembangunan", "pembagian"]


def test_a_word_goes_with_the_words_before_it(small):
    engine, suggester = small
    built(engine, [story(1, body="banjir bandang"), story(2, body="pasar baru"), story(3, body="pasar baru")])

    assert texts(suggester.complete("Banjir ba")) == ["Banjir bandang"]


def test_function_words_and_words_typed_already_are_no_completions(small):
    engine, suggester = small
    built(engine, [story(1, body="banjir untuk bantuan"), story(2, body="untung")])

    assert texts(suggester.complete("untu")) == ["untung"]
    assert texts(suggester.complete("bantuan ban")) == ["bantuan banjir"]


def test_misprints_are_left_out_where_there_are_better_words(small):
    engine, suggester = small
    built(engine, [story(n, body="bupati") for n in range(150)] + [story(200, body="bupatii")])

    assert texts(suggester.complete("bupa")) == ["bupati"]
    assert texts(suggester.complete("bupatii")) == ["bupatii"]


def test_regions_are_completed_under_any_of_their_names(suggester):
    for typed in ("tanjab b", "tanjung jabung b", "jabung b"):
        regions = [c for c in suggester.complete(typed) if c.kind is Kind.REGION]
        assert [(c.text, c.value) for c in regions] == [("Tanjung Jabung Barat", "15.06")], typed


def test_offices_and_persons_are_completed_from_any_word_of_theirs(small):
    engine, suggester = small
    named = (OfficeHolder(title="bupati", person="Budi Santoso", region=RegionCode("15.06")),)
    built(engine, [story(1, "Rapat", "Bupati Tanjung Jabung Barat Budi Santoso hadir", officials=named)])

    for typed in ("budi", "sant", "budi sa"):
        assert texts(suggester.complete(typed), Kind.PERSON) == ["Budi Santoso"]
    (office,) = [c for c in suggester.complete("bupa") if c.kind is Kind.OFFICE]
    assert (office.text, office.value, office.count) == ("Bupati Tanjung Jabung Barat", "bupati@15.06", 1)


def test_headlines_hold_all_words_and_one_that_begins_like_the_last(small):
    engine, suggester = small
    titles = ["Banjir merendam sawah", "Banjir surut di pasar", "Sawah kering"]
    built(engine, [story(n, title) for n, title in enumerate(titles)])

    found = [c for c in suggester.complete("banjir mer") if c.kind is Kind.TITLE]
    assert [(c.text, c.value) for c in found] == [("Banjir merendam sawah", "uji:0")]
    assert texts(suggester.complete("ban"), Kind.TITLE) == []


@pytest.mark.parametrize("typed", ["", " ", "banjir ", "b", "!!", "😀", "x" * (MAX_TYPED_CHARS + 1), "zzqx", "a\x00"])
def test_what_cannot_be_completed_gives_nothing(typed, suggester):
    assert suggester.complete(typed) == ()


def test_no_more_than_asked_for_and_nothing_twice(suggester):
    for limit in (0, 1, 3, 8):
        completions = suggester.complete("ban", limit)
        assert len(completions) <= limit
        assert len({c.text.casefold() for c in completions}) == len(completions)


def test_completions_follow_the_index(small):
    engine, suggester = small
    built(engine, [story(1, "Rapat desa", "rapat", regions=("15.06",))])
    assert texts(suggester.complete("rapa"), Kind.WORD) == ["rapat"]
    with engine.update() as writer:
        writer.remove(ArticleId("uji:1"))
        writer.add(story(2, "Tanjung Jabung Timur", "tanjung jabung timur", regions=("15.07",)))

    assert suggester.complete("rapa") == ()
    assert texts(suggester.complete("tanjab t"), Kind.REGION) == ["Tanjung Jabung Timur"]


@pytest.fixture
def meant(small):
    """Ask a few stories something, and return what was probably meant."""
    engine, suggester = small
    bodies = ["pembangunan jembatan"] * 4 + ["pembangunan pasar", "tebo"]
    built(engine, [story(n, body=body) for n, body in enumerate(bodies)])

    def _meant(text):
        parsed = parse(text, resolver=suggester._gazetteer, today=date(2025, 11, 24))
        request = SearchRequest(query=parsed.query)
        return suggester.did_you_mean(request, engine.search(request), is_mistyped=bool(parsed.problems))

    return _meant


@pytest.mark.parametrize(
    ("typed", "text", "count"),
    [
        ("pembngnan", "pembangunan", 5),
        ("Jembtan -pasar", "jembatan -pasar", 4),
        ('pembagunann "pasar"', 'pembangunan "pasar"', 1),
    ],
)
def test_words_nobody_wrote_are_taken_for_the_ones_that_were_probably_meant(typed, text, count, meant):
    found = meant(typed)

    assert (found.text, found.count) == (text, count)


@pytest.mark.parametrize("typed", ['"pembngnan jembatan', "(pembngnan jembatan", "pembngnan) jembatan OR"])
def test_what_is_proposed_for_a_query_with_mistakes_has_none(typed, small, meant):
    found = meant(typed)

    assert found.text == "pembangunan jembatan"
    assert parse(found.text, resolver=small[1]._gazetteer, today=date(2025, 11, 24)).problems == ()


@pytest.mark.parametrize(
    "typed", ["pembangunan", "zzzzzz", "bungo", "gergaji", "12345", "", '"pembngnan"', "-pembngnan"]
)
def test_known_words_places_and_what_is_like_nothing_are_left_alone(typed, meant):
    assert meant(typed) is None
