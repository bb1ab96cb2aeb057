"""Every operator is documented, and every example in the documentation is one."""

import re
from datetime import date
from pathlib import Path

import pytest

from index.gazetteer import load_gazetteer
from index.query import FIELDS, MAX_CLAUSES, MAX_QUERY_CHARS, Mode, parse
from index.query.ast import Alternatives, InSection, Near, Not, Phrase, Prefix, Tagged, Wildcard, Word, WrittenBy
from index.query.parser import MAX_DISTANCE, MAX_WILDCARDS, OR_WORDS
from index.search import SearchRequest

PAGE = (Path(__file__).parents[3] / "docs" / "query-language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `([^`]+)` \|", PAGE, flags=re.MULTILINE)

KINDS = {
    '"dana desa"': Phrase,
    "banjir -bantuan": Not,
    "banjir OR rob": Alternatives,
    "kerj*": Prefix,
    "peng*an": Wildcard,
    '"dana desa"~5': Near,
    "(harga sawit) OR (harga karet)": Alternatives,
    "banjir -(bantuan OR sumbangan)": Not,
    "judul:(banjir OR longsor)": Alternatives,
    'rubrik:"muaro jambi"': InSection,
    "tag:banjir": Tagged,
    "penulis:tik": WrittenBy,
    "judul:tanggul": Word,
}


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def read(text, gazetteer):
    return parse(text, resolver=gazetteer, mode=Mode.STRICT, today=date(2024, 2, 20)).query


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_reads_without_a_mistake(example, gazetteer):
    assert read(example, gazetteer).clauses


def test_every_example_finds_something_in_the_sample_archive(sample_engine, sample_gazetteer):
    for example in EXAMPLES:
        query = read(example, sample_gazetteer)
        assert sample_engine.search(SearchRequest(query=query, limit=0)).total, example


@pytest.mark.parametrize(("example", "kind"), KINDS.items())
def test_an_example_is_what_the_page_says_it_is(example, kind, gazetteer):
    assert example in EXAMPLES
    assert isinstance(read(example, gazetteer).clauses[-1], kind)


def test_examples_behind_a_colon_are_fields_with_a_meaning(gazetteer):
    for example in re.findall(r"`([a-z]+:[^`]+)`", PAGE):
        (clause,) = read(example, gazetteer).clauses
        assert not isinstance(clause, Word) or clause.title_only, example


@pytest.mark.parametrize("name", [*(f"{field}:" for field in FIELDS), *OR_WORDS])
def test_every_field_and_operator_is_documented(name):
    assert re.search(rf"`[^`]*\b{name}", PAGE)


def test_limits_are_documented():
    assert f"{MAX_QUERY_CHARS:,} characters" in PAGE
    assert f"{MAX_CLAUSES} clauses" in PAGE
    assert f"{MAX_WILDCARDS} words with an asterisk" in PAGE
    assert f'"phrase"~{MAX_DISTANCE}`' in PAGE


@pytest.mark.parametrize("text", ["wilayah:15.06", 'pejabat:"bupati@15.06"', "pejabat:bupati@", "pejabat:@15.06"])
def test_codes_as_queries_are_printed_mean_themselves(text, gazetteer):
    (clause,) = read(text, gazetteer).clauses

    assert getattr(clause, "code", None) == "15.06" or {clause.title, clause.region} <= {"bupati", "15.06", None}


def test_an_office_of_neither_title_nor_region_is_no_restriction(gazetteer):
    parsed = parse("banjir pejabat:@", resolver=gazetteer, today=date(2024, 2, 20))

    assert [type(clause) for clause in parsed.query.clauses] == [Word]
    assert len(parsed.problems) == 1
