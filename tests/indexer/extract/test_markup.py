"""HTML and stored WordPress bodies become the lines that a reader sees."""

import pytest

from indexer.extract.html import html_lines, plain_text, wordpress_lines
from indexer.extract.lines import body_text


def html(text):
    return body_text(html_lines(text))


def stored(text):
    return body_text(wordpress_lines(text))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Satu.</p><p>Dua.</p>", "Satu.\n\nDua."),
        ("<p>Satu.<br>Dua.</p>", "Satu.\nDua."),
        ("<div>Satu.<p>Dua.</p>Tiga.</div>", "Satu.\n\nDua.\n\nTiga."),
        ("<ul><li>Satu</li><li>Dua</li></ul>", "Satu\n\nDua"),
        ("<p>Kata <b>te</b>bal dan <a href='/x'>taut</a>an.</p>", "Kata tebal dan tautan."),
        ("<p>Satu\n  baris &amp;\u00a0dua.</p>", "Satu baris & dua."),
        ("<p>Isi.</p><script>x()</script><style>p{}</style><!-- catatan --><noscript>y</noscript>", "Isi."),
        ("<p>Isi.</p><figure><img><figcaption>Foto: Rio</figcaption></figure>", "Isi."),
        ("<p>Isi.</p><div class='sharedaddy'>Bagikan ini</div>", "Isi."),
        ("<p class='related'>Terkait bukan kotak.</p>", "Terkait bukan kotak."),
        ("", ""),
    ],
)
def test_html_is_split_where_a_reader_sees_a_break(markup, text):
    assert html(markup) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Satu.\n\nDua.\nTiga.", "Satu.\n\nDua.\nTiga."),
        ("Satu.\n \n\n<strong>Dua</strong>.", "Satu.\n\nDua."),
        ("Satu.<!--more-->Dua.<!--nextpage-->Tiga.", "Satu.\n\nDua.\n\nTiga."),
        ("<!-- wp:paragraph -->\n<p>Satu\nbaris.</p>\n<!-- /wp:paragraph -->", "Satu baris."),
    ],
)
def test_a_stored_body_has_paragraphs_by_blank_lines_unless_it_is_made_of_blocks(body, text):
    assert stored(body) == text


def test_titles_in_fragments_are_decoded_twice():
    assert plain_text("Hukum &amp;amp; <em>Kriminal</em>") == "Hukum & Kriminal"
    assert plain_text("Suhu < 30 derajat") == "Suhu < 30 derajat"


def test_a_giant_box_is_a_themes_mistake_and_stays():
    text = "Petani memanen padi di sawah. " * 200
    assert html(f'<div class="baca-juga"><p>{text}</p></div>') == text.strip()
