"""What an archive suggests for the officials registry."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from index.article import Annotations, Article, ArticleId, Document, OfficeHolder, RegionCode, Role
from index.gazetteer import load_gazetteer, load_registry
from indexer.annotate.discover import discover, free_ids

JAKARTA = ZoneInfo("Asia/Jakarta")
TEBO = RegionCode("15.09")


def _story(number, person, *, days=4, role=Role.INCUMBENT, title="bupati", region=TEBO, person_id=None, dated=True):
    published = datetime(2024, 1, 1, 9, tzinfo=JAKARTA) + timedelta(days=days * number)
    article = Article(id=ArticleId(f"a:{number}"), title="", body="", published=published if dated else None)
    official = OfficeHolder(title=title, person=person, region=region, role=role, person_id=person_id)
    return Document(article=article, annotations=Annotations(officials=(official,)))


@pytest.fixture
def gazetteer(reader):
    return reader.gazetteer


def _found(documents):
    return discover(documents, zone=JAKARTA)


def test_a_head_whom_many_stories_name_over_weeks_is_proposed():
    (proposal,) = _found([_story(n, "Wirya Kelana") for n in range(6)])
    assert (proposal.title, proposal.region, proposal.name, proposal.stories) == ("bupati", "15.09", "Wirya Kelana", 6)
    assert (proposal.first, proposal.last) == (date(2024, 1, 1), date(2024, 1, 21))
    assert proposal.samples == ("a:0", "a:1", "a:2")
    assert proposal.role is Role.INCUMBENT


@pytest.mark.parametrize(
    "documents",
    [
        [_story(n, "Wirya Kelana") for n in range(4)],
        [_story(n, "Wirya Kelana", days=1) for n in range(10)],
        [_story(n, "Wirya Kelana", person_id="wirya-kelana") for n in range(10)],
        [_story(n, "Wirya Kelana", role=Role.CANDIDATE) for n in range(10)],
        [_story(n, "Wirya Kelana", region=None) for n in range(10)],
        [_story(n, "Wirya Kelana", title="camat") for n in range(10)],
        [_story(n, "Wirya Kelana", dated=False) for n in range(10)],
        [_story(n, None) for n in range(10)],
    ],
    ids=["few", "one week", "known", "candidate", "no region", "no head", "undated", "nameless"],
)
def test_what_proves_no_term_is_not_proposed(documents):
    assert _found(documents) == []


def test_spellings_and_parts_of_a_name_are_one_person():
    names = ["Wirya Kelana", "Wirya Kelana", "Wirya Kelana", "Wirya Kellana", "Wirya", "Drajat Wirya Kelana"]
    (proposal,) = _found([_story(n, name) for n, name in enumerate(names)])
    assert proposal.name == "Wirya Kelana"
    assert set(proposal.aliases) == {"Wirya Kellana", "Wirya", "Drajat Wirya Kelana"}


def test_two_persons_in_one_office_are_two_proposals():
    documents = [_story(n, "Wirya Kelana" if n % 2 else "Gani Pranata", role=Role.ACTING) for n in range(12)]
    assert {p.name for p in _found(documents)} == {"Wirya Kelana", "Gani Pranata"}
    assert {p.role for p in _found(documents)} == {Role.ACTING}


def test_a_proposal_can_be_pasted_into_the_registry(gazetteer, tmp_path):
    documents = [_story(n, name) for n, name in enumerate(['Wirya "Bang" Kelana', "Wirya Bang Kelana"] * 4)]
    (proposal,) = _found(documents)
    path = tmp_path / "officials.toml"
    path.write_text(proposal.to_toml(*free_ids([proposal], gazetteer)), encoding="utf-8")
    registry = load_registry(path, gazetteer.regions)
    (term,) = registry.terms
    assert (term.title, term.region, term.first, term.end) == ("bupati", TEBO, date(2024, 1, 1), None)
    assert registry.match("Wirya Bang Kelana", "bupati", TEBO, date(2024, 2, 1)) is not None


def test_an_id_that_is_taken_gets_the_regions_name(informed):
    (proposal,) = _found([_story(n, "Ratna Dewi") for n in range(6)])
    assert free_ids([proposal] * 2, informed.gazetteer) == ["ratna-dewi-tebo", "ratna-dewi-tebo-2"]
    assert free_ids([proposal] * 2, load_gazetteer()) == ["ratna-dewi", "ratna-dewi-tebo"]
