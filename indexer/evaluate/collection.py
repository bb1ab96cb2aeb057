"""A judged collection: a corpus file run through the normal pipeline into a throw-away archive and index."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.article import ArticleId, Document
from index.engine import Engine
from indexer.archive import Archive
from indexer.assemble import Assembly
from indexer.build import reindex
from indexer.sources import JsonlSource
from indexer.sync import Report, run_sync

_SOURCE = "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """An indexed corpus.

    Attributes:
        engine: Its index.
        archive: Its articles.
        report: What became of each line of the corpus file.
    """

    engine: Engine
    archive: Archive
    report: Report

    def documents(self) -> Iterator[Document]:
        """Yield every article."""
        return self.archive.documents()

    def get(self, own_id: str) -> Document | None:
        """Return the article with the corpus file's own id."""
        return self.engine.get(ArticleId(f"{_SOURCE}:{own_id}"))


def own_id(article_id: ArticleId) -> str:
    """Return the id as the corpus file has it."""
    return article_id.removeprefix(f"{_SOURCE}:")


@contextmanager
def indexed(corpus: Path, assembly: Assembly) -> Iterator[Collection]:
    """Import and index ``corpus`` (JSON lines, may be gzipped) in a temporary folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="telusur-evaluate-") as folder:
        root = Path(folder)
        archive = Archive.open(root / "archive.sqlite", create=True)
        engine = assembly.engine(f"whoosh:{root / 'index'}")
        try:
            source = JsonlSource(_SOURCE, corpus)
            report = run_sync(archive, source, assembly.reading())
            reindex(archive, engine)
            yield Collection(engine=engine, archive=archive, report=report)
        finally:
            engine.close()
            archive.close()
