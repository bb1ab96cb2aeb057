"""An import: every item ends in exactly one counted outcome, and nothing stored is lost by a bad one."""

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from index.article import Annotations, ArticleId, RegionCode
from index.errors import SourceError
from indexer.archive import Archive, RunState
from indexer.sources import Failed, JsonlSource, Markup, RawPage, Skipped, TextSource
from indexer.sync import Reading, run_sync
from indexer.sync.report import MAX_REASONS

ZONE = ZoneInfo("Asia/Jakarta")
LONG = "Harga Kopi Liberika Tungkal Naik Menjelang Panen Raya"


class ListSource:
    """A source whose items a test names; breaks off at an exception."""

    name = "situs"
    ignored_fields = {}  # noqa: RUF012 - a test double

    def __init__(self, *items, complete=True):
        self.items = items
        self.complete = complete

    def pages(self):
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            yield item


def page(number, content="Petani memanen padi.", title="Panen", **fields):
    return RawPage(source="situs", own_id=str(number), content=content, markup=Markup.TEXT, title=title, **fields)


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.sqlite", create=True) as opened:
        yield opened


def take(archive, *items, source=None, found=None, annotator="", **options):
    reading = Reading(annotate=lambda article: found or Annotations(), zone=ZONE, annotator=annotator)
    return run_sync(archive, source or ListSource(*items), reading, **options)


def counts(report):
    return {outcome: count for outcome, count in report.counts().items() if count}


def test_items_are_added_then_unchanged_then_changed(archive):
    assert counts(take(archive, page(1), page(2))) == {"added": 2}
    assert counts(take(archive, page(1), page(2, "Petani menunda panen."))) == {"unchanged": 1, "changed": 1}
    assert archive.get(ArticleId("situs:2")).article.body == "Petani menunda panen."


def test_every_item_has_exactly_one_outcome(archive):
    take(archive, page(1), page(2))
    items = [
        page(1),
        page(3),
        Skipped("item 4", "not public (draft)", own_id="4"),
        Skipped("item 2", "not public (trash)", own_id="2"),
        Failed("line 5", "no id"),
        page(6, published="31 Februari 2024"),
    ]
    report = take(archive, *items)
    assert counts(report) == {"unchanged": 1, "added": 1, "skipped": 1, "removed": 1, "failed": 2}
    assert sum(report.counts().values()) == len(items)
    assert "line 5: no id" in report.reasons
    assert "skipped 1: not public (draft)" in report.reasons
    assert any("31 Februari 2024" in reason for reason in report.reasons)


def test_what_is_no_longer_public_is_removed(archive):
    take(archive, page(1))
    take(archive, Skipped("item 1", "not public (private)", own_id="1"))
    assert archive.get(ArticleId("situs:1")) is None


def test_a_story_dated_after_tomorrow_is_taken_once_that_day_has_come(tmp_path):
    today = [date(2024, 2, 20)]
    with Archive.open(
        tmp_path / "a.sqlite", create=True, clock=lambda: datetime.combine(today[0], time(9), ZONE)
    ) as archive:
        stories = (page(1, published="2024-02-21"), page(2, published="2024-02-23", mark="1"))
        report = take(archive, *stories)
        assert counts(report) == {"added": 1, "skipped": 1}
        assert "after tomorrow" in report.reasons[0]
        today[0] = date(2024, 2, 23)
        assert counts(take(archive, *stories)) == {"unchanged": 1, "added": 1}


def test_a_story_without_a_date_of_its_own_may_name_a_day_to_come(archive):
    assert counts(take(archive, page(1, "Pasar dibuka pada 20 Februari 2090."))) == {"added": 1}


def test_a_failed_item_leaves_what_is_stored(archive):
    take(archive, page(1))
    report = take(archive, Failed("line 1", "no text", own_id="1"), prune=True)
    assert counts(report) == {"failed": 1}
    assert archive.get(ArticleId("situs:1")).article.title == "Panen"


def test_articles_that_a_complete_source_no_longer_has_are_removed_only_when_asked(archive):
    take(archive, page(1), page(2))
    assert counts(take(archive, page(1))) == {"unchanged": 1}
    assert counts(take(archive, source=ListSource(page(1), complete=False), prune=True)) == {"unchanged": 1}
    assert counts(take(archive, page(1), prune=True)) == {"unchanged": 1, "removed": 1}
    assert archive.get(ArticleId("situs:2")) is None


def test_a_source_that_breaks_off_keeps_its_items_fails_once_and_removes_nothing(archive):
    take(archive, page(1), page(2))
    report = take(archive, page(3), SourceError("the XML breaks after item 1"), prune=True)
    assert counts(report) == {"added": 1, "failed": 1}
    assert report.stopped == "the XML breaks after item 1"
    assert archive.status().articles == 3
    assert archive.runs()[0].state is RunState.FAILED


def test_an_error_of_ours_is_not_swallowed_and_ends_the_run(archive):
    def broken(article):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_sync(archive, ListSource(page(1)), Reading(annotate=broken, zone=ZONE))
    assert archive.runs()[0].state is RunState.FAILED
    assert counts(take(archive, page(1))) == {"added": 1}


def test_the_run_and_its_failures_are_kept(archive):
    take(archive, page(1), Failed("line 2", "no id"), Failed("line 3", "gone just now", permanent=False))
    (run,) = archive.runs()
    assert (run.kind, run.source, run.state, run.counts["failed"]) == ("sync", "situs", RunState.FINISHED, 2)
    assert [(each.item, each.permanent) for each in archive.failures(run.id)] == [("line 2", True), ("line 3", False)]


def test_many_failures_are_all_counted_but_not_all_listed(archive):
    report = take(archive, *(Failed(f"line {number}", "no id") for number in range(MAX_REASONS + 5)))
    assert report.failed == MAX_REASONS + 5
    assert len(report.reasons) == MAX_REASONS + 1
    assert "5 more" in report.reasons[-1]


def test_an_unchanged_article_is_annotated_again_by_a_new_annotator_only(archive):
    take(archive, page(1), annotator="a")
    revision = archive.revision()
    region = Annotations(regions=(RegionCode("15.06"),))
    take(archive, page(1), annotator="a", found=region)
    assert archive.revision() == revision
    assert counts(take(archive, page(1), annotator="b", found=region)) == {"unchanged": 1}
    assert archive.get(ArticleId("situs:1")).annotations == region
    assert archive.revision() == revision + 1


def test_progress_is_told_item_by_item(archive):
    done = []
    take(archive, page(1), Failed("x", "y"), page(2), progress=done.append)
    assert done == [1, 2, 3]


def test_the_report_is_a_record_of_json_values(archive, tmp_path):
    path = tmp_path / "berita.jsonl"
    path.write_text(json.dumps({"id": "1", "body": "Isi.", "views": 3}))
    record = take(archive, source=JsonlSource("situs", path)).to_record()
    assert json.loads(json.dumps(record)) == record
    assert record["unknown_fields"] == ["views"]
    assert record["counts"]["added"] == 1


def test_a_title_in_running_text_is_found_even_when_its_story_comes_later(archive):
    glued = f"Harga ikan turun.Baca juga: {LONG} Pedagang tetap membuka lapak sampai sore."
    first = take(archive, page(1, glued, title="Ikan"), page(2, title=LONG))
    assert counts(first) == {"added": 2}
    article = archive.get(ArticleId("situs:1")).article
    assert article.body == "Harga ikan turun. Pedagang tetap membuka lapak sampai sore."
    assert [link.title for link in article.links] == [LONG]
    assert archive.linked_ids(ArticleId("situs:1")) == ("situs:2",)
    assert counts(take(archive, page(1, glued, title="Ikan"), page(2, title=LONG))) == {"unchanged": 2}


def test_a_title_that_nobody_knows_stays_in_the_text(archive):
    glued = f"Harga ikan turun.Baca juga: {LONG} Pedagang tetap membuka lapak sampai sore."
    take(archive, page(1, glued, title="Ikan"))
    assert LONG in archive.get(ArticleId("situs:1")).article.body


def test_the_sample_archive_is_taken_whole_and_its_links_find_each_other(archive, sample_dir):
    source = JsonlSource("contoh", sample_dir / "articles.jsonl")
    assert counts(take(archive, source=source)) == {"added": 240}
    assert counts(take(archive, source=source)) == {"unchanged": 240}
    status = archive.status()
    assert status.undated == 0
    assert status.resolved_links > 0.8 * status.links
    assert not any("baca juga" in document.article.body.lower() for document in archive.documents())


@pytest.mark.shared
def test_the_seed_is_taken_with_nothing_lost(archive, shared_data):
    path = shared_data / "data" / "seed" / "article.txt"
    assert counts(take(archive, source=TextSource("seed", path))) == {"added": 1}
    article = archive.get(ArticleId("seed:article")).article
    assert article.dateline == "TANJAB BARAT"
    assert article.published.isoformat() == "2024-02-20T00:00:00+07:00"
    assert article.byline == "mal"
    assert [link.title for link in article.links] == [
        "H Bakri Ukir Sejarah Untuk PAN Provinsi Jambi",
        "Bupati Romi Lepas 98 JCH Asal Tanjab Timur",
        "Demi Keberlangsungan Pendidikan di UNBARI, Gubernur Al Haris Fasilitasi Kedua Belah Pihak",
    ]
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = "\n".join(line for line in lines if not line.startswith("Baca Juga"))
    assert article.body.split() == kept.removesuffix("(mal)").split()
