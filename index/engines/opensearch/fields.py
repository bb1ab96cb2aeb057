"""The table of fields as an OpenSearch mapping, and a document as its fields.

Text comes as telusur's own tokens, joined by blanks: OpenSearch only cuts at the blanks. Each layer is one field that
holds headline and body far apart, and two more with only the headline and only the lead, so that a term's zone-weighted
frequency is a sum of plain ones (:mod:`index.engines.opensearch.frequency`).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.article import ArticleId, Document, OfficeHolder, Role
from index.engines.urls import url_key
from index.record import document_from_record, document_to_record
from index.schema import BODY_START, LEAD_TOKENS, facet_values, name_key, official_person_key, person_key
from index.search import FacetField, Layer

ID, URL, RECORD, PUBLISHED, GROUP, FOLD, PART, WORDS = (
    "id",
    "url",
    "record",
    "published",
    "group",
    "fold",
    "part",
    "words",
)
SECTION_KEY, TAG, BYLINE, OFFICIAL = "section_key", "tag", "byline", "official"

MAX_VALUE = 8_000
"""Longest value of a facet that can be counted and narrowed by, in characters; Lucene's terms end at 32,766 bytes."""

MAX_KEY_BYTES = 500
"""Longest article id that is its own key, in bytes; OpenSearch's keys end at 512."""

SIMILARITY = "occurrences"
"""Name of the scoring that gives a term's frequency and nothing else."""

_IN_OFFICE = frozenset({Role.INCUMBENT, Role.ACTING})


def title_field(layer: Layer) -> str:
    """Return the field of the headline's tokens."""
    return f"{layer.value}_title"


def lead_field(layer: Layer) -> str:
    """Return the field of the lead's tokens."""
    return f"{layer.value}_lead"


def length_field(layer: Layer) -> str:
    """Return the field of a layer's exact length; Lucene's own is rounded to one byte."""
    return f"{layer.value}_length"


def settings(shards: int, replicas: str) -> dict[str, Any]:
    """Return the settings of a new index."""
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": replicas,
        "refresh_interval": -1,  # readers see what is committed, and nothing before
        "similarity": {SIMILARITY: {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}},
    }


def mapping(meta: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping of a new index."""
    keyword: dict[str, Any] = {"type": "keyword"}
    value = {"type": "keyword", "ignore_above": MAX_VALUE}
    stored = {"type": "keyword", "index": False, "doc_values": False}
    lookup = {"type": "keyword", "doc_values": False, "ignore_above": MAX_VALUE}
    properties: dict[str, Any] = {
        ID: {"type": "keyword", "ignore_above": MAX_VALUE},
        URL: lookup,
        RECORD: stored,
        PUBLISHED: {"type": "long"},
        GROUP: {"type": "long"},
        FOLD: value,
        PART: keyword,
        WORDS: {"type": "keyword", "index": False},
        SECTION_KEY: lookup,
        TAG: lookup,
        BYLINE: lookup,
        OFFICIAL: {
            "type": "nested",
            "properties": {
                "title": lookup,
                "region": lookup,
                "person": lookup,
                "in_office": {"type": "boolean", "doc_values": False},
            },
        },
    }
    properties |= {facet.value: value for facet in FacetField}
    for layer in Layer:
        text = {"type": "text", "analyzer": "whitespace", "similarity": SIMILARITY, "norms": False}
        properties |= {
            layer.value: {**text, "position_increment_gap": BODY_START},
            title_field(layer): text,
            lead_field(layer): text,
            length_field(layer): {"type": "integer", "index": False},
        }
    return {
        "dynamic": "strict",
        "_meta": meta,
        "_source": {"includes": [ID, RECORD, GROUP, PUBLISHED, Layer.STEM.value]},
        "properties": properties,
    }


def source_of(document: Document, analyzer: Analyzer, zone: ZoneInfo) -> dict[str, Any]:
    """Return the fields of a document."""
    article = document.article
    facets = facet_values(document, zone)
    title, body = analyzer.tokens(article.title), analyzer.tokens(article.body)
    layers = {
        Layer.STEM: ([s for t in title for s in t.stems][:BODY_START], [s for t in body for s in t.stems]),
        Layer.SURFACE: ([t.surface for t in title][:BODY_START], [t.surface for t in body]),
    }
    addresses = dict.fromkeys(url_key(url) for url in (article.url, *article.aliases) if url)
    source: dict[str, Any] = {
        ID: clean(article.id),
        URL: [clean(address) for address in addresses if address],
        RECORD: json.dumps(document_to_record(document), ensure_ascii=True, separators=(",", ":")),
        FOLD: str(document.group) if document.group else clean(article.id),
        SECTION_KEY: _keys(article.sections),
        TAG: _keys(article.tags),
        BYLINE: [clean(word) for word in name_key(article.byline or "").split("-")],
        OFFICIAL: [_official(official) for official in document.annotations.officials],
        WORDS: sorted({clean(word) for words in layers[Layer.SURFACE] for word in words}),
    }
    if article.published is not None:
        source[PUBLISHED] = int(article.published.timestamp())
    if document.group:
        source[GROUP] = document.group
    source |= {facet.value: [clean(value) for value in values] for facet, values in facets.items()}
    for layer, (headline, text) in layers.items():
        source |= {
            layer.value: [joined(headline), joined(text)],
            title_field(layer): joined(headline),
            lead_field(layer): joined(text[:LEAD_TOKENS]),
            length_field(layer): len(headline) + len(text),
        }
    return source


def document_of(source: dict[str, Any]) -> Document:
    """Return a document from what is stored of it."""
    return document_from_record(json.loads(source[RECORD]))


def key_of(article_id: ArticleId) -> str:
    """Return the key that OpenSearch keeps an article under: its id, or a digest of one that is too long."""
    spelt = clean(article_id)
    if len(spelt.encode()) <= MAX_KEY_BYTES:
        return spelt
    return f"sha256:{hashlib.sha256(spelt.encode()).hexdigest()}"


def joined(terms: Iterable[str]) -> str:
    """Return terms as text that is cut into them again at the blanks."""
    return " ".join(clean(term) for term in terms)


def clean(text: str) -> str:
    """Return text as the index spells it; half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _keys(names: Sequence[str]) -> list[str]:
    return [clean(name_key(name)) for name in names]


def _official(official: OfficeHolder) -> dict[str, Any]:
    """Return an official; the words of the person are those of the registry's id and of the name as printed."""
    words = (*official_person_key(official).split("-"), *person_key(official.person or "").split("-"))
    return {
        "title": official.title,
        "region": official.region or "",
        "person": [word for word in dict.fromkeys(words) if word],
        "in_office": official.role in _IN_OFFICE,
    }
