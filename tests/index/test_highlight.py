"""What a result shows of its story."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import default_analyzer
from index.highlight import MAX_TITLE_CHARS, PASSAGE_CHARS, Marks, highlight, spots_of
from index.marks import marks_of
from index.query import parse
from index.search import Correction
from index.windows import LONGEST_PASSAGE

FILLER = "Warga menunggu kabar di balai desa sejak pagi hari. "


class NoNames:
    """Knows no region and no official."""

    def region(self, text):
        return None

    def official(self, text):
        return None


@pytest.fixture(scope="module")
def analyzer():
    return default_analyzer(memo_size=5000)


@pytest.fixture(scope="module")
def show(analyzer):
    def _show(typed, body="", title="", corrections=(), **options):
        query = parse(typed, resolver=NoNames(), today=date(2024, 2, 20)).query
        marks = marks_of(query, analyzer, corrections)
        return highlight(title, body, marks, spots_of(marks, analyzer), **options)

    return _show


def marked(passage):
    return [passage.text[start:end] for start, end in passage.marks]


def all_marked(snippet):
    return [text for passage in snippet.passages for text in marked(passage)]


def test_every_form_of_a_word_is_marked(show):
    body = "Kerjasama itu lama. Bank daerah bekerja sama dengan Perbankan lain; kerja sama diteken."

    assert all_marked(show("kerjasama perbankan", body)) == [
        "Kerjasama",
        "Bank",
        "bekerja",
        "sama",
        "Perbankan",
        "kerja",
        "sama",
    ]


def test_half_a_compound_is_not_marked(show):
    assert all_marked(show("kerjasama", "Mereka sama tinggi. Bekerja keras tetap perlu.")) == []


def test_the_headline_is_whole_and_marked(show):
    snippet = show("banjir", title="  Banjir  di\nTebo: warga kebanjiran ")

    assert snippet.title.text == "Banjir di Tebo: warga kebanjiran"
    assert marked(snippet.title) == ["Banjir", "kebanjiran"]
    assert snippet.passages == ()


def test_a_phrase_is_marked_only_where_its_words_stand_so(show):
    body = "Anwar Sadat hadir. Sadat dan Anwar lain tidak hadir. Kata Anwar."

    assert all_marked(show('"anwar sadat"', body)) == ["Anwar", "Sadat"]


def test_a_phrase_is_marked_in_the_forms_typed(show):
    assert all_marked(show('"kerja sama"', "Mereka bekerja sama. Kerja sama itu baik.")) == ["Kerja", "sama"]


def test_a_prefix_marks_whole_words(show):
    assert all_marked(show("banj*", "Banjir dan banjar, bukan abanjir.")) == ["Banjir", "banjar"]
    assert all_marked(show("banj* OR tebo", "Banjir di Tebo.")) == ["Banjir", "Tebo"]


def test_function_words_are_marked_only_in_phrases_and_alone(show):
    body = "Kapal yang karam di muara."

    assert all_marked(show("kapal yang", body)) == ["Kapal"]
    assert all_marked(show('"kapal yang"', body)) == ["Kapal", "yang"]
    assert all_marked(show("yang", body)) == ["yang"]


def test_what_was_left_out_or_filtered_is_not_marked(show):
    assert all_marked(show("kapal -karam sejak:2020", "Kapal karam sejak 2020.")) == ["Kapal"]


def test_synonyms_and_corrections_are_marked(show):
    body = "Pemerintah kabupaten membantu. Pemerintah pusat tidak. Banjir surut."

    assert all_marked(show("pemkab", body)) == ["Pemerintah", "kabupaten"]
    assert all_marked(show("banjer", body, corrections=[Correction(typed="banjer", used="banjir")])) == ["Banjir"]


def test_the_best_passage_is_shown_not_the_first(show):
    body = FILLER * 3 + "Kapal lewat saja. " + FILLER * 10 + "Sebuah kapal karam di muara. " + FILLER * 5

    snippet = show("kapal karam muara", body, passages=1)

    (passage,) = snippet.passages
    assert passage.text.startswith("Sebuah kapal karam di muara.")
    assert (passage.leads, passage.trails) == (True, True)


def test_a_second_passage_shows_what_the_first_lacks(show):
    body = "Kapal lewat. " + FILLER * 6 + "Kapal lain lewat. " + FILLER * 6 + "Jembatan roboh. " + FILLER * 3

    first, second = show("kapal jembatan", body).passages

    assert marked(first) == ["Kapal"]
    assert marked(second) == ["Jembatan"]


def test_other_words_for_one_thing_do_not_take_the_place_of_another_thing(show):
    asides = ["KPK menangkap tiga orang. ", "Tim membekuk dua lagi. ", "Komisi Pemberantasan Korupsi bicara. "]
    body = (FILLER * 4).join([*asides, "Jembatan itu ramai. ", ""])

    assert all_marked(show("penangkapan KPK jembatan", body)) == ["KPK", "menangkap", "Jembatan"]


def test_more_of_the_same_is_no_second_passage(show):
    assert len(show("kapal", "Kapal lewat. " + FILLER * 10 + "Kapal lewat.").passages) == 1


def test_passages_that_touch_become_one(show):
    body = "Kapal " + "x" * 20 + " " + "y" * 20 + " jembatan " + "z" * 10

    snippet = show("kapal jembatan", body, width=48)

    assert len(snippet.passages) == 1
    assert all_marked(snippet) == ["Kapal", "jembatan"]


def test_rare_words_weigh_more(analyzer):
    body = "Kapal dan bank. " + FILLER * 8 + "Karam. " + FILLER * 3
    plain = Marks(stems=frozenset({"kapal", "bank", "karam"}))
    weighted = Marks(stems=plain.stems, weights={"karam": 9.0})

    assert marked(highlight("", body, plain, spots_of(plain, analyzer), passages=1).passages[0]) == ["Kapal", "bank"]
    assert marked(highlight("", body, weighted, spots_of(weighted, analyzer), passages=1).passages[0]) == ["Karam"]


def test_a_rare_word_is_not_lost_among_frequent_ones(show):
    body = "Kapal lewat. " * 300 + "Jembatan roboh. " + "Kapal lewat. " * 300

    assert "Jembatan" in all_marked(show("kapal jembatan", body))


def test_a_story_without_a_match_shows_its_beginning(show):
    (passage,) = show("gempa", "\n  " + FILLER * 10).passages

    assert passage.text.startswith("Warga menunggu")
    assert len(passage.text) <= PASSAGE_CHARS
    assert passage.text.split()[-1] in FILLER.split()
    assert (passage.marks, passage.leads, passage.trails) == ((), False, True)


@pytest.mark.parametrize("name", ["Drs. H. Karam", "Prof. Dr. Karam", "S. Karam", "Kec. Karam"])
def test_an_abbreviation_does_not_end_a_sentence(show, name):
    body = FILLER * 4 + f"Acara itu dibuka {name} bersama para tamu. " + FILLER * 3

    (passage,) = show("karam", body).passages

    assert passage.text.startswith(f"Acara itu dibuka {name}")


def test_a_date_is_marked_once(show):
    (passage,) = show("20/02/2024", "Digelar (20/02/2024) di Tebo.").passages

    assert marked(passage) == ["20/02/2024"]


def test_text_with_markup_characters_stays_text(show):
    (passage,) = show("karam", "<b>Kapal</b> & <script>karam</script>").passages

    assert passage.text == "<b>Kapal</b> & <script>karam</script>"
    assert marked(passage) == ["karam"]


@pytest.mark.parametrize(
    "body", ["x" * 100_000, "kapal" * 20_000, "kapal " + "x" * 60_000, "k\u0301" * 40_000, " " * 80_000 + "kapal"]
)
def test_endless_words_and_gaps_do_not_make_endless_passages(show, body):
    for passage in show("kapal", body).passages:
        assert len(passage.text) <= LONGEST_PASSAGE * PASSAGE_CHARS


def test_an_endless_headline_is_cut(show):
    title = show("kapal", title="kapal " * 5_000).title

    assert title.text.endswith("kapal")
    assert len(title.text) < MAX_TITLE_CHARS
    assert title.trails


def test_text_left_out_far_down_is_told(show):
    assert show("gempa", "a\n" + "b " * 100).passages[0].trails
    assert show("kapal", "kapal " + " " * 60_000 + "karam", width=60_000).passages[-1].trails


def test_one_term_everywhere_is_bounded(show):
    snippet = show("kapal karam", "kapal karam. " * 10_000)

    assert len(snippet.passages) == 1


@given(
    body=st.lists(
        st.sampled_from(["kapal", "Kapal", "berkapal", "karam", ".", "\n\n", " ", "  ", "bank", "🌊", "20/02/2024"])
        | st.text(max_size=6),
        max_size=120,
    ).map(" ".join),
    width=st.integers(10, 200),
    passages=st.integers(1, 4),
)
def test_marks_are_exact_ordered_and_inside_whatever_the_text(show, analyzer, body, width, passages):
    snippet = show("kapal karam", body, title=body, width=width, passages=passages)

    words = set(re.split(r"\s+", body))
    assert len(snippet.passages) <= passages
    for passage in (snippet.title, *snippet.passages):
        ends = [offset for mark in passage.marks for offset in mark]
        assert ends == sorted(ends)
        assert all(start < end <= len(passage.text) for start, end in passage.marks)
        assert passage.text == " ".join(re.split(r"\s+", passage.text))
        assert all(re.search("kapal|karam", text, re.IGNORECASE) for text in marked(passage))
    for passage in snippet.passages:
        assert set(passage.text.split()) <= words | {word for text in words for word in text.split()}


class WholeText:
    """All tokens of a text in one run."""

    def __init__(self, analyzer):
        self.analyzer = analyzer

    def tokens(self, text):
        return [self.analyzer.tokens(text)]


@pytest.mark.parametrize("typed", ['"kerja sama"', '"rumah dinas" kerja', '"kerja sama rumah dinas"~2', "kerjasama"])
@given(body=st.lists(st.sampled_from(["kerja", "sama", "Kerja-sama", "kerjasama", "rumah", "dinas,", "x"])))
def test_phrases_are_marked_where_the_whole_text_has_them(analyzer, typed, body):
    marks = marks_of(parse(typed, resolver=NoNames(), today=date(2024, 2, 20)).query, analyzer)
    text = " ".join(body)
    assert highlight("", text, marks, spots_of(marks, analyzer)) == highlight("", text, marks, WholeText(analyzer))


def test_every_sample_story_shows_what_it_was_asked_for(show, sample_records):
    for record in sample_records[:60]:
        body = re.sub(r"<[^>]+>", "\n", record["html"])
        longest = max(re.findall(r"(?<![\w-])[a-z]{4,}(?![\w-])", body), key=len)

        assert all_marked(show(longest, body)), longest
