"""What ``telusur officials check`` finds doubtful."""

from datetime import date

import pytest

from index.article import RegionCode, Role
from index.gazetteer import Doubt, Person, Registry, Term, audit

ADI, BUDI, CICI = Person("adi", "Adi Wijaya"), Person("budi", "Budi Santosa"), Person("cici", "Cici Paramida")


def _term(person, first, end, *, title="bupati", region="15.09", role=Role.INCUMBENT, is_beside=False):
    return Term(person, title, RegionCode(region), role, first, end, is_beside)


def _doubts(regions, terms, persons=(ADI, BUDI)):
    return [(finding.doubt, finding.message) for finding in audit(Registry(persons, terms), regions)]


def test_terms_that_follow_one_another_are_no_doubt(regions):
    terms = [_term("adi", date(2016, 2, 17), date(2021, 2, 17)), _term("budi", date(2021, 2, 17), None)]
    assert _doubts(regions, terms) == []


def test_a_time_without_a_head_is_a_gap(regions):
    terms = [_term("adi", date(2016, 2, 17), date(2021, 2, 17)), _term("budi", date(2021, 6, 1), None)]
    assert _doubts(regions, terms) == [(Doubt.GAP, "Bupati Tebo: nobody holds it from 2021-02-17 until 2021-06-01")]


def test_an_empty_deputys_seat_is_no_gap(regions):
    terms = [
        _term("adi", date(2016, 2, 17), date(2021, 2, 17), title="wakil_bupati"),
        _term("budi", date(2021, 6, 1), None, title="wakil_bupati"),
    ]
    assert _doubts(regions, terms) == []


@pytest.mark.parametrize(("is_beside", "doubts"), [(False, [Doubt.OVERLAP]), (True, [])])
def test_an_acting_head_beside_the_holder_is_a_doubt_unless_the_file_says_so(regions, is_beside, doubts):
    terms = [
        _term("adi", date(2016, 2, 17), None),
        _term("budi", date(2020, 9, 26), date(2020, 12, 6), role=Role.ACTING, is_beside=is_beside),
    ]
    found = _doubts(regions, terms)
    assert [doubt for doubt, _ in found] == doubts
    assert all("overlap = true" in message for _, message in found)


def test_a_bupati_of_a_city_is_a_doubt(regions):
    (found,) = _doubts(regions, [_term("adi", date(2020, 1, 1), None, region="15.71")], persons=(ADI,))
    assert found[0] is Doubt.LEVEL


def test_persons_of_like_names_and_persons_without_a_term_are_doubts(regions):
    namesake = Person("adi-2", "Adi Wijya")
    terms = [_term("adi", date(2016, 2, 17), None)]
    assert [doubt for doubt, _ in _doubts(regions, terms, persons=(ADI, namesake, CICI))] == [
        Doubt.NAMESAKE,
        Doubt.IDLE,
        Doubt.IDLE,
    ]


def test_the_packaged_registry_has_no_overlaps_and_no_office_of_the_wrong_kind(gazetteer):
    doubts = {finding.doubt for finding in audit(gazetteer.registry, gazetteer.regions)}
    assert not doubts & {Doubt.OVERLAP, Doubt.LEVEL, Doubt.IDLE}
