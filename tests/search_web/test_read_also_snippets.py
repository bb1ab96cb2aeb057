"""Link lines as they are pasted: whatever a headline holds, and recognised again when the story comes back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract import extract
from indexer.sources import RawPage
from indexer.sources.base import Markup
from search_web.read_also.snippets import FORMATS, Link, as_blocks, as_html, as_markdown, as_text

LABEL = "Baca Juga:"
LINKS = (
    Link(title="Tanggul Batang Bungo Masuk Anggaran", url="https://situs.example/2020/tanggul/"),
    Link(title="Banjir Surut, Warga Pulang", url="https://situs.example/?p=19&preview=true"),
)
BODY = "Tanggul Batang Bungo menahan banjir di Tanjung Gedang, Senin pagi. Warga tidur nyenyak."


def test_every_format_writes_every_link_in_order():
    for format_ in FORMATS:
        written = format_.write(LABEL, LINKS)
        assert written.index("Tanggul") < written.index("Banjir Surut")
        assert written.count("Baca Juga") == 2


def test_nothing_chosen_is_nothing_to_paste():
    assert {format_.write(LABEL, ()) for format_ in FORMATS} == {""}


def test_a_block_is_what_the_block_editor_writes():
    assert as_blocks("Baca juga :", LINKS[:1]) == (
        '<!-- wp:paragraph {"className":"baca-juga"} -->\n'
        '<p class="baca-juga"><strong>Baca juga :</strong> '
        '<a href="https://situs.example/2020/tanggul/">Tanggul Batang Bungo Masuk Anggaran</a></p>\n'
        "<!-- /wp:paragraph -->"
    )


def test_plain_text_has_the_address_below_the_headline():
    assert as_text(LABEL, LINKS[:1]).splitlines() == [
        "Baca Juga: Tanggul Batang Bungo Masuk Anggaran",
        "https://situs.example/2020/tanggul/",
    ]


def test_a_story_without_an_address_is_a_line_without_a_link():
    nowhere = [Link(title="Banjir", url=None)]
    assert "<a" not in as_html(LABEL, nowhere)
    assert as_text(LABEL, nowhere) == "Baca Juga: Banjir"
    assert as_markdown(LABEL, nowhere) == "**Baca Juga:** Banjir"


@pytest.mark.parametrize(
    ("write", "markup"),
    [(as_blocks, Markup.WORDPRESS), (as_html, Markup.HTML), (as_text, Markup.TEXT)],
)
def test_a_pasted_line_is_recognised_when_the_story_is_imported(write, markup):
    before, after = BODY, "Bupati meninjau tanggul itu sehari kemudian bersama warga."
    if markup is not Markup.TEXT:
        before, after = f"<p>{before}</p>", f"<p>{after}</p>"
    page = RawPage(
        source="situs",
        own_id="1",
        title="Tanggul Menahan Banjir",
        content=f"{before}\n\n{write(LABEL, LINKS[:1])}\n\n{after}",
        markup=markup,
        published=datetime(2024, 3, 4, tzinfo=ZoneInfo("Asia/Jakarta")),
    )
    article = extract(page, zone=ZoneInfo("Asia/Jakarta"), is_place=lambda text: False)
    assert [link.title for link in article.links] == [LINKS[0].title]
    assert "Baca Juga" not in article.body


_ANY = st.text(max_size=60)


@given(label=_ANY, title=_ANY, path=_ANY)
def test_no_headline_label_or_address_breaks_out_of_its_line(label, title, path):
    link = Link(title=title, url=f"https://situs.example/{path}")
    html = as_html(label, [link])
    assert "\n" not in html
    assert "[" not in html
    paragraph = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in paragraph.find_all(True)] == ["p", "strong", "a"]
    assert paragraph.a["href"].startswith("https://situs.example/")
    assert paragraph.a.attrs.keys() == {"href"}
    block = as_blocks(label, [link])
    assert block.count("<!--") == block.count("-->") == 2


@given(title=_ANY)
def test_markdown_signs_in_a_headline_are_letters(title):
    written = as_markdown("", [Link(title=title, url="https://situs.example/<a>")])
    inside = written.partition(" [")[2].rpartition("](<")[0]
    assert not any(sign in inside.replace("\\\\", "").replace(f"\\{sign}", "") for sign in "[]<>*_`")
    assert written.endswith("](<https://situs.example/%3Ca%3E>)")
