"""Related stories, measured on the links that editors placed and on pairs that a person judged, peers beside them."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from index.article import Document
from index.related import Options, related
from indexer.evaluate.collection import Collection
from indexer.evaluate.compare import Rankings, compare
from indexer.evaluate.files import Qrels
from indexer.evaluate.measures import RELATED_MEASURES, Ranking
from indexer.evaluate.related_peers import RelatedPeers
from indexer.evaluate.results import RelatedEvaluation, latency
from indexer.evaluate.words import words_of

SYSTEM = "telusur"

DEPTH = 10
"""Suggestions per story: the deepest cutoff among the measures."""

SHOWN = 5
"""Suggestions an editor is shown."""

COPY, SHINGLE = 0.7, 5
"""Two suggestions are copies from this share of common runs of this many words (Jaccard)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What was suggested: rankings by story, pairs of copies among what is shown, and times in milliseconds."""

    rankings: Rankings
    duplicates: int
    times_ms: Sequence[float]


def evaluate_related(collection: Collection, golds: Mapping[str, Qrels]) -> tuple[RelatedEvaluation, Rankings]:
    """Ask for the related stories of each story in a gold, and compare telusur and its peers on every gold.

    Stories that the collection does not hold are left out, as are judged targets that it does not hold. What editors
    did not link may be as good: figures on links are a lower bound.

    Args:
        collection: At least one of its articles is a story of each gold.
        golds: Name to judgements: story to candidate to grade.
    """
    articles = collection.articles()
    places = {collection.own_id(article.id): place for place, article in enumerate(articles)}
    held = {name: _held(qrels, places) for name, qrels in golds.items()}
    stories = list(dict.fromkeys(story for qrels in held.values() for story in qrels))
    suggested = suggest(collection, stories)
    ids = list(places)
    answers = {SYSTEM: suggested.rankings}
    for name, peer in RelatedPeers(articles).peers().items():
        answers[name] = {
            story: [(ids[at], -float(rank)) for rank, at in enumerate(peer(places[story], DEPTH))] for story in stories
        }
    evaluation = RelatedEvaluation(
        articles=collection.engine.info().articles,
        golds={
            name: compare(RELATED_MEASURES, qrels, answers, cutoff=SHOWN)[0] for name, qrels in held.items() if qrels
        },
        lists=len(stories),
        duplicates=suggested.duplicates,
        most_used=_most_used(suggested.rankings.values()),
        latency=latency(suggested.times_ms or [0.0]),
        failed=collection.failed,
    )
    return evaluation, suggested.rankings


def _held(qrels: Qrels, places: Mapping[str, int]) -> Qrels:
    """Return the judgements about articles that there are, for stories with at least one relevant candidate."""
    held = {
        story: {target: grade for target, grade in judged.items() if target in places}
        for story, judged in qrels.items()
        if story in places
    }
    return {story: judged for story, judged in held.items() if any(judged.values())}


def suggest(collection: Collection, stories: Iterable[str]) -> Suggested:
    """Ask for the related stories of each story, as its editor had it before linking."""
    rankings: dict[str, Ranking] = {}
    times: list[float] = []
    duplicates = 0
    for story in stories:
        subject = collection.get(story)
        if subject is None:  # gone from the index since the archive was read
            continue
        asking = _before_linking(subject)
        started = time.perf_counter()
        found = related(collection.engine, collection.assembly.analyzer, asking, Options(limit=DEPTH)).stories
        times.append((time.perf_counter() - started) * 1000)
        # By rank: suggestions are diversified, so their order is not that of their scores.
        ids = (collection.own_id(other.document.article.id) for other in found)
        rankings[story] = [(own, -float(rank)) for rank, own in enumerate(ids)]
        duplicates += _duplicates([other.document.article.body for other in found[:SHOWN]])
    return Suggested(rankings=rankings, duplicates=duplicates, times_ms=times)


def _before_linking(story: Document) -> Document:
    """Return the story as its editor had it: what it links now is to be found, not to be left out."""
    return replace(story, article=replace(story.article, links=()))


def _duplicates(bodies: Sequence[str]) -> int:
    """Return how many pairs are the same text, by plain words: a check that shares nothing with what it checks."""
    pairs = combinations([_shingles(body) for body in bodies], 2)
    return sum(len(a & b) >= COPY * len(a | b) for a, b in pairs if a | b)


def _shingles(body: str) -> frozenset[tuple[str, ...]]:
    words = words_of(body)
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _most_used(rankings: Iterable[Ranking]) -> float:
    """Return the largest share of the lists whose shown part holds one and the same article."""
    lists = [{doc for doc, _ in ranking[:SHOWN]} for ranking in rankings]
    uses = Counter(doc for shown in lists for doc in shown)
    return max(uses.values(), default=0) / max(1, len(lists))
