""" "Baca Juga" blocks go, the story stays, the links are kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract.cutting import cut_read_also
from indexer.extract.flat import text_lines
from indexer.extract.html import html_lines, wordpress_lines
from indexer.extract.lines import body_text

BEFORE = "Paragraf pembuka tetap utuh."
AFTER = "Paragraf penutup tetap utuh."
TITLE = "Jembatan Baru di Sungai Rengas Diresmikan"


def cut_html(html, read=html_lines):
    kept, links = cut_read_also(read(html))
    return body_text(kept), [(link.title, link.href) for link in links]


def cut_text(text, known=()):
    def known_title(rest):
        return max((len(title) for title in known if rest.startswith(title)), default=0)

    kept, links = cut_read_also(text_lines(text), known_title=known_title)
    return body_text(kept), [link.title for link in links]


BLOCKS = {
    "paragraph, link after the label": f'<p><b>Baca Juga:</b> <a href="/x">{TITLE}</a></p>',
    "paragraph, all inside the link": f'<p><a href="/x"><em>Baca Juga: {TITLE}</em></a></p>',
    "no separator inside a link": f'<p><a href="/x"><strong>Baca Juga&nbsp; {TITLE}&nbsp;</strong></a></p>',
    "quote": f'<blockquote><p>Baca Juga: <a href="/x">{TITLE}</a></p></blockquote>',
    "classed box": f'<div class="baca-juga"><span>Baca Juga</span><a href="/x">{TITLE}</a></div>',
    "brackets": f'<p>(<b>Baca juga :</b> <a href="/x">{TITLE}</a>)</p>',
    "emoji before, full stop behind": f'<p>📌 Baca juga: <a href="/x">{TITLE}</a>.</p>',
    "link around a block": (
        '<a href="/x"><style>.u{}</style><div><span class="ctaText">Baca Juga :</span>&nbsp; '
        f'<span class="postTitle">{TITLE}</span></div></a>'
    ),
    "widget": (
        '<div class="jnews_inline_related_post"><h3>Baca Juga</h3><div>'
        f'<h3 class="t"><a href="/x">{TITLE}</a></h3></div></div>'
    ),
    "card without a helpful class": f'<div class="my-5"><p>Baca Juga:</p><a href="/x">{TITLE}</a></div>',
    "heading with a list behind it": f'<h3>Baca Juga</h3><ul><li><a href="/x">{TITLE}</a></li></ul>',
    "heading of another name": f'<h4>Berita Terkait</h4><ul><li><a href="/x">{TITLE}</a></li></ul>',
    "table": (
        '<table class="linksisip"><tbody><tr><td><div class="lihatjg"><b>Baca juga: </b>'
        f'<a href="/x">{TITLE}</a></div></td></tr></tbody></table>'
    ),
    "line break inside the link": f'<blockquote><b>Baca juga <a href="/x"><br>{TITLE}</a></b></blockquote>',
}


@pytest.mark.parametrize("read", [html_lines, wordpress_lines], ids=["rendered", "stored"])
@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_goes_whole_and_its_link_is_kept(block, read):
    assert cut_html(f"<p>{BEFORE}</p>{block}<p>{AFTER}</p>", read) == (f"{BEFORE}\n\n{AFTER}", [(TITLE, "/x")])


def test_a_list_under_a_label_gives_every_link_in_order():
    items = '<li><a href="/a">Satu</a></li><li><a href="/b">Dua</a></li>'
    html = f'<div class="bacajuga"><h4>Baca Juga:</h4><ul>{items}</ul></div>'

    assert cut_html(html) == ("", [("Satu", "/a"), ("Dua", "/b")])


def test_a_block_in_the_middle_of_a_paragraph_leaves_both_sides():
    html = f'<p>Kalimat awal.<b>Baca juga: <a href="/x">{TITLE}</a></b> Kalimat akhir.</p>'

    assert cut_html(html) == ("Kalimat awal. Kalimat akhir.", [(TITLE, "/x")])


def test_a_block_between_line_breaks_leaves_the_lines_around_it():
    html = f'Kalimat awal.<br><br><b>Baca juga:</b> <a href="/x">{TITLE}</a><br>Kalimat akhir.'

    assert cut_html(html) == ("Kalimat awal.\nKalimat akhir.", [(TITLE, "/x")])


def test_a_word_between_label_and_link_belongs_to_the_title():
    assert cut_html('<p><em>Baca juga:</em> Studi: <a href="/x">Sawah</a></p>') == ("", [("Studi: Sawah", "/x")])


def test_a_set_apart_label_takes_the_next_line_as_its_title():
    html = f"<p><strong>Baca Juga</strong><br>{TITLE}</p><p>{AFTER}</p>"

    assert cut_html(html) == (AFTER, [(TITLE, None)])


@pytest.mark.parametrize(
    ("shortcode", "links"),
    [
        ('[irp posts="12" name="Judul"]', [("Judul", "/?p=12")]),
        ("[irp posts=”12″ name=”Judul”]", [("Judul", "/?p=12")]),
        ('[irp name="Judul"]', [("Judul", None)]),
        ('[baca_juga id="12"]', [("", "/?p=12")]),
        ("[baca_juga=3]", [("", "/?p=3")]),
        ("[irp]", []),
    ],
)
def test_shortcodes_of_related_posts_go_and_what_they_name_stays(shortcode, links):
    assert cut_html(f"{BEFORE}\n\n{shortcode}\n\n{AFTER}", wordpress_lines) == (f"{BEFORE}\n\n{AFTER}", links)


def test_other_shortcodes_go_but_enclosed_text_and_prose_in_brackets_stay():
    caption = '[caption id="a"]<img src="x">Foto[/caption]'
    body = f'Ia berkata [sic] begitu. [iklan slot="1"] [kotak]Isi kotak[/kotak] {caption} Selesai.'

    assert cut_html(body, wordpress_lines)[0] == "Ia berkata [sic] begitu. Isi kotak Selesai."


@pytest.mark.parametrize(
    "line",
    [
        f"Baca Juga :  {TITLE}",
        f"Baca juga:{TITLE}",
        f"BACA JUGA - {TITLE}",
        f"(Baca juga : {TITLE})",
        f"**Baca juga: [{TITLE}](https://contoh.id/x)**",
        f"SIMAK JUGA: {TITLE}",
    ],
)
def test_a_flat_line_of_its_own_goes_whole(line):
    assert cut_text(f"{BEFORE}\n\n{line}\n\n{AFTER}") == (f"{BEFORE}\n\n{AFTER}", [TITLE])


def test_a_title_may_hold_a_colon_and_a_question_mark():
    assert cut_text("Baca juga: Banjir Lagi: Siapa yang Lalai?")[1] == ["Banjir Lagi: Siapa yang Lalai?"]


def test_text_glued_to_a_flat_title_survives():
    body, titles = cut_text("Baca juga:Warga Rengas Menolak Pasar Baru Pindah!Rudi mengatakan, penolakan itu wajar.")

    assert body == "Rudi mengatakan, penolakan itu wajar."
    assert titles == ["Warga Rengas Menolak Pasar Baru Pindah!"]


def test_in_running_text_only_a_known_title_goes_with_its_label():
    text = f"Hujan turun di hulu.Baca juga: {TITLE} Warga diminta waspada."

    assert cut_text(text, known=[TITLE]) == ("Hujan turun di hulu. Warga diminta waspada.", [TITLE])
    assert cut_text(text) == (f"Hujan turun di hulu. {TITLE} Warga diminta waspada.", [])


def test_two_words_left_by_a_card_go_alone():
    body, titles = cut_text("Sidang ditunda (20/8/2025). Baca Juga Rudi mengingatkan jadwalnya.")

    assert body == "Sidang ditunda (20/8/2025). Rudi mengingatkan jadwalnya."
    assert titles == []


@pytest.mark.parametrize(
    "line", [f"Simak juga Video: {TITLE}", f"Simak juga Video '{TITLE}':", f"Tonton juga video: {TITLE}"]
)
def test_a_label_may_say_what_its_link_shows(line):
    body, (title,) = cut_text(f"{BEFORE}\n\n{line}\n\n{AFTER}")

    assert body == f"{BEFORE}\n\n{AFTER}"
    assert title.strip("'") == TITLE


def test_a_quoted_title_in_running_text_goes_to_its_closing_quote():
    body, (title,) = cut_text(f"\"Kami siap,\" kata Rudi. Simak juga Video '{TITLE}':")

    assert (body, title) == ('"Kami siap," kata Rudi.', f"'{TITLE}'")


def test_a_markdown_link_in_html_is_a_link():
    html = f"<p>{BEFORE}</p><p>**Baca juga: [{TITLE}](https://contoh.id/x)**</p>"

    assert cut_html(html) == (BEFORE, [(TITLE, "https://contoh.id/x")])


@pytest.mark.parametrize(
    "prose",
    [
        "Ia meminta warga untuk baca juga aturan yang lama, lalu simak juga lampirannya.",
        "Murid belajar membaca juga menulis, dan para pembaca juga senang.",
        "Ia suka membaca, juga menulis.",
        "BACA JUGA menjadi nama program literasi dinas perpustakaan tahun ini.",
    ],
)
def test_ordinary_sentences_are_never_cut(prose):
    assert cut_text(prose) == (prose, [])
    assert cut_html(f"<p>{prose}</p>") == (prose, [])


@pytest.mark.shared
def test_every_collected_pattern_is_cut_and_the_text_around_it_stays(shared_data):
    lines = (shared_data / "data" / "baca-juga" / "patterns.jsonl").read_text(encoding="utf-8").splitlines()
    for pattern in map(json.loads, lines):
        flat = pattern["kind"] in ("text", "markdown", "negative")
        reads = [text_lines] if flat else [html_lines, wordpress_lines]
        for read in reads:
            if flat:
                story = f"{BEFORE}\n\n{pattern['html']}\n\n{AFTER}"
            else:
                story = f"<p>{BEFORE}</p>{pattern['html']}<p>{AFTER}</p>"
            kept, links = cut_read_also(read(story))
            body = body_text(kept)
            assert [link.title for link in links if link.title] == [title for title in pattern["titles"] if title], (
                pattern["n"]
            )
            assert body.startswith(BEFORE), pattern["n"]
            assert body.endswith(AFTER), pattern["n"]
            if pattern["titles"]:
                assert "baca juga" not in body.lower(), pattern["n"]
            else:
                assert pattern["html"] in body, pattern["n"]


@pytest.mark.parametrize(
    "text",
    [
        "kata Siti kepada Lentera.com Baca Juga Siti menambahkan itu.",
        "formasi tersebut antara lain: Baca Juga 1. Pengumuman",
        'pada 24 Agustus 2025 Baca Juga "Sudah ditangkap," katanya.',
        "Advertisement Baca Juga Pemain ini pindah klub.",
        'beranggotakan tiga orang." Baca Juga Album ini laris.',
    ],
)
def test_what_is_left_of_a_card_goes_though_no_sentence_ends_before_it(text):
    kept, links = cut_text(text)
    assert (kept, links) == (" ".join(text.replace("Baca Juga", "").split()), [])


def test_a_label_glued_to_a_word_is_one_where_a_colon_follows():
    assert cut_text(f"Foto: HumasBaca juga: {TITLE} Warga senang.", known=[TITLE]) == (
        "Foto: Humas Warga senang.",
        [TITLE],
    )
    for prose in ("Ia membaca juga: koran lama.", "PembacaBaca Juga senang.", "Majalah BacaBaca juga terbit."):
        assert cut_text(prose) == (prose, [])


@pytest.mark.parametrize(
    "prose", ["Beritanya saya baca juga diminta netral.", "Rubrik Baca Juga Dewan memuat dua berita."]
)
def test_the_words_in_a_sentence_stay(prose):
    assert cut_text(prose) == (prose, [])


words = st.lists(
    st.sampled_from(["banjir", "warga", "jalan", "rusak", "bupati", "sawah", "2024", "naik."]), min_size=3, max_size=9
)


@given(words, words, st.sampled_from(sorted(BLOCKS)))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_around_a_block_stays_character_for_character(before, after, block):
    left, right = " ".join(before), " ".join(after)

    assert cut_html(f"<p>{left}</p>{BLOCKS[block]}<p>{right}</p>")[0] == f"{left}\n\n{right}"


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_cutters_fail(text):
    for read in (text_lines, html_lines, wordpress_lines):
        cut_read_also(read(text))


@pytest.mark.slow
def test_a_page_nested_a_hundred_thousand_deep_is_read():
    body, _ = cut_html("<div>" * 100_000 + "isi" + "</div>" * 100_000)

    assert body in ("", "isi")  # the parser gives up below its own depth limit, we never do


def test_a_line_of_ten_thousand_labels_loses_a_bounded_number_of_them():
    body, titles = cut_text("Baca juga: " * 10_000)

    assert len(titles) <= 1
    assert len(body) < 110_000
