import pytest

from tests.search_web.reading import count_of, get, text_of

_EMPTY = [
    "/cari?q=banjir&wilayah=15.03&dari=2023&sampai=2023",
    "/cari?q=banjr+sengeti&wilayah=15.03&dari=2023&sampai=2023",
    "/cari?q=%22Tanggul+Batang+Bungo+Selamatkan%22&rubrik=Politik",
    "/cari?q=%22korban+banjir%22+-korban",
    "/cari?q=banjir+wilayah:15.03+sampai:2017",
    "/cari?q=kopi&pejabat=bustami-rauf&rubrik=Politik",
    "/cari?q=%22beras+banjir+korban%22&wilayah=15.08.01.2001",
]


@pytest.mark.parametrize("address", _EMPTY)
def test_every_way_out_gives_the_count_it_promises(client, address):
    page = get(client, address)
    assert text_of(page.find(id="hasil")).startswith("Tidak ada berita")
    ways = page.select(".list a")
    assert ways
    for way in ways:
        assert count_of(get(client, way["href"])) == int(text_of(way.b).split()[0].replace(".", "")) > 0


def test_ways_out_name_what_they_drop(client):
    ways = [text_of(way.span) for way in get(client, _EMPTY[0]).select(".list a")]
    assert "Semua tanggal, penyaring lain tetap" in ways
    assert "Di wilayah yang lebih luas: Provinsi Jambi" in ways
    assert ways[-2:] == ["Tanpa penyaring", "Semua berita dengan penyaring ini"]


def test_words_that_are_nowhere_can_be_dropped_and_the_filters_kept(client):
    (way,) = get(client, "/cari?q=zzzzqqqq&wilayah=15.05").select(".list a")
    assert way["href"] == "/cari?wilayah=15.05"


def test_words_in_quotes_are_offered_without_them(client):
    ways = get(client, "/cari?q=%22Tanggul+Batang+Bungo+Selamatkan%22&rubrik=Politik").select(".list a")
    assert ways[0]["href"] == "/cari?q=Tanggul+Batang+Bungo+Selamatkan&rubrik=Politik"


def test_a_phrase_that_is_nowhere_is_searched_by_its_words_and_the_page_says_so(client):
    page = get(client, "/cari?q=%22beras+banjir+korban%22")
    assert count_of(page) > 0
    assert "Tidak ada berita yang memuat “beras banjir korban” persis" in text_of(page.main)


def test_what_the_archive_holds_of_the_chosen_region_is_shown(client):
    page = get(client, _EMPTY[0])
    assert text_of(page.find(id="isi-arsip")) == "Kab. Sarolangun di arsip ini"
    link = page.select_one(".years a")["href"]
    assert link.startswith("/cari?wilayah=15.03&")
    assert count_of(get(client, link)) > 0


def test_where_no_way_leads_out_none_is_offered(client):
    page = get(client, "/cari?q=zzzzqqqq")
    assert not page.select(".list")
    assert text_of(page.find(id="isi-arsip")) == "Yang ada di arsip ini"
    assert "judul:tanggul" in text_of(page.main)


def test_a_bad_date_is_explained_there_too(client):
    assert "bukan tanggal" in text_of(get(client, "/cari?q=zzzzqqqq&dari=kapan").main)


def test_robots_do_not_index_it(client):
    assert get(client, "/cari?q=zzzzqqqq").select_one("meta[name=robots]")["content"] == "noindex, follow"


def test_the_search_box_keeps_the_filters(client):
    page = get(client, _EMPTY[0] + "&urut=terbaru&hal=1")
    hidden = {field["name"]: field["value"] for field in page.select("form input[type=hidden]")}
    assert hidden == {"urut": "terbaru", "wilayah": "15.03", "dari": "2023", "sampai": "2023"}
