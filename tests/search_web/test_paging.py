import pytest

from tests.search_web.reading import get, text_of


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "1 2 3 … 24"),
        (4, "1 2 3 4 5 6 … 24"),
        (5, "1 2 3 4 5 6 7 … 24"),
        (6, "1 … 4 5 6 7 8 … 24"),
        (20, "1 … 18 19 20 21 22 23 24"),
        (24, "1 … 22 23 24"),
    ],
)
def test_pages_around_this_one_are_linked_and_dots_stand_for_several(client, number, shown):
    navigation = get(client, f"/cari?hal={number}").select_one("nav.pages")
    numbers = [
        text_of(item).removeprefix("Halaman ") for item in navigation.select(":scope > a, :scope > b, :scope > span")
    ]
    assert " ".join(word for word in numbers if word not in ("Sebelumnya", "Berikutnya")) == shown


def test_paging_through_everything_shows_every_story_once(client):
    seen = [
        heading.a["href"]
        for number in range(1, 25)
        for heading in get(client, f"/cari?urut=terlama&hal={number}").select(".story h3")
    ]
    assert len(seen) == len(set(seen)) == 240
