"""Fields of the query language, and what their values mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from index.article import RegionCode
from index.errors import QueryTrouble
from index.periods import read_period
from index.query.ast import InRegion, InSection, PublishedBetween, Restriction, Span, Tagged, WithOfficial, WrittenBy

TITLE = "judul"
"""The field whose value is searched like any text, in headlines only."""

FIELDS = {
    "judul": TITLE,
    "title": TITLE,
    "wilayah": "wilayah",
    "region": "wilayah",
    "pejabat": "pejabat",
    "official": "pejabat",
    "rubrik": "rubrik",
    "section": "rubrik",
    "tag": "tag",
    "penulis": "penulis",
    "author": "penulis",
    "sejak": "sejak",
    "since": "sejak",
    "sampai": "sampai",
    "until": "sampai",
    "tanggal": "tanggal",
    "date": "tanggal",
}
"""Names of fields as typed, Indonesian or English, and the field each means."""

TROUBLES = {
    "wilayah": QueryTrouble.UNKNOWN_REGION,
    "pejabat": QueryTrouble.UNKNOWN_OFFICIAL,
    "rubrik": QueryTrouble.EMPTY_SECTION,
    "tag": QueryTrouble.EMPTY_TAG,
    "penulis": QueryTrouble.EMPTY_AUTHOR,
} | dict.fromkeys(("sejak", "sampai", "tanggal"), QueryTrouble.UNKNOWN_DATE)
"""What is wrong with a value that means nothing, per field."""

NATIONAL = RegionCode("ID")
"""Region of national offices; no place that a gazetteer resolves."""

_OFFICE = re.compile(r"(?P<title>[a-z_]*)@(?P<region>[\w.]*)(?:\s+(?P<person>[^\s@][^@]*))?", re.IGNORECASE)
"""An office as the facet writes it, ``bupati@15.06``, with or without a person."""

_NAMED: Mapping[str, type[InSection | Tagged | WrittenBy]] = {"rubrik": InSection, "tag": Tagged, "penulis": WrittenBy}


class Resolver(Protocol):
    """Knows what names of regions and officials mean; the gazetteer is one."""

    def region(self, text: str) -> RegionCode | None:
        """Return the code of the region that ``text`` names; a known code names itself."""

    def official(self, text: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return title class, region and person that ``text`` names, each None where it does not say; else None."""


def is_searchable(text: str) -> bool:
    """Tell whether a text holds anything that can be looked up: a letter or a digit."""
    return any(character.isalnum() for character in text)


@dataclass(frozen=True, slots=True)
class Values:
    """Reads the values of fields.

    Attributes:
        resolver: Turns names of regions and officials into codes.
        today: The local day that relative dates count from.
    """

    resolver: Resolver
    today: date

    def restriction(self, field: str, value: str, span: Span) -> Restriction | None:
        """Return the restriction that ``field:value`` means, or None where the value means nothing."""
        if not is_searchable(value):
            return None
        if field == "wilayah":
            code = self.resolver.region(value)
            return InRegion(code=code, span=span) if code is not None else None
        if field == "pejabat":
            return self._official(value, span)
        if field in _NAMED:
            return _NAMED[field](name=" ".join(value.split()), span=span)
        return self._period(field, value, span)

    def _official(self, value: str, span: Span) -> WithOfficial | None:
        # No name holds an "@": what is written as an office is one, or unknown.
        found = self._office(value) if "@" in value else self.resolver.official(value)
        if found is None or not any(found):
            return None
        title, region, person = found
        return WithOfficial(title=title, region=region, person=person, span=span)

    def _office(self, value: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return what ``bupati@15.06`` says, the way that queries are printed and facets are written."""
        match = _OFFICE.fullmatch(value)
        if match is None:
            return None
        code = match["region"]
        region = NATIONAL if code.upper() == NATIONAL else self.resolver.region(code) if code else None
        if region is None and code:
            return None
        title = match["title"].lower() or None
        return (title, region, match["person"]) if title or region or match["person"] else None

    def _period(self, field: str, value: str, span: Span) -> PublishedBetween | None:
        period = read_period(value, self.today)
        if period is not None and field != "tanggal" and ".." in value:
            return None  # one end is asked for, not two
        if period is None:
            return None
        return PublishedBetween(
            first=period.first if field != "sampai" else None,
            last=period.last if field != "sejak" else None,
            span=span,
        )
