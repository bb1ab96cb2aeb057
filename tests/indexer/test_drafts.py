"""Drafts, as editors paste them: flat text, HTML, WordPress blocks, and what is none of these."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import DraftError, DraftTrouble
from indexer.assemble import assemble
from indexer.drafts import MAX_DRAFT_CHARS, DraftReader

NOW = datetime(2025, 3, 4, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))

TEXT = "Bupati Tanjung Jabung Barat membuka pasar murah di Kuala Tungkal, Selasa (20/2/2024)."


@pytest.fixture(scope="module")
def read():
    return DraftReader(assemble(zone=ZoneInfo("Asia/Jakarta")), now=lambda: NOW)


def test_a_draft_is_published_now_whatever_day_its_text_names(read):
    assert read(TEXT).article.published == NOW


def test_a_draft_is_annotated_as_an_article_would_be(read):
    annotations = read(TEXT).annotations
    assert "15.06" in annotations.regions
    assert [(official.title, official.region) for official in annotations.officials] == [("bupati", "15.06")]


def test_a_first_line_of_its_own_is_the_headline_of_a_flat_draft(read):
    article = read(f"Pasar Murah Dibuka\n\n{TEXT}").article
    assert article.title == "Pasar Murah Dibuka"
    assert article.body == TEXT


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{TEXT}</p>",
        f"<!-- wp:paragraph -->\n<p>{TEXT}</p>\n<!-- /wp:paragraph -->",
        f"<strong>{TEXT}</strong>",
        f"<script>alert('jembatan')</script><style>p {{}}</style><p onclick='x()'>{TEXT}</p>",
        TEXT,
    ],
    ids=["html", "blocks", "no blocks", "scripts", "flat"],
)
def test_markup_and_scripts_are_no_text(read, text):
    assert read(text, title="Pasar Murah").article.body == TEXT


def test_signs_for_less_and_more_make_no_html(read):
    text = "Harga cabai < Rp50.000 dan beras > Rp14.000 per kilogram."
    assert read(text).article.body == text


def test_links_in_running_text_and_read_also_lines_are_recognised(read):
    draft = (
        f"<p>{TEXT} Lihat <a href='https://zabak.example/banjir?utm_source=wa'>berita banjir</a>.</p>"
        "<p>Baca Juga: <a href='https://zabak.example/panen'>Panen Raya Padi</a></p>"
        "<p><a href='javascript:alert(1)'>jahat</a> <a href='/relatif'>relatif</a></p>"
    )
    article = read(draft).article
    assert {link.url for link in article.links} == {"https://zabak.example/banjir", "https://zabak.example/panen"}
    assert "Panen Raya" not in article.body


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("banjir lagi", DraftTrouble.TOO_SHORT),
        ("<p>banjir lagi</p>", DraftTrouble.TOO_SHORT),
        ("", DraftTrouble.NO_TEXT),
        ("<div><br><img src='a.jpg'></div>", DraftTrouble.NO_TEXT),
        ("<script>var banjir = 'bandang di Kerinci dan sekitarnya';</script>", DraftTrouble.NO_TEXT),
        ("banjir " * (2**20 // 7), DraftTrouble.TOO_LONG),
    ],
    ids=["two words", "two words of html", "empty", "pure markup", "pure script", "1 MB"],
)
def test_what_is_no_draft_is_refused_with_the_cure(read, text, trouble):
    with pytest.raises(DraftError, match="give") as refused:
        read(text)
    assert refused.value.trouble is trouble


def test_the_longest_draft_is_taken(read):
    assert read(("Banjir merendam rumah warga. " * MAX_DRAFT_CHARS)[:MAX_DRAFT_CHARS]).article.body


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="<>/!-ap b=\"'wp:{}[]&;\n", max_size=300))
def test_broken_markup_gives_a_document_or_a_refusal(read, text):
    with suppress(DraftError):
        assert read(text).article.published == NOW
