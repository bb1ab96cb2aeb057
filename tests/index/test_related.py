"""Related stories: what is suggested, what never is, and why."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyzer, default_analyzer
from index.article import Annotations, Article, ArticleId, Document, EditorLink, OfficeHolder, RegionCode
from index.engine import Engine
from index.engines import open_engine
from index.errors import ArticleNotFound
from index.related import Kind, Options, find_subject, related, related_to_records
from index.related.duplicates import hashed_shingles, overlap, shingles
from index.related.recipe import CANDIDATES

NOW = datetime(2024, 3, 5, 10, 15, tzinfo=timezone(timedelta(hours=7)))

BRIDGE = (
    "Jembatan gantung Desa Panca Karya di Kecamatan Limun putus diterjang arus Sungai Batang Asai. Warga"
    " menyeberang memakai rakit, dan pelajar terpaksa memutar belasan kilometer. Pak Mahfud Efendi meminta"
    " tiang jembatan diperiksa."
)
REPAIR = (
    "Perbaikan jembatan gantung Panca Karya dimulai. Tiang baru dipasang di tepi Sungai Batang Asai, kata Mahfud"
    " Efendi, supaya warga dan pelajar Limun tidak lagi menyeberang memakai rakit."
)
FOOTBALL = "Kesebelasan Angso Duo menang dua gol tanpa balas di Stadion Tri Lomba Juang setelah pertandingan ketat."


def story(
    own: str,
    body: str,
    *,
    title: str = "",
    published: datetime | None = NOW - timedelta(days=3),
    regions: Sequence[str] = (),
    officials: tuple[OfficeHolder, ...] = (),
    **fields: object,
) -> Document:
    article = Article(id=ArticleId(f"uji:{own}"), title=title or own, body=body, published=published, **fields)
    return Document(
        article=article, annotations=Annotations(regions=tuple(map(RegionCode, regions)), officials=officials)
    )


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return default_analyzer()


@pytest.fixture
def build(tmp_path, analyzer) -> Callable[..., Engine]:
    def build(*documents: Document) -> Engine:
        engine = open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZoneInfo("Asia/Jakarta"))
        filler = [story(f"isi{n}", f"{FOOTBALL} Menit ke-{n} penuh peluang.", title=f"Laga {n}") for n in range(8)]
        with engine.rebuild() as writer:
            for document in (*documents, *filler):
                writer.add(document)
        return engine

    return build


def ids(engine: Engine, analyzer: Analyzer, subject: Document, **options: object) -> list[str]:
    return [s.document.article.id for s in related(engine, analyzer, subject, Options(**options)).stories]


SUBJECT = story("baru", REPAIR, title="Jembatan Limun Diperbaiki", published=NOW)


def test_an_older_story_of_the_same_affair_comes_first_and_says_why(build, analyzer):
    bridge = story("putus", BRIDGE, title="Jembatan Limun Putus", regions=["15.03"])
    subject = story("baru", REPAIR, title="Jembatan Limun Diperbaiki", published=NOW, regions=["15.03"])
    answer = related(build(bridge), analyzer, subject)
    first = answer.stories[0]
    assert first.document == bridge
    assert first.kind is Kind.SAME_AFFAIR
    assert first.reasons.regions == ("15.03",)
    assert "Mahfud Efendi" in first.reasons.names
    assert "jembatan" in first.reasons.words
    assert first.reasons.days_before == 3
    (record,) = related_to_records(answer, lambda code: "Sarolangun")
    assert record["kind"] == "same-affair"
    assert record["shared"]["regions"] == [{"code": "15.03", "label": "Sarolangun"}]
    assert record["shared"]["days_before"] == 3


def test_nothing_newer_is_suggested_to_the_minute(build, analyzer):
    before = story("sebelum", BRIDGE, published=NOW - timedelta(minutes=1))
    after = story("sesudah", BRIDGE + " Lagi.", published=NOW + timedelta(minutes=1))
    assert ids(build(before, after), analyzer, SUBJECT) == ["uji:sebelum"]


def test_a_story_known_by_its_day_only_may_link_the_same_day(build, analyzer):
    same_day = story("pagi", BRIDGE, published=NOW)
    subject = story("baru", REPAIR, published=NOW.replace(hour=0, minute=0))
    assert ids(build(same_day), analyzer, subject) == ["uji:pagi"]


def test_an_archive_without_dates_is_answered_as_well(build, analyzer):
    engine = build(story("putus", BRIDGE, published=None))
    (found,) = related(engine, analyzer, story("baru", REPAIR, published=None)).stories
    assert found.reasons.days_before is None
    assert found.kind is not Kind.SAME_AFFAIR
    assert ids(engine, analyzer, story("baru", REPAIR, published=None), max_age_days=7) == []


def test_itself_and_what_it_links_already_are_left_out_and_named(build, analyzer):
    by_address = story("a", BRIDGE, url="https://zabak.example/a")
    by_title = story("b", BRIDGE + " Rakit disewa warga.", title="Rakit Limun Disewa Warga Panca Karya")
    subject = story(
        "baru",
        REPAIR,
        published=NOW,
        links=(
            EditorLink(title="x", url="http://www.zabak.example/a/?utm_source=wa"),
            EditorLink(title="Rakit Limun disewa warga Panca Karya – Zabak"),
            EditorLink(title="y", url="https://lain.example/a"),
        ),
    )
    answer = related(build(by_address, by_title, subject), analyzer, subject)
    assert answer.linked == (by_address,)
    assert answer.stories == ()


def test_copies_of_the_story_of_its_links_and_of_each_other_are_folded(build, analyzer):
    copy_of_story = story("salinan", REPAIR + " (red)")
    original, copy = story("asli", BRIDGE, title="Putus"), story("ulang", BRIDGE + " (ant)", title="Putus Lagi")
    engine = build(copy_of_story, original, copy)
    assert len(ids(engine, analyzer, SUBJECT)) == 1
    linking = story("baru", REPAIR, published=NOW, links=(EditorLink(title="x", url="https://zabak.example/c"),))
    engine = build(story("c", BRIDGE, url="https://zabak.example/c"), copy)
    assert ids(engine, analyzer, linking) == []


def test_many_copies_take_no_other_storys_place(build, analyzer):
    copies = [replace(story(f"salinan{n}", f"{REPAIR} {REPAIR}"), group=1) for n in range(CANDIDATES + 2)]
    assert "uji:asli" in ids(build(story("asli", BRIDGE), *copies), analyzer, SUBJECT)


def test_choices_narrow_by_number_age_and_region(build, analyzer):
    near = story("dekat", BRIDGE, regions=["15.03.02"])
    far = story("jauh", BRIDGE + " Anggaran jembatan ditambah tahun depan.", regions=["15.06"])
    old = story("lama", "Sungai Batang Asai meluap. " + BRIDGE, published=NOW - timedelta(days=400), regions=["15.03"])
    engine = build(near, far, old)
    subject = story("baru", REPAIR, published=NOW, regions=["15.03.01"])
    everything = set(ids(engine, analyzer, subject, limit=50))
    assert len(ids(engine, analyzer, subject, limit=1)) == 1
    assert "uji:lama" not in ids(engine, analyzer, subject, max_age_days=30)
    assert set(ids(engine, analyzer, subject, same_region=True)) == everything - {"uji:jauh"}
    assert ids(engine, analyzer, SUBJECT, same_region=True) == []


def test_background_can_come_first(build, analyzer):
    today = story("kini", BRIDGE, published=NOW - timedelta(days=1))
    background = story("dulu", "Anggaran jembatan gantung Limun. " + REPAIR[:90], published=NOW - timedelta(days=300))
    engine = build(today, background)
    assert ids(engine, analyzer, SUBJECT) == ["uji:kini", "uji:dulu"]
    assert ids(engine, analyzer, SUBJECT, prefer_background=True) == ["uji:dulu", "uji:kini"]


def test_a_rare_office_that_both_name_counts(build, analyzer):
    camat = (OfficeHolder(title="camat", region=RegionCode("15.03.01")),)
    plain, named = story("a", BRIDGE), story("b", BRIDGE.replace("putus", "rusak berat"), officials=camat)
    subject = story("baru", REPAIR, published=NOW, officials=camat)
    engine = build(plain, named)
    scores = {s.document.article.id: s.score for s in related(engine, analyzer, subject).stories}
    without = {s.document.article.id: s.score for s in related(engine, analyzer, SUBJECT).stories}
    assert scores["uji:b"] - without["uji:b"] > scores["uji:a"] - without["uji:a"]


def test_names_are_shown_as_printed_offices_and_datelines_are_none(build, analyzer):
    bridge = story("putus", f"SAROLANGUN - Bupati Sarolangun melihat. {BRIDGE}")
    subject = story("baru", f"SAROLANGUN - Bupati Sarolangun melihat. {REPAIR} Dinas PU.", published=NOW)
    (found,) = related(build(bridge), analyzer, subject).stories
    assert found.reasons.names == ("Panca Karya", "Sungai Batang Asai", "Mahfud Efendi")
    assert not {"MAHFUD", "mahfud", "panca"} & set(found.reasons.words)
    assert all(word == word.lower() or len(word) <= 6 for word in found.reasons.words)


@pytest.mark.parametrize(
    "body",
    ["", "dan yang di", "12 34 56", "The quick brown fox jumps over lazy dogs", "🌊 🌊"],
    ids=["empty", "function words", "numbers", "English", "signs"],
)
def test_a_text_that_the_archive_has_no_words_of_gets_nothing(build, analyzer, body):
    assert ids(build(story("putus", BRIDGE)), analyzer, story("baru", body, title="…", published=NOW)) == []


def test_what_has_nothing_to_do_with_the_story_is_not_shown(build, analyzer):
    assert ids(build(), analyzer, SUBJECT) == []


@pytest.mark.parametrize(("limit", "days"), [(0, None), (51, None), (5, -1)])
def test_choices_out_of_range_are_refused(limit, days):
    with pytest.raises(ValueError, match="give"):
        Options(limit=limit, max_age_days=days)


@pytest.mark.parametrize(
    "reference",
    [
        "uji:putus",
        " uji:putus\n",
        "https://zabak.example/2024/putus",
        "http://www.zabak.example/2024/putus/?utm_source=wa&fbclid=1#isi",
        "zabak.example/2024/putus",
        "https://zabak.example/lama",
        "https://zabak.example/?p=19",
        "https://zabak.example/?preview=true&p=19",
    ],
)
def test_an_article_is_found_by_id_and_by_any_of_its_addresses(build, reference):
    aliases = ("https://zabak.example/lama", "https://zabak.example/?p=19")
    document = story("putus", BRIDGE, url="https://zabak.example/2024/putus", aliases=aliases)
    assert find_subject(build(document), reference) == document


@pytest.mark.parametrize(
    "reference",
    ["", "uji:lenyap", "https://lain.example/2024/putus", "http://[", "https://zabak.example/?p=20", "x" * 5000],
)
def test_what_the_archive_does_not_know_is_not_found_and_never_fetched(build, reference):
    engine = build(story("putus", BRIDGE, url="https://zabak.example/2024/putus"))
    with pytest.raises(ArticleNotFound, match="never fetched"):
        find_subject(engine, reference)


@given(st.text(max_size=300), st.text(max_size=300))
def test_overlap_is_a_share_and_one_for_the_same_text(a, b):
    first, second = shingles(a), shingles(b)
    assert 0.0 <= overlap(first, second) == overlap(second, first) <= 1.0
    assert overlap(first, first) == (1.0 if first else 0.0)
    assert overlap(hashed_shingles(a), hashed_shingles(b)) == overlap(first, second)
