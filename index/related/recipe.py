"""Related stories: an article or a draft in, ranked and diversified older stories with reasons out.

The whole story is the query (TREC News background linking: a hundred tf-idf terms of the article beat chosen keywords).
Candidates come from the engine's weighted-terms query under filters; they are then reordered by how recent they are and
how much of the headline they share, thinned of near-duplicates, and picked by maximal marginal relevance (Carbonell and
Goldstein 1998). Constants were measured on editors' links and judged pairs; see ``docs/related.md``.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from index.analysis import Analyzer
from index.article import Article, Document
from index.engine import Engine
from index.related.values import DEFAULTS, Kind, Options, Reasons, RelatedStories, RelatedStory
from index.schema import LEAD_TOKENS
from index.search import ExcludeIds, Filter, NotAfter, SearchRequest, WeightedTerm, WeightedTerms

TITLE_TERMS = 3.0
"""Weight of a stem's occurrence in the headline when the story becomes a query; lead and body count 1 each."""

QUERY_TERMS = 100
"""Stems in the query (judged nDCG@5: 12 terms .59, 25 .65, 60 .72, 100 .75)."""

CANDIDATES = 50
"""Stories reordered; 200 score the same."""

SAME_SECTION = 0.06
"""Bonus for a shared section, relative to the best candidate's text score."""

SAME_TITLE_WORDS = 0.10
"""Bonus for headlines alike (times their cosine)."""

RECENCY_FLOOR, RECENCY_WEEK, RECENCY_HALF_YEAR = 0.70, 0.10, 0.20
"""Factor of a story of any age, plus what halves every 7 days, plus what halves every 180 days."""

DUPLICATE_OF_STORY = 0.80
"""Shingle overlap (Jaccard) from which a candidate is the story itself again."""

DUPLICATE_IN_LIST = 0.70
"""Shingle overlap from which two suggestions are one."""

SHINGLE = 5
"""Words per shingle."""

RELEVANCE_SHARE = 0.8
"""Lambda of maximal marginal relevance: relevance against novelty."""

LEAST_SIMILARITY = 0.10
"""Cosine below which nothing is suggested; keeps all judged must-reads and 97 % of useful background."""

SAME_AFFAIR, SAME_AFFAIR_DAYS = 0.30, 7.0
"""Cosine, and days between, of what looks like the same affair (of two or three such pairs, one is background)."""

BACKGROUND = 0.15
"""Cosine from which a story is background rather than of the same topic only."""

MAX_BODY_CHARS = 20_000
"""Characters of a body that are compared; longer stories are listings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """A story as numbers: stems with tf-idf, headline stems, shingles."""

    document: Document
    vector: Mapping[str, float]
    title: Mapping[str, float]
    shingles: frozenset[tuple[str, ...]]
    score: float = 0.0


def related(engine: Engine, analyzer: Analyzer, subject: Document, options: Options = DEFAULTS) -> RelatedStories:
    """Return the stories that belong with ``subject``.

    ``subject`` need not be in the index (a draft). Stories newer than it, itself, and what it links already are left
    out.
    """
    linked = _linked(engine, subject.article)
    frequencies = dict(_term_frequencies(subject.article, analyzer))
    idf = _idf(engine, frequencies)
    terms = _query_terms(frequencies, idf)
    if not terms:
        return RelatedStories(linked=linked)
    request = SearchRequest(
        query=WeightedTerms(terms=terms), filters=_filters(subject.article, linked), limit=CANDIDATES
    )
    hits = engine.search(request).hits
    if not hits:
        return RelatedStories(linked=linked)
    story = _story(subject, analyzer, idf)
    titles = {_plain(link.title) for link in subject.article.links}
    best = hits[0].score
    candidates = [
        _scored(_story(hit.document, analyzer, idf), hit.score / best, story)
        for hit in hits
        if _plain(hit.document.article.title) not in titles
    ]
    kept = _without_duplicates(sorted(candidates, key=lambda c: -c.score), story)
    picked = _diversified(kept, options.limit)
    return RelatedStories(stories=tuple(_suggestion(story, c, analyzer) for c in picked), linked=linked)


def _term_frequencies(article: Article, analyzer: Analyzer) -> Iterator[tuple[str, float]]:
    """Yield stem and weighted frequency: headline 3, lead 2 (lead and body both count it), body 1."""
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for stem in _stems(article.title, analyzer):
        weights[stem] = weights.get(stem, 0.0) + TITLE_TERMS
    body = list(_stems(article.body[:MAX_BODY_CHARS], analyzer))
    counts.update(body)
    counts.update(body[:LEAD_TOKENS])
    for stem, count in counts.items():
        weights[stem] = weights.get(stem, 0.0) + count
    yield from weights.items()


def _stems(text: str, analyzer: Analyzer) -> Iterator[str]:
    """Yield the stems that say what a text is about: no function words, single letters or bare numbers."""
    for token in analyzer.tokens(text):
        if analyzer.is_function_word(token.surface) or not token.surface.isalpha():
            continue
        yield from (stem for stem in token.stems if len(stem) > 1)


def _idf(engine: Engine, stems: Iterable[str]) -> Mapping[str, float]:
    """Return ln((N + 1) / (df + 0.5)) per stem, 0 for stems the archive does not hold."""
    articles = engine.info().articles
    statistics = engine.term_statistics(sorted(stems))
    return {
        term.text: math.log((articles + 1) / (term.articles + 0.5)) if term.articles else 0.0 for term in statistics
    }


def _query_terms(frequencies: Mapping[str, float], idf: Mapping[str, float]) -> tuple[WeightedTerm, ...]:
    weighted = [(math.sqrt(frequency), stem) for stem, frequency in frequencies.items() if idf[stem] > 0]
    weighted.sort(key=lambda pair: (-pair[0] * idf[pair[1]], pair[1]))
    return tuple(WeightedTerm(text=stem, weight=weight) for weight, stem in weighted[:QUERY_TERMS])


def _linked(engine: Engine, article: Article) -> tuple[Document, ...]:
    found = (engine.find_by_url(link.url) for link in article.links if link.url)
    return tuple({target.article.id: target for target in found if target is not None}.values())


def _filters(article: Article, linked: Sequence[Document]) -> tuple[Filter, ...]:
    filters: list[Filter] = [ExcludeIds(ids=frozenset({article.id, *(target.article.id for target in linked)}))]
    if article.published is not None:
        filters.append(NotAfter(moment=article.published))
    return tuple(filters)


def _story(document: Document, analyzer: Analyzer, idf: Mapping[str, float]) -> _Story:
    """Describe a story by the subject's own terms: what both share is what is compared."""
    article = document.article
    tokens = analyzer.tokens(article.body[:MAX_BODY_CHARS])
    words = [token.surface for token in tokens]
    frequencies = _term_frequencies(article, analyzer)
    vector = {stem: math.sqrt(f) * idf.get(stem, 1.0) for stem, f in frequencies}
    return _Story(
        document=document,
        vector=_unit(vector),
        title=_unit({stem: idf.get(stem, 1.0) for stem in _stems(article.title, analyzer)}),
        shingles=frozenset(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))),
    )


def _scored(candidate: _Story, text_score: float, story: _Story) -> _Story:
    shared = set(candidate.document.article.sections) & set(story.document.article.sections)
    score = text_score + SAME_SECTION * bool(shared) + SAME_TITLE_WORDS * _cosine(candidate.title, story.title)
    days = _days_before(candidate.document.article.published, story.document.article.published)
    return _Story(
        document=candidate.document,
        vector=candidate.vector,
        title=candidate.title,
        shingles=candidate.shingles,
        score=score * _recency(days),
    )


def _recency(days: float | None) -> float:
    if days is None:
        return RECENCY_FLOOR
    return RECENCY_FLOOR + RECENCY_WEEK * 2 ** (-days / 7) + RECENCY_HALF_YEAR * 2 ** (-days / 180)


def _days_before(earlier: datetime | None, later: datetime | None) -> float | None:
    if earlier is None or later is None:
        return None
    return max(0.0, (later - earlier).total_seconds() / 86_400)


def _without_duplicates(candidates: Sequence[_Story], story: _Story) -> list[_Story]:
    """Keep the better one of any two stories that are the same text, and none that is the story itself again."""
    kept: list[_Story] = []
    for candidate in candidates:
        if _cosine(candidate.vector, story.vector) < LEAST_SIMILARITY:
            continue
        if _jaccard(candidate.shingles, story.shingles) >= DUPLICATE_OF_STORY:
            continue
        if any(_jaccard(candidate.shingles, other.shingles) >= DUPLICATE_IN_LIST for other in kept):
            continue
        kept.append(candidate)
    return kept


def _diversified(candidates: Sequence[_Story], limit: int) -> list[_Story]:
    """Pick by maximal marginal relevance."""
    remaining, picked = list(candidates), list[_Story]()
    nearest = [0.0] * len(remaining)
    while remaining and len(picked) < limit:
        gains = [
            RELEVANCE_SHARE * candidate.score - (1 - RELEVANCE_SHARE) * similarity
            for candidate, similarity in zip(remaining, nearest, strict=True)
        ]
        at = max(range(len(gains)), key=gains.__getitem__)
        chosen = remaining.pop(at)
        nearest.pop(at)
        picked.append(chosen)
        nearest = [max(n, _cosine(c.vector, chosen.vector)) for n, c in zip(nearest, remaining, strict=True)]
    return picked


def _suggestion(story: _Story, candidate: _Story, analyzer: Analyzer) -> RelatedStory:
    own, other = story.document.annotations, candidate.document.annotations
    named = {official.person for official in own.officials if official.person}
    persons = [official.person for official in other.officials if official.person in named]
    days = _days_before(candidate.document.article.published, story.document.article.published)
    similarity = _cosine(story.vector, candidate.vector)
    return RelatedStory(
        document=candidate.document,
        score=candidate.score,
        similarity=similarity,
        kind=_kind(similarity, days),
        reasons=Reasons(
            names=tuple(dict.fromkeys(str(person) for person in persons)),
            regions=tuple(code for code in other.regions if code in own.regions),
            words=tuple(_shared_words(story, candidate, analyzer)),
            days_before=None if days is None else int(days),
        ),
    )


def _kind(similarity: float, days: float | None) -> Kind:
    if similarity >= SAME_AFFAIR and days is not None and days <= SAME_AFFAIR_DAYS:
        return Kind.SAME_AFFAIR
    return Kind.BACKGROUND if similarity >= BACKGROUND else Kind.SIMILAR_TOPIC


def _shared_words(story: _Story, candidate: _Story, analyzer: Analyzer, most: int = 3) -> list[str]:
    """Return the strongest shared stems as the candidate prints them."""
    shared = {
        stem: weight * candidate.vector[stem] for stem, weight in story.vector.items() if stem in candidate.vector
    }
    strongest = sorted(shared, key=lambda stem: (-shared[stem], stem))[:most]
    article = candidate.document.article
    text = f"{article.title}\n{article.body[:MAX_BODY_CHARS]}"
    printed: dict[str, str] = {}
    for token in analyzer.tokens(text):
        for stem in token.stems:
            printed.setdefault(stem, text[token.start : token.end])
    return [printed[stem].lower() if not printed[stem].isupper() else printed[stem] for stem in strongest]


def _plain(title: str) -> str:
    return "".join(character for character in title.casefold() if character.isalnum())


def _unit(vector: Mapping[str, float]) -> Mapping[str, float]:
    norm = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / norm for term, weight in vector.items()} if norm else {}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _jaccard(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    union = len(a | b)
    return len(a & b) / union if union else 0.0
