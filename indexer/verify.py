"""Is everything there and whole: the archive by itself, the index by itself, and the index against the archive."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from index.article import Document
from index.engine import Engine
from index.errors import IndexMissing, IndexOutdated
from index.record import document_to_record
from index.schema import facet_values
from index.search import FacetField, SearchRequest
from indexer.archive import Archive, text_hash
from indexer.build import is_current

MAX_TOLD = 20
"""Problems of one kind that are told one by one; a broken index would tell a hundred thousand."""

_ALL_VALUES = 10**9

_REBUILD = "rebuild the index with `telusur reindex`"


@dataclass(slots=True)
class _Contents:
    """What an archive or an index holds: a checksum per article, and how often each value of each facet occurs."""

    articles: dict[str, str] = field(default_factory=dict)
    values: dict[FacetField, Counter[str]] = field(default_factory=lambda: {facet: Counter() for facet in FacetField})

    def take(self, document: Document, zone: ZoneInfo) -> None:
        self.articles[document.article.id] = _checksum(document)
        for facet, values in facet_values(document, zone).items():
            self.values[facet].update(values)


def problems(archive: Archive, engine: Engine, zone: ZoneInfo) -> Iterator[str]:
    """Yield what is wrong, each with what to do about it.

    Checks SQLite's own structure, foreign keys and the stored hashes; the checksums of every file of the index; that
    the index holds every article of the archive once and unchanged, and counts its facets as the archive says.

    Args:
        archive: The record.
        engine: The index that is derived from it.
        zone: Where days begin and end.
    """
    yield from archive.problems()
    damaged = list(engine.problems())
    yield from (problem if "telusur reindex" in problem else f"{problem}; {_REBUILD}" for problem in damaged)
    if not damaged:
        try:
            yield from _differences(archive, engine, zone)
        except (IndexMissing, IndexOutdated) as error:
            yield str(error)


def _differences(archive: Archive, engine: Engine, zone: ZoneInfo) -> Iterator[str]:
    if not is_current(archive, engine):
        yield "the index lacks the archive's last changes; `telusur sync` or `telusur reindex` writes them"
        return
    recorded, indexed = _Contents(), _Contents()
    for document in archive.documents():
        recorded.take(document, zone)
    for document in engine.documents():
        indexed.articles[document.article.id] = _checksum(document)
    yield from _told(_article_differences(recorded.articles, indexed.articles))
    yield from _told(_facet_differences(recorded.values, engine))


def _article_differences(recorded: dict[str, str], indexed: dict[str, str]) -> Iterator[str]:
    for article_id in sorted(recorded.keys() | indexed.keys()):
        if article_id not in indexed:
            yield f"the index lacks the article {article_id}"
        elif article_id not in recorded:
            yield f"the index has the article {article_id}, which the archive has not"
        elif recorded[article_id] != indexed[article_id]:
            yield f"the index has the article {article_id} in another state than the archive"


def _facet_differences(recorded: dict[FacetField, Counter[str]], engine: Engine) -> Iterator[str]:
    results = engine.search(SearchRequest(limit=0, facets=tuple(FacetField), facet_limit=_ALL_VALUES))
    for facet in FacetField:
        counted = {entry.value: entry.count for entry in results.facets[facet] if entry.count}
        for value in sorted(recorded[facet].keys() | counted.keys()):
            if counted.get(value, 0) != recorded[facet][value]:
                yield (
                    f"the facet {facet} counts {counted.get(value, 0)} articles for {value!r}, "
                    f"the archive {recorded[facet][value]}"
                )


def _told(differences: Iterator[str]) -> Iterator[str]:
    """Yield the first differences with the cure, and how many more there are."""
    more = 0
    for number, difference in enumerate(differences):
        if number < MAX_TOLD:
            yield f"{difference}; {_REBUILD}"
        else:
            more += 1
    if more:
        yield f"... and {more} more like these; {_REBUILD}"


def _checksum(document: Document) -> str:
    return text_hash(json.dumps(document_to_record(document), sort_keys=True))
