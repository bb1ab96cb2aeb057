"""What is measured: an archive and its index, a newsroom's own or made from a corpus file for the occasion."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Article, ArticleId, Document
from index.engine import Engine
from indexer.archive import Archive
from indexer.assemble import Assembly
from indexer.build import reindex
from indexer.sources import JsonlSource
from indexer.sync import run_sync

_SOURCE = "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """An indexed archive.

    Attributes:
        assembly: Analyser, gazetteer and ranking that are measured.
        archive: Its articles.
        engine: Its index.
        address: Where that index is.
        failed: Corpus lines that could not be read, with reasons.
        prefix: What article ids carry before the ids of the judged files.
    """

    assembly: Assembly
    archive: Archive
    engine: Engine
    address: str
    failed: Sequence[str] = ()
    prefix: str = ""

    def articles(self) -> tuple[Article, ...]:
        """Return every article."""
        return tuple(document.article for document in self.archive.documents())

    def get(self, own_id: str) -> Document | None:
        """Return the article with an id of the judged files."""
        return self.engine.get(ArticleId(f"{self.prefix}{own_id}"))

    def own_id(self, article_id: ArticleId) -> str:
        """Return an article's id as the judged files have it."""
        return article_id.removeprefix(self.prefix)

    @contextmanager
    def ranked_by(self, assembly: Assembly, *, rebuild: bool) -> Iterator["Collection"]:
        """Yield the same articles under another ranking; ``rebuild`` where it changes what the index holds."""
        with tempfile.TemporaryDirectory(prefix="telusur-evaluate-") as folder:
            address = f"whoosh:{folder}/index" if rebuild else self.address
            engine = assembly.engine(address)
            try:
                if rebuild:
                    self._index_beside(engine)
                yield replace(self, assembly=assembly, engine=engine, address=address)
            finally:
                engine.close()

    def _index_beside(self, engine: Engine) -> None:
        """Index every article without telling the archive, which keeps track of its own index alone."""
        with engine.rebuild() as writer:
            for document in self.archive.documents():
                writer.add(document)


@contextmanager
def indexed(corpus: Path, assembly: Assembly) -> Iterator[Collection]:
    """Import and index ``corpus`` (JSON lines, may be gzipped) in a temporary folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="telusur-evaluate-") as folder:
        root = Path(folder)
        address = f"whoosh:{root / 'index'}"
        archive = Archive.open(root / "archive.sqlite", create=True)
        engine = assembly.engine(address)
        try:
            source = JsonlSource(_SOURCE, corpus)
            report = run_sync(archive, source, assembly.reading())
            reindex(archive, engine)
            yield Collection(
                assembly=assembly,
                archive=archive,
                engine=engine,
                address=address,
                failed=report.reasons,
                prefix=f"{_SOURCE}:",
            )
        finally:
            engine.close()
            archive.close()
