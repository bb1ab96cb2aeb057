"""Persons whom the registry knows, named without a title, or only in part."""

from datetime import date


def _found(informed, text, day):
    return [(o.title, o.region, o.role.value, o.person_id) for o in informed.read(text, published=day).officials]


def test_a_full_name_without_title_is_known_in_a_story_of_its_region(informed):
    text = "Jembatan Tebo diresmikan Mahdi Sulaiman. Warga Tebo lega."
    assert _found(informed, text, date(2019, 5, 2)) == [("bupati", "15.09", "incumbent", "mahdi-tebo")]


def test_after_the_term_the_same_name_is_a_former_head(informed):
    text = "Jembatan Tebo dulu diresmikan Mahdi Sulaiman. Warga Tebo lega."
    assert _found(informed, text, date(2023, 5, 2)) == [("bupati", "15.09", "former", "mahdi-tebo")]


def test_a_name_alone_is_never_enough(informed):
    assert _found(informed, "Lukisan itu karya Mahdi Sulaiman.", date(2019, 5, 2)) == []


def test_a_head_of_the_past_is_former_without_being_called_so(informed):
    assert _found(informed, "Bupati Tebo Mahdi Sulaiman hadir.", date(2023, 5, 2)) == [
        ("bupati", "15.09", "former", "mahdi-tebo")
    ]


def test_one_called_by_one_word_is_the_holder_of_the_seat(informed):
    text = "Bupati Tebo membuka rapat. Jembatan itu penting, jelas Mahdi."
    (official,) = informed.read(text, published=date(2019, 5, 2)).officials
    assert (official.person, official.person_id) == ("Mahdi", "mahdi-tebo")


def test_an_acting_holder_is_meant_where_the_text_leaves_it_away(informed):
    (official,) = informed.read("Bupati Tebo membuka rapat.", published=date(2021, 5, 2)).officials
    assert official.person_id == "ratna-dewi"


def test_nobody_is_meant_before_any_known_term(informed):
    (official,) = informed.read("Bupati Tebo membuka rapat.", published=date(2010, 5, 2)).officials
    assert official.person_id is None
