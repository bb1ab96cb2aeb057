"""The stories that may be suggested, as arrays: how well each one fits, and how alike each two are.

No candidate is analysed: what it shares with the story comes from the index, as a matrix of the story's terms.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer, normalise_word
from index.article import Document
from index.engine import Engine
from index.related.profile import Numbers, Profile
from index.schema import office_key
from index.search import FacetField, FacetFilter, Hit, SearchRequest

SAME_SECTION = 0.06
"""Bonus for a shared section, relative to the best candidate's text score."""

SAME_TITLE_WORDS = 0.10
"""Bonus for headlines alike (times their cosine)."""

SAME_OFFICE = 0.10
"""Bonus for an office that both name, times its rarity: nothing for one in every article, all for one in a single one.
Judged +.026 nDCG@5, links +.001; shared persons and regions brought nothing in either."""

RECENCY_FLOOR, RECENCY_HOURS, RECENCY_WEEK, RECENCY_HALF_YEAR = 0.70, 0.10, 0.10, 0.20
"""Factor of a story of any age, plus what halves every 6 hours, every 7 days, every 180 days. The hours bring the links
+.010 nDCG@5 and cost the judged pairs .002; five times as much would bring .034 and cost .024."""

_WORD = re.compile(r"[^\W\d_]+")

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Stories and, in the same order, what is known of each.

    Attributes:
        documents: The stories.
        scores: How well they fit, 1 and a little for the best.
        similarities: Cosine with the subject, 0 to 1.
        alike: Cosine of each two, as far as the subject's terms tell.
        shares: Contribution of each of the subject's terms (columns) to each similarity (rows).
    """

    documents: Sequence[Document]
    scores: Numbers
    similarities: Numbers
    alike: Matrix
    shares: Matrix


def candidates_of(
    subject: Document, profile: Profile, hits: Sequence[Hit], engine: Engine, analyzer: Analyzer
) -> Candidates:
    """Return the hits of a story's query with all that their order depends on."""
    documents = [hit.document for hit in hits]
    vectors = _vectors(profile, documents, engine)
    shares = vectors * profile.vector / math.sqrt(profile.squared_norm)
    text = np.array([hit.score for hit in hits])
    bonus = (
        SAME_SECTION * _same_section(subject, documents)
        + SAME_TITLE_WORDS * _same_title_words(profile, documents, analyzer)
        + SAME_OFFICE * _same_office(subject, documents, engine, profile.archive_size)
    )
    return Candidates(
        documents=documents,
        scores=(text / text.max() + bonus) * _recency(subject, documents),
        similarities=np.minimum(1.0, shares.sum(axis=1)),
        alike=np.minimum(1.0, vectors @ vectors.T),
        shares=shares,
    )


def _vectors(profile: Profile, documents: Sequence[Document], engine: Engine) -> Matrix:
    """Return the unit tf-idf vectors of documents, in the subject's terms.

    A squared norm is the sum of tf * idf² over a text's words, so it grows with the length; the subject's own tells by
    how much. On real news the cosines so made correlate with exact ones by .977.
    """
    stems = [term.stem for term in profile.terms]
    found = engine.term_vectors([document.article.id for document in documents], stems)
    weights = np.sqrt([vector.frequencies for vector in found]) * [term.idf for term in profile.terms]
    lengths = np.array([max(1, vector.length) for vector in found])
    norms = np.sqrt(profile.squared_norm * lengths / max(1, profile.length))
    unit: Matrix = weights / norms[:, None]
    return unit


def _same_section(subject: Document, documents: Iterable[Document]) -> Numbers:
    own = set(subject.article.sections)
    return np.array([not own.isdisjoint(document.article.sections) for document in documents], dtype=np.float64)


def _same_title_words(profile: Profile, documents: Sequence[Document], analyzer: Analyzer) -> Numbers:
    """Return the cosine of each headline with the subject's; words that only the other has count as average ones."""
    own = {term.stem: term.idf**2 for term in profile.terms if term.in_title}
    if not own:
        return np.zeros(len(documents))
    norm = sum(own.values())
    average = norm / len(own)

    def cosine(title: str) -> float:
        words = _WORD.findall(normalise_word(title))
        stems = {stem for word in words if not analyzer.is_function_word(word) for stem in analyzer.stems(word)}
        common = [weight for stem, weight in own.items() if stem in stems]
        shared, others = sum(common), average * (len(stems) - len(common))
        return shared / math.sqrt(norm * (shared + others)) if shared else 0.0

    return np.array([cosine(document.article.title) for document in documents])


def _same_office(subject: Document, documents: Iterable[Document], engine: Engine, archive_size: int) -> Numbers:
    """Return the rarity, 0 to 1, of the rarest office that each document shares with the subject."""
    own = {office_key(official) for official in subject.annotations.officials}
    rarities = _rarities(own, engine, archive_size) if own else {}
    return np.array(
        [
            max((rarities.get(office_key(o), 0.0) for o in document.annotations.officials), default=0.0)
            for document in documents
        ]
    )


def _rarities(offices: Collection[str], engine: Engine, archive_size: int) -> Mapping[str, float]:
    """Return how rare each office is: 1 where one article names it, 0 where all do."""
    ticked = FacetFilter(field=FacetField.OFFICE, values=tuple(offices))
    request = SearchRequest(filters=(ticked,), facets=(FacetField.OFFICE,), facet_limit=0, limit=0)
    counts = engine.search(request).facets[FacetField.OFFICE]
    return {
        count.value: max(0.0, math.log(archive_size / max(1, count.count)) / math.log(max(2, archive_size)))
        for count in counts
    }


def _recency(subject: Document, documents: Iterable[Document]) -> Numbers:
    own = subject.article.published
    return np.array([_factor(days_between(document.article.published, own)) for document in documents])


def _factor(days: float | None) -> float:
    if days is None:
        return RECENCY_FLOOR
    return (
        RECENCY_FLOOR
        + RECENCY_HOURS * 2 ** (-days / 0.25)
        + RECENCY_WEEK * 2 ** (-days / 7)
        + RECENCY_HALF_YEAR * 2 ** (-days / 180)
    )


def days_between(earlier: datetime | None, later: datetime | None) -> float | None:
    """Return the days from one moment to another, 0 where they lie the other way round; None without either."""
    if earlier is None or later is None:
        return None
    return max(0.0, (later - earlier).total_seconds() / 86_400)
