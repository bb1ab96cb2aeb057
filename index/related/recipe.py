"""The recipe: a story in, ranked and diversified older stories out.

The whole story is the query (TREC News background linking: a hundred tf-idf terms of the article beat chosen keywords).
Candidates come from the engine's weighted-terms query under filters, are reordered by what else they share and how old
they are, thinned of near-duplicates, and picked by maximal marginal relevance (Carbonell and Goldstein 1998). Constants
were measured on editors' links and on judged pairs; see ``docs/related.md``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import islice

import numpy as np

from index.analysis import Analyzer
from index.article import Article, Document, RegionCode
from index.engine import Engine
from index.related.candidates import Candidates, candidates_of, days_between
from index.related.duplicates import DUPLICATE, Hashes, hashed_shingles, overlap
from index.related.profile import Numbers, profile_of
from index.related.reasons import Explainer
from index.related.values import DEFAULTS, Kind, Options, RelatedStories, RelatedStory
from index.search import DateFilter, ExcludeIds, FacetField, FacetFilter, Filter, Hit, NotAfter, SearchRequest

CANDIDATES = 40
"""Stories reordered, more where more are asked for. 50 and 200 score the same; 30 cost .010 of R@10."""

DUPLICATE_IN_LIST = 0.70
"""Shingle overlap from which two suggestions, or a suggestion and a linked story, are one."""

RELEVANCE_SHARE = 0.8
"""Lambda of maximal marginal relevance: relevance against novelty."""

LEAST_SIMILARITY = 0.04
"""Cosine below which nothing is suggested. The judged pairs lose above .05 (nDCG@5 .740, at .06 .698, in one run); .04
keeps more of what editors link (R@10 .803 for .799)."""

SAME_AFFAIR, SAME_AFFAIR_DAYS = 0.30, 7.0
"""Cosine, and days between, of what looks like the same affair (of two or three such pairs, one is background)."""

BACKGROUND = 0.15
"""Cosine from which a story is background rather than of the same topic only."""

_PREFERRED = 2.0
"""More than any gain: what is preferred comes first."""

MAX_LINKED = 50
"""Links of a story that are looked up; no real one has as many."""

MIN_TITLE_PREFIX = 25
"""Letters and digits of a headline that a linked title must begin with to name it (shorter ones begin many)."""


def related(engine: Engine, analyzer: Analyzer, subject: Document, options: Options = DEFAULTS) -> RelatedStories:
    """Return the stories that belong with ``subject``.

    ``subject`` need not be in the index (a draft). Stories newer than it, itself, and what it links already are left
    out. A subject without a word that the archive knows gets none.
    """
    linked = _linked(engine, subject.article)
    profile = profile_of(subject.article, engine, analyzer)
    filters = _filters(subject, linked, options)
    if not profile.terms or filters is None:
        return RelatedStories(linked=linked)
    found = engine.search(
        SearchRequest(query=profile.query, filters=filters, fold=True, limit=max(CANDIDATES, options.limit))
    ).hits
    hits = _without_linked_titles(found, subject.article)
    if not hits:
        return RelatedStories(linked=linked)
    candidates = candidates_of(subject, profile, hits, engine, analyzer)
    kinds = _kinds(subject, candidates)
    preference = _PREFERRED * np.array([options.prefer_background and kind is Kind.BACKGROUND for kind in kinds])
    own = hashed_shingles(subject.article.body)
    known = [hashed_shingles(document.article.body) for document in linked]
    explainer = Explainer(subject, profile)
    return RelatedStories(
        stories=tuple(
            RelatedStory(
                document=candidates.documents[at],
                score=float(candidates.scores[at]),
                similarity=float(candidates.similarities[at]),
                kind=kinds[at],
                reasons=explainer.reasons(candidates.documents[at], candidates.shares[at]),
            )
            for at in islice(_picks(candidates, preference, own, known), options.limit)
        ),
        linked=linked,
    )


def _linked(engine: Engine, article: Article) -> tuple[Document, ...]:
    """Return the archive's stories that the links of an article lead to, each once."""
    urls = [link.url for link in article.links[:MAX_LINKED] if link.url]
    found = (engine.find_by_url(url) for url in urls)
    return tuple({target.article.id: target for target in found if target is not None}.values())


def _without_linked_titles(hits: Sequence[Hit], article: Article) -> Sequence[Hit]:
    """Leave out stories that a "Baca Juga" line names: by the whole headline, or with more behind it."""
    linked = [_folded(link.title) for link in article.links[:MAX_LINKED]]
    return [hit for hit in hits if not _names(linked, _folded(hit.document.article.title))] if linked else hits


def _names(linked: Sequence[str], title: str) -> bool:
    return title in linked or (len(title) >= MIN_TITLE_PREFIX and any(text.startswith(title) for text in linked))


def _folded(title: str) -> str:
    return "".join(character for character in title.casefold() if character.isalnum())


def _filters(subject: Document, linked: Sequence[Document], options: Options) -> tuple[Filter, ...] | None:
    """Return what may be suggested at all; None where the choices leave nothing."""
    article = subject.article
    filters: list[Filter] = [ExcludeIds(ids=frozenset({article.id, *(target.article.id for target in linked)}))]
    if article.published is not None:
        filters.append(NotAfter(moment=_known_by(article.published)))
    if options.max_age_days is not None:
        if article.published is None:
            return None
        filters.append(DateFilter(first=article.published.date() - timedelta(days=options.max_age_days)))
    if options.same_region:
        regencies = tuple(dict.fromkeys(map(_regency, subject.annotations.regions)))
        if not regencies:
            return None
        filters.append(FacetFilter(field=FacetField.REGION, values=regencies))
    return tuple(filters)


def _known_by(published: datetime) -> datetime:
    """Return the moment up to which stories are older; midnight is what sources say that only know the day."""
    if published.time() != time():
        return published
    return published + timedelta(days=1, seconds=-1)


def _regency(code: RegionCode) -> RegionCode:
    """Return the kabupaten or kota that a region lies in; a province is its own."""
    return RegionCode(".".join(code.split(".")[:2]))


def _kinds(subject: Document, candidates: Candidates) -> list[Kind]:
    published = subject.article.published
    ages = [days_between(document.article.published, published) for document in candidates.documents]
    return [_kind(similarity, days) for similarity, days in zip(candidates.similarities, ages, strict=True)]


def _kind(similarity: float, days: float | None) -> Kind:
    if similarity >= SAME_AFFAIR and days is not None and days <= SAME_AFFAIR_DAYS:
        return Kind.SAME_AFFAIR
    return Kind.BACKGROUND if similarity >= BACKGROUND else Kind.SIMILAR_TOPIC


def _picks(candidates: Candidates, preference: Numbers, own: Hashes, known: Sequence[Hashes]) -> Iterator[int]:
    """Yield candidates by maximal marginal relevance.

    Passed over are the story itself again (``own``), copies of what it links (``known``) and of what was yielded.
    """
    seen = list(known)
    nearest = np.zeros(len(candidates.documents))
    left = candidates.similarities >= LEAST_SIMILARITY
    while left.any():
        gains = preference + RELEVANCE_SHARE * candidates.scores - (1 - RELEVANCE_SHARE) * nearest
        at = int(np.where(left, gains, -np.inf).argmax())
        left[at] = False
        text = hashed_shingles(candidates.documents[at].article.body)
        if overlap(text, own) >= DUPLICATE:
            continue
        if any(overlap(text, other) >= DUPLICATE_IN_LIST for other in seen):
            continue
        seen.append(text)
        nearest = np.maximum(nearest, candidates.alike[at])
        yield at
