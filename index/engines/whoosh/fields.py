"""The table of fields as a Whoosh schema: stock field types only, so that plain Whoosh can open the index.

Whoosh pickles the schema and each segment's codec into the index; a class of ours in there would tie the index to the
module that defines it. Analysis happens outside, hence the plain white-space analyser.
"""

from collections.abc import Iterable
from typing import Any

from whoosh import analysis, columns, fields

from index.search import FacetField, Layer

INDEX_NAME = "MAIN"
"""Whoosh's name of the index inside its folder."""

ID = "id"
"""The article's id: one term, and a column."""

URL = "url"
"""Keys of the article's addresses (``index.engines.urls``), one term each."""

RECORD = "record"
"""The document as JSON (``index.record``), stored."""

PUBLISHED = "published"
"""Column: seconds since 1970 of publishing."""

DAY = "day"
"""Column: local day of publishing as the number 20240220; 0 where undated."""

OFFICIAL = "official"
"""Column: each official as title, region, person's key and role."""

TAG = "tag"
"""Column: keys of the article's tags (``index.schema.person_key``)."""

BYLINE = "byline"
"""Column: key of the byline."""

GROUP = "group"
"""Column: number of the group of near-duplicates; 0 outside any."""

UNDATED = -(2**62)
"""The publishing moment of an undated article; older than anything, and safe to negate."""

VALUE_FACETS = (FacetField.REGION, FacetField.OFFICE, FacetField.PERSON, FacetField.SECTION)
"""Facets with a column of their own; the date facets are read off :data:`DAY`."""

VALUE_SEPARATOR, PART_SEPARATOR = "\x1f", "\x1e"
"""Unit and record separator of ASCII: between the values of one article, between the parts of one value."""


def length_column(layer: Layer) -> str:
    """Return the name of the column that holds a layer's exact length (Whoosh's own is rounded to one byte)."""
    return f"{layer.value}_length"


def whoosh_schema() -> fields.Schema:
    """Return the schema of a new index."""
    return fields.Schema(**dict(_fields()))


def joined(values: Iterable[str]) -> bytes:
    """Return the values of a multi-valued column as stored; separators inside a value become spaces."""
    return VALUE_SEPARATOR.join(value.replace(VALUE_SEPARATOR, " ") for value in values).encode("utf-8", "replace")


def term_bytes(term: str) -> bytes:
    """Return a term as the index spells it; half a surrogate pair becomes a question mark."""
    return term.encode("utf-8", "replace")


def _fields() -> Iterable[tuple[str, Any]]:
    yield ID, fields.ID(unique=True, stored=True, sortable=columns.VarBytesColumn())
    yield URL, fields.ID()
    yield RECORD, fields.STORED()
    yield PUBLISHED, fields.COLUMN(columns.NumericColumn("q", default=UNDATED))
    yield DAY, fields.COLUMN(columns.NumericColumn("i"))
    yield GROUP, fields.COLUMN(columns.NumericColumn("I"))
    for keys in (OFFICIAL, TAG, BYLINE):
        yield keys, fields.COLUMN(columns.VarBytesColumn())
    for facet in VALUE_FACETS:
        yield facet.value, fields.COLUMN(columns.VarBytesColumn())
    for layer in Layer:
        yield layer.value, fields.TEXT(analyzer=analysis.SpaceSeparatedTokenizer())
        yield length_column(layer), fields.COLUMN(columns.NumericColumn("I"))
