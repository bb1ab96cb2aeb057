"""The executor, stock Whoosh over the same files, and a BM25 written here agree to the last digits.

Stock Whoosh reads the postings with its own matchers and scores them with its own ``bm25``; what it is given is the
idf of ``index.ranking`` and exact lengths, where it would round them to one of 256 values.
"""

import gzip
import json
import math
import random
from collections import Counter
from contextlib import contextmanager
from itertools import islice

import pytest
import whoosh.index
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from whoosh import query, scoring

from index.article import ArticleId
from index.engines.whoosh import WhooshEngine, snapshot_terms
from index.engines.whoosh.deadline import NO_DEADLINE
from index.engines.whoosh.scoring import WEIGHTED_TERMS_B
from index.ranking import K1
from index.schema import ZONES
from index.search import SearchRequest, WeightedTerm, WeightedTerms
from tests.engine_contract import ZONE, built, found, phrase, story

QUERIES = 500
WORDS = ("banjir", "jalan", "pasar", "harga", "jembatan", "naik", "turun", "rusak")


class ExactLengths(scoring.WeightingModel):
    """Whoosh's BM25 with idf and average length handed in, and lengths from the column that keeps them exactly."""

    def __init__(self, idf, average):
        self.idf = idf
        self.average = average

    def scorer(self, searcher, fieldname, text, qf=1):
        return _Scorer(self.idf[text.decode()], self.average, searcher.reader().column_reader("stem_length"))


class _Scorer(scoring.BaseScorer):
    def __init__(self, idf, average, lengths):
        self._idf, self._average, self._lengths = idf, average, lengths

    def supports_block_quality(self):
        return False

    def score(self, matcher):
        length = self._lengths[matcher.id()]
        return scoring.bm25(self._idf, matcher.weight(), length, self._average, WEIGHTED_TERMS_B, K1)


class Collection:
    """Living documents as stems by position, counted plainly."""

    def __init__(self, documents, analyzer):
        self.frequencies, self.lengths = {}, {}
        for document in documents:
            article = document.article
            counts, length = Counter(), 0
            for start, text in ((0, article.title), (1000, article.body)):
                stems = [stem for token in analyzer.tokens(text) for stem in token.stems]
                length += len(stems)
                for position, stem in enumerate(stems, start):
                    counts[stem] += ZONES.weight(position)
            self.frequencies[article.id], self.lengths[article.id] = counts, length
        self.holders = Counter(stem for counts in self.frequencies.values() for stem in counts)
        self.average = sum(self.lengths.values()) / max(1, len(self.lengths))

    def idf(self, stem):
        return math.log(1 + (len(self.lengths) - self.holders[stem] + 0.5) / (self.holders[stem] + 0.5))

    def scores(self, stems):
        scores = {}
        for article_id, counts in self.frequencies.items():
            norm = K1 * (1 - WEIGHTED_TERMS_B + WEIGHTED_TERMS_B * self.lengths[article_id] / self.average)
            parts = [self.idf(stem) * counts[stem] * (K1 + 1) / (counts[stem] + norm) for stem in stems if counts[stem]]
            if parts:
                scores[article_id] = sum(parts)
        return scores


@contextmanager
def stock_searcher(root):
    generation = (root / "CURRENT").read_text().strip()
    with whoosh.index.open_dir(str(root / generation)).searcher() as searcher:
        yield searcher


class Comparison:
    """One index, asked three times; documents go by their numbers, which stock Whoosh and we share."""

    def __init__(self, engine, searcher, collection):
        self.collection = collection
        self.view = engine._current()
        self.searcher = searcher
        snapshot = self.view.snapshot
        self.ids = [snapshot.id_bytes(number).decode() for number in range(snapshot.size)]

    def assert_alike(self, stems):
        executed, stock, plain = self._executed(stems), self._stock(stems), self.collection.scores(stems)
        assert executed.keys() == stock.keys()
        assert {self.ids[number] for number in executed} == plain.keys()
        for number, score in executed.items():
            assert abs(score - stock[number]) < 1e-9
            assert abs(score - plain[self.ids[number]]) < 1e-9

    def _executed(self, stems):
        terms = WeightedTerms(terms=tuple(WeightedTerm(text=stem, weight=1.0) for stem in stems))
        answer = self.view.executor._answer(SearchRequest(query=terms), 10_000, NO_DEADLINE)
        return dict(zip(answer.numbers.tolist(), answer.scores.tolist(), strict=True))

    def _stock(self, stems):
        model = ExactLengths({stem: self.collection.idf(stem) for stem in stems}, self.collection.average)
        self.searcher.weighting = model
        for leaf, _ in self.searcher.leaf_searchers():
            leaf.weighting = model
        hits = self.searcher.search(query.Or([query.Term("stem", stem) for stem in stems]), limit=None)
        return {hit.docnum: hit.score for hit in hits}


@pytest.mark.slow
@pytest.mark.parametrize("lasting", [1, 30], ids=["segments kept joined", "some kept apart"])
def test_five_hundred_queries_score_alike(tmp_path, analyzer, sample_records, monkeypatch, lasting):
    monkeypatch.setattr(snapshot_terms, "LASTING_DOCUMENTS", lasting)
    stories = [story(at, record["title"], record["html"]) for at, record in enumerate(sample_records[::2])]
    engine = built(WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE), stories[:-40])
    for start in (-40, -20):
        with engine.update() as writer:
            for document in stories[start : start + 20 or None]:
                writer.add(document)
            writer.remove(stories[-start].article.id)
    living = [document for document in stories if document.article.id not in {"uji:40", "uji:20"}]
    collection = Collection(living, analyzer)
    titles = [analyzer.tokens(document.article.title) for document in living]
    with stock_searcher(tmp_path / "index") as searcher:
        comparison = Comparison(engine, searcher, collection)
        for stems in random_queries(titles, QUERIES):
            comparison.assert_alike(stems)


def random_queries(titles, count):
    random_ = random.Random(7)
    for _ in range(count):
        tokens = random_.choice(titles)
        chosen = random_.sample(tokens, min(len(tokens), random_.randint(1, 3)))
        yield list(dict.fromkeys(token.stems[0] for token in chosen))


_TEXT = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(_TEXT, _TEXT), min_size=2, max_size=9),
    later=st.lists(st.tuples(st.integers(0, 9), _TEXT), max_size=4),
    removed=st.sets(st.integers(0, 9), max_size=2),
    stems=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True),
)
def test_any_collection_and_query_score_alike(tmp_path_factory, analyzer, texts, later, removed, stems):
    root = tmp_path_factory.mktemp("index") / "index"
    documents = {f"uji:{at}": story(at, *text) for at, text in enumerate(texts)}
    engine = built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), list(documents.values()))
    for at, body in later:
        with engine.update() as writer:
            writer.add(story(at, body=body))
        documents[f"uji:{at}"] = story(at, body=body)
    with engine.update() as writer:
        for at in removed:
            writer.remove(ArticleId(f"uji:{at}"))
            documents.pop(f"uji:{at}", None)
    collection = Collection(documents.values(), analyzer)
    assume(collection.average)
    with stock_searcher(root) as searcher:
        hits = searcher.search(query.Phrase("surface", [stems[0], stems[-1]]), limit=None)
        assert {hit["id"].removeprefix("uji:") for hit in hits} == found(engine, phrase(f"{stems[0]} {stems[-1]}"))
        Comparison(engine, searcher, collection).assert_alike([analyzer.stems(stem)[0] for stem in stems])
    engine.close()


@pytest.mark.shared
@pytest.mark.slow
def test_real_articles_and_queries_score_alike(tmp_path, analyzer, shared_data):
    with gzip.open(shared_data / "data" / "news" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 2000)]
    stories = [story(at, record["title"] or "", record["body"] or "") for at, record in enumerate(records)]
    engine = built(WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE), stories)
    titles = [tokens for document in stories if (tokens := analyzer.tokens(document.article.title))]
    with stock_searcher(tmp_path / "index") as searcher:
        comparison = Comparison(engine, searcher, Collection(stories, analyzer))
        for stems in random_queries(titles, QUERIES):
            comparison.assert_alike(stems)
