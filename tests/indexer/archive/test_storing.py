"""What is stored comes back; what did not change takes no revision; old addresses stay."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import (
    Annotations,
    Article,
    ArticleId,
    Document,
    EditorLink,
    OfficeHolder,
    PlacedBy,
    RegionCode,
)
from indexer.archive import Outcome

WIB = timezone(timedelta(hours=7))
ARTICLE = Article(
    id=ArticleId("situs:1"),
    title="Jembatan Baru di Sungai Rengas Diresmikan",
    body="Warga dua desa kini tidak lagi menyeberang dengan perahu.\n\nJembatan itu dibangun setahun.",
    url="https://contoh.example/2024/02/jembatan/",
    published=datetime(2024, 2, 20, 10, 15, tzinfo=WIB),
    sections=("Daerah", "Infrastruktur"),
    links=(EditorLink(title="Perahu Terakhir", placed_by=PlacedBy.EDITOR),),
)
FOUND = Annotations(
    regions=(RegionCode("15.06"),),
    officials=(OfficeHolder(title="bupati", person="Rahmat Contoh", region=RegionCode("15.06")),),
    event_date=date(2024, 2, 19),
)


def put(archive, *articles, annotations=FOUND, **options):
    with archive.writer() as writer:
        return [writer.put(article, annotations, source="situs", **options) for article in articles]


def test_a_stored_article_comes_back_with_its_annotations(archive):
    assert put(archive, ARTICLE) == [Outcome.ADDED]
    assert archive.get(ARTICLE.id) == Document(article=ARTICLE, annotations=FOUND)


def test_an_unknown_id_or_address_finds_nothing(archive):
    assert archive.get(ArticleId("situs:404")) is None
    assert archive.find_by_url("https://contoh.example/404") is None


def test_storing_the_same_again_changes_nothing(archive):
    put(archive, ARTICLE)
    revision = archive.revision()
    assert put(archive, ARTICLE) == [Outcome.UNCHANGED]
    assert archive.revision() == revision


@pytest.mark.parametrize(
    "same",
    [
        replace(ARTICLE, body=ARTICLE.body.replace("dua desa", "dua  desa")),
        replace(ARTICLE, published=ARTICLE.published.astimezone(UTC)),
        replace(ARTICLE, sections=("Infrastruktur", "Daerah")),
    ],
    ids=["white space", "time zone", "order of sections"],
)
def test_what_no_editor_changed_is_unchanged(archive, same):
    put(archive, ARTICLE)
    assert put(archive, same) == [Outcome.UNCHANGED]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Jembatan Lama Ditutup"},
        {"body": "Jembatan itu dibangun dua tahun."},
        {"url": "https://contoh.example/2024/02/jembatan-baru/"},
        {"published": datetime(2024, 2, 21, tzinfo=WIB)},
        {"modified": datetime(2024, 2, 22, tzinfo=WIB)},
        {"byline": "mal"},
        {"dateline": "BANGKO"},
        {"sections": ("Daerah",)},
        {"tags": ("jembatan",)},
        {"links": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_an_editor_can_change_is_a_change(archive, change):
    put(archive, ARTICLE)
    changed = replace(ARTICLE, **change)
    assert put(archive, changed) == [Outcome.CHANGED]
    stored = archive.get(ARTICLE.id).article
    assert replace(stored, aliases=()) == changed


def test_links_that_a_theme_placed_are_kept_but_make_no_change(archive):
    put(archive, ARTICLE)
    revision = archive.revision()
    other = replace(ARTICLE, links=(*ARTICLE.links, EditorLink(title="Acak", placed_by=PlacedBy.RENDERED)))
    assert put(archive, other) == [Outcome.UNCHANGED]
    assert archive.revision() == revision
    assert archive.get(ARTICLE.id).article == other


def test_a_former_address_still_finds_the_article(archive):
    put(archive, ARTICLE)
    moved = replace(ARTICLE, url="https://contoh.example/2024/02/jembatan-rengas/")
    put(archive, moved)
    assert archive.find_by_url("http://www.contoh.example/2024/02/jembatan").article.url == moved.url
    assert archive.get(ARTICLE.id).article.aliases == (ARTICLE.url,)
    assert put(archive, moved) == [Outcome.UNCHANGED]


def test_a_present_address_wins_over_a_former_one(archive):
    newcomer = replace(ARTICLE, id=ArticleId("situs:2"))
    put(archive, replace(ARTICLE, url="https://contoh.example/lain/", aliases=(ARTICLE.url,)), newcomer)
    assert archive.find_by_url(ARTICLE.url).article.id == newcomer.id


def test_new_annotations_alone_take_a_revision_and_leave_the_article_unchanged(archive):
    put(archive, ARTICLE, annotator="a")
    revision = archive.revision()
    assert put(archive, ARTICLE, annotations=Annotations(), annotator="b") == [Outcome.UNCHANGED]
    assert archive.revision() == revision + 1
    assert archive.get(ARTICLE.id).annotations == Annotations()


def test_articles_of_another_annotator_are_stale(archive):
    put(archive, ARTICLE, annotator="a")
    assert list(archive.stale_annotations("a")) == []
    assert [document.article.id for document in archive.stale_annotations("b")] == [ARTICLE.id]
    with archive.writer() as writer:
        assert not writer.reannotate(ARTICLE.id, FOUND, annotator="b")
        assert writer.reannotate(ARTICLE.id, Annotations(), annotator="c")
    assert list(archive.stale_annotations("c")) == []


def test_stored_tells_whether_an_article_needs_work(archive):
    with archive.writer() as writer:
        assert not writer.stored(ARTICLE, cleaner=1, annotator="a")
        writer.put(ARTICLE, FOUND, source="situs", cleaner=1, annotator="a")
        assert writer.stored(ARTICLE, cleaner=1, annotator="a")
        assert not writer.stored(ARTICLE, cleaner=2, annotator="a")
        assert not writer.stored(ARTICLE, cleaner=1, annotator="b")
        assert not writer.stored(replace(ARTICLE, title="Lain"), cleaner=1, annotator="a")


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    TEXT,
    TEXT,
    st.none() | TEXT,
    st.lists(TEXT, max_size=3),
    st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
)
def test_any_article_comes_back_as_it_was(archive, title, body, byline, tags, published):
    article = Article(
        id=ArticleId("situs:x"),
        title=title,
        body=body,
        byline=byline or None,
        tags=tuple(tags),
        published=published,
    )
    put(archive, article)
    put(archive, article)
    with archive.writer() as writer:
        stored = archive.get(article.id)
        assert writer.stored(article, cleaner=1, annotator="")
        writer.remove(article.id, "test")
    assert stored == Document(article=article, annotations=FOUND)


def test_that_an_editor_placed_a_link_is_not_forgotten_by_a_reading_that_cannot_tell(archive):
    def put(placed_by):
        link = EditorLink(title="Panen Padi", placed_by=placed_by)
        with archive.writer() as writer:
            article = Article(id=ArticleId("situs:1"), title="Padi", body="Isi.", links=(link,))
            return writer.put(article, Annotations(), source="situs"), writer.stored(article, cleaner=1, annotator="")

    assert put(PlacedBy.EDITOR) == (Outcome.ADDED, True)
    assert put(PlacedBy.RENDERED) == (Outcome.UNCHANGED, True)
    assert archive.get(ArticleId("situs:1")).article.links[0].placed_by is PlacedBy.EDITOR
