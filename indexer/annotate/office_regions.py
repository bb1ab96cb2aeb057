"""Whose office it is: the region behind a title, and which kind of region can have such an office."""

from collections.abc import Collection, Mapping, Sequence

from index.article import RegionCode, region_ancestors
from index.gazetteer import Gazetteer, Level, Scope, Title
from indexer.annotate.places import Place
from indexer.annotate.senses import is_city_police, is_metro_police, nearest
from indexer.annotate.titles import TitleMatch, is_head
from indexer.annotate.words import Word, are_adjacent

TYPE_WORDS: Mapping[str, tuple[Level, ...]] = {
    "kabupaten": (Level.KABUPATEN,),
    "kab": (Level.KABUPATEN,),
    "pemkab": (Level.KABUPATEN,),
    "kota": (Level.KOTA,),
    "pemkot": (Level.KOTA,),
    "kotamadya": (Level.KOTA,),
    "provinsi": (Level.PROVINCE,),
    "propinsi": (Level.PROVINCE,),
    "prov": (Level.PROVINCE,),
    "pemprov": (Level.PROVINCE,),
    "kecamatan": (Level.KECAMATAN,),
    "kec": (Level.KECAMATAN,),
    "desa": (Level.DESA,),
    "kelurahan": (Level.DESA,),
    "kel": (Level.DESA,),
    "nagari": (Level.DESA,),
    "dusun": (Level.DESA,),
}
_LOCAL_TYPES = frozenset(("desa", "kelurahan", "kecamatan", "dusun", "nagari", "polsek"))
_POLICE = ("kapolres", "wakapolres")
_CITY_SURFACES = ("kapolresta", "kapolrestabes", "wakapolresta", "wakapolrestabes")


class OfficeRegions:
    """Reads the regions of the offices of one text."""

    def __init__(
        self, words: Sequence[Word], places: Sequence[Place], gazetteer: Gazetteer, context: Collection[RegionCode]
    ) -> None:
        self._words = words
        self._gazetteer = gazetteer
        self._context = context
        self._local = _local_names(words)
        self._places = {place.first: place for place in places}

    def begins_place(self, at: int) -> bool:
        """Tell whether a region, or a word for its kind, stands at ``words[at]``."""
        return at in self._places or self._words[at].lower in TYPE_WORDS

    def begins_regency(self, at: int) -> bool:
        """Tell whether the name of a regency or city stands at ``words[at]``."""
        return self._named(at, (Level.KABUPATEN, Level.KOTA)) is not None

    def region_at(
        self, at: int, match: TitleMatch, levels: tuple[Level, ...] | None, before: Sequence[RegionCode]
    ) -> tuple[int, RegionCode | None]:
        """Return how many words at ``at`` name a region of the office, and the region."""
        if at == match.last and self._words[at].lower == "di" and is_head(match.title):
            return self._located(at, match)
        gap = self._words[at - 1].gap
        is_behind_comma = "," in gap
        place = self._places.get(at)
        if is_behind_comma or (before and levels is None):
            if is_behind_comma and self._words[at].lower in TYPE_WORDS and at + 1 in self._places:
                return self._places[at + 1].last - at, self._places[at + 1].code
            if place is None:
                return 0, None
            is_around = any(code.startswith(f"{place.code}.") or place.code.startswith(f"{code}.") for code in before)
            typed = place.typed and not before
            return (place.last - at, place.code) if is_around or typed else (0, None)
        if match.title.scope in (Scope.DISTRICT, Scope.VILLAGE) and levels is None and self.local_length(at) > 1:
            found = self._named(at, match.title.scope.levels())
            return found if found is not None and found[0] >= self.local_length(at) else (0, None)
        if is_metro_police(self._words, at):
            return 0, None
        found = self._named(at, levels or (*match.title.scope.levels(), *_outer_levels(match.title)))
        if found is not None and match.title.id in _POLICE and is_city_police(self._words, at + found[0]):
            return found[0] + 1, (self._named(at, (Level.KOTA,)) or found)[1]
        if found is not None:
            return found
        if place is not None and match.title.scope is not Scope.PROVINCE:
            return place.last - at, place.code
        return 0, None

    def _located(self, at: int, match: TitleMatch) -> tuple[int, RegionCode | None]:
        """Return the region of ``pernah menjadi bupati di Belitung Timur``: one that can have the office."""
        place = self._places.get(at + 1)
        if place is None or self._gazetteer.regions.region(place.code).level not in match.title.scope.levels():
            return 0, None
        return place.last - at, place.code

    def of_office(self, match: TitleMatch, codes: Sequence[RegionCode]) -> RegionCode | None:
        """Return the region among ``codes`` that can have the office: a district's police for Kapolsek."""
        levels = match.title.scope.levels()
        regions = self._gazetteer.regions
        for code in codes:
            chain = (code, *region_ancestors(code))
            found = next((part for part in chain if regions.region(part).level in levels), None)
            if found is not None:
                return self._city_of(match, found)
        if not codes:
            return None
        if match.title.scope in (Scope.CITY, Scope.KABKOTA) and "." not in codes[0]:
            # "Wali Kota Jambi", "Kapolresta Jambi": the city of the province's name.
            return regions.resolve(regions.region(codes[0]).name, codes[0], levels=(Level.KOTA,))
        if match.title.scope in (Scope.DISTRICT, Scope.VILLAGE):
            return codes[0]
        return None

    def local_length(self, at: int) -> int:
        """Return how many words at ``at`` are a village or district that this text names with its type word."""
        for length in range(min(4, len(self._words) - at), 0, -1):
            if tuple(word.lower for word in self._words[at : at + length]) in self._local:
                return length
        return 0

    def _named(self, at: int, levels: Collection[Level]) -> tuple[int, RegionCode] | None:
        """Return the longest name of a region of these levels at ``at``; the context decides between several."""
        regions = self._gazetteer.regions
        for length in regions.lengths.get(self._words[at].lower, ()):
            stretch = self._words[at : at + length]
            if not stretch[0].is_capitalised or not are_adjacent(stretch):
                continue
            named = regions.named(tuple(word.lower for word in stretch))
            codes = [code for code in named if regions.region(code).level in levels]
            for level in levels:
                same = [code for code in codes if regions.region(code).level is level]
                code = nearest(same, self._context) if same else None
                if code is not None:
                    return length, code
        return None

    def _city_of(self, match: TitleMatch, code: RegionCode) -> RegionCode:
        """Return the city where a surface means a city's police: ``Kapolresta Bandung`` is none of the regency's."""
        surface = self._words[match.last - 1].lower
        regions = self._gazetteer.regions
        if surface not in _CITY_SURFACES or regions.region(code).level is Level.KOTA:
            return code
        return regions.resolve(regions.region(code).name, code, levels=(Level.KOTA,)) or code


def _outer_levels(title: Title) -> tuple[Level, ...]:
    """Return kinds of region that may stand for an office of a smaller one: the city of a province's name."""
    if title.scope in (Scope.CITY, Scope.KABKOTA):
        return (Level.PROVINCE,)
    if title.scope in (Scope.DISTRICT, Scope.VILLAGE):
        return (Level.KECAMATAN, Level.KABUPATEN, Level.KOTA)
    return ()


def _local_names(words: Sequence[Word]) -> frozenset[tuple[str, ...]]:
    """Return the villages and districts that a text names with their type word: ``Desa Rantau Kumbang``."""
    names = set()
    for at in [at for at, word in enumerate(words) if word.lower in _LOCAL_TYPES]:
        if words[at].gap != " " or (at > 0 and words[at - 1].lower in ("kepala", "kades")):
            continue
        end = at + 1
        while end < len(words) and end - at <= 3 and words[end].is_capitalised and len(words[end].text) > 2:
            end += 1
            if words[end - 1].gap != " ":
                break
        if end > at + 1:
            names.add(tuple(part.lower for part in words[at + 1 : end]))
    return frozenset(names)
