"""Everything that is known of names: regions, titles and office holders in one place."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from index.article import RegionCode
from index.gazetteer.regions import Regions, load_regions, words_of
from index.gazetteer.registry import SAME_NAME, Registry, load_registry
from index.gazetteer.titles import HEADS, NATION, load_national_titles, load_titles, office_label

_PACKAGED_REGISTRY = "officials_jambi.toml"
_PACKAGED_HOME = "15"
"""Province whose heads the packaged registry knows: a newsroom that is at home elsewhere has no use for it."""

_MAX_TITLE_WORDS = 6
_MAX_ASKED_WORDS = 16
"""Words of the longest office or name that somebody asks for; what is longer names nobody, and costs nothing."""

_ACTING = tuple(map(words_of, ("Penjabat Sementara", "Pelaksana Tugas", "Pelaksana Harian", "Penjabat")))
_ACTING_SHORT = frozenset(("pj", "pjs", "plt", "plh"))
_NOT_HOLDING = frozenset(("mantan", "eks", "bekas", "calon", "cabup", "cagub", "cawabup", "cawagub", "cawako", "istri"))
"""Words of those who do not hold the office they are named with; a query by office asks for who does."""

_WITH_DEPARTMENT = frozenset(("kepala_dinas", "kepala_badan", "asisten", "staf_ahli", "direktur_rsud"))
"""Titles between which and their region a department stands: ``kepala dinas kesehatan kota jambi``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Names and what they mean. Also the resolver of ``wilayah:`` and ``pejabat:`` in queries.

    Attributes:
        regions: Regions of the country.
        registry: Who held which office when.
        home: Region of the newsroom; decides between places of one name.
        national_offices: Whether offices of the state are read and asked for, too.
        fingerprint: Differs whenever annotations could.
    """

    regions: Regions
    registry: Registry
    home: RegionCode | None
    national_offices: bool
    fingerprint: str

    def region(self, text: str) -> RegionCode | None:
        """Return the code of the region that ``text`` names, or None."""
        return self.regions.resolve(text, self.home)

    def official(self, text: str) -> tuple[str | None, RegionCode | None, str | None] | None:
        """Return title class, region and person that ``text`` names, each None where it does not say.

        ``bupati tanjab barat``, ``pj bupati tanjab barat`` and ``bupati@15.06`` name an office, ``bupati anwar sadat``
        a person in one, ``anwar sadat`` a person. None: the text names nobody ("mantan bupati", "bupati 2013").
        """
        title, at, code = text.partition("@")
        if at:
            known = title in load_titles() or title in load_national_titles() or not title
            return (title or None, RegionCode(code) if code else None, None) if known else None
        words = words_of(text)
        if len(words) > _MAX_ASKED_WORDS:
            return None
        title_id, rest = _leading_title(_without_acting(words), _title_surfaces())
        if title_id is None and self.national_offices:
            national, name = _leading_title(words, _national_surfaces())
            if national is not None:
                return national, NATION, self._known_as(name) if name else None
        if title_id is None:
            return (None, None, self._known_as(rest)) if _is_name(rest) else None
        region, name = self._seat(title_id, rest)
        if name and not _is_name(name):
            return None
        return title_id, region, self._known_as(name) if name else None

    def _seat(self, title: str, words: tuple[str, ...]) -> tuple[RegionCode | None, tuple[str, ...]]:
        """Return the region that follows a title, and the words behind it; of a department's head, also before it."""
        for length in range(len(words), 0, -1):
            region = self._office_region(title, " ".join(words[:length]))
            if region is not None:
                return region, words[length:]
        if title in _WITH_DEPARTMENT:
            for first in range(1, len(words)):
                region = self._office_region(title, " ".join(words[first:]))
                if region is not None:
                    return region, ()
        return None, words

    def _office_region(self, title: str, text: str) -> RegionCode | None:
        """Return the region that ``text`` names as the seat of an office: ``wali kota jambi`` is the city's."""
        levels = load_titles()[title].scope.levels()
        return self.regions.resolve(text, self.home, levels=levels) or self.region(text)

    def _known_as(self, words: tuple[str, ...]) -> str:
        """Return a person's name as it is indexed: by the registry's id where the spelling means one person there."""
        name = " ".join(words)
        persons = self.registry.persons.values()
        if any(set(words) <= set(person.id.split("-")) for person in persons):
            return name
        alike = [person for person in persons if person.likeness(name) >= SAME_NAME]
        return alike[0].id.replace("-", " ") if len(alike) == 1 else name

    def region_label(self, code: str) -> str:
        """Return a region's name for readers; an unknown code as it is."""
        region = self.regions.get(code)
        return region.label if region is not None else code

    def office_label(self, office: str) -> str:
        """Return the name of an office facet value (``bupati@15.06``) for readers."""
        title, _, region = office.partition("@")
        return office_label(title, region, self.regions)

    def person_label(self, key: str) -> str:
        """Return the name of a person facet value for readers."""
        person = self.registry.persons.get(key)
        return person.name if person is not None else key.replace("-", " ").title()

    def protected_names(self) -> frozenset[str]:
        """Return names that a stemmer must leave alone: of regions, offices, and the registry's persons."""
        persons = self.registry.persons.values()
        names = [name for person in persons for name in (person.name, *person.aliases, *person.nicknames)]
        words = [word for name in names for word in name.split() if len(word) > 2]
        offices = map(" ".join, _title_surfaces())
        return frozenset((*self.regions.protected_names(self.home), *offices, *names, *words))


def load_gazetteer(
    *, home: RegionCode | None = None, registry: Path | None = None, national_offices: bool = False
) -> Gazetteer:
    """Return the packaged gazetteer with a registry: the newsroom's, else the packaged example of Jambi's heads.

    Args:
        home: Region of the newsroom. Outside Jambi nobody is known without a registry.
        registry: The newsroom's own file.
        national_offices: Whether offices of the state are read and asked for, too.

    Raises:
        ConfigError: The registry is wrong.
    """
    regions = load_regions()
    if registry is not None:
        known, content = load_registry(registry, regions), registry.read_bytes()
    elif home is None or home.partition(".")[0] == _PACKAGED_HOME:
        known = _packaged_registry()
        content = resources.files(__package__).joinpath("data", _PACKAGED_REGISTRY).read_bytes()
    else:
        known, content = Registry(), b""
    return Gazetteer(
        regions=regions,
        registry=known,
        home=home,
        national_offices=national_offices,
        fingerprint=_fingerprint(content, home, national_offices=national_offices),
    )


@cache
def _packaged_registry() -> Registry:
    with resources.as_file(resources.files(__package__).joinpath("data", _PACKAGED_REGISTRY)) as path:
        return load_registry(path, load_regions())


def _without_acting(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words behind "Pj", "Penjabat (Pj)" and the like: who acts in an office holds it."""
    for acting in _ACTING:
        if words[: len(acting)] == acting:
            words = words[len(acting) :]
            break
    return words[1:] if words and words[0] in _ACTING_SHORT else words


def _is_name(words: tuple[str, ...]) -> bool:
    """Tell whether words can be a person's name."""
    if not words or words[0] in _NOT_HOLDING:
        return False
    return not any(character.isdigit() for word in words for character in word)


def _leading_title(
    words: tuple[str, ...], surfaces: Mapping[tuple[str, ...], str]
) -> tuple[str | None, tuple[str, ...]]:
    """Return the title class that the words begin with, the longest title first, and the other words."""
    for length in range(min(_MAX_TITLE_WORDS, len(words)), 0, -1):
        title = surfaces.get(words[:length])
        if title is not None:
            return title, words[length:]
    return None, words


@cache
def _title_surfaces() -> dict[tuple[str, ...], str]:
    surfaces = {surface: title.id for title in load_titles().values() for surface in title.surfaces}
    surfaces |= {words_of(title.label): title.id for title in load_titles().values()}
    return surfaces


@cache
def _national_surfaces() -> dict[tuple[str, ...], str]:
    return {surface: title.id for title in load_national_titles().values() for surface in title.surfaces}


def _fingerprint(registry: bytes, home: RegionCode | None, *, national_offices: bool) -> str:
    digest = hashlib.sha256(registry + (home or "").encode() + bytes(national_offices))
    for name in ("regions.tsv", "villages.tsv", "aliases.toml", "titles.toml"):
        digest.update(resources.files(__package__).joinpath("data", name).read_bytes())
    return digest.hexdigest()[:16]


__all__ = ["HEADS", "Gazetteer", "load_gazetteer"]
