"""telusur itself: the engine alone for the kinds that peers have, the product for whole answers."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count, islice
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.corpus import document_of
from benchmarks.peers.base import PAGE, TOP, InProcess, Stopwatch
from benchmarks.rows import Query, Row
from index.answer import results_to_record, snippets
from index.engine import DEFAULT_LIMITS, Limits
from index.engines.whoosh import WhooshEngine, check_environment, parts
from index.engines.whoosh.deadline import NO_DEADLINE
from index.engines.whoosh.executor import count_facet, under
from index.engines.whoosh.order import first_hits
from index.engines.whoosh.restrictions import Restrictions
from index.engines.whoosh.scoring import score_plan
from index.engines.whoosh.vocabulary import SnapshotVocabulary
from index.query import parse
from index.ranking import MAX_PREFIX_TERMS, Alternative, Concept, Plan
from index.search import FacetField, FacetFilter, SearchRequest, Sort
from indexer.assemble import assemble

PART_ARTICLES = 20_000
"""Articles per segment, as ``telusur reindex`` writes them."""

ALL_COUNTS = 200
"""Values per facet, as peers are asked."""

_FACETS = (FacetField.REGION, FacetField.MONTH, FacetField.SECTION, FacetField.YEAR)


class Telusur(InProcess):
    """Postings decoded anew for every query (cold), or kept as the default configuration keeps them (warm)."""

    def __init__(self, *, keeps: bool) -> None:
        self._limits = DEFAULT_LIMITS if keeps else Limits(cache_bytes=0)
        self._assembly = assemble(zone=ZoneInfo("Asia/Jakarta"))
        self._unique = count(200)
        check_environment()  # once per process, not per index

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Index all rows; the watch gets the engine's part, analysis apart."""
        analysis = Stopwatch()
        engine = self._engine(folder)
        parts.entry_of = _watched(parts.entry_of, analysis)
        documents = map(document_of, rows)
        with engine.rebuild() as build:
            keys = []
            while chunk := list(islice(documents, PART_ARTICLES)):
                keys.append(f"{len(keys):x}")
                with watch:
                    engine.write_part(build.generation, keys[-1], chunk)
            with watch:
                build.take_parts(keys)
        watch.seconds -= analysis.seconds

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._engine_ = self._engine(folder)
        self._engine_.search(SearchRequest(limit=0))

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query."""
        if kind == "answer":
            return self._answer(query)
        executor = self._engine_._current().executor  # noqa: SLF001 - the engine alone, no planning of a reader's text
        snapshot = executor.snapshot
        restrictions = Restrictions(snapshot)
        if kind == "filter":
            restrictions.add_filter(FacetFilter(field=FacetField.REGION, values=(query.region,)))
        plan = _plan(kind, query, SnapshotVocabulary(snapshot, NO_DEADLINE))
        hits = under(restrictions.all(), score_plan(plan, snapshot, executor.concepts, NO_DEADLINE))
        first_hits(snapshot, hits, Sort.NEWEST if kind == "by_date" else Sort.RELEVANCE, TOP)
        if kind == "facets":
            request = SearchRequest(facet_limit=ALL_COUNTS)
            for facet in (FacetField.REGION, FacetField.MONTH):
                count_facet(facet, request, hits.documents, restrictions)
        return len(hits.documents)

    def _answer(self, query: Query) -> int:
        """Answer as ``telusur search --json`` does; the odd limit of facets keeps the answer from being remembered."""
        asked = parse(query.text, resolver=self._assembly.gazetteer, today=date.max).query
        request = SearchRequest(query=asked, facets=_FACETS, limit=PAGE, facet_limit=next(self._unique))
        results = self._engine_.search(request)
        json.dumps(results_to_record(results, snippets(results, asked, self._assembly.analyzer)))
        return results.total

    def _engine(self, folder: Path) -> WhooshEngine:
        assembly = self._assembly
        return WhooshEngine(folder / "index", analyzer=assembly.analyzer, zone=assembly.zone, limits=self._limits)


def _plan(kind: str, query: Query, vocabulary: SnapshotVocabulary) -> Plan:
    if kind == "phrase":
        return Plan(required=(_concept(*query.phrase),))
    if kind == "prefix":
        words = vocabulary.matching(f"{query.prefix}*", MAX_PREFIX_TERMS)
        return Plan(scored=(Concept(alternatives=tuple(Alternative(surfaces=(word,)) for word in words)),))
    concepts = tuple(_concept(word) for word in query.words)
    return Plan(required=concepts) if kind == "and" else Plan(scored=concepts)


def _concept(*stems: str) -> Concept:
    return Concept(alternatives=(Alternative(stems=stems),))


def _watched(work: Callable[..., object], watch: Stopwatch) -> Callable[..., object]:
    def watched(*given: object) -> object:
        with watch:
            return work(*given)

    return watched
