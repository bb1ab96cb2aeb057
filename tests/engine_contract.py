"""What every engine must do, as tests: subclass :class:`EngineContract` and provide ``new_engine``.

Scores are checked against a BM25F written here, apart from any engine, straight from the text of ``index.ranking``.
"""

import math
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import Analyzer
from index.article import Annotations, Article, ArticleId, Document, OfficeHolder, RegionCode, Role
from index.engine import Engine, IndexWriter
from index.errors import IndexLocked, IndexMissing
from index.query.ast import (
    Alternatives,
    Clause,
    Group,
    InRegion,
    InSection,
    Near,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    Span,
    Tagged,
    Wildcard,
    WithOfficial,
    Word,
    WrittenBy,
)
from index.ranking import (
    COVERAGE_WEIGHT,
    K1,
    MAX_PREFIX_TERMS,
    RECENCY_DAYS,
    RECENCY_WEIGHT,
    SURFACE_IDF_HEADROOM,
    TIE,
    B,
    Concept,
    EmptyVocabulary,
    Part,
    Plan,
    plan,
)
from index.schema import LEAD_TOKENS, ZONES
from index.search import (
    DateFilter,
    ExcludeIds,
    FacetField,
    FacetFilter,
    Hit,
    InGroup,
    Kind,
    Layer,
    NotAfter,
    SearchRequest,
    SearchResults,
    Sort,
    Variant,
    WeightedTerm,
    WeightedTerms,
)

ZONE = ZoneInfo("Asia/Jakarta")
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
"""Each example makes an engine of its own, and every engine's class runs the same tests."""

AT = Span(start=0, end=1)

NewEngine = Callable[[], Engine]


def story(
    number: int | str,
    title: str = "",
    body: str = "",
    *,
    published: datetime | None = None,
    url: str | None = None,
    aliases: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    byline: str | None = None,
    regions: Sequence[str] = (),
    officials: tuple[OfficeHolder, ...] = (),
    group: int | None = None,
) -> Document:
    article = Article(
        id=ArticleId(f"uji:{number}"),
        title=title,
        body=body,
        published=published,
        url=url,
        aliases=aliases,
        sections=sections,
        tags=tags,
        byline=byline,
    )
    return Document(
        article=article,
        annotations=Annotations(regions=tuple(RegionCode(code) for code in regions), officials=officials),
        group=group,
    )


def folded(hits: Sequence[Hit]) -> list[tuple[str, int]]:
    """The first hit of each group, with how many others the group has, from all hits in order."""
    kept = {hit.document.group or hit.document.article.id: hit for hit in reversed(hits)}.values()
    size = Counter(hit.document.group for hit in hits if hit.document.group is not None)
    return [
        (hit.document.article.id, size[hit.document.group] - 1 if hit.document.group is not None else 0)
        for hit in hits
        if hit in kept
    ]


def built(engine: Engine, documents: Sequence[Document]) -> Engine:
    with engine.rebuild() as writer:
        for document in documents:
            writer.add(document)
    return engine


def cut_off(
    changes: AbstractContextManager[IndexWriter], *, adding: Document, removing: str = "", note: str = ""
) -> None:
    """Begin changes and raise RuntimeError before they end."""
    with changes as writer:
        writer.add(adding)
        writer.checkpoint = note
        writer.remove(ArticleId(removing))
        raise RuntimeError("putus")


def asking(*clauses: Clause) -> Query:
    return Query(clauses=clauses)


def word(text: str, *, title_only: bool = False) -> Word:
    return Word(text=text, span=AT, title_only=title_only)


def near(text: str, distance: int) -> Near:
    return Near(text=text, distance=distance, span=AT)


def phrase(text: str, *, title_only: bool = False) -> Phrase:
    return Phrase(text=text, span=AT, title_only=title_only)


def without(member: Clause) -> Not:
    return Not(member=member, span=AT)


def ids(results: SearchResults) -> list[str]:
    return [hit.document.article.id.removeprefix("uji:") for hit in results.hits]


def found(engine: Engine, *clauses: Clause) -> set[str]:
    return set(ids(engine.search(SearchRequest(query=asking(*clauses), limit=1000))))


def counts(results: SearchResults, facet: FacetField) -> list[tuple[str, int]]:
    return [(count.value, count.count) for count in results.facets[facet]]


_Form = tuple[Sequence[str], int | None]
"""Words, and how many others may stand between them in any order; None: they stand side by side, as given."""


class Reference(EmptyVocabulary):
    """BM25F as ``index.ranking`` and ``index.schema`` describe it, slowly and plainly."""

    def __init__(self, documents: Sequence[Document], analyzer: Analyzer) -> None:
        self.documents = documents
        self.layers = [self._layers(document, analyzer) for document in documents]

    @staticmethod
    def _layers(document: Document, analyzer: Analyzer) -> dict[str, dict[int, str]]:
        """Per layer, the term at each position."""
        layers: dict[str, dict[int, str]] = {"stem": {}, "surface": {}}
        for start, text in ((0, document.article.title), (1000, document.article.body)):
            tokens = analyzer.tokens(text)
            stems = [stem for token in tokens for stem in token.stems]
            layers["stem"] |= dict(enumerate(stems, start))
            layers["surface"] |= dict(enumerate((token.surface for token in tokens), start))
        return layers

    @staticmethod
    def _zone(position: int) -> float:
        return 5.0 if position < 1000 else 2.5 if position < 1060 else 1.0

    def side_by_side(self, layer: Layer, terms: Sequence[str]) -> int:
        """In how many documents the terms stand side by side (as ``index.ranking.Vocabulary``)."""
        return sum(self._frequency(d, layer, (terms, None), False) > 0 for d in range(len(self.documents)))

    def _frequency(self, document: int, layer: str, form: _Form, title_only: bool) -> float:
        terms = self.layers[document][layer]
        words, distance = form
        places = self._in_order(terms, words) if distance is None else self._anyhow(terms, set(words), distance)
        return sum(self._zone(place) for place in places if place < 1000 or not title_only)

    @staticmethod
    def _in_order(terms: dict[int, str], words: Sequence[str]) -> list[int]:
        """Where the words stand side by side: the position of the last one."""
        last = len(words) - 1
        return [at + last for at in terms if all(terms.get(at + step) == text for step, text in enumerate(words))]

    @staticmethod
    def _anyhow(terms: dict[int, str], words: set[str], distance: int) -> list[int]:
        """Where the stretches begin that hold all words, with none inside that does, ends included."""
        stretches = [
            (first, last)
            for first in terms
            for last in range(first, first + len(words) + distance)
            if (first < 1000) == (last < 1000)
            and words <= {terms.get(at, "") for at in range(first, last + 1)}
            and not words <= {terms.get(at, "") for at in range(first + 1, last + 1)}
            and not words <= {terms.get(at, "") for at in range(first, last)}
        ]
        return [first for first, _ in stretches]

    def _idf_of(self, documents: int) -> float:
        return math.log(1 + (len(self.documents) - documents + 0.5) / (documents + 0.5))

    def _idf(self, layer: str, form: _Form, title_only: bool) -> float:
        return self._idf_of(sum(self._frequency(d, layer, form, title_only) > 0 for d in range(len(self.documents))))

    def _layer_score(self, document: int, layer: str, form: _Form, title_only: bool, idf: float) -> float:
        tf = self._frequency(document, layer, form, title_only)
        average = sum(len(layers[layer]) for layers in self.layers) / len(self.layers)
        length = len(self.layers[document][layer])
        return idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average)) if tf else 0.0

    def _concept_idf(self, concept: Concept) -> float:
        only = concept.title_only
        return min(
            self._idf("stem", (form.stems, form.distance), only)
            if form.stems
            else self._idf("surface", (form.surfaces, form.distance), only)
            for form in concept.alternatives
            if form.kind is not Kind.RELATED
        )

    def _worth(self, part: Part) -> float:
        if isinstance(part, Concept):
            return part.weight * self._concept_idf(part)
        return self._idf_of(sum(self._matches(part, number) for number in range(len(self.documents))))

    def _coverage(self, parts: Sequence[Part], document: int) -> float:
        """What share of the query the document holds, by idf; parts that no document holds do not count."""
        worth = {
            at: self._worth(part)
            for at, part in enumerate(parts)
            if any(self._covers(part, other) for other in range(len(self.documents)))
        }
        held = sum(value for at, value in worth.items() if self._covers(parts[at], document))
        return 1 - COVERAGE_WEIGHT * (1 - held / sum(worth.values())) if worth else 1.0

    def _covers(self, part: Part, document: int) -> bool:
        return self._concept(part, document) > 0 if isinstance(part, Concept) else self._matches(part, document)

    def _matches(self, part: Part, document: int) -> bool:
        if isinstance(part, Concept):
            return self._holds(part, document)
        return any(self._satisfies(plan, document) for plan in part.plans)

    def _satisfies(self, asked: Plan, document: int) -> bool:
        if any(self._matches(part, document) for part in asked.excluded):
            return False
        if asked.scored and not asked.required:
            return any(self._matches(part, document) for part in asked.scored)
        return all(self._matches(part, document) for part in asked.required)

    def _score(self, asked: Plan, document: int) -> float:
        """The score of a plan before coverage and recency."""
        return sum(self._part(part, document) for part in (*asked.scored, *asked.required))

    def _part(self, part: Part, document: int) -> float:
        if isinstance(part, Concept):
            return self._concept(part, document)
        return max((self._score(plan, document) for plan in part.plans if self._satisfies(plan, document)), default=0.0)

    def _concept(self, concept: Concept, document: int) -> float:
        only = concept.title_only
        lowest = self._concept_idf(concept)
        best = 0.0
        for form in concept.alternatives:
            stem = surface = 0.0
            if form.stems:
                own = self._idf("stem", (form.stems, form.distance), only)
                idf = min(own, lowest) if form.kind is Kind.RELATED else lowest
                stem = self._layer_score(document, "stem", (form.stems, form.distance), only, idf)
            if form.surfaces:
                idf = min(self._idf("surface", (form.surfaces, form.distance), only), lowest + SURFACE_IDF_HEADROOM)
                surface = self._layer_score(document, "surface", (form.surfaces, form.distance), only, idf)
            best = max(best, form.weight * (max(stem, surface) + TIE * min(stem, surface)))
        return concept.weight * best

    def _holds(self, concept: Concept, document: int) -> bool:
        meant = tuple(form for form in concept.alternatives if form.kind is not Kind.RELATED)
        return self._concept(replace(concept, alternatives=meant), document) > 0

    def _recency(self, document: int) -> float:
        published = self.documents[document].article.published
        if published is None:
            return 1.0
        newest = max(d.article.published for d in self.documents if d.article.published is not None)
        days = (int(newest.timestamp()) - int(published.timestamp())) / 86_400
        return 1.0 + RECENCY_WEIGHT * math.exp(-days / RECENCY_DAYS)

    def scores(self, asked: Plan) -> dict[str, float]:
        parts = (*asked.scored, *asked.required)
        return {
            document.article.id: self._score(asked, at) * self._coverage(parts, at) * self._recency(at)
            for at, document in enumerate(self.documents)
            if self._satisfies(asked, at)
        }


# Words whose forms meet in one stem, a compound that is written together or apart, and a function word.
_WORDS = ("banjir", "jalan", "perjalanan", "kerjasama", "kerja", "sama", "pasar", "pasarnya", "harga", "yang")
_TEXTS = st.builds(
    lambda words, times: " ".join(words * times), st.lists(st.sampled_from(_WORDS), max_size=8), st.integers(1, 12)
)
_STORIES = st.lists(
    st.tuples(_TEXTS.map(lambda text: text[:120]), _TEXTS, st.one_of(st.none(), st.integers(0, 900))),
    min_size=1,
    max_size=7,
)
_PLAIN = st.builds(word, st.sampled_from(_WORDS), title_only=st.booleans())
_QUOTED = st.builds(
    lambda words, title_only: phrase(" ".join(words), title_only=title_only),
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3),
    st.booleans(),
)
_TOGETHER = st.builds(
    lambda words, distance, title_only: Near(text=" ".join(words), distance=distance, span=AT, title_only=title_only),
    st.lists(st.sampled_from(_WORDS), min_size=2, max_size=3),
    st.integers(0, 4),
    st.booleans(),
)
_TERMS = st.one_of(_PLAIN, _QUOTED, _TOGETHER)
_GROUPS = st.builds(
    lambda clauses: Group(clauses=tuple(clauses), span=AT),
    st.lists(st.one_of(_TERMS, _TERMS.map(without)), min_size=2, max_size=3),
)
_EITHER = st.builds(
    lambda members: Alternatives(members=tuple(members), span=AT),
    st.lists(st.one_of(_PLAIN, _TERMS, _GROUPS), min_size=2, max_size=3),
)
_CLAUSES = st.one_of(_PLAIN, _TERMS, _EITHER, _GROUPS, _TERMS.map(without), _GROUPS.map(without), _EITHER.map(without))
_FIRST_DAY = datetime(2022, 3, 1, 5, tzinfo=UTC)


class EngineContract:
    """The tests; ``new_engine`` gives an engine without an index, another one at each call.

    Attributes:
        score_tolerance: How far scores may be from the formula, relatively: an engine may count in single precision.
        counts_neighbourhoods_plainly: A stretch of text in which words stand near one another counts as one occurrence
            however far apart they are; else scores of queries for them are not compared.
    """

    score_tolerance = 1e-9
    counts_neighbourhoods_plainly = True

    @pytest.fixture
    def new_engine(self) -> NewEngine:
        raise NotImplementedError

    @pytest.fixture
    def engine(self, new_engine: NewEngine) -> Engine:
        return new_engine()

    # Ranking

    @settings(max_examples=40, deadline=None, suppress_health_check=SHARED)
    @given(stories=_STORIES, clauses=st.lists(_CLAUSES, min_size=1, max_size=4))
    def test_scores_are_those_of_the_formula(self, new_engine, analyzer, stories, clauses):
        documents = [
            story(at, title, body, published=None if days is None else _FIRST_DAY + timedelta(days=days))
            for at, (title, body, days) in enumerate(stories)
        ]
        query = asking(*clauses)
        engine = built(new_engine(), documents)
        results = engine.search(SearchRequest(query=query, limit=100))
        engine.close()
        reference = Reference(documents, analyzer)
        expected = reference.scores(plan(query, analyzer, reference))
        scores = {hit.document.article.id: hit.score for hit in results.hits}
        if self.counts_neighbourhoods_plainly or not _asks_for_neighbourhoods(clauses):
            assert scores == pytest.approx(expected, rel=self.score_tolerance)
        assert scores.keys() == expected.keys()
        assert results.total == len(expected)
        order = [(-hit.score, _never_newer(hit.document), hit.document.article.id) for hit in results.hits]
        assert order == sorted(order)

    @pytest.mark.parametrize("title_only", [True, False])
    def test_a_word_that_is_asked_for_twice_counts_twice(self, engine, title_only):
        built(engine, [story(1, "Banjir di pasar"), story(2, "Harga beras")])
        asked = word("banjir", title_only=title_only)
        once, twice = (engine.search(SearchRequest(query=asking(*words))) for words in ([asked], [asked, asked]))
        assert twice.hits[0].score == pytest.approx(2 * once.hits[0].score, rel=self.score_tolerance)

    def test_scores_after_changes_are_those_of_an_index_built_afresh(self, new_engine):
        stories = [story(n, f"Harga pasar {n}", "banjir " * n + "jalan") for n in range(8)]
        changed = built(new_engine(), stories)
        with changed.update() as writer:
            writer.remove(ArticleId("uji:7"))
            writer.add(story(2, "Jalan", "harga pasar naik"))
        fresh = built(new_engine(), [*stories[:2], story(2, "Jalan", "harga pasar naik"), *stories[3:7]])
        request = SearchRequest(query=asking(word("harga"), word("banjir"), phrase("jalan")), limit=20)
        scores = [{h.document.article.id: h.score for h in e.search(request).hits} for e in (changed, fresh)]
        assert scores[0] == pytest.approx(scores[1], rel=self.score_tolerance)

    def test_the_headline_counts_more_than_the_body(self, engine):
        built(engine, [story(1, "Kabar desa", "banjir"), story(2, "Banjir", "kabar desa")])
        assert ids(engine.search(SearchRequest(query=asking(word("banjir"))))) == ["2", "1"]

    def test_a_phrase_counts_in_the_zone_where_it_ends(self, engine):
        before = [LEAD_TOKENS - 2, LEAD_TOKENS - 1, LEAD_TOKENS]
        built(engine, [story(n, body="kata " * n + "jalan rusak" + " kata" * (70 - n)) for n in before])
        hits = engine.search(SearchRequest(query=asking(phrase("jalan rusak")))).hits
        inside, across, behind = sorted((hit.score for hit in hits), reverse=True)
        assert inside > across == pytest.approx(behind, rel=self.score_tolerance)

    def test_a_story_with_all_that_was_asked_comes_before_one_with_more_of_half_of_it(self, engine):
        built(
            engine,
            [
                story(1, "Banjir, banjir", "banjir " * 9),
                story(2, "Kabar desa", "hari ini warga bicara soal banjir dan pasar"),
                *(story(n, "Kabar", "warga desa") for n in range(3, 9)),
            ],
        )
        assert ids(engine.search(SearchRequest(query=asking(word("banjir"), word("pasar")))))[0] == "2"

    def test_a_related_word_lifts_a_story_but_finds_none(self, engine):
        built(engine, [story(1, "Pemkab"), story(2, "Rapat pemkab"), story(3, "Rapat bupati"), story(4, "Rapat warga")])
        results = engine.search(SearchRequest(query=asking(word("bupati"), word("rapat"))))
        assert ids(results) == ["3", "2", "4"]

    def test_any_form_of_a_word_is_found(self, engine):
        built(engine, [story(1, body="warga memperbaiki jembatan"), story(2, body="jembatan diperbaiki")])
        assert found(engine, word("perbaikan")) == {"1", "2"}

    def test_equal_scores_go_to_the_newer_story_and_then_to_the_smaller_id(self, engine):
        day = datetime(2024, 1, 1, tzinfo=UTC)
        built(engine, [story("b"), story("c", published=day), story("a"), story("d", published=day)])
        assert ids(engine.search(SearchRequest())) == ["c", "d", "a", "b"]

    def test_weighted_terms_add_up_and_rare_ones_count_more(self, engine):
        bodies = ["banjir pasar", "banjir", "pasar", "banjir", "banjir", "harga"]
        built(engine, [story(n, body=body) for n, body in enumerate(bodies)])
        terms = (WeightedTerm(text="banjir", weight=1.0), WeightedTerm(text="pasar", weight=1.0))
        results = engine.search(SearchRequest(query=WeightedTerms(terms=terms)))
        assert results.total == 5
        assert ids(results)[:2] == ["0", "2"]

    # Matching

    def test_an_empty_query_matches_everything(self, engine):
        built(engine, [story(n) for n in range(3)])
        assert engine.search(SearchRequest()).total == 3

    def test_a_phrase_is_required_in_order_and_side_by_side(self, engine):
        built(
            engine,
            [
                story(1, body="jalan rusak di pasar"),
                story(2, body="rusak jalan di pasar"),
                story(3, body="jalan sangat rusak"),
                story(4, "Jalan", "rusak"),
            ],
        )
        assert found(engine, phrase("jalan rusak")) == {"1"}
        assert found(engine, phrase("jalan rusak"), word("sangat")) == {"1"}

    def test_a_phrase_that_no_story_holds_is_searched_by_its_words_and_said_to_be(self, engine):
        built(engine, [story(1, body="jalan desa rusak"), story(2, body="pasar desa"), story(3, body="harga naik")])
        results = engine.search(SearchRequest(query=asking(phrase("rusak jalan"), word("pasar")), relax=True))
        assert set(ids(results)) == {"1", "2"}
        assert results.relaxed == ("rusak jalan",)
        strict = engine.search(SearchRequest(query=asking(phrase("pasar desa"), word("jalan")), relax=True))
        assert (ids(strict), strict.relaxed) == (["2"], ())

    def test_a_joined_word_finds_the_two_words_it_consists_of(self, engine):
        apart = [story(n, body="kabar lentera pasar hari ini") for n in range(5)]
        built(engine, [*apart, story("joined", body="kabar lenterapasar hari ini"), story("other", body="harga")])
        results = engine.search(SearchRequest(query=asking(word("lenterapasar"))))
        assert ids(results)[0] == "joined"
        assert set(ids(results)) == {"joined", "0", "1", "2", "3", "4"}
        assert results.variants == (Variant(typed="lenterapasar", used="lentera pasar"),)

    def test_a_name_is_found_in_its_other_spellings_behind_the_one_typed(self, engine):
        built(engine, [story(1, "Achmad"), story(2, "Ahmad"), story(3, "Ahmad"), story(4, "Rahmat")])
        results = engine.search(SearchRequest(query=asking(word("achmad"))))
        assert ids(results)[0] == "1"
        assert set(ids(results)) == {"1", "2", "3"}
        assert results.variants == (Variant(typed="achmad", used="ahmad"),)

    def test_a_phrase_of_one_word_asks_for_that_form(self, engine):
        built(engine, [story(1, body="perbaikan"), story(2, body="diperbaiki")])
        assert found(engine, phrase("diperbaiki")) == {"2"}

    def test_a_title_word_is_not_found_in_the_body(self, engine):
        built(engine, [story(1, "Banjir besar", "pasar"), story(2, "Pasar", "banjir besar")])
        assert found(engine, word("banjir", title_only=True)) == {"1"}
        assert found(engine, phrase("banjir besar", title_only=True)) == {"1"}

    def test_excluded_words_phrases_and_prefixes_leave_stories_out(self, engine):
        built(engine, [story(1, body="banjir di pasar lama"), story(2, body="banjir di pasar baru"), story(3)])
        assert found(engine, word("banjir"), without(word("lama"))) == {"2"}
        assert found(engine, word("banjir"), without(phrase("pasar baru"))) == {"1"}
        assert found(engine, without(Prefix(text="banj", span=AT))) == {"3"}

    def test_a_prefix_finds_every_word_that_begins_so(self, engine):
        built(engine, [story(1, body="pasarnya"), story(2, body="pasar"), story(3, body="apsar")])
        assert found(engine, Prefix(text="pasa", span=AT)) == {"1", "2"}

    def test_a_prefix_that_no_word_begins_with_finds_nothing(self, engine):
        built(engine, [story(1, body="pasar")])
        assert found(engine, Prefix(text="zz", span=AT)) == set()
        assert found(engine, word("pasar"), without(Prefix(text="zz", span=AT))) == {"1"}

    def test_a_prefix_of_more_words_than_are_looked_up_takes_the_frequent_ones(self, engine):
        rare = [story(f"r{n}", body=f"kata{n:03}") for n in range(MAX_PREFIX_TERMS + 20)]
        common = [story(f"c{n}", body="katak") for n in range(3)]
        built(engine, [*rare, *common])
        assert {"c0", "c1", "c2"} <= found(engine, Prefix(text="kata", span=AT))

    def test_one_of_several_alternatives_is_enough(self, engine):
        built(engine, [story(1, body="banjir"), story(2, body="pasar baru"), story(3, body="pasar lama")])
        either = Alternatives(members=(word("banjir"), phrase("pasar baru")), span=AT)
        assert found(engine, either) == {"1", "2"}

    def test_words_near_one_another_stand_in_any_order_with_few_others_between(self, engine):
        built(
            engine,
            [
                story(1, body="dana untuk desa itu"),
                story(2, body="desa yang kaya itu punya dana"),
                story(3, body="dana satu dua tiga empat lima enam desa"),
                story(4, "Dana", "desa"),
                story(5, body="dana pendanaan"),
            ],
        )
        assert found(engine, near("dana desa", 0)) == set()
        assert found(engine, near("dana desa", 1)) == {"1"}
        assert found(engine, near("dana desa", 4)) == {"1", "2"}
        assert found(engine, near("desa dana", 6)) == {"1", "2", "3"}

    def test_a_wildcard_finds_every_word_of_its_form(self, engine):
        built(engine, [story(1, body="pengelolaan"), story(2, body="penggunaan"), story(3, body="pengelola")])
        assert found(engine, Wildcard(pattern="peng*an", span=AT)) == {"1", "2"}
        assert found(engine, Wildcard(pattern="peng*la*", span=AT)) == {"1", "3"}
        assert found(engine, without(Wildcard(pattern="peng*an", span=AT))) == {"3"}
        assert found(engine, Wildcard(pattern="peng*x", span=AT)) == set()

    def test_a_group_is_one_thing_behind_a_minus_and_beside_or(self, engine):
        built(engine, [story(1, body="banjir pasar"), story(2, body="banjir"), story(3, body="harga karet")])
        both = Group(clauses=(phrase("banjir"), phrase("pasar")), span=AT)
        any_of_them = Group(clauses=(word("banjir"), word("pasar")), span=AT)
        assert found(engine, without(both)) == {"2", "3"}
        assert found(engine, without(any_of_them)) == {"3"}
        assert found(engine, Alternatives(members=(both, word("karet")), span=AT)) == {"1", "3"}
        kept = Group(clauses=(word("banjir"), without(word("pasar"))), span=AT)
        assert found(engine, Alternatives(members=(kept, word("karet")), span=AT)) == {"2", "3"}
        assert found(engine, without(without(word("banjir")))) == {"1", "2"}

    def test_restrictions_may_be_alternatives(self, engine):
        built(
            engine,
            [
                story(1, body="banjir", regions=("15.06",)),
                story(2, body="banjir", regions=("15.05",)),
                story(3, body="pasar", sections=("Ekonomi",)),
            ],
        )
        west, east = (InRegion(code=RegionCode(code), span=AT) for code in ("15.06", "15.05"))
        economy = InSection(name="ekonomi", span=AT)
        assert found(engine, Alternatives(members=(west, economy), span=AT)) == {"1", "3"}
        assert found(engine, word("banjir"), Alternatives(members=(west, economy), span=AT)) == {"1"}
        assert found(engine, without(Alternatives(members=(west, east), span=AT))) == {"3"}
        in_west = Group(clauses=(word("banjir"), without(west)), span=AT)
        assert found(engine, Alternatives(members=(in_west, word("pasar")), span=AT)) == {"2", "3"}
        nothing = Group(clauses=(word("https://contoh.example/a"),), span=AT)
        assert found(engine, Alternatives(members=(nothing, word("pasar")), span=AT)) == {"3"}

    def test_words_that_no_story_holds_find_nothing(self, engine):
        built(engine, [story(1, body="pasar")])
        assert found(engine, word("banjir")) == found(engine, phrase("pasar banjir")) == set()

    def test_a_misspelt_word_is_searched_as_the_frequent_one_and_said_so(self, engine):
        built(engine, [story(n, body="pelabuhan") for n in range(12)])
        results = engine.search(SearchRequest(query=asking(word("pelabuan"))))
        assert results.total == 12
        assert [(c.typed, c.used) for c in results.corrections] == [("pelabuan", "pelabuhan")]

    @pytest.mark.parametrize("text", ["\0", "\ud800", "🏚️", "عاجل", "e" + "\u0301" * 500, "a" * 50_000, "*", "((("])
    def test_hostile_text_is_stored_and_searched_without_trouble(self, engine, text):
        built(engine, [story(1, text, f"banjir {text} banjir", sections=(text,))])
        query = asking(word(text), phrase(text), Prefix(text=text, span=AT), word("banjir"))
        engine.search(SearchRequest(query=query, facets=tuple(FacetField)))
        assert found(engine, word("banjir")) == {"1"}

    # Restrictions in the query

    def test_a_region_includes_the_regions_inside_it(self, engine):
        built(engine, [story(1, regions=["15.06.01"]), story(2, regions=["15.07"]), story(3, regions=["15"]), story(4)])
        assert found(engine, InRegion(code=RegionCode("15.06"), span=AT)) == {"1"}
        assert found(engine, InRegion(code=RegionCode("15"), span=AT)) == {"1", "2", "3"}
        assert found(engine, without(InRegion(code=RegionCode("15.06"), span=AT))) == {"2", "3", "4"}

    def test_officials_are_found_by_office_region_and_person(self, engine):
        west, jambi = RegionCode("15.06"), RegionCode("15.71")
        built(
            engine,
            [
                story(1, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", region=west),)),
                story(2, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", role=Role.FORMER),)),
                story(3, officials=(OfficeHolder(title="wali-kota", person="Ratna Dewi", region=jambi),)),
                story(4, officials=(OfficeHolder(title="bupati", region=jambi, role=Role.ACTING),)),
            ],
        )

        def named(title: str | None = None, region: RegionCode | None = None, person: str | None = None) -> set[str]:
            return found(engine, WithOfficial(title=title, region=region, person=person, span=AT))

        assert named(title="bupati") == {"1", "4"}
        assert named(title="bupati", region=west) == {"1"}
        assert named(person="sulaiman hadi") == {"1", "2"}
        assert named(person="Ratna") == {"3"}
        assert named(title="bupati", person="Ratna Dewi") == set()

    def test_sections_tags_and_authors_are_found_under_any_spelling(self, engine):
        built(
            engine,
            [
                story(1, sections=("Info Haji", "Daerah"), tags=("Dana Desa",), byline="Anwar S."),
                story(2, sections=("Haji",), tags=("dana", "日本"), byline="as"),
            ],
        )
        for name in ("info haji", "INFO-HAJI", "Info  Haji"):
            assert found(engine, InSection(name=name, span=AT)) == {"1"}
        assert found(engine, Tagged(name="dana desa", span=AT)) == {"1"}
        assert found(engine, Tagged(name="日本", span=AT)) == found(engine, Tagged(name="DANA", span=AT)) == {"2"}
        assert (
            found(engine, WrittenBy(name="anwar", span=AT))
            == found(engine, WrittenBy(name="S Anwar", span=AT))
            == {"1"}
        )
        assert found(engine, WrittenBy(name="AS", span=AT)) == {"2"}
        assert found(engine, without(Tagged(name="dana", span=AT))) == {"1"}

    def test_days_are_local_days(self, engine):
        late = datetime(2023, 12, 31, 23, 30, tzinfo=ZONE)
        built(engine, [story(1, published=late), story(2, published=late + timedelta(hours=1)), story(3)])
        last_of_year = PublishedBetween(first=date(2023, 12, 31), last=date(2023, 12, 31), span=AT)
        assert found(engine, last_of_year) == {"1"}
        assert found(engine, PublishedBetween(first=date(2024, 1, 1), last=None, span=AT)) == {"2"}
        request = SearchRequest(facets=(FacetField.YEAR, FacetField.MONTH, FacetField.DAY))
        results = engine.search(request)
        assert counts(results, FacetField.YEAR) == [("2023", 1), ("2024", 1)]
        assert counts(results, FacetField.MONTH) == [("2023-12", 1), ("2024-01", 1)]
        assert counts(results, FacetField.DAY) == [("2023-12-31", 1), ("2024-01-01", 1)]

    # Filters and facets

    def test_values_of_one_facet_widen_and_facets_narrow(self, engine):
        built(
            engine,
            [
                story(1, regions=["15.06"], sections=("Daerah",)),
                story(2, regions=["15.07"], sections=("Daerah",)),
                story(3, regions=["15.07"], sections=("Olahraga",)),
            ],
        )
        regions = FacetFilter(field=FacetField.REGION, values=("15.06", "15.07"))
        daerah = FacetFilter(field=FacetField.SECTION, values=("Daerah",))
        assert engine.search(SearchRequest(filters=(regions,))).total == 3
        assert engine.search(SearchRequest(filters=(regions, daerah))).total == 2

    def test_a_facet_is_counted_under_all_filters_but_its_own(self, engine):
        built(
            engine,
            [
                story(1, regions=["15.06"], sections=("Daerah",)),
                story(2, regions=["15.07"], sections=("Daerah",)),
                story(3, regions=["15.07"], sections=("Olahraga",)),
            ],
        )
        results = engine.search(
            SearchRequest(
                filters=(FacetFilter(field=FacetField.REGION, values=("15.06",)),),
                facets=(FacetField.REGION, FacetField.SECTION),
            )
        )
        assert results.total == 1
        assert counts(results, FacetField.REGION) == [("15", 3), ("15.07", 2), ("15.06", 1)]
        assert counts(results, FacetField.SECTION) == [("Daerah", 1)]

    def test_years_months_days_and_ranges_are_one_facet(self, engine):
        days = [datetime(2023, 5, 1, tzinfo=ZONE), datetime(2024, 2, 1, tzinfo=ZONE), datetime(2024, 2, 9, tzinfo=ZONE)]
        built(engine, [story(n, published=day) for n, day in enumerate(days)])
        filters = (
            FacetFilter(field=FacetField.MONTH, values=("2024-02",)),
            DateFilter(first=date(2024, 2, 5), last=None),
        )
        results = engine.search(SearchRequest(filters=filters, facets=(FacetField.YEAR, FacetField.MONTH)))
        assert ids(results) == ["2"]
        assert counts(results, FacetField.YEAR) == [("2023", 1), ("2024", 2)]
        assert counts(results, FacetField.MONTH) == [("2023-05", 1), ("2024-02", 2)]

    def test_a_ticked_value_is_listed_at_zero_and_beyond_the_limit(self, engine):
        built(engine, [story(n, body="banjir", sections=(f"Rubrik {n % 4}",)) for n in range(9)])
        ticked = FacetFilter(field=FacetField.SECTION, values=("Rubrik 3", "Tak ada"))
        request = SearchRequest(
            query=asking(word("banjir")), filters=(ticked,), facets=(FacetField.SECTION,), facet_limit=1
        )
        expected = [("Rubrik 0", 3), ("Rubrik 3", 2), ("Tak ada", 0)]
        assert counts(engine.search(request), FacetField.SECTION) == expected

    def test_values_that_are_no_dates_match_nothing(self, engine):
        built(engine, [story(1, published=datetime(2024, 1, 1, tzinfo=UTC))])
        for value in ("", "abc", "2024-13", "9" * 400, "²"):
            wanted = FacetFilter(field=FacetField.YEAR, values=(value,))
            assert engine.search(SearchRequest(filters=(wanted,))).total == 0

    def test_offices_count_while_held_and_persons_always(self, engine):
        west = RegionCode("15.06")
        built(
            engine,
            [
                story(1, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", region=west),)),
                story(
                    2, officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi", region=west, role=Role.FORMER),)
                ),
            ],
        )
        results = engine.search(SearchRequest(facets=(FacetField.OFFICE, FacetField.PERSON)))
        assert counts(results, FacetField.OFFICE) == [("bupati@15.06", 1)]
        assert counts(results, FacetField.PERSON) == [("sulaiman-hadi", 2)]

    def test_not_after_keeps_the_moment_itself_and_undated_stories(self, engine):
        moment = datetime(2024, 3, 1, 10, 0, 0, tzinfo=ZONE)
        built(engine, [story(1, published=moment), story(2, published=moment + timedelta(seconds=1)), story(3)])
        results = engine.search(SearchRequest(filters=(NotAfter(moment=moment.astimezone(UTC)),)))
        assert set(ids(results)) == {"1", "3"}

    def test_excluded_ids_are_left_out_and_unknown_ones_do_no_harm(self, engine):
        built(engine, [story(1), story(2)])
        excluded = ExcludeIds(ids=frozenset({ArticleId("uji:1"), ArticleId("uji:99")}))
        assert ids(engine.search(SearchRequest(filters=(excluded,)))) == ["2"]

    # Pages

    def test_pages_follow_one_another_and_end(self, engine):
        built(engine, [story(f"{n:02}", body="banjir") for n in range(25)])
        pages = [
            engine.search(SearchRequest(query=asking(word("banjir")), offset=start, limit=10))
            for start in (0, 10, 20, 30)
        ]
        assert [hit for page in pages for hit in ids(page)] == [f"{n:02}" for n in range(25)]
        assert ids(pages[3]) == []
        assert {page.total for page in pages} == {25}

    def test_a_limit_of_nothing_still_counts(self, engine):
        built(engine, [story(1, sections=("Daerah",))])
        results = engine.search(SearchRequest(limit=0, facets=(FacetField.SECTION,)))
        assert (results.hits, results.total) == ((), 1)
        assert counts(results, FacetField.SECTION) == [("Daerah", 1)]

    def test_undated_stories_come_last_by_date(self, engine):
        day = datetime(2024, 1, 1, tzinfo=UTC)
        built(engine, [story("u"), story("n", published=day + timedelta(days=1)), story("o", published=day)])
        assert ids(engine.search(SearchRequest(sort=Sort.NEWEST))) == ["n", "o", "u"]
        assert ids(engine.search(SearchRequest(sort=Sort.OLDEST))) == ["o", "n", "u"]

    # Near-duplicates

    @settings(max_examples=12, deadline=None, suppress_health_check=SHARED)
    @given(
        stories=st.lists(
            st.tuples(st.sampled_from([None, None, 1, 2, 3]), st.integers(0, 2), st.integers(1, 3)), max_size=12
        ),
        sort=st.sampled_from(Sort),
        page=st.integers(1, 5),
    )
    def test_of_each_group_the_first_hit_is_shown_on_whatever_page(self, new_engine, stories, sort, page):
        documents = [
            story(at, body="banjir " * times, published=_FIRST_DAY + timedelta(days=day), group=group)
            for at, (group, day, times) in enumerate(stories)
        ]
        engine = built(new_engine(), documents)
        asked = SearchRequest(query=asking(word("banjir")), sort=sort, limit=page)
        expected = folded(engine.search(replace(asked, limit=100)).hits)
        pages = [engine.search(replace(asked, fold=True, offset=start)) for start in range(0, len(stories) + 1, page)]
        engine.close()
        assert [(hit.document.article.id, hit.similar) for each in pages for hit in each.hits] == expected
        assert {(each.total, each.listed) for each in pages} == {(len(stories), len(expected))}

    def test_folding_leaves_totals_and_facets_as_they_are(self, engine):
        built(engine, [story(n, body="banjir", sections=("Daerah",), group=7) for n in range(3)])
        results = engine.search(SearchRequest(fold=True, facets=(FacetField.SECTION,)))
        assert (results.total, results.folded, results.listed, len(results.hits)) == (3, 2, 1, 1)
        assert counts(results, FacetField.SECTION) == [("Daerah", 3)]

    def test_only_what_matches_counts_as_similar(self, engine):
        built(engine, [story(1, body="banjir", group=7), story(2, body="pasar", group=7), story(3, group=7)])
        (hit,) = engine.search(SearchRequest(query=asking(word("banjir")), fold=True)).hits
        assert (hit.similar, hit.document.group) == (0, 7)

    def test_a_group_can_be_asked_for(self, engine):
        built(engine, [story(1, group=7), story(2), story(3, group=7), story(4, group=8)])
        assert set(ids(engine.search(SearchRequest(filters=(InGroup(group=7),))))) == {"1", "3"}
        for unknown in (0, -1, 9, 10**30):
            assert ids(engine.search(SearchRequest(filters=(InGroup(group=unknown),)))) == []

    def test_groups_follow_changes_and_removals(self, engine):
        built(engine, [story(n, body="banjir " * (4 - n), group=7) for n in (1, 2, 3)])
        asked = SearchRequest(query=asking(word("banjir")), fold=True)
        assert [hit.similar for hit in engine.search(asked).hits] == [2]
        with engine.update() as writer:
            writer.remove(ArticleId("uji:1"))
        assert [hit.similar for hit in engine.search(asked).hits] == [1]
        with engine.update() as writer:
            writer.add(story(3, body="banjir"))
        assert [hit.similar for hit in engine.search(asked).hits] == [0, 0]

    # Documents

    def test_a_document_comes_back_as_it_went_in(self, engine):
        document = story(
            1,
            "Judul “kutip” 🏚️",
            "Paragraf satu.\n\nParagraf dua.",
            published=datetime(2024, 2, 20, 14, 5, 9, 123, tzinfo=ZONE),
            url="https://contoh.example/a",
            sections=("Daerah", "Ekonomi"),
            regions=["15.06"],
            officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi"),),
            group=3,
        )
        built(engine, [document])
        assert engine.get(document.article.id) == document
        assert engine.get(ArticleId("uji:tak ada")) is None

    def test_an_article_is_found_by_any_spelling_of_its_addresses(self, engine):
        built(
            engine,
            [
                story(1, url="https://www.contoh.example/2024/banjir/", aliases=("http://contoh.example/?p=17",)),
                story(2, url="https://contoh.example/?p=18"),
            ],
        )

        def at(url: str) -> str | None:
            document = engine.find_by_url(url)
            return document.article.id if document is not None else None

        assert at("http://contoh.example/2024/banjir?utm_source=wa#atas") == "uji:1"
        assert at("https://contoh.example?p=17") == "uji:1"
        assert at("https://contoh.example/?p=18&fbclid=x") == "uji:2"
        assert at("https://contoh.example/lain") is None
        assert at("http://[") is None
        assert at("a" * 100_000) is None

    def test_term_statistics_count_living_articles(self, engine):
        built(engine, [story(1, body="banjir"), story(2, body="banjir"), story(3, body="pasar")])
        with engine.update() as writer:
            writer.remove(ArticleId("uji:1"))
        statistics = engine.term_statistics(["pasar", "banjir", "tak-ada"])
        assert [(s.text, s.articles) for s in statistics] == [("pasar", 1), ("banjir", 1), ("tak-ada", 0)]

    def test_term_vectors_weigh_by_zone_and_know_no_strangers(self, engine):
        built(
            engine,
            [
                story(1, title="Banjir", body="banjir bandang " + "kata " * 60 + "banjir"),
                story(2, body="pasar"),
                story(3, body="pasar"),
            ],
        )
        with engine.update() as writer:
            writer.add(story(4, body="bandang pasar pasar"))
            writer.remove(ArticleId("uji:3"))
        asked = [ArticleId(f"uji:{n}") for n in (4, 1, 3, 99)]
        vectors = engine.term_vectors(asked, ["bandang", "banjir", "tak-ada"])
        assert [vector.article_id for vector in vectors] == asked
        lead, title, body = ZONES.lead, ZONES.title, ZONES.body
        assert vectors[0].frequencies == (lead, 0.0, 0.0)
        assert vectors[1].frequencies == (lead, title + lead + body, 0.0)
        assert [vector.length for vector in vectors] == [3, 64, 0, 0]
        assert not any(vectors[2].frequencies + vectors[3].frequencies)

    def test_an_empty_index_has_empty_term_vectors(self, engine):
        built(engine, [])
        (vector,) = engine.term_vectors([ArticleId("uji:1")], ["banjir"])
        assert (vector.frequencies, vector.length) == ((0.0,), 0)

    def test_words_that_begin_so_come_with_the_number_of_living_articles(self, engine):
        bodies = ["banjir bandang", "banjir", "banjir", "bantuan", "pasar"]
        built(engine, [story(n, body=body) for n, body in enumerate(bodies)])
        with engine.update() as writer:
            writer.remove(ArticleId("uji:3"))
        assert [(w.text, w.articles) for w in engine.words_beginning("ban", 5)] == [("banjir", 3), ("bandang", 1)]
        assert [w.text for w in engine.words_beginning("ban", 1)] == ["banjir"]
        assert [
            *engine.words_beginning("", 5),
            *engine.words_beginning("x", 5),
            *engine.words_beginning("b" * 99, 5),
        ] == []

    def test_words_beside_others_are_counted_there_and_the_telling_ones_come_first(self, engine):
        bodies = ["warga kebanjiran bandang baru"] * 3 + ["kabar baru"] * 5 + ["batang"]
        built(engine, [story(n, body=body) for n, body in enumerate(bodies)])
        beside = [(w.text, w.articles) for w in engine.words_beginning("ba", 5, beside=["banjir"])]
        assert beside == [("bandang", 3), ("baru", 3)]
        assert not engine.words_beginning("ba", 5, beside=["banjir", "tak-ada"])

    def test_words_like_a_misspelt_one_stand_in_the_index(self, engine):
        built(engine, [story(n, body="pembangunan pasar") for n in range(3)] + [story(9, body="pembangunnan")])
        assert [w.text for w in engine.words_like("pembangnan", 5)] == ["pembangunan", "pembangunnan"]
        assert [w.text for w in engine.words_like("pasr", 5)] == ["pasar"]
        for word in ("pasarr" * 20, "", "psr"):
            assert not engine.words_like(word, 5)

    # Changes

    def test_adding_replaces_the_article_with_the_same_id(self, engine):
        built(engine, [story(1, body="banjir"), story(2, body="pasar")])
        with engine.update() as writer:
            writer.add(story(1, body="harga"))
        assert found(engine, word("banjir")) == set()
        assert found(engine, word("harga")) == {"1"}
        assert engine.info().articles == 2

    def test_of_one_id_added_twice_the_last_counts(self, engine):
        built(engine, [story(1, body="banjir"), story(1, body="pasar")])
        assert (found(engine, word("banjir")), found(engine, word("pasar"))) == (set(), {"1"})
        with engine.update() as writer:
            writer.add(story(1, body="harga"))
            writer.add(story(1, body="jalan"))
        assert (found(engine, word("harga")), found(engine, word("jalan"))) == (set(), {"1"})
        assert engine.search(SearchRequest()).total == 1

    def test_what_is_added_and_removed_in_one_go_is_gone(self, engine):
        built(engine, [story(1)])
        with engine.update() as writer:
            writer.add(story(2))
            writer.remove(ArticleId("uji:2"))
            writer.remove(ArticleId("uji:1"))
            writer.remove(ArticleId("uji:tak ada"))
        assert engine.search(SearchRequest()).total == 0

    def test_every_change_gives_another_revision(self, engine):
        built(engine, [story(1)])
        seen = [engine.revision(), engine.revision()]
        with engine.update() as writer:
            writer.add(story(1, "Kabar"))
        seen.append(engine.revision())
        built(engine, [story(1)])
        seen.append(engine.revision())
        assert seen[0] == seen[1]
        assert len(set(seen)) == 3

    def test_many_small_updates_keep_everything(self, engine):
        built(engine, [story(0, body="banjir")])
        for number in range(1, 15):
            with engine.update() as writer:
                writer.add(story(number, body="banjir pasar lama"))
                writer.remove(ArticleId(f"uji:{number - 2}"))
        assert found(engine, word("banjir")) == found(engine, phrase("pasar lama")) == {"13", "14"}
        assert engine.info().articles == 2

    def test_an_error_inside_an_update_leaves_nothing(self, engine):
        built(engine, [story(1, body="banjir")])
        with pytest.raises(RuntimeError, match="putus"):
            cut_off(engine.update(), adding=story(2, body="banjir"), removing="uji:1")
        assert found(engine, word("banjir")) == {"1"}
        with engine.update() as writer:
            writer.add(story(3, body="banjir"))
        assert found(engine, word("banjir")) == {"1", "3"}

    def test_an_error_inside_a_rebuild_leaves_the_old_index(self, engine):
        built(engine, [story(1)])
        with pytest.raises(RuntimeError, match="putus"):
            cut_off(engine.rebuild(), adding=story(2))
        assert ids(engine.search(SearchRequest())) == ["1"]

    def test_a_rebuild_is_unseen_until_it_is_whole(self, engine):
        built(engine, [story(1)])
        with engine.rebuild() as writer:
            writer.add(story(2))
            assert ids(engine.search(SearchRequest())) == ["1"]
        assert ids(engine.search(SearchRequest())) == ["2"]

    def test_the_live_index_changes_while_another_is_built_until_writers_are_held(self, engine, new_engine):
        built(engine, [story(1)])
        with engine.rebuild() as build:
            with engine.update() as writer:
                writer.add(story(2))
            assert sorted(ids(engine.search(SearchRequest()))) == ["1", "2"]
            build.add(story(3))
            build.hold_writers()
            with pytest.raises(IndexLocked), engine.update():
                pass
        assert ids(engine.search(SearchRequest())) == ["3"]

    def test_a_build_is_made_of_parts_and_what_changed_since(self, engine):
        with engine.rebuild() as build:
            for key, numbers in (("a1", range(3)), ("b2", range(3, 5))):
                assert not build.has_part(key)
                count = engine.write_part(build.generation, key, [story(n, body="banjir") for n in numbers])
                assert (count, build.has_part(key)) == (len(numbers), True)
            build.take_parts(["a1", "b2"])
            build.add(story(1, body="gempa"))
            build.remove(ArticleId("uji:4"))
            build.expect(4)
        assert found(engine, word("banjir")) == {"0", "2", "3"}
        assert found(engine, word("gempa")) == {"1"}

    def test_a_build_that_lacks_articles_is_refused(self, engine):
        built(engine, [story(1)])
        build = engine.rebuild()
        writer = build.__enter__()
        writer.add(story(2))
        writer.add(story(3))
        writer.expect(3)
        with pytest.raises(IndexMissing, match="2 articles instead of 3"):
            build.__exit__(None, None, None)
        assert ids(engine.search(SearchRequest())) == ["1"]

    def test_a_note_comes_with_the_changes_it_was_left_with(self, engine):
        with engine.rebuild() as build:
            assert build.checkpoint == ""
            build.add(story(1))
            build.checkpoint = "satu"
        with engine.update() as writer:
            assert writer.checkpoint == "satu"
            writer.add(story(2))
        assert engine.info().checkpoint == "satu"
        with pytest.raises(RuntimeError, match="putus"):
            cut_off(engine.update(), adding=story(3), note="dua")
        assert engine.info().checkpoint == "satu"
        with engine.update() as writer:
            writer.checkpoint = "tiga"
        assert engine.info().checkpoint == "tiga"

    def test_readers_go_back_to_the_generation_before_and_forth_again(self, engine):
        built(engine, [story(1)])
        with pytest.raises(IndexMissing, match="no other"):
            engine.rollback()
        built(engine, [story(2)])
        first = engine.rollback()
        assert ids(engine.search(SearchRequest())) == ["1"]
        assert engine.rollback().generation != first.generation
        assert ids(engine.search(SearchRequest())) == ["2"]

    def test_a_sound_index_has_no_problems_and_gives_every_article_back(self, engine):
        stories = [story(number) for number in range(5)]
        built(engine, stories)
        with engine.update() as writer:
            writer.remove(ArticleId("uji:3"))
        assert list(engine.problems()) == []
        kept = [document for document in stories if document.article.id != "uji:3"]
        assert sorted(engine.documents(), key=lambda document: document.article.id) == kept

    def test_an_index_may_be_empty(self, engine):
        built(engine, [])
        results = engine.search(SearchRequest(query=asking(word("banjir"), phrase("a b")), facets=tuple(FacetField)))
        assert (results.total, results.hits) == (0, ())
        assert engine.info().articles == 0

    def test_without_an_index_every_question_says_how_to_get_one(self, engine):
        for question in (lambda: engine.search(SearchRequest()), engine.info, lambda: engine.get(ArticleId("x"))):
            with pytest.raises(IndexMissing, match="telusur reindex"):
                question()
        with pytest.raises(IndexMissing, match="telusur reindex"), engine.update():
            pass

    def test_an_index_says_what_it_is(self, engine, analyzer):
        built(engine, [story(1), story(2)])
        info = engine.info()
        assert (info.articles, info.analyser) == (2, analyzer.fingerprint)
        assert info.built_at.tzinfo is not None

    def test_threads_may_search_while_updates_are_committed(self, engine):
        built(engine, [story(n, body="banjir di pasar lama") for n in range(20)])
        troubles: list[BaseException] = []
        done = threading.Event()

        def search() -> None:
            try:
                while not done.is_set():
                    results = engine.search(
                        SearchRequest(query=asking(phrase("pasar lama")), facets=tuple(FacetField), limit=50)
                    )
                    assert 20 <= results.total <= 26
                    assert len(results.hits) == results.total
            except BaseException as trouble:  # noqa: BLE001 - handed to the test's own thread
                troubles.append(trouble)

        threads = [threading.Thread(target=search) for _ in range(8)]
        for thread in threads:
            thread.start()
        for number in range(20, 26):
            with engine.update() as writer:
                writer.add(story(number, body="pasar lama"))
        done.set()
        for thread in threads:
            thread.join()
        assert troubles == []
        assert engine.search(SearchRequest()).total == 26


def _asks_for_neighbourhoods(clauses: Sequence[Clause]) -> bool:
    return "Near(" in repr(clauses)


def _never_newer(document: Document) -> float:
    published = document.article.published
    return -published.timestamp() if published is not None else math.inf
