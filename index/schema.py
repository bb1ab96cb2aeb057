"""The table of fields: what an index holds of a document. Engines derive their own schema from it.

Text is indexed in two layers, stems and surface forms, each holding headline and body in one sequence of positions. The
headline starts at position 0 and the body at :data:`BODY_START`, so a position alone tells the zone that it lies in, a
phrase never runs from the headline into the body, and a term's frequency weighs each of its positions by zone. That is
BM25F as published (Robertson, Zaragoza, Taylor 2004): zones are weighted before saturation, not scored apart and added.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from index.analysis.token import Token
from index.article import Document, OfficeHolder, Role, region_ancestors
from index.search import FacetField, Layer

SCHEMA_VERSION = 3
"""Raised whenever an index built by older code can no longer be read; readers then ask for a rebuild."""

BODY_START = 1000
"""Position of the body's first token, in tokens; a headline is cut before it."""

LEAD_TOKENS = 60
"""Length of the lead, in tokens (measured on reader queries: +.017 nDCG@10 over no lead)."""

TITLE_WEIGHT = 5.0
"""Term frequency of one occurrence in the headline (measured: x5 is worth +.023 nDCG@10)."""

LEAD_WEIGHT = 2.5
"""Term frequency of one occurrence in the lead."""

BODY_WEIGHT = 1.0
"""Term frequency of one occurrence in the rest of the body."""

_IN_OFFICE = frozenset({Role.INCUMBENT, Role.ACTING})


class Tokenizes(Protocol):
    """The part of an analyser that indexing needs."""

    def tokens(self, text: str) -> Sequence[Token]:
        """Return the tokens of ``text`` in order."""


class Posting(NamedTuple):
    """One term of one document.

    Attributes:
        weight: Term frequency, occurrences weighted by zone.
        positions: Where it stands, ascending.
    """

    weight: float
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IndexedLayer:
    """All postings of one layer of one document.

    Attributes:
        postings: Posting per term.
        length: Number of positions used, unweighted: what BM25 normalises by.
    """

    postings: Mapping[str, Posting]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """Term frequency that one occurrence counts for, by where it stands."""

    title: float = TITLE_WEIGHT
    lead: float = LEAD_WEIGHT
    body: float = BODY_WEIGHT

    def weight(self, position: int) -> float:
        """Return the term frequency of an occurrence at ``position``."""
        if position < BODY_START:
            return self.title
        return self.lead if position < BODY_START + LEAD_TOKENS else self.body


ZONES = Zones()
"""The weights of every index that readers use."""


def indexed_layers(document: Document, analyzer: Tokenizes, zones: Zones = ZONES) -> Mapping[Layer, IndexedLayer]:
    """Return the postings of a document's headline and body, per layer."""
    title = analyzer.tokens(document.article.title)
    body = analyzer.tokens(document.article.body)
    return {
        Layer.STEM: _layer([s for t in title for s in t.stems], [s for t in body for s in t.stems], zones),
        Layer.SURFACE: _layer([t.surface for t in title], [t.surface for t in body], zones),
    }


def _layer(title: list[str], body: list[str], zones: Zones) -> IndexedLayer:
    title = title[:BODY_START]
    positions: dict[str, list[int]] = {}
    weights: dict[str, float] = {}
    stretches = (
        (0, zones.title, title),
        (BODY_START, zones.lead, body[:LEAD_TOKENS]),
        (BODY_START + LEAD_TOKENS, zones.body, body[LEAD_TOKENS:]),
    )
    for start, weight, terms in stretches:
        for position, term in enumerate(terms, start):
            where = positions.get(term)
            if where is None:
                positions[term], weights[term] = [position], weight
            else:
                where.append(position)
                weights[term] += weight
    postings = {term: Posting(weights[term], tuple(where)) for term, where in positions.items()}
    return IndexedLayer(postings, len(title) + len(body))


def facet_values(document: Document, zone: ZoneInfo) -> Mapping[FacetField, tuple[str, ...]]:
    """Return the values a document carries in each facet; days are local to ``zone``.

    Regions come with their ancestors, so that counts roll up. Offices count only while held (incumbent or acting); a
    person counts in every role, also where the text names only the office and the registry its holder.
    """
    annotations = document.annotations
    published = document.article.published
    day = published.astimezone(zone).date().isoformat() if published is not None else None
    regions = [code for focus in annotations.regions for code in (focus, *region_ancestors(focus))]
    return {
        FacetField.REGION: _unique(regions),
        FacetField.OFFICE: _unique(office_key(o) for o in annotations.officials if o.role in _IN_OFFICE),
        FacetField.PERSON: _unique(map(official_person_key, annotations.officials)),
        FacetField.SECTION: _unique(document.article.sections),
        FacetField.YEAR: (day[:4],) if day else (),
        FacetField.MONTH: (day[:7],) if day else (),
        FacetField.DAY: (day,) if day else (),
    }


def office_key(official: OfficeHolder) -> str:
    """Return the office's facet value: ``bupati@15.06``, or ``bupati@`` where the region is unknown."""
    return f"{official.title}@{official.region or ''}"


def official_person_key(official: OfficeHolder) -> str:
    """Return the person's facet value: the registry's id, else the name's key; empty where nobody is known."""
    return official.person_id or (person_key(official.person) if official.person is not None else "")


def person_key(name: str) -> str:
    """Return the facet value of a person's name: plain lower-case words joined by hyphens (``anwar-sadat``)."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def name_key(name: str) -> str:
    """Return what two spellings of a tag's, section's or author's name share: lower-case words joined by hyphens."""
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
