"""Names of places and officials come out of the analyser as they went in."""

import csv
import gzip
import json
import tomllib
from itertools import islice

import pytest

from index.analysis import default_analyzer, normalise
from index.article import RegionCode
from index.gazetteer import load_gazetteer
from index.gazetteer.titles import load_titles


def changed(analyzer, names):
    return [name for name in names if any(token.stems != (token.surface,) for token in analyzer.tokens(name))]


def test_the_officials_of_the_sample_archive_keep_their_names(sample_dir):
    registry = tomllib.loads((sample_dir / "officials.toml").read_text(encoding="utf-8"))
    names = [person["name"] for person in registry["person"]]
    assert names
    assert changed(default_analyzer(names), names) == []


@pytest.mark.shared
def test_the_regions_of_jambi_keep_their_names(shared_data):
    def rows(table):
        with (shared_data / "data" / "gazetteer" / table).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    names = [
        row["name"] for table in ("regencies.csv", "districts.csv") for row in rows(table) if row["code"][:2] == "15"
    ]
    names += [row["name"] for row in rows("villages_jambi.csv")]
    assert len(names) > 1500
    assert changed(default_analyzer(names), names) == []


@pytest.mark.shared
def test_tokens_of_real_articles_stand_where_they_say(shared_data):
    analyzer = default_analyzer()
    with gzip.open(shared_data / "data" / "news" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for line in islice(lines, 0, 20_000, 100)]
    for body in bodies:
        for token in analyzer.tokens(body):
            printed = normalise(body[token.start : token.end]).text
            if token.surface.isalpha() and "/" not in printed:
                assert token.surface[0] in printed[:8]


@pytest.mark.parametrize("spelt", [str, str.lower, str.upper])
def test_packaged_offices_and_persons_keep_their_names(spelt):
    gazetteer = load_gazetteer(home=RegionCode("15"))
    analyzer = default_analyzer(gazetteer.protected_names())
    persons = gazetteer.registry.persons.values()
    names = [name for person in persons for name in (person.name, *person.aliases, *person.nicknames)]
    offices = [" ".join(words) for title in load_titles().values() for words in title.surfaces]
    assert len(names) > 50
    assert len(offices) > 100
    one_word = "walikota"  # its own two words, written together
    assert changed(analyzer, [spelt(name) for name in names]) == []
    assert changed(analyzer, [spelt(office) for office in offices if one_word not in office]) == []
    assert analyzer.stems(one_word) == ("wali", "kota")
