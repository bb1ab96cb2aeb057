"""Whatever is typed gets an answer, or words about it: through parsing, searching, marking, offering and suggesting."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.answer import results_to_record, snippets
from index.offers import Offering
from index.query import MAX_CLAUSES, Query, parse
from index.query.ast import Alternatives, Group, Not, Prefix, Wildcard
from index.query.parser import MAX_WILDCARDS
from index.ranking import MAX_PREFIX_TERMS, Concept, EmptyVocabulary, plan
from index.search import SearchRequest
from index.suggest import Suggester

TODAY = date(2025, 11, 24)
HOSTILE = {
    "100,000 characters": "banjir " * 14_300,
    "100,000 letters": "a" * 100_000,
    "1,000 words": " ".join(f"kata{number}" for number in range(1000)),
    "function words": "yang di dan ke dari untuk",
    "punctuation": '?!... -- ** ~~ "" () [] {}',
    "open quotes": '"banjir "tebo "',
    "open brackets": "(" * 500 + "banjir" + ")" * 300,
    "an asterisk": "*",
    "a letter and an asterisk": "a*",
    "many asterisks": " ".join(f"{letter}an*" for letter in "abcdefghijklmnop"),
    "asterisks inside": " ".join(f"pem{letter}*a*i*" for letter in "abcdefghijklmnop"),
    "far and near": '"yang di dan dari untuk ini"~50 ' * 60,
    "scripts": "banjir баня 洪水 فيضان",
    "right to left": "\u202ebanjir\u202c \u200fjambi",
    "combining": "b" + "\u0301" * 1900 + "anjir",
    "NUL": "ban\0jir \0",
    "emoji": "🌊🌊🌊 👨‍👩‍👧 banjir",
    "half a pair": "\ud800 banjir",
    "alternatives": " OR ".join("(banjir OR yang)" for _ in range(200)),
    "minus": "-(" * 40 + "banjir" + ")" * 40,
    "fields": "wilayah:" * 200 + 'tag:() rubrik:( penulis:" sejak:99999999999',
}


@pytest.fixture(scope="module")
def answer(sample_engine, sample_analyzer, sample_gazetteer):
    """Do with a text all that the search box, the page and the API do."""
    suggester = Suggester(sample_engine, sample_analyzer, sample_gazetteer)
    offering = Offering(sample_engine, sample_analyzer, sample_gazetteer)

    def _answer(text):
        parsed = parse(text, resolver=sample_gazetteer, today=TODAY)
        request = SearchRequest(query=parsed.query, limit=3)
        results = sample_engine.search(request)
        record = results_to_record(
            results,
            snippets(results, parsed.query, sample_analyzer),
            offering.offers(request, TODAY),
            suggester.did_you_mean(request, results),
        )
        suggester.complete(text)
        return parsed, record

    return _answer


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gets_an_answer_or_words_about_it(text, answer):
    parsed, record = answer(text)

    assert record["total"] or parsed.problems or not parsed.query.clauses or text == HOSTILE["100,000 letters"]
    for problem in parsed.problems:
        assert 0 <= problem.position <= len(text)
        assert problem.message


OPERATORS = st.sampled_from([*'()"*~-:@ ', "OR", "banjir", "tag:", "2024", "~5", "pem*", "\0"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATORS | st.text(max_size=4), max_size=20))
def test_no_combination_of_operators_breaks_anything(answer, pieces):
    answer("".join(pieces))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_a_query_costs_is_bounded(text, sample_gazetteer, sample_analyzer):
    query = parse(text, resolver=sample_gazetteer, today=TODAY).query
    nodes = list(_nodes(query.clauses))

    assert len(nodes) <= MAX_CLAUSES
    assert sum(isinstance(node, Prefix | Wildcard) for node in nodes) <= MAX_WILDCARDS
    forms = sum(_forms(part) for part in plan(query, sample_analyzer, EmptyVocabulary()).scored)
    assert forms <= MAX_CLAUSES * MAX_PREFIX_TERMS


def test_everything_may_be_asked(answer):
    assert answer("")[1]["total"] == 240
    assert Query().clauses == ()


def _nodes(clauses):
    for clause in clauses:
        match clause:
            case Alternatives():
                yield from _nodes(clause.members)
            case Group():
                yield from _nodes(clause.clauses)
            case Not():
                yield from _nodes((clause.member,))
            case _:
                yield clause


def _forms(part):
    if isinstance(part, Concept):
        return len(part.alternatives)
    return sum(_forms(inner) for plan in part.plans for inner in plan.scored)
