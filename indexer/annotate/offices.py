"""Offices in a text: a title with what stands around it, up to where its holder's name may begin.

``Plt. Kepala Dinas Kesehatan Kabupaten Tebo, dr. …`` is an acting head of department of 15.09. What makes a title
mean no person (a governor's decree, a mayor's house, the central bank's governor) is told here too.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.article import RegionCode, Role, region_ancestors
from index.gazetteer import HEADS, Gazetteer, Level, Scope, Title, load_titles, words_of
from indexer.annotate.knowledge import word_list
from indexer.annotate.persons import HONORIFICS, is_degree, name_at
from indexer.annotate.places import Place, is_metro_police, nearest
from indexer.annotate.words import Word, are_adjacent, behind_bracket

MAX_OFFICE_WORDS = 25
"""Words of the longest office looked through: a department's name and its regions."""

ACTING = frozenset(("pj", "pjs", "plt", "plh", "penjabat", "peltu", "pymt"))
FORMER = frozenset(("mantan", "eks", "bekas", "mendiang", "almarhum", "almarhumah"))
CANDIDATE = frozenset(("calon", "balon", "bacalon", "paslon", "kandidat", "bakal"))
SUSPENDED = frozenset(("nonaktif", "non"))
"""Words beside an office whose holder does not hold it now: ``Bupati nonaktif``, ``Bupati non-aktif``."""

_NEW_OR_OLD = ("baru", "lama")
"""In small letters beside a title: who comes, who goes. With a capital they are names of places."""

_MOMENTS = frozenset(("saat", "kala", "ketika", "waktu"))
_ACTING_PARTS = frozenset(("pelaksana", "tugas", "harian", "sementara"))
_BETWEEN_MODIFIERS = frozenset(("pasangan", "dan", "wakil"))

_NOT_PERSONS = word_list("before_offices")
_PRIZES = word_list("behind_offices")
_THINGS = word_list("things_of_offices")
_NATIONAL = word_list("national_bodies")
_FOREIGN = word_list("foreign_places")
_ELSEWHERE = _NATIONAL | _FOREIGN
_DEPARTMENT = word_list("department_words")
_WITH_ORGANISATION = word_list("titles_with_organisation")
_TYPE_WORDS: Mapping[str, tuple[Level, ...]] = {
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
_GOVERNMENT_WORDS = frozenset(("pemerintah", "pemda", "pemkab", "pemkot", "pemprov", "setda", "lingkup"))
_GROUPS = word_list("councillors_groups")
_STATUS_WORDS = frozenset(
    ("terpilih", "petahana", "aktif", "nonaktif", "definitif", "administrasi", "incumbent", "nomor", "urut", "periode")
)
_YEARS = re.compile(r"(?:19|20)\d\d")
_DEPARTMENT_ABBREVIATION = re.compile(r"(?:dis|din)(?!as$|trik$)[a-z]{3,14}")
_CITY_SURFACES = ("kapolresta", "kapolrestabes", "wakapolresta", "wakapolrestabes")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title in the text: ``words[first:last]``."""

    title: Title
    first: int
    last: int
    is_candidate: bool
    is_capitalised: bool


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the text: ``words[first:last]``, from the words that say the role to its region.

    Attributes:
        title: What it is.
        role: In which capacity its holder is named.
        region: Whose office it is, where the text says so right here.
        first: Index of the first word.
        last: Index behind its last word: where the holder's name may begin.
        is_capitalised: Whether the title is printed with a capital.
        until: Last year of the stated term, if one is stated.
    """

    title: Title
    role: Role
    region: RegionCode | None
    first: int
    last: int
    is_capitalised: bool
    until: int | None = None


class OfficeReader:
    """Reads offices of one text."""

    def __init__(
        self, words: Sequence[Word], places: Sequence[Place], gazetteer: Gazetteer, context: Collection[RegionCode]
    ) -> None:
        self._words = words
        self._gazetteer = gazetteer
        self._context = context
        self._local = _local_names(words)
        self._places = {place.first: place for place in places}

    def title_starts(self) -> list[int]:
        """Return the indexes of all words that begin some title."""
        first_words = _first_words()
        return [at for at, word in enumerate(self._words) if word.lower in first_words]

    def title_at(self, at: int) -> TitleMatch | None:
        """Return the longest title that begins at ``words[at]``."""
        word = self._words[at]
        lengths = _first_words().get(word.lower)
        if lengths is None:
            return None
        for length in lengths:
            stretch = self._words[at : at + length]
            found = _surfaces().get(tuple([w.lower for w in stretch]))
            if found is not None and are_adjacent(stretch):
                return TitleMatch(found[0], at, at + length, found[1], word.is_capitalised)
        return self._elliptical(at) or self._abbreviated(at)

    def is_cut_region(self, name: str) -> bool:
        """Tell whether what looks like a name is a region's without its end: ``Bupati Tanjung Jabung Timu``."""
        return self._gazetteer.regions.is_cut_name(words_of(name))

    def begins_title(self, at: int) -> bool:
        """Tell whether a title begins at ``words[at]``, and no rank: ``Inspektur Jenderal Polisi Nama Orang``."""
        match = self.title_at(at)
        return match is not None and not self._is_rank(match)

    def _is_rank(self, match: TitleMatch) -> bool:
        behind = self._words[match.last : match.last + 1]
        return match.title.id == "inspektur" and bool(behind) and behind[0].lower in word_list("ranks")

    def is_of_thing(self, office: Office) -> bool:
        """Tell whether the word left of an office makes it a thing: ``rumah dinas Bupati``."""
        return office.first > 0 and self._words[office.first - 1].gap == " " and self._left(office.first) in _THINGS

    def office(self, match: TitleMatch) -> Office | None:
        """Return the office of a title; None where the words around say that no official is meant."""
        if self._means_no_person(match):
            return None
        first, role = self._role(match)
        if first > 0 and self._words[first - 1].gap == " " and self._left(first) in _NOT_PERSONS:
            return None
        last, region, until = self._extent(match)
        words = self._words
        if last < len(words) and words[last - 1].gap == " " and region is None and words[last].lower in _ELSEWHERE:
            return None
        if last < len(words) and words[last - 1].gap == " " and words[last].lower in _PRIZES:
            return None
        if role is Role.INCUMBENT:
            role = self._role_behind(match.last, last)
        return Office(match.title, role, region, first, last, match.is_capitalised, until)

    # What stands to the left

    def _left(self, at: int) -> str:
        """Return the word left of ``at``, in lower case; empty at the head of a sentence."""
        return "" if at == 0 or self._words[at - 1].breaks else self._words[at - 1].lower

    def _role(self, match: TitleMatch) -> tuple[int, Role]:
        """Return where the words that say the role begin, and the role."""
        seen: set[str] = set()
        first = match.first
        while first > 0:
            left = self._left(first)
            if left in ACTING | FORMER | CANDIDATE | _ACTING_PARTS:
                seen.add(left)
            elif left not in _BETWEEN_MODIFIERS or self._left(first - 1) not in CANDIDATE | ACTING:
                break
            first -= 1
        if seen & FORMER:
            return first, Role.FORMER
        if match.is_candidate or seen & CANDIDATE:
            return first, Role.CANDIDATE
        return first, Role.ACTING if seen & (ACTING | {"pelaksana"}) else Role.INCUMBENT

    def _role_behind(self, first: int, last: int) -> Role:
        """Return what the words inside an office say: ``Bupati terpilih``, ``Bupati nonaktif``, ``Bupati saat itu``."""
        inside = {word.lower for word in self._words[first:last]}
        if "terpilih" in inside:
            return Role.CANDIDATE
        is_old = any(word.text == "lama" for word in self._words[first:last])
        is_past = inside & _MOMENTS and "itu" in inside
        return Role.FORMER if is_old or is_past or inside & SUSPENDED else Role.INCUMBENT

    def _means_no_person(self, match: TitleMatch) -> bool:
        """Tell whether the word behind a title makes it another post: Inspektur Jenderal, Gubernur Bank Indonesia."""
        if match.last >= len(self._words) or self._words[match.last - 1].gap != " ":
            return False
        following = self._words[match.last].lower
        if following in _FOREIGN and match.title.scope in (Scope.PROVINCE, Scope.CITY):
            return True
        if match.title.id in ("gubernur", "wakil_gubernur", "inspektur"):
            return following in _NATIONAL or self._is_rank(match)
        if match.title.id in ("kepala_badan", "kepala_dinas"):
            ahead = self._words[match.last : match.last + 4]
            if any(word.lower in _NATIONAL | _FOREIGN and word.is_capitalised for word in ahead):
                return True
            return match.last - match.first == 2 and not self._names_department(match)
        return False

    def _names_department(self, match: TitleMatch) -> bool:
        """Tell whether "Kepala Badan" is followed by a region's department, as far as one knows them by their words."""
        if self._words[match.last - 1].lower not in ("badan", "dinas"):
            return True
        return self._is_department(match.last) or match.last in self._places or self._unknown_length(match.last) > 0

    # What stands to the right

    def _extent(self, match: TitleMatch) -> tuple[int, RegionCode | None, int | None]:
        """Return the index behind an office, its region, and the last year of the term that it states."""
        words = self._words
        at = self._behind_bracket(match.last)
        codes: list[RegionCode] = []
        until = None
        levels: tuple[Level, ...] | None = None
        limit = min(len(words), match.last + MAX_OFFICE_WORDS)
        while at < limit and not words[at - 1].breaks:
            if _YEARS.fullmatch(words[at].text) and "(" in words[at - 1].gap:
                break
            step, code = self._region_at(at, match, levels, codes)
            if step == 0 and not self._is_joined(at, match):
                break
            if code is not None:
                codes.append(code)
                levels = None
            elif step == 0:
                years = self._years(at)
                step, levels = (len(years), None) if years else self._other_part(at, match)
                until = years[-1] if years else until
            if step == 0:
                break
            at = self._behind_bracket(at + step)
        # A type word without a name behind it ("Kepala Desa", "Bupati Kota") is not part of the office.
        return at, self._office_region(match, codes), until

    def _years(self, at: int) -> list[int]:
        """Return the years of a term that begin at ``at``: ``2016``, ``2016-2021``."""
        years: list[int] = []
        for word in self._words[at : at + 2]:
            if _YEARS.fullmatch(word.text) is None:
                break
            years.append(int(word.text))
            if word.gap.strip() not in ("-", "–", "/"):
                break
        return years

    def _behind_bracket(self, at: int) -> int:
        return behind_bracket(self._words, at)

    def _is_joined(self, at: int, match: TitleMatch) -> bool:
        """Tell whether ``words[at]`` may continue the office: behind a space, or behind a comma inside a department."""
        gap = self._words[at - 1].gap.replace(")", "").replace("/", "").replace(".", "").strip()
        if gap == "":
            return True
        return gap == "," and match.title.id in _WITH_ORGANISATION and self._words[at].lower in _DEPARTMENT

    def _other_part(self, at: int, match: TitleMatch) -> tuple[int, tuple[Level, ...] | None]:
        """Return how many words at ``at`` belong to the office beside its region, and which kind of region follows."""
        word = self._words[at]
        if word.lower in _TYPE_WORDS and self._names_follow(at):
            return 1, _TYPE_WORDS[word.lower]
        if word.lower in _GOVERNMENT_WORDS or self._status_length(at) > 0:
            return max(1, self._status_length(at)), None
        if is_metro_police(self._words, at):
            return 1, None
        if word.is_number and (word.text[0].isdigit() or "/" in word.gap):
            return self._behind_number(at) - at, None
        if match.title.scope is Scope.AREA and "/" in word.gap and at + 1 < len(self._words):
            # "Pangdam II/Sriwijaya": the command's name.
            return 2, None
        if match.title.id == "direktur_rsud":
            # A hospital bears a person's name; its director's follows a comma or a doctor's title.
            return int(word.lower not in ("dr", "drg") and word.is_capitalised), None
        if match.title.id.endswith("dprd") and self._faction_length(at) > 0:
            return self._faction_length(at), None
        if match.title.id in _WITH_ORGANISATION and self._is_department(at):
            return 1, None
        if match.title.scope in (Scope.DISTRICT, Scope.VILLAGE) or match.title.id == "danramil":
            return self._local_length(at) or self._unknown_length(at), None
        if match.title.id in _WITH_ORGANISATION:
            return self._unknown_length(at), None
        return 0, None

    def _status_length(self, at: int) -> int:
        """Return how many words at ``at`` say how it is held: ``terpilih``, ``yang baru``, ``saat itu``."""
        word = self._words[at]
        if word.lower in _STATUS_WORDS or word.text in _NEW_OR_OLD:
            return 1
        is_new_or_old = word.lower == "yang" and self._words[min(at + 1, len(self._words) - 1)].text in _NEW_OR_OLD
        return 2 if is_new_or_old or word.lower == "non" or self._points_back(at) else 0

    def _points_back(self, at: int) -> bool:
        """Tell whether ``saat itu`` before a holder's name begins at ``at``: ``Bupati saat itu, Nama Orang``."""
        behind = self._words[at + 1 : at + 3]
        if self._words[at].lower not in _MOMENTS or len(behind) < 2:
            return False
        if behind[0].lower != "itu" or behind[0].breaks:
            return False
        return "," in behind[0].gap or behind[1].is_capitalised

    def _faction_length(self, at: int) -> int:
        """Return how many words at ``at`` name a councillor's group: ``dari Fraksi Golkar``, ``Komisi II``."""
        words = self._words
        first = at + 1 if words[at].lower in ("dari", "asal") else at
        if first >= len(words) or words[first].lower not in ("fraksi", "partai", "komisi"):
            return 0
        end = first + 1
        while end < len(words) and words[end - 1].gap == " " and words[end].lower in _GROUPS:
            end += 1
        return end - at if end > first + 1 else 0

    def _unknown_length(self, at: int) -> int:
        """Return the length of a name that is a village's or department's: a holder's stands behind its comma."""
        words = self._words
        for index in range(at, min(at + 4, len(words) - 1)):
            word = words[index]
            if not word.is_capitalised or word.is_number or len(word.text) == 1 or word.lower in HONORIFICS:
                return 0
            if word.gap == ", ":
                return index + 1 - at if self._may_follow_office(index + 1) else 0
            if word.gap != " ":
                return 0
        return 0

    def _names_follow(self, at: int) -> bool:
        return at + 1 < len(self._words) and self._words[at].gap.strip(" .,") == "" and not self._words[at].breaks

    def _behind_number(self, at: int) -> int:
        """Return the index behind a command's number and name: ``0419/Tanjab``, or behind a lone number."""
        words = self._words
        if "/" in words[at].gap and at + 1 < len(words):
            at += 1
        return at + 1

    def _may_follow_office(self, at: int) -> bool:
        """Tell whether a holder's name, or a region around, begins at ``at``."""
        if at in self._places or self._words[at].lower in _TYPE_WORDS:
            return True
        is_name = name_at(self._words, at) is not None and self.title_at(at) is None
        return is_name and not is_degree(self._words, at)

    def _is_department(self, at: int) -> bool:
        word = self._words[at]
        if word.lower in _DEPARTMENT:
            return True
        following = [word.lower for word in self._words[at + 1 : at + 3]]
        if word.lower in ("dan", "serta"):
            return following[:1] != [] and following[0] in _DEPARTMENT
        if following[:1] == ["dan"] and following[-1] in _DEPARTMENT and word.is_capitalised:
            return True
        return word.is_capitalised and word.text.isupper() and len(word.text) > 1 and not word.is_number

    def _local_length(self, at: int) -> int:
        """Return how many words at ``at`` are a village or district that this text names with its type word."""
        for length in range(min(4, len(self._words) - at), 0, -1):
            if tuple(word.lower for word in self._words[at : at + length]) in self._local:
                return length
        return 0

    # Its region

    def _region_at(
        self, at: int, match: TitleMatch, levels: tuple[Level, ...] | None, before: Sequence[RegionCode]
    ) -> tuple[int, RegionCode | None]:
        """Return how many words at ``at`` name a region of the office, and the region."""
        gap = self._words[at - 1].gap
        is_behind_comma = "," in gap
        place = self._places.get(at)
        if is_behind_comma or (before and levels is None):
            if is_behind_comma and self._words[at].lower in _TYPE_WORDS and at + 1 in self._places:
                return self._places[at + 1].last - at, self._places[at + 1].code
            if place is None:
                return 0, None
            is_around = any(code.startswith(f"{place.code}.") or place.code.startswith(f"{code}.") for code in before)
            typed = place.typed and not before
            return (place.last - at, place.code) if is_around or typed else (0, None)
        if match.title.scope in (Scope.DISTRICT, Scope.VILLAGE) and levels is None and self._local_length(at) > 1:
            found = self._named(at, match.title.scope.levels())
            return found if found is not None and found[0] >= self._local_length(at) else (0, None)
        if is_metro_police(self._words, at):
            return 0, None
        found = self._named(at, levels or (*match.title.scope.levels(), *_outer_levels(match.title)))
        if found is not None:
            return found
        if place is not None and match.title.scope is not Scope.PROVINCE:
            return place.last - at, place.code
        return 0, None

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

    def _office_region(self, match: TitleMatch, codes: Sequence[RegionCode]) -> RegionCode | None:
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

    def _city_of(self, match: TitleMatch, code: RegionCode) -> RegionCode:
        """Return the city where a surface means a city's police: ``Kapolresta Bandung`` is none of the regency's."""
        surface = self._words[match.last - 1].lower
        regions = self._gazetteer.regions
        if surface not in _CITY_SURFACES or regions.region(code).level is Level.KOTA:
            return code
        return regions.resolve(regions.region(code).name, code, levels=(Level.KOTA,)) or code

    def _abbreviated(self, at: int) -> TitleMatch | None:
        """Return the title in ``Kepala Diskoperindag``: departments are abbreviated at will, all beginning so."""
        if self._words[at].lower != "kepala" or at + 1 >= len(self._words) or self._words[at].gap != " ":
            return None
        following = self._words[at + 1]
        if not following.is_capitalised or _DEPARTMENT_ABBREVIATION.fullmatch(following.lower) is None:
            return None
        return TitleMatch(load_titles()["kepala_dinas"], at, at + 2, False, self._words[at].is_capitalised)

    def _elliptical(self, at: int) -> TitleMatch | None:
        """Return the first title of ``Wakil Ketua I dan Ketua DPRD`` and ``Ketua dan Wakil Ketua DPRD``."""
        lowers = [word.lower for word in self._words[at : at + 7]]
        for head, title in ((("wakil", "ketua"), "wakil_ketua_dprd"), (("ketua",), "ketua_dprd")):
            if tuple(lowers[: len(head)]) != head:
                continue
            last = len(head)
            if last < len(lowers) and lowers[last] in ("i", "ii", "iii", "1", "2", "3"):
                last += 1
            if lowers[last : last + 1] not in (["dan"], ["serta"]) or at + last + 1 >= len(self._words):
                continue
            following = _surfaces().get(tuple(lowers[last + 1 : last + 4])) or _surfaces().get(
                tuple(lowers[last + 1 : last + 3])
            )
            if following is not None and following[0].id.endswith("ketua_dprd"):
                return TitleMatch(load_titles()[title], at, at + last, False, self._words[at].is_capitalised)
        return None


def is_head(title: Title) -> bool:
    """Tell whether a title is that of a head of a region or a deputy."""
    return title.id in HEADS


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


@cache
def _surfaces() -> Mapping[tuple[str, ...], tuple[Title, bool]]:
    """Return the titles by their words, and whether the words mean a candidate."""
    surfaces: dict[tuple[str, ...], tuple[Title, bool]] = {}
    for title in load_titles().values():
        surfaces.update(dict.fromkeys(title.surfaces, (title, False)))
        surfaces.update(dict.fromkeys(title.candidate_surfaces, (title, True)))
    return surfaces


@cache
def _first_words() -> Mapping[str, Sequence[int]]:
    """Return the words that begin a title, with the lengths of those titles in words, the longest first."""
    lengths: dict[str, set[int]] = {"ketua": set(), "wakil": set()}
    for surface in _surfaces():
        lengths.setdefault(surface[0], set()).add(len(surface))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}
