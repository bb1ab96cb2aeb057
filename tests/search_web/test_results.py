import gzip

import pytest

from index.engine import Limits
from index.engines import open_engine
from search_web import create_app
from tests.search_web.conftest import ZONE, make_config, sample_documents
from tests.search_web.reading import count_of, get, problems_of_markup, text_of, titles, total


def test_results_say_how_many_there_are_and_show_the_first_ten(client):
    page = get(client, "/cari?q=banjir")
    assert count_of(page) == total(client, "banjir")
    assert len(titles(page)) == 10
    assert text_of(page.find(id="hasil")) == f"{total(client, 'banjir')} berita tentang “banjir”"
    assert text_of(page.title) == f"banjir: {total(client, 'banjir')} berita – Arsip Lentera Jambi"


def test_other_forms_of_a_word_are_found_and_marked(client):
    pages = [get(client, f"/cari?q=banjir&hal={number}") for number in (1, 2, 3)]
    marked = {text_of(mark).lower() for page in pages for mark in page.find_all("mark")}
    assert {"banjir", "kebanjiran"} <= marked


def test_a_story_shows_date_place_officials_and_leads_to_its_page(client):
    story = get(client, "/cari?q=%22Tanggul+Batang+Bungo+Selamatkan%22").select_one(".story")
    assert story.time["datetime"] == "2024-03-05"
    assert text_of(story.select_one(".date")) == "5 Maret 2024"
    assert story.h3.a["href"] == "/artikel/lentera:LJ-C047"
    assert story.select_one(".from")["href"] == "/wilayah/15.08"
    assert "/pejabat/masrizal-umar" in [a["href"] for a in story.select(".meta a")]


def test_a_printed_dateline_is_not_shown_beside_the_place(client):
    for snippet in get(client, "/cari?urut=terbaru").select(".snip"):
        assert "LENTERAJAMBI," not in text_of(snippet)


def test_paid_stories_always_say_so(client):
    for page in ("/cari?rubrik=Advertorial", "/cari?rubrik=Advertorial&hal=2"):
        for story in get(client, page).select(".story"):
            assert text_of(story.select_one(".tag")) == "Advertorial"


def test_nothing_asked_shows_everything(client):
    assert count_of(get(client, "/cari")) == 240


@pytest.mark.parametrize(("order", "reverse"), [("terbaru", True), ("terlama", False)])
def test_results_are_ordered_by_date_when_asked(client, order, reverse):
    page = get(client, f"/cari?q=banjir&urut={order}")
    days = [time["datetime"] for time in page.select(".story time")]
    assert days == sorted(days, reverse=reverse)
    assert page.select_one("input[name=urut][checked]")["value"] == order


def test_words_that_could_be_filters_are_offered_with_the_number_of_stories_behind_them(client):
    offers = get(client, "/cari?q=banjir+muaro+jambi+2024").select(".links.tips a")
    labels = [text_of(offer).rpartition(" (")[0] for offer in offers]
    assert labels == ["hanya 2024", "di Kab. Muaro Jambi"]
    for offer in offers:
        assert f"({count_of(get(client, offer['href']))})" in text_of(offer)
    assert not get(client, "/cari?q=banjir+2024&hal=2").select(".links.tips")


def test_a_word_that_no_story_holds_is_asked_back_with_the_filters_kept(client):
    (link,) = get(client, "/cari?q=banjir+tangguull&wilayah=15").select("p.tips a[href*=tanggul]")
    assert (text_of(link), "wilayah=15" in link["href"]) == ("banjir tanggul", True)
    assert f"({count_of(get(client, link['href']))})" in text_of(link.parent)


# Facets


def test_the_count_beside_a_value_is_what_ticking_it_gives(client):
    page = get(client, "/cari?q=banjir")
    boxes = page.select("input[type=checkbox]")
    assert {box["name"] for box in boxes} == {"wilayah", "pejabat", "rubrik"}
    for box in boxes[::4]:
        shown = int(text_of(box.parent.b).split()[0])
        assert count_of(get(client, f"/cari?q=banjir&{box['name']}={box['value']}")) == shown


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(client):
    one, other = (count_of(get(client, f"/cari?q=banjir&wilayah={code}")) for code in ("15.05", "15.04"))
    both = count_of(get(client, "/cari?q=banjir&wilayah=15.04&wilayah=15.05"))
    assert max(one, other) < both <= one + other
    assert count_of(get(client, "/cari?q=banjir&wilayah=15.04&wilayah=15.05&rubrik=Advertorial")) < both


def test_a_facet_is_counted_without_its_own_filter(client):
    def regions(page):
        return {box["value"]: text_of(box.parent.b) for box in page.select("input[name=wilayah]")}

    assert (
        regions(get(client, "/cari?q=banjir&wilayah=15.05")).items() >= regions(get(client, "/cari?q=banjir")).items()
    )


def test_regions_are_a_tree_below_their_province(client):
    box = get(client, "/cari?q=banjir").select_one("input[name=wilayah]")
    assert box["value"] == "15"
    inside = box.find_parent("li").ul.select("input")
    assert inside
    assert all(child["value"].startswith("15.") for child in inside)


def test_a_ticked_value_stays_ticked_even_without_a_story(client):
    page = get(client, "/cari?q=listrik&rubrik=Listrik+Padam+Sekali&rubrik=Peristiwa")
    box = page.select_one('input[value="Listrik Padam Sekali"]')
    assert box.has_attr("checked")
    assert text_of(box.parent.b) == "0 berita"
    assert box.find_parent("details").has_attr("open")


def test_the_panel_is_folded_until_something_is_filtered(client):
    assert not get(client, "/cari?q=banjir").find(id="saringan").has_attr("open")
    assert get(client, "/cari?q=banjir&wilayah=15.05").find(id="saringan").has_attr("open")


def test_each_chip_removes_its_own_filter_only(client):
    page = get(client, "/cari?q=banjir&urut=terbaru&wilayah=15.04&wilayah=15.05&dari=2020&hal=2")
    chips = {text_of(a).removeprefix("Hapus penyaring "): a["href"] for a in page.select(".chips a")}
    assert chips == {
        "Kab. Batanghari": "/cari?q=banjir&urut=terbaru&wilayah=15.05&dari=2020#hasil",
        "Kab. Muaro Jambi": "/cari?q=banjir&urut=terbaru&wilayah=15.04&dari=2020#hasil",
        "Terbit sejak 2020": "/cari?q=banjir&urut=terbaru&wilayah=15.04&wilayah=15.05#hasil",
        "Hapus semua": "/cari?q=banjir&urut=terbaru#hasil",
    }


def test_every_link_that_filters_is_closed_to_robots(client):
    page = get(client, "/cari?q=banjir&wilayah=15.05&dari=2021&sampai=2021")
    for link in page.select("main a[href*='wilayah='], main a[href*='dari='], main a[href*='hal=']"):
        assert "nofollow" in link.get("rel", []), link
    assert page.select_one("meta[name=robots]")["content"] == "noindex, follow"


# Time


def _bars(page, place):
    return {
        text_of(bar.select_one(".y")): int(
            text_of(bar.find_all("span", recursive=False)[-1 if bar.name == "span" else -2]).split()[0]
        )
        for bar in page.select(".years")[place].select("li > *")
    }


def test_years_are_counted_with_the_empty_ones_between(client):
    years = _bars(get(client, "/cari?q=banjir"), 0)
    assert list(years) == [str(year) for year in range(2018, 2026)]
    assert sum(years.values()) == total(client, "banjir")
    assert years["2019"] == 0


def test_a_year_opens_its_months_and_a_month_its_days(client):
    year = get(client, "/cari?q=banjir").select_one(".years a[href*='dari=2024']")["href"]
    assert year == "/cari?q=banjir&dari=2024&sampai=2024#hasil"
    page = get(client, year)
    total = count_of(page)
    months = _bars(page, 1)
    assert len(months) == 12
    assert sum(months.values()) == total
    month = page.select(".years")[1].a["href"]
    assert month == "/cari?q=banjir&dari=2024-01&sampai=2024-01#hasil"
    page = get(client, month)
    days = page.select(".rail .index a")
    assert sum(int(text_of(day.select_one(".n")).split()[0]) for day in days) == count_of(page) == 5
    assert count_of(get(client, days[0]["href"])) == 1
    assert days[0]["href"] == "/cari?q=banjir&dari=2024-01-12&sampai=2024-01-12#hasil"


def test_years_outside_the_chosen_period_keep_their_counts(client):
    everything, narrowed = (get(client, f"/cari?q=banjir{more}") for more in ("", "&dari=2021&sampai=2021"))
    assert _bars(everything, 0) == _bars(narrowed, 0)
    assert text_of(narrowed.select_one(".years a[aria-current]")).startswith("2021")


def test_recent_periods_count_from_today(client):
    links = {text_of(a): a["href"] for a in get(client, "/cari?q=banjir").select(".links a")}
    assert links == {
        "7 hari terakhir": "/cari?q=banjir&dari=2025-11-18#hasil",
        "30 hari": "/cari?q=banjir&dari=2025-10-26#hasil",
        "Tahun ini": "/cari?q=banjir&dari=2025#hasil",
    }


# Paging


def test_pages_hold_every_story_once(client):
    seen = [title for number in (1, 2, 3) for title in titles(get(client, f"/cari?q=banjir&hal={number}"))]
    assert len(seen) == len(set(seen)) == total(client, "banjir")


def test_paging_links_lead_on_and_back(client):
    page = get(client, "/cari?q=banjir&hal=2")
    assert page.select_one("a[rel~=prev]")["href"] == "/cari?q=banjir#hasil"
    assert page.select_one("a[rel~=next]")["href"] == "/cari?q=banjir&hal=3#hasil"
    assert text_of(page.select_one(".pages .num")) == f"11–20 dari {total(client, 'banjir')}"
    assert not get(client, "/cari?q=banjir&hal=3").select("a[rel~=next]")


def test_a_page_past_the_end_says_where_the_end_is(client):
    page = get(client, "/cari?q=banjir&hal=9")
    assert titles(page) == []
    assert "hasilnya berakhir di halaman 3" in text_of(page.main)
    assert titles(get(client, page.select_one(".lede a")["href"]))


def test_a_page_that_nobody_turns_to_is_refused_in_words(client):
    assert "Persempit pencarian" in text_of(get(client, "/cari?q=banjir&hal=5000").main)


# Mistakes


def test_empty_fields_of_the_form_are_taken_out_of_the_address(client):
    response = client.get("/cari?q=banjir&urut=&dari=&sampai=2020")
    assert response.status_code == 302
    assert response.headers["Location"] == "/cari?q=banjir&sampai=2020"


def test_a_mistake_in_the_query_is_shown_where_it_is_and_mended_by_a_link(client):
    page = get(client, "/cari?q=%22korban+banjir&wilayah=15.05")
    warning = page.find(id="salah")
    assert "Tanda kutip tidak ditutup" in text_of(warning)
    assert text_of(warning.u) == '"'
    assert warning.a["href"] == "/cari?q=%22korban+banjir%22&wilayah=15.05"
    assert page.find(id="q")["aria-invalid"] == "true"


@pytest.mark.parametrize("field", ["dari", "sampai"])
def test_a_date_that_is_none_is_explained_at_its_field_and_kept_there(client, field):
    page = get(client, f"/cari?q=banjir&{field}=kapan-kapan")
    box = page.find(id=field)
    assert box["value"] == "kapan-kapan"
    assert "bukan tanggal" in text_of(page.find(id=box["aria-describedby"]))
    assert page.find(id="saringan").has_attr("open")
    assert count_of(page) == total(client, "banjir")


def test_a_filter_that_is_none_is_explained_in_its_facet(client):
    page = get(client, "/cari?q=banjir&wilayah=Jambi")
    assert "Jambi" in text_of(page.select_one(".facet .wrong"))


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "(((",
        "*",
        "%00",
        "-",
        "OR",
        "judul:",
        "wilayah:",
        "%F0%9F%98%80",
        "%E2%80%AEabc",
        "a%CC%81" * 50,
        "%FF%FE",
        "a" * 299,
        "a+" * 140,
        "%22" * 100,
    ],
)
def test_whatever_is_typed_is_answered_in_words(client, text):
    response = client.get(f"/cari?q={text}")
    assert response.status_code == 200
    assert problems_of_markup(response.text) == []


def test_a_probable_misspelling_is_searched_for_and_named(client):
    page = get(client, "/cari?q=banjr+sengeti")
    assert "Ikut dicari: banjir, mirip “banjr”" in text_of(page.select_one(".tips"))
    assert page.select_one(".tips a")["href"] == "/cari?q=banjir+sengeti"


# Size


def test_twenty_results_weigh_less_than_twenty_kilobytes(engine, analyzer, gazetteer):
    client = create_app(make_config(engine, analyzer, gazetteer, page_size=20)).test_client()
    response = client.get("/cari?q=banjir&dari=2020&sampai=2025&wilayah=15")
    assert len(titles(get(client, "/cari?q=banjir&dari=2020&sampai=2025&wilayah=15"))) == 20
    assert len(gzip.compress(response.data)) < 20_000


def test_a_page_whose_time_ran_out_says_so(engine, analyzer, gazetteer, tmp_path, sample_dir):
    hasty = open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE, limits=Limits(seconds=0.0))
    with hasty.rebuild() as writer:
        for document in sample_documents(sample_dir):
            writer.add(document)
    pages = create_app(make_config(hasty, analyzer, gazetteer)).test_client()
    assert "belum semua berita diperiksa" in pages.get("/cari?q=banjir").text
    assert pages.get("/api/v1/search?q=banjir").get_json()["partial"] is True
