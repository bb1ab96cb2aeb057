"""Revisions: whoever remembers one can ask what changed since; removals leave a tombstone."""

from dataclasses import replace

from index.article import Annotations, Article, ArticleId
from indexer.archive import Archive


def article(number, title="Panen Padi Lebih Awal"):
    return Article(id=ArticleId(f"situs:{number}"), title=title, body="Petani memanen padi pekan ini.")


def put(archive, *articles):
    with archive.writer() as writer:
        for each in articles:
            writer.put(each, Annotations(), source="situs")


def remove(archive, number):
    with archive.writer() as writer:
        return writer.remove(ArticleId(f"situs:{number}"), "trashed")


def changes(archive, revision):
    with archive.changes(revision) as found:
        return [(id_, document and document.article.title) for id_, document in found.items]


def test_a_new_archive_is_at_revision_zero(archive):
    assert (archive.revision(), changes(archive, 0)) == (0, [])


def test_changes_come_in_their_order_and_each_article_once(archive):
    put(archive, article(1), article(2), article(3))
    put(archive, article(1, "Panen Ditunda"))
    assert [id_ for id_, _ in changes(archive, 0)] == ["situs:2", "situs:3", "situs:1"]
    assert changes(archive, 3) == [("situs:1", "Panen Ditunda")]
    assert changes(archive, archive.revision()) == []


def test_a_removed_article_is_a_change_without_document(archive):
    put(archive, article(1), article(2))
    before = archive.revision()
    assert remove(archive, 1)
    assert changes(archive, before) == [("situs:1", None)]
    assert archive.get(ArticleId("situs:1")) is None
    assert archive.status().removed == 1


def test_removing_what_is_not_there_changes_nothing(archive):
    assert not remove(archive, 9)
    assert archive.revision() == 0


def test_an_article_that_returns_is_no_longer_removed(archive):
    put(archive, article(1))
    remove(archive, 1)
    put(archive, article(1))
    assert changes(archive, 0) == [("situs:1", "Panen Padi Lebih Awal")]
    assert archive.revision() == 3
    assert archive.status().removed == 0


def test_revisions_go_on_after_the_archive_was_closed(archive, path):
    put(archive, article(1))
    remove(archive, 1)
    with Archive.open(path) as again:
        put(again, article(2))
        assert again.revision() == 3


def test_an_archive_keeps_a_name_of_its_own(archive, path, tmp_path):
    with Archive.open(path) as again, Archive.open(tmp_path / "other.sqlite", create=True) as other:
        assert again.identity() == archive.identity() != other.identity()


def test_the_size_of_the_archive_is_told_with_its_changes(archive):
    put(archive, article(1), article(2))
    remove(archive, 1)
    with archive.changes(1) as found:
        assert (found.articles, found.revision) == (1, 3)


def test_changes_touch_only_the_part_that_the_article_is_in(archive):
    put(archive, *(article(number) for number in range(1, 8)))
    parts = archive.part_rows(3)
    before = [archive.part_state(rows) for rows in parts]
    put(archive, article(5, "Panen Ditunda"))
    after = [archive.part_state(rows) for rows in parts]
    assert [articles for _, articles in before] == [3, 3, 1]
    assert [was == now for was, now in zip(before, after, strict=True)] == [True, False, True]


def test_the_parts_of_an_archive_hold_every_article_once(archive):
    put(archive, *(article(number) for number in range(1, 8)))
    remove(archive, 2)
    found = []
    for rows in archive.part_rows(3):
        with archive.part(rows) as part:
            assert (part.key, part.articles) == archive.part_state(rows)
            found += [document.article.id for document in part.documents]
    assert sorted(found) == [f"situs:{number}" for number in (1, 3, 4, 5, 6, 7)]


def test_documents_are_read_at_one_moment_while_writing_goes_on(archive, path):
    put(archive, *(article(number) for number in range(1, 6)))
    walk = archive.documents()
    first = next(walk)
    with Archive.open(path) as other:
        put(other, article(0), article(5, "Panen Ditunda"))
    rest = list(walk)
    assert [document.article.id for document in (first, *rest)] == [f"situs:{number}" for number in range(1, 6)]
    assert rest[-1].article.title == "Panen Padi Lebih Awal"


def test_a_walk_can_be_left_early(archive):
    put(archive, article(1), article(2))
    walk = archive.documents()
    next(walk)
    walk.close()
    put(archive, article(3))


def test_articles_that_a_run_did_not_meet_are_unseen(archive):
    with archive.writer() as writer:
        first = writer.begin_run("import", "situs")
        writer.put(article(1), Annotations(), source="situs", run=first)
        writer.put(article(2), Annotations(), source="situs", run=first)
        writer.put(replace(article(3), id=ArticleId("lain:3")), Annotations(), source="lain", run=first)
        second = writer.begin_run("import", "situs")
        writer.saw(ArticleId("situs:2"), second)
        writer.saw(ArticleId("situs:unknown"), second)
        assert writer.unseen("situs", second) == ("situs:1",)
