"""The same story posted twice, or by two sources, is one group; every two stories of a group are alike."""

import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Annotations, Article, ArticleId
from index.related.duplicates import DUPLICATE, overlap, shingles
from indexer.archive import Archive
from indexer.archive.duplicates import MAX_GROUP, MIN_SHINGLES
from indexer.reannotate import reannotate

FLOOD = (
    "Hujan deras yang turun sejak malam membuat sungai meluap dan merendam ratusan rumah di tiga desa. Warga yang "
    "tinggal di tepi sungai mengungsi ke balai desa dengan perahu milik nelayan setempat. Petugas membagikan selimut, "
    "air bersih dan makanan siap saji, sementara sekolah di kawasan itu diliburkan sampai air surut kembali. Kepala "
    "desa meminta bantuan pompa karena genangan di jalan utama belum juga berkurang sejak pagi hari."
)
HARVEST = (
    "Petani di hamparan sawah utara memanen padi dua pekan lebih awal daripada tahun lalu karena benih baru berumur "
    "pendek. Hasil gabah kering naik menjadi enam ton setiap hektare menurut catatan penyuluh, dan harga di tingkat "
    "penggilingan bertahan. Kelompok tani berharap irigasi diperbaiki sebelum musim tanam berikutnya dimulai, sebab "
    "saluran yang ada sudah bocor di banyak tempat dan airnya tidak sampai ke petak paling ujung."
)
DAY = datetime(2024, 2, 20, 3, 0, tzinfo=UTC)


def article(number, body, *, source="situs", published=DAY):
    return Article(id=ArticleId(f"{source}:{number}"), title=f"Judul {number}", body=body, published=published)


def put(archive, *articles):
    with archive.writer() as writer:
        for each in articles:
            writer.put(each, Annotations(), source=each.id.partition(":")[0])
        return writer.group_duplicates()


def remove(archive, *ids):
    with archive.writer() as writer:
        for each in ids:
            writer.remove(ArticleId(each), "trashed")


def groups(archive):
    """Return the ids in each group, sorted."""
    found = {}
    for document in archive.documents():
        if document.group is not None:
            found.setdefault(document.group, []).append(document.article.id)
    return sorted(found.values())


def changed(archive, since):
    with archive.changes(since) as changes:
        return sorted(article_id for article_id, _ in changes.items)


def test_the_same_story_from_two_sources_is_one_group(archive):
    put(archive, article(1, FLOOD), article(2, HARVEST), article(9, f"{FLOOD} (tim)", source="kantor"))
    assert groups(archive) == [["kantor:9", "situs:1"]]


def test_a_story_that_shares_only_its_background_is_another_one(archive):
    put(archive, article(1, FLOOD), article(2, f"{HARVEST} {FLOOD}"))
    assert groups(archive) == []


def test_both_stories_of_a_new_group_are_changes_that_the_index_hears_of(archive):
    put(archive, article(1, FLOOD), article(2, HARVEST))
    since = archive.revision()
    assert put(archive, article(3, FLOOD)) == 2
    assert changed(archive, since) == ["situs:1", "situs:3"]
    since = archive.revision()
    assert put(archive, article(4, FLOOD)) == 1
    assert changed(archive, since) == ["situs:4"]


def test_a_run_without_new_stories_changes_nothing(archive):
    put(archive, article(1, FLOOD), article(2, FLOOD))
    before = archive.revision()
    assert put(archive) == 0
    assert archive.revision() == before


def test_a_story_that_becomes_another_one_leaves_its_group(archive):
    put(archive, article(1, FLOOD), article(2, FLOOD), article(3, FLOOD))
    put(archive, article(2, HARVEST))
    assert groups(archive) == [["situs:1", "situs:3"]]


def test_a_story_that_is_corrected_a_little_stays_in_its_group(archive):
    put(archive, article(1, FLOOD), article(2, FLOOD))
    put(archive, article(2, FLOOD.replace("ratusan", "dua ratus")))
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_a_story_that_only_takes_links_from_a_theme_is_not_compared_again(archive):
    put(archive, article(1, FLOOD), article(2, FLOOD))
    with archive.writer() as writer:
        writer.put(article(2, FLOOD), Annotations(), source="situs", cleaner=2)
        assert writer.group_duplicates() == 0
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_a_removed_story_leaves_nothing_behind(archive, path):
    put(archive, article(1, FLOOD), article(2, FLOOD))
    remove(archive, "situs:1", "situs:2")
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT article_id FROM duplicates UNION SELECT article_id FROM duplicate_bands")
        assert rows.fetchall() == []
    connection.close()
    put(archive, article(3, FLOOD))
    assert groups(archive) == []


def test_short_notes_are_not_compared(archive):
    note = " ".join(FLOOD.split()[: MIN_SHINGLES + 3])
    put(archive, article(1, note), article(2, note))
    assert groups(archive) == []


def test_a_weekly_report_is_news_every_week(archive):
    later = FLOOD.replace("malam", "sore")
    put(archive, article(1, FLOOD), article(2, later, published=DAY + timedelta(days=7)))
    assert groups(archive) == []


def test_a_true_copy_is_one_however_late_it_comes(archive):
    put(archive, article(1, FLOOD), article(2, FLOOD, published=DAY + timedelta(days=700)))
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_an_undated_copy_counts_as_near(archive):
    put(archive, article(1, FLOOD), article(2, FLOOD.replace("malam", "sore"), published=None))
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_daily_reports_do_not_chain(archive):
    """Each is alike to the one before; the first and the last are not, so they are not in one group."""
    words = [f"{one} {two} {number}" for number, (one, two) in enumerate(zip(FLOOD.split(), HARVEST.split()))]  # noqa: B905
    put(archive, *(article(number, " ".join(words[4 * number : 4 * number + 40])) for number in range(6)))
    found = groups(archive)
    assert found
    for members in found:
        assert_alike(archive, members)


def test_what_comes_in_great_numbers_does_not_make_one_endless_group(archive):
    put(archive, *(article(number, FLOOD) for number in range(MAX_GROUP + 2)))
    assert sorted(map(len, groups(archive))) == [MAX_GROUP]


def test_a_text_of_hostile_length_is_compared_by_its_beginning(archive):
    put(archive, article(1, f"{FLOOD} " * 5_000), article(2, f"{FLOOD} " * 5_000))
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_an_archive_of_an_older_telusur_is_taken_up_by_the_next_run(archive, path):
    put(archive, article(1, FLOOD), article(2, FLOOD))
    with sqlite3.connect(path) as connection:
        connection.executescript("DELETE FROM duplicates; DELETE FROM duplicate_bands;")
    connection.close()
    with Archive.open(path) as again:
        assert groups(again) == []
        assert put(again) == 2
        assert groups(again) == [["situs:1", "situs:2"]]


def test_other_rules_compare_everything_again(archive, path, monkeypatch):
    put(archive, article(1, FLOOD), article(2, FLOOD), article(3, HARVEST))
    monkeypatch.setattr("indexer.archive.duplicates.RULES", "others")
    put(archive)
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_annotating_anew_compares_what_was_not_compared(archive):
    with archive.writer() as writer:
        for number in (1, 2):
            writer.put(article(number, FLOOD), Annotations(), source="situs")
    reannotate(archive, lambda _: Annotations(), annotator="baru", on_change=lambda _: None)
    assert groups(archive) == [["situs:1", "situs:2"]]


def test_an_interrupted_run_is_taken_up(archive):
    def killed():
        with archive.writer(batch=3) as writer:
            for number in range(1, 7):
                writer.put(article(number, FLOOD), Annotations(), source="situs")
            assert writer.group_duplicates() == 6
            writer.put(article(7, FLOOD), Annotations(), source="situs")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    put(archive)
    assert groups(archive) == [[f"situs:{number}" for number in range(1, 7)]]


_BODIES = [
    " ".join([*FLOOD.split()[begin:], *HARVEST.split()[:begin]])
    for begin in (0, 3, 6, 10, 30)
]  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.sampled_from(_BODIES))), max_size=12))
def test_whatever_happens_every_two_of_a_group_are_alike_and_the_index_hears_of_all(tmp_path_factory, steps):
    with Archive.open(tmp_path_factory.mktemp("archive") / "archive.sqlite", create=True) as archive:
        for number, body in steps:
            before, since = {document.article.id: document for document in archive.documents()}, archive.revision()
            if body is None:
                remove(archive, f"situs:{number}")
            else:
                put(archive, article(number, body))
            told = changed(archive, since)
            for document in archive.documents():
                assert document == before.get(document.article.id) or document.article.id in told
        for members in groups(archive):
            assert_alike(archive, members)


def assert_alike(archive, members):
    texts = [shingles(archive.get(ArticleId(member)).article.body) for member in members]
    assert all(overlap(one, other) >= DUPLICATE for one, other in combinations(texts, 2))
