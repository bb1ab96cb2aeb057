"""What the index holds of a document: its terms, columns and stored fields, as the writer takes them."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.article import Document, OfficeHolder
from index.engines.urls import url_key
from index.engines.whoosh import fields
from index.engines.whoosh.bulk import Entry
from index.record import document_to_record
from index.schema import ZONES, Zones, facet_values, indexed_layers, name_key, official_person_key, person_key
from index.search import FacetField


def entry_of(document: Document, analyzer: Analyzer, zone: ZoneInfo, zones: Zones = ZONES) -> Entry:
    """Return what the index holds of a document."""
    article = document.article
    facets = facet_values(document, zone)
    layers = indexed_layers(document, analyzer, zones)
    addresses = dict.fromkeys(url_key(url) for url in (article.url, *article.aliases) if url)
    day = facets[FacetField.DAY]
    columns: dict[str, Any] = {
        fields.ID: fields.term_bytes(article.id),
        fields.PUBLISHED: int(article.published.timestamp()) if article.published else fields.UNDATED,
        fields.DAY: int(day[0].replace("-", "")) if day else 0,
        fields.GROUP: document.group or 0,
        fields.OFFICIAL: fields.joined(official_value(official) for official in document.annotations.officials),
        fields.TAG: fields.joined(name_key(tag) for tag in article.tags),
        fields.BYLINE: fields.joined([name_key(article.byline or "")]),
    }
    columns |= {facet.value: fields.joined(facets[facet]) for facet in fields.VALUE_FACETS}
    columns |= {fields.length_column(layer): indexed.length for layer, indexed in layers.items()}
    return Entry(
        terms={
            fields.ID: [fields.term_bytes(article.id)],
            fields.URL: [fields.term_bytes(key) for key in addresses if key],
        },
        layers={layer.value: indexed for layer, indexed in layers.items()},
        columns=columns,
        stored={
            fields.ID: article.id,
            fields.RECORD: json.dumps(document_to_record(document), ensure_ascii=True, separators=(",", ":")),
        },
    )


def official_value(official: OfficeHolder) -> str:
    """Return an official as one value of the column: title, region, words of the person's names, and role.

    The words are those of the registry's id and of the name as printed, so that either finds the story.
    """
    words = (*official_person_key(official).split("-"), *person_key(official.person or "").split("-"))
    person = "-".join(dict.fromkeys(word for word in words if word))
    return fields.PART_SEPARATOR.join((official.title, official.region or "", person, official.role.value))
