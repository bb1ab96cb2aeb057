"""Titles of officials: the closed list of title classes and the words that newsrooms use for each.

National offices stand apart: their holders are named in passing, so they are read only where a newsroom asks for them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from index.article import RegionCode
from index.gazetteer.regions import Level, Regions, Words, words_of

HEADS = frozenset(("gubernur", "wakil_gubernur", "bupati", "wakil_bupati", "wali_kota", "wakil_wali_kota"))
"""Heads of regions and their deputies."""

NATION = RegionCode("ID")
"""Region of national offices."""


class Scope(StrEnum):
    """Whose office a title is."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"
    KABKOTA = "kabkota"
    DISTRICT = "district"
    VILLAGE = "village"
    AREA = "area"
    NATION = "nation"

    def levels(self) -> tuple[Level, ...]:
        """Return the kinds of region that can have the office."""
        return _LEVELS[self]


_LEVELS: Mapping[Scope, tuple[Level, ...]] = {
    Scope.PROVINCE: (Level.PROVINCE,),
    Scope.REGENCY: (Level.KABUPATEN,),
    Scope.CITY: (Level.KOTA,),
    Scope.KABKOTA: (Level.KABUPATEN, Level.KOTA),
    Scope.DISTRICT: (Level.KECAMATAN,),
    Scope.VILLAGE: (Level.DESA,),
    Scope.AREA: (Level.PROVINCE, Level.KABUPATEN, Level.KOTA),
    Scope.NATION: (),
}


@dataclass(frozen=True, slots=True)
class Title:
    """A title class.

    Attributes:
        id: Its name in data: ``wali_kota``.
        label: Its name for readers: ``Wali Kota``.
        scope: Whose office it is.
        surfaces: How it is printed.
        candidate_surfaces: How somebody running for it is called.
    """

    id: str
    label: str
    scope: Scope
    surfaces: tuple[Words, ...]
    candidate_surfaces: tuple[Words, ...]


@cache
def load_titles() -> Mapping[str, Title]:
    """Return the classes of offices of regions by id."""
    return {title.id: title for title in _all_titles() if title.scope is not Scope.NATION}


@cache
def load_national_titles() -> Mapping[str, Title]:
    """Return the classes of offices of the state by id."""
    return {title.id: title for title in _all_titles() if title.scope is Scope.NATION}


@cache
def _all_titles() -> tuple[Title, ...]:
    text = resources.files(__package__).joinpath("data", "titles.toml").read_text(encoding="utf-8")
    return tuple(
        Title(
            entry["id"],
            entry["label"],
            Scope(entry["level"]),
            tuple(map(words_of, entry["surfaces"])),
            tuple(map(words_of, entry.get("candidate_surfaces", ()))),
        )
        for entry in tomllib.loads(text)["title"]
    )


def title_label(title: str) -> str:
    """Return a title class's name for readers; an unknown one as it is."""
    known = load_titles().get(title) or load_national_titles().get(title)
    return known.label if known is not None else title.replace("_", " ").title()


def office_label(title: str, region: str | None, regions: Regions) -> str:
    """Return an office's name for readers: ``Bupati Tanjung Jabung Barat``, ``Ketua DPRD Kota Jambi``."""
    place = regions.get(region) if region else None
    if place is None:
        return title_label(title)
    known = load_titles().get(title)
    needs_type = known is not None and len(known.scope.levels()) > 1 and place.level is not Level.KABUPATEN
    return f"{title_label(title)} {place.label if needs_type else place.name}"
