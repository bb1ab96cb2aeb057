"""Names of regions in a text: the longest names win, the word to their left decides what kind of region is meant."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.article import RegionCode
from index.gazetteer import Gazetteer, Level, Regions
from index.gazetteer.regions import Alias, words_of
from indexer.annotate.knowledge import word_list
from indexer.annotate.persons import HONORIFICS
from indexer.annotate.senses import is_city_police, is_metro_police, nearest
from indexer.annotate.words import Word, are_adjacent, begins_sentence

MAX_NAME_WORDS = 5
"""Words of the longest name looked for."""

_LEVEL_WORDS: dict[str, tuple[Level, ...]] = {
    word: levels
    for words, levels in (
        (
            "gubernur wagub cagub provinsi propinsi prov pemprov kapolda polda kejati kajati sekdaprov",
            (Level.PROVINCE,),
        ),
        ("bupati wabup cabup cawabup kabupaten kab pemkab", (Level.KABUPATEN,)),
        ("walikota kotamadya kota pemkot wako wawako wawali walkot polresta kapolresta", (Level.KOTA,)),
        ("kecamatan kec camat kapolsek polsek distrik danramil koramil puskesmas", (Level.KECAMATAN,)),
        ("desa kelurahan kel lurah kades nagari", (Level.DESA,)),
        # Of a province's name these mean the province ("DPRD Jambi", "KPU Jambi"), the police and others its city.
        ("dprd kpu bawaslu sekda bpbd", (Level.PROVINCE, Level.KABUPATEN, Level.KOTA)),
        ("polres kapolres wakapolres kejari kajari rsud kodim dandim", (Level.KABUPATEN, Level.KOTA)),
    )
    for word in words.split()
}
"""Words that say which kind of region the name to their right is."""

_POLICE = ("polres", "kapolres", "wakapolres")
"""Before a name that a regency and a city share these are the regency's; the city's police goes by other names."""

_SPEECH = word_list("speech")
_VETO_WORDS = word_list("before_other_things")
_PREPOSITIONS = word_list("before_regions")
_COMMON_NOUNS = word_list("regions_that_are_words")
_COMMON_PAIRS = frozenset((("batu", "bara"), ("sumber", "daya")))
_NO_NAME_PARTS = _PREPOSITIONS | word_list("department_words") | word_list("not_names")


Surnames = frozenset[tuple[str, ...]]
"""Names of persons, in lower case, whose last word is a region's name: "Rizal Kerinci"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region named in a text: ``words[first:last]`` mean ``code``.

    Attributes:
        code: The region.
        first: Index of the name's first word.
        last: Index behind its last word.
        typed: Whether the word to the left says what kind of region it is.
    """

    code: RegionCode
    first: int
    last: int
    typed: bool


def find_places(
    words: Sequence[Word], gazetteer: Gazetteer, *, context: Collection[RegionCode] = ()
) -> tuple[list[Place], Surnames]:
    """Return the regions that a text names, in order, and the names of persons that hold a region's name.

    Args:
        words: The text.
        gazetteer: Names of regions.
        context: Regencies already known to matter: districts and villages are looked for in them.
    """
    finder = _Finder(words, gazetteer, _around(gazetteer, context), headline=False, surnames=set())
    places = list(finder.places())
    surnames = frozenset(finder.surnames)
    places = [place for place in places if _name_with_left(words, place) not in surnames]
    return _in_stated_sense(places, gazetteer.regions), surnames


def find_in_headline(
    words: Sequence[Word], gazetteer: Gazetteer, *, context: Collection[RegionCode], surnames: Surnames
) -> list[Place]:
    """Return the regions that a headline names; all its words are capitalised, so the text says which are surnames."""
    finder = _Finder(words, gazetteer, _around(gazetteer, context), headline=True, surnames=set(surnames))
    return list(finder.places())


def _in_stated_sense(places: Sequence[Place], regions: Regions) -> list[Place]:
    """Return places where a bare name means the regency if the text says so wherever it tells: "Kabupaten Bogor"."""
    typed = {place.code for place in places if place.typed}
    meant = []
    for place in places:
        region = regions.region(place.code)
        if region.level is Level.KOTA and not place.typed and place.code not in typed:
            code = regions.resolve(region.name, place.code, levels=(Level.KABUPATEN,))
            meant.append(replace(place, code=code) if code in typed else place)
        else:
            meant.append(place)
    return meant


def _around(gazetteer: Gazetteer, context: Collection[RegionCode]) -> set[RegionCode]:
    return {*context, *([gazetteer.home] if gazetteer.home is not None else [])}


def _name_with_left(words: Sequence[Word], place: Place) -> tuple[str, ...]:
    return tuple(word.lower for word in words[max(0, place.first - 1) : place.last])


@dataclass(slots=True)
class _Finder:
    words: Sequence[Word]
    gazetteer: Gazetteer
    context: set[RegionCode]
    headline: bool
    surnames: set[tuple[str, ...]]
    last: Place | None = None
    is_small: bool = False

    def __post_init__(self) -> None:
        """See whether the text has no capitals at all: there a region's kind must be said, "kabupaten tebo"."""
        self.is_small = not any(word.is_capitalised for word in self.words)

    def places(self) -> Iterator[Place]:
        at = 0
        for first in self._first_words():
            if first < at:
                continue
            length, place = self._at(first)
            if place is not None:
                if place.code.count(".") == 1:
                    self.context.add(place.code)
                self.last = place
                yield place
            at = first + length

    def _first_words(self) -> list[int]:
        """Return the indexes of the words that may begin a region's name."""
        lengths, words = self.gazetteer.regions.lengths, self.words
        if not self.is_small:
            return [at for at, word in enumerate(words) if word.is_capitalised and word.lower in lengths]
        return [at for at, word in enumerate(words) if word.lower in lengths and self._left(at) in _LEVEL_WORDS]

    def _at(self, at: int) -> tuple[int, Place | None]:
        """Return how many words a name at ``at`` takes (1 without one), and the place where it means a region."""
        if is_metro_police(self.words, at):
            return 1, None
        regions = self.gazetteer.regions
        for length in regions.lengths.get(self.words[at].lower, ()):
            stretch = self.words[at : at + length]
            if len(stretch) < length:
                continue
            if not (self.is_small or all(map(_may_be_name, stretch))) or not are_adjacent(stretch):
                continue
            name = tuple(word.lower for word in stretch)
            if name in regions.vetoes or (self.headline and (self._left(at), *name) in self.surnames):
                return length, None
            if regions.named(name):
                code, typed = self._meaning(at, length, name)
                if code is not None:
                    return length, Place(code, at, at + length, typed)
                if length > 1 and self._is_near(name):
                    return length, None
        return 1, None

    def _is_near(self, name: tuple[str, ...]) -> bool:
        """Tell whether a region around has the name: then parts of it mean nothing ("Batang" in "Batang Asai")."""
        provinces = {code.split(".")[0] for code in self.context}
        return any(code.split(".")[0] in provinces for code in self.gazetteer.regions.named(name))

    def _meaning(self, at: int, length: int, name: tuple[str, ...]) -> tuple[RegionCode | None, bool]:
        left = self._left(at)
        levels = _LEVEL_WORDS.get(left)
        codes = [code for code in self.gazetteer.regions.named(name) if self._accepts(code, name, at, length, left)]
        if levels is not None:
            typed = self._inside_next([code for code in codes if self._level(code) in levels], at + length)
            if left in _POLICE:
                typed = self._police_regions(typed, at + length)
            if typed:
                return nearest(typed, self.context) or self.gazetteer.regions.pick(typed, self.gazetteer.home), True
            if self.is_small or Level.KECAMATAN in levels or Level.DESA in levels:
                return None, False
        if left in _VETO_WORDS or (length == 1 and left in _SPEECH):
            return None, False
        upper = [code for code in codes if code.count(".") < 2]
        if not upper or (length == 1 and name[0] in _COMMON_NOUNS) or name in _COMMON_PAIRS:
            return None, False
        if self._is_part_of_name(at, length):
            return None, False
        return self.gazetteer.regions.pick(upper, self.gazetteer.home), False

    def _police_regions(self, codes: list[RegionCode], at: int) -> list[RegionCode]:
        """Return the regencies among ``codes`` where there are any, and the cities before "Kota": Polres Bogor Kota."""
        level = Level.KOTA if is_city_police(self.words, at) else Level.KABUPATEN
        return [code for code in codes if self._level(code) is level] or codes

    def _inside_next(self, codes: list[RegionCode], at: int) -> list[RegionCode]:
        """Return those districts or villages that lie in the regency named next: "Kecamatan Bangko, Rokan Hilir".

        Where it is named with its kind, those elsewhere are not meant: "Desa Koto Tinggi, Kabupaten Agam".
        """
        if not any(code.count(".") > 1 for code in codes) or at >= len(self.words) or self.words[at - 1].breaks:
            return codes
        is_typed = self.words[at].lower in ("kabupaten", "kab", "kota")
        if self.words[at].lower in _LEVEL_WORDS:
            at += 1
        for length in range(min(MAX_NAME_WORDS, len(self.words) - at), 0, -1):
            around = self.gazetteer.regions.named(tuple(word.lower for word in self.words[at : at + length]))
            inside = [code for code in codes if any(code.startswith(f"{outer}.") for outer in around)]
            if inside or (is_typed and around):
                return inside
        return codes

    def _left(self, at: int) -> str:
        """Return the word left of a name, looking through a bracket or "Kab."; empty at the head of a sentence."""
        if at == 0 or self.words[at - 1].breaks or "," in self.words[at - 1].gap:
            return ""
        left = self.words[at - 1].lower
        if left == "metro" and at > 1 and self.words[at - 2].lower in _POLICE:
            return self.words[at - 2].lower
        if left == "kota" and at > 1 and self.words[at - 2].lower == "wali":
            return "walikota"
        return left

    def _accepts(self, code: RegionCode, name: tuple[str, ...], at: int, length: int, left: str) -> bool:
        """Apply what the alias table asks of an alias: its capitals, a word to its left."""
        alias = _aliases(self.gazetteer.regions).get((name, code))
        if alias is None or words_of(self.gazetteer.regions.region(code).name) == name:
            return True
        if alias.trigger and left not in _LEVEL_WORDS:
            return False
        printed = " ".join(word.text for word in self.words[at : at + length])
        return not alias.exact or printed == alias.text

    def _is_part_of_name(self, at: int, length: int) -> bool:
        """Tell whether a single bare word is part of a longer name, as in "Bima Arya": capitals on either side."""
        if self.headline or length > 1 or self._locates_last(at):
            return False
        left = self.words[at - 1] if at and not self.words[at - 1].breaks else None
        if left is not None and (left.lower in _NO_NAME_PARTS or left.gap != " "):
            left = None
        if left is not None and begins_sentence(self.words, at - 1):
            left = None
        if left is not None and left.is_capitalised and left.lower not in _LEVEL_WORDS and not left.text.isupper():
            self.surnames.add((left.lower, self.words[at].lower))
            return True
        word = self.words[at]
        after = self.words[at + 1] if at + 1 < len(self.words) and word.gap == " " else None
        if after is None or not after.is_capitalised or after.text.isupper():
            return False
        return after.lower not in _NO_NAME_PARTS and after.lower not in HONORIFICS

    def _locates_last(self, at: int) -> bool:
        """Tell whether a name stands behind a comma and a place inside it: "Kuantan Singingi, Riau"."""
        last = self.last
        if last is None or last.last != at or "," not in self.words[at - 1].gap:
            return False
        return any(last.code.startswith(f"{code}.") for code in self.gazetteer.regions.named((self.words[at].lower,)))

    def _level(self, code: RegionCode) -> Level:
        return self.gazetteer.regions.region(code).level


def _may_be_name(word: Word) -> bool:
    return word.is_capitalised or word.text[0].isdigit()


@cache
def _aliases(regions: Regions) -> dict[tuple[tuple[str, ...], RegionCode], Alias]:
    return {(words_of(alias.text), alias.code): alias for alias in regions.aliases}
