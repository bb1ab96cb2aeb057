"""An archive, and a site to bring it up to."""

from zoneinfo import ZoneInfo

import pytest

from index.article import Annotations
from indexer.archive import Archive
from indexer.sources import Manners, Order, Pass, WordPressSource
from indexer.sync import Reading, run_sync
from tests.indexer.sites import FakeWordPress, Post

HASTY = Manners(contact="redaksi@arsip.example", pause_s=0, attempts=2, backoff_s=0)
"""Manners for a site that is our own and on this machine."""

READING = Reading(annotate=lambda _article: Annotations(), zone=ZoneInfo("Asia/Jakarta"))


class Situs:
    """A source with its archive, and what came of its last run."""

    def __init__(self, archive, source):
        self.archive = archive
        self.source = source
        self.report = None

    def sync(self, pass_=Pass.AUTO, **options):
        """Run once and return the counts that are not 0."""
        self.report = run_sync(self.archive, self.source, READING, order=Order(pass_=pass_, **options))
        return {outcome: count for outcome, count in self.report.counts().items() if count}

    def article(self, own_id):
        document = self.archive.get(f"situs:{own_id}")
        return document.article if document is not None else None

    @property
    def ids(self):
        return {document.article.id.partition(":")[2] for document in self.archive.documents()}


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def wordpress():
    """A fake WordPress with five posts."""
    site = FakeWordPress([Post(number, title=f"Panen {number}") for number in range(1, 6)])
    site.start()
    yield site
    site.stop()


@pytest.fixture
def situs(archive, wordpress):
    return Situs(archive, WordPressSource(name="situs", address=wordpress.address, manners=HASTY, per_page=2))
