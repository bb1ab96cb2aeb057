"""Which region a name means: Kemendagri codes, formal names, aliases.

Never mix code systems: in BPS's, 1506 is Tanjung Jabung Timur, in Kemendagri's 15.06 is Barat.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from typing import Any

from index.article import RegionCode

Words = tuple[str, ...]
"""A name as its words in lower case, without punctuation."""


class Level(StrEnum):
    """Kind of a region."""

    PROVINCE = "province"
    KABUPATEN = "kabupaten"
    KOTA = "kota"
    KECAMATAN = "kecamatan"
    DESA = "desa"


_TYPE_WORDS = {
    "provinsi": Level.PROVINCE,
    "propinsi": Level.PROVINCE,
    "prov": Level.PROVINCE,
    "kabupaten": Level.KABUPATEN,
    "kab": Level.KABUPATEN,
    "kota": Level.KOTA,
    "kotamadya": Level.KOTA,
    "kecamatan": Level.KECAMATAN,
    "kec": Level.KECAMATAN,
    "desa": Level.DESA,
    "kelurahan": Level.DESA,
}
_LABELS = {
    Level.PROVINCE: "Provinsi",
    Level.KABUPATEN: "Kab.",
    Level.KOTA: "Kota",
    Level.KECAMATAN: "Kec.",
    Level.DESA: "Desa",
}
_UPPER_LEVELS = (Level.PROVINCE, Level.KABUPATEN, Level.KOTA)
_LEAST_CUT_CHARS = 6
"""Letters by which a region's name is known without its end; shorter ones are people's names."""

_SPECIAL_PROVINCES = frozenset(("31", "34"))
"""Jakarta and Yogyakarta: their names begin with "Daerah"; no type word is put before them."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region.

    Attributes:
        code: Its Kemendagri code.
        name: Its name without type word: ``Tanjung Jabung Barat``.
        level: What it is.
    """

    code: RegionCode
    name: str
    level: Level

    @property
    def label(self) -> str:
        """Name with type word, as shown to readers: ``Kab. Tanjung Jabung Barat``."""
        return self.name if self.code in _SPECIAL_PROVINCES else f"{_LABELS[self.level]} {self.name}"


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a region; see ``data/aliases.toml``."""

    text: str
    code: RegionCode
    kind: str
    exact: bool = False
    trigger: bool = False


def words_of(text: str) -> Words:
    """Return the words of a name, in lower case and without punctuation."""
    plain = "".join(character if character.isalnum() else " " for character in text.lower().replace("'", ""))
    return tuple(plain.split())


class Regions:
    """All regions with their names. Made once, by :func:`load_regions`."""

    def __init__(self, regions: Iterable[Region], aliases: Sequence[Alias], vetoes: Iterable[str]) -> None:
        self._by_code = {region.code: region for region in regions}
        self.aliases = tuple(aliases)
        self.vetoes = frozenset(map(words_of, vetoes))
        self._names: dict[Words, list[RegionCode]] = {}
        for region in self._by_code.values():
            self._add(words_of(region.name), region.code)
        for alias in aliases:
            self._add(words_of(alias.text), alias.code)
        lengths: dict[str, set[int]] = {}
        for name in (*self._names, *self.vetoes):
            lengths.setdefault(name[0], set()).add(len(name))
        self.lengths: Mapping[str, Sequence[int]] = {
            first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()
        }
        """First word of a name to how many words the names have that begin so, the longest first."""
        self._children: dict[str, list[RegionCode]] = {}
        for code in self._by_code:
            self._children.setdefault(code.rpartition(".")[0], []).append(code)

    def get(self, code: str) -> Region | None:
        """Return the region with this code."""
        return self._by_code.get(RegionCode(code))

    def region(self, code: RegionCode) -> Region:
        """Return the region with this code, which must exist."""
        return self._by_code[code]

    def children(self, code: str) -> tuple[RegionCode, ...]:
        """Return the regions right below ``code``, by code; those of ``""`` are the provinces."""
        return tuple(self._children.get(code, ()))

    def named(self, words: Words) -> Sequence[RegionCode]:
        """Return the codes of all regions with this name or alias, provinces first."""
        return self._names.get(words, ())

    def resolve(
        self, text: str, home: RegionCode | None = None, *, levels: Collection[Level] = tuple(Level)
    ) -> RegionCode | None:
        """Return the one region that ``text`` means: a code, a name, an alias, with or without type word.

        Of several regions with the name the highest level is meant, cities before regencies; among equals the one in
        the home province; else none. Only regions of the given levels count.
        """
        text = text.strip()
        if text in self._by_code:
            return RegionCode(text)
        words = words_of(text)
        level = _TYPE_WORDS.get(words[0]) if len(words) > 1 else None
        found = [code for code in self.named(words[1:]) if self._level(code) is level] if level else []
        return self.pick([code for code in found or self.named(words) if self._level(code) in levels], home)

    def is_cut_name(self, words: Words) -> bool:
        """Tell whether a name is a province's or regency's that lost its last letters: ``Surabay``."""
        return "".join(words) in self._cut_names

    @cached_property
    def _cut_names(self) -> frozenset[str]:
        upper = ("".join(words_of(r.name)) for r in self._by_code.values() if r.level in _UPPER_LEVELS)
        cut = {name[:-missing] for name in upper for missing in (1, 2) if len(name) - missing >= _LEAST_CUT_CHARS}
        return frozenset(cut - {"".join(words) for words in self._names})

    def protected_names(self, home: RegionCode | None) -> Iterator[str]:
        """Yield the names that a stemmer must leave alone: provinces, regencies, cities, the home's districts."""
        province = home.split(".")[0] if home is not None else None
        for region in self._by_code.values():
            at_home = region.code.split(".")[0] == province
            if region.level not in (Level.KECAMATAN, Level.DESA) or (region.level is Level.KECAMATAN and at_home):
                yield region.name
        for alias in self.aliases:
            yield alias.text

    def _add(self, words: Words, code: RegionCode) -> None:
        for name in {words, ("".join(words),)}:
            codes = self._names.setdefault(name, [])
            if code not in codes:
                codes.append(code)

    def _level(self, code: RegionCode) -> Level:
        return self._by_code[code].level

    def pick(self, codes: Sequence[RegionCode], home: RegionCode | None) -> RegionCode | None:
        """Return the one of several regions of one name that is meant, see :meth:`resolve`."""
        for level in Level:
            # KOTA is asked before KABUPATEN: "Bandung" alone is the city.
            wanted = {Level.KABUPATEN: Level.KOTA, Level.KOTA: Level.KABUPATEN}.get(level, level)
            found = [code for code in codes if self._level(code) is wanted]
            if not found:
                continue
            if len(found) == 1:
                return found[0]
            at_home = [code for code in found if home is not None and code.split(".")[0] == home.split(".")[0]]
            return at_home[0] if len(at_home) == 1 else None
        return None


@cache
def load_regions() -> Regions:
    """Return the packaged regions."""
    aliases = _toml("aliases.toml")
    return Regions(
        [_region(code, name) for table in ("regions.tsv", "villages.tsv") for code, name in _rows(table)],
        [
            Alias(
                entry["text"],
                RegionCode(entry["code"]),
                entry["kind"],
                exact=entry.get("exact", False),
                trigger=entry.get("trigger", False),
            )
            for entry in aliases["alias"]
        ],
        [entry["text"] for entry in (*aliases["veto"], *aliases["group"])],
    )


def _region(code: str, name: str) -> Region:
    depth = code.count(".")
    if depth == 0:
        return Region(RegionCode(code), name, Level.PROVINCE)
    if depth == 1:
        kind, _, rest = name.partition(" ")
        # The parts of Jakarta govern nothing themselves; news leaves the word away.
        rest = rest.removeprefix("Administrasi ")
        return Region(RegionCode(code), rest, Level.KOTA if kind == "Kota" else Level.KABUPATEN)
    return Region(RegionCode(code), name, Level.KECAMATAN if depth == 2 else Level.DESA)


def _rows(name: str) -> Iterator[tuple[str, str]]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        code, tab, label = line.partition("\t")
        if tab and code[0].isdigit():
            yield code, label


def _toml(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))
