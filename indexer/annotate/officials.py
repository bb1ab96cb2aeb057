"""Officials named in a story: title, person, office region and role.

A title is found first; what stands to its left says whether it means a person and in which role, what stands to its
right (or, in apposition, to its left) says whose office it is and who holds it. Later mentions by a part of the name
are the same person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from index.article import OfficeHolder, RegionCode, Role, region_ancestors
from index.gazetteer import Gazetteer, Level, Scope, Title, load_titles
from indexer.annotate.knowledge import word_list
from indexer.annotate.persons import name_before, name_from, skip_honorifics
from indexer.annotate.places import Place
from indexer.annotate.words import Word, are_adjacent

MAX_TITLE_WORDS = 6
"""Words of the longest title."""

MAX_ORGANISATION_WORDS = 12
"""Words between a title and its region or holder: the name of a department."""

_ACTING = frozenset(("pj", "pjs", "plt", "plh", "penjabat", "peltu", "pymt"))
_FORMER = frozenset(("mantan", "eks", "bekas", "mendiang", "almarhum", "almarhumah"))
_CANDIDATE = frozenset(("calon", "balon", "bacalon", "paslon", "kandidat"))
_NOT_PERSONS = word_list("before_offices")
_FALSE_FRIENDS = frozenset(
    (("inspektur", "jenderal"), ("gubernur", "bank"), ("gubernur", "bi"), ("kepala", "badan", "nasional"))
)
_LINKS_TO_OFFICE = frozenset(("selaku", "sebagai", "jabatan", "menjabat", "merangkap"))
_WITH_ORGANISATION = word_list("titles_with_organisation")
_ORGANISATION_ENDS = word_list("ends_of_organisations")


@dataclass(frozen=True, slots=True)
class _TitleMatch:
    """A title in the text: ``words[first:last]``."""

    title: Title
    first: int
    last: int
    is_candidate: bool


@dataclass(frozen=True, slots=True)
class _Mention:
    """An official as found at one place; the region is still missing where the text does not state it there."""

    title: Title
    person: str | None
    region: RegionCode | None
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeContext:
    """What an office without a stated region may be inherited from."""

    gazetteer: Gazetteer
    focus: Sequence[RegionCode]
    published: date | None


def find_officials(words: Sequence[Word], places: Sequence[Place], context: OfficeContext) -> tuple[OfficeHolder, ...]:
    """Return the officials that a story names, each once, in the order of naming."""
    by_start = {place.first: place for place in places}
    mentions = list(_Reader(words, by_start, context.gazetteer).mentions())
    mentions = _with_regions(mentions, context)
    return tuple(_identified(mention, context) for mention in _merged(mentions))


@dataclass(slots=True)
class _Reader:
    words: Sequence[Word]
    places: Mapping[int, Place]
    gazetteer: Gazetteer

    def mentions(self) -> Iterator[_Mention]:
        at = 0
        while at < len(self.words):
            match = self._title_at(at)
            if match is None:
                at += 1
                continue
            at = match.last
            if self._is_no_person(match):
                continue
            second = self._coordinated(match)
            if second is not None:
                found, at = self._pair(match, second)
                yield from found
            else:
                mention, at = self._single(match)
                yield mention

    # Titles

    def _title_at(self, at: int) -> _TitleMatch | None:
        word = self.words[at]
        if not word.is_capitalised:
            return None
        for length in range(min(MAX_TITLE_WORDS, len(self.words) - at), 0, -1):
            stretch = self.words[at : at + length]
            if not are_adjacent(stretch):
                continue
            found = _surfaces().get(tuple(w.lower for w in stretch))
            if found is not None:
                return _TitleMatch(found[0], at, at + length, found[1])
        return None

    def _is_no_person(self, match: _TitleMatch) -> bool:
        left = self._left(match.first)
        if left in _NOT_PERSONS and not (left == "dinas" and match.title.id == "kepala_dinas"):
            return True
        following = [word.lower for word in self.words[match.last : match.last + 2]]
        start = [word.lower for word in self.words[match.first : match.last]]
        return any(tuple((start + following)[: len(friend)]) == friend for friend in _FALSE_FRIENDS)

    def _left(self, at: int) -> str:
        if at == 0 or (self.words[at - 1].breaks and self.words[at - 1].lower not in _ACTING):
            return ""
        return self.words[at - 1].lower

    def _role(self, match: _TitleMatch) -> Role:
        if match.is_candidate:
            return Role.CANDIDATE
        at = match.first
        left = self._left(at)
        before = self.words[at - 2].lower if at > 1 else ""
        if left in _ACTING or (
            before in ("pelaksana", "penjabat") and left in ("tugas", "harian", "sementara", "pj", "pjs")
        ):
            is_former = any(word.lower in _FORMER for word in self.words[max(0, at - 3) : at - 1])
            return Role.FORMER if is_former else Role.ACTING
        if left in _FORMER:
            return Role.FORMER
        if left in _CANDIDATE or (left == "pasangan" and before in _CANDIDATE):
            return Role.CANDIDATE
        if match.last < len(self.words) and self.words[match.last].lower == "terpilih":
            return Role.CANDIDATE
        return Role.INCUMBENT

    # One official

    def _single(self, match: _TitleMatch) -> tuple[_Mention, int]:
        region, at = self._office(match)
        person, behind = self._person_after(at)
        if person is None:
            person = self._person_before(match.first)
        return _Mention(match.title, person, region, self._role(match)), max(behind, match.last)

    def _office(self, match: _TitleMatch) -> tuple[RegionCode | None, int]:
        """Return the office's region as stated to the right of the title, and where the holder's name may begin."""
        at = match.last
        if at < len(self.words) and self.words[at].lower == "terpilih":
            at += 1
        limit = MAX_ORGANISATION_WORDS if match.title.id in _WITH_ORGANISATION else 3
        end = at
        for index in range(at, min(at + limit, len(self.words))):
            if self._sentence_ends_between(match.last, index) or self.words[index].lower in _ORGANISATION_ENDS:
                break
            place = self.places.get(index)
            if place is not None and self._may_hold(match.title, place):
                region = self._region_for(match.title, place.code)
                return region, self._behind_brackets(place.last)
            if match.title.id not in _WITH_ORGANISATION and self.words[index].lower not in _TYPE_WORDS:
                break
            end = index + 1
        if match.title.id in _WITH_ORGANISATION:
            return None, self._behind_organisation(match, at)
        return None, end if end > at and self.places.get(end) else at

    def _may_hold(self, title: Title, place: Place) -> bool:
        """Tell whether a place can be the seat of an office: "Bupati Jambi" is none, "Kadis ... Kota Jambi" is."""
        levels = title.scope.levels()
        code = place.code
        chain = (code, *region_ancestors(code))
        if title.scope is Scope.AREA or title.scope in (Scope.DISTRICT, Scope.VILLAGE):
            return True
        return any(self.gazetteer.regions.region(part).level in levels for part in chain) or code.count(".") == 0

    def _region_for(self, title: Title, code: RegionCode) -> RegionCode | None:
        """Return the region of an office that a place says: a head of district counts for the regency."""
        levels = title.scope.levels()
        regions = self.gazetteer.regions
        if regions.region(code).level in levels:
            return code if code.count(".") < 2 else _regency(code)
        if "." not in code and title.scope in (Scope.CITY, Scope.KABKOTA):
            # "Wali Kota Jambi", "Kapolresta Jambi": the city of the province's name.
            name = regions.region(code).name
            return regions.resolve(name, code, levels=(Level.KOTA,)) or code
        return next((part for part in region_ancestors(code) if regions.region(part).level in levels), _regency(code))

    def _behind_brackets(self, at: int) -> int:
        """Skip a bracketed short form: ``Bupati Tanjung Jabung Barat (Tanjab Barat), Drs. H. …``."""
        if at == 0 or at >= len(self.words) or "(" not in self.words[at - 1].gap:
            return at
        for index in range(at, min(at + 5, len(self.words))):
            if ")" in self.words[index].gap:
                return index + 1
        return at

    def _behind_organisation(self, match: _TitleMatch, at: int) -> int:
        """Return where the holder's name may begin behind a department's name: behind its comma, or right here."""
        for index in range(at, min(at + MAX_ORGANISATION_WORDS, len(self.words))):
            if self._sentence_ends_between(match.last, index + 1) or self.words[index].lower in _ORGANISATION_ENDS:
                break
            if "," in self.words[index].gap:
                return index + 1
        return at

    def _sentence_ends_between(self, first: int, last: int) -> bool:
        return any(word.breaks for word in self.words[max(0, first - 1) : last])

    def _person_after(self, at: int) -> tuple[str | None, int]:
        if at == 0 or at >= len(self.words) or self.words[at - 1].breaks:
            return None, at
        gap = self.words[at - 1].gap
        if any(mark in gap for mark in '().;:"“”') and gap.strip(" .)") not in ("", ","):
            return None, at
        start = skip_honorifics(self.words, at)
        if start in self.places and self.places[start].typed:
            return None, at
        found = name_from(self.words, at)
        return (found[0], found[1]) if found is not None else (None, at)

    def _person_before(self, at: int) -> str | None:
        """Return the holder in apposition: ``Nama Orang, Camat X`` or ``Nama selaku Ketua``."""
        first = at
        while first > 0 and self.words[first - 1].lower in (_ACTING | _FORMER | {"pelaksana", "tugas", "harian"}):
            first -= 1
        if first == 0:
            return None
        left = self.words[first - 1]
        if left.lower in _LINKS_TO_OFFICE:
            return name_before(self.words, first - 1) if first > 1 else None
        if left.gap.strip() == "," and not left.breaks:
            name = name_before(self.words, first)
            return name if name is not None and " " in name else None
        return None

    # Two officials in one breath

    def _coordinated(self, match: _TitleMatch) -> _TitleMatch | None:
        """Return the second title of ``Bupati dan Wakil Bupati X``."""
        if match.last + 1 >= len(self.words) or self.words[match.last].lower not in ("dan", "serta"):
            return None
        if match.last > 0 and self.words[match.last - 1].gap != " ":
            return None
        return self._title_at(match.last + 1)

    def _pair(self, first: _TitleMatch, second: _TitleMatch) -> tuple[list[_Mention], int]:
        """Return both officials: their names follow the second title, joined by "dan"; region and role are shared."""
        region, at = self._office(second)
        one, behind = self._person_after(at)
        other, end = None, behind
        if one is not None:
            joint = self._joint(behind)
            if joint is not None:
                other, end = self._person_after(joint)
        role = self._role(first)
        if one is not None and other is None:
            # One name behind two titles belongs to the nearer one.
            one, other = None, one
        return [
            _Mention(first.title, one, region, role),
            _Mention(second.title, other, region, role),
        ], max(end, second.last)

    def _joint(self, at: int) -> int | None:
        """Return where a second name begins behind "dan", degrees in between skipped."""
        for index in range(at, min(at + 6, len(self.words) - 1)):
            if self.words[index].breaks:
                return None
            if self.words[index].lower in ("dan", "serta", "bersama"):
                return index + 1
        return None


_TYPE_WORDS = frozenset(
    ["kabupaten", "kab", "kota", "provinsi", "prov", "kecamatan", "kec", "desa", "kelurahan", "propinsi"]
)


@cache
def _surfaces() -> Mapping[tuple[str, ...], tuple[Title, bool]]:
    """Return the titles by their words, and whether the words mean a candidate."""
    surfaces: dict[tuple[str, ...], tuple[Title, bool]] = {}
    for title in load_titles().values():
        surfaces.update(dict.fromkeys(title.surfaces, (title, False)))
        surfaces.update(dict.fromkeys(title.candidate_surfaces, (title, True)))
    return surfaces


def _regency(code: RegionCode) -> RegionCode:
    return RegionCode(".".join(code.split(".")[:2]))


# Across the story


def _with_regions(mentions: Sequence[_Mention], context: OfficeContext) -> list[_Mention]:
    """Give offices without a stated region the one they must mean: that of the same title before, the focus, home."""
    last: dict[str, RegionCode] = {}
    known: list[_Mention] = []
    for mention in mentions:
        region = mention.region or _of_same_person(mention, known) or last.get(mention.title.id)
        region = region or _inherited(mention.title, context)
        if mention.region is not None:
            last[mention.title.id] = mention.region
        known.append(replace(mention, region=region))
    return known


def _of_same_person(mention: _Mention, known: Sequence[_Mention]) -> RegionCode | None:
    if mention.person is None:
        return None
    for other in known:
        if other.person and other.title is mention.title and _is_part(mention.person, other.person):
            return other.region
    return None


def _inherited(title: Title, context: OfficeContext) -> RegionCode | None:
    regions = context.gazetteer.regions
    home = (context.gazetteer.home,) if context.gazetteer.home is not None else ()
    levels = title.scope.levels()
    if title.scope in (Scope.DISTRICT, Scope.VILLAGE):
        levels = (Level.KABUPATEN, Level.KOTA)
    seats: list[RegionCode] = [*context.focus, *home]
    for code in seats:
        for part in (code, *region_ancestors(code)):
            if regions.get(part) is not None and regions.region(part).level in levels:
                return part
    return None


def _merged(mentions: Sequence[_Mention]) -> list[_Mention]:
    """Return each official once: a part of a name is the whole name's bearer, a bare office its named holder."""
    merged: list[_Mention] = []
    for mention in sorted(mentions, key=lambda m: -len((m.person or "").split())):
        if mention.person is None:
            continue
        if not any(k.title is mention.title and _is_part(mention.person, k.person or "") for k in merged):
            merged.append(mention)
    named = {(m.title.id, m.region) for m in merged} | {(m.title.id, None) for m in merged}
    for mention in mentions:
        if mention.person is None and (mention.title.id, mention.region) not in named:
            named.add((mention.title.id, mention.region))
            merged.append(mention)
    order = {id(mention): place for place, mention in enumerate(mentions)}
    return sorted(merged, key=lambda mention: order[id(mention)])


def _is_part(short: str, long: str) -> bool:
    """Tell whether one name may be a part of the other: its words occur in it, in order."""
    words = iter(_plain(long))
    return all(word in words for word in _plain(short))


def _plain(name: str) -> list[str]:
    return name.lower().replace(".", "").split()


def _identified(mention: _Mention, context: OfficeContext) -> OfficeHolder:
    person = None
    if mention.person is not None:
        person = context.gazetteer.registry.match(mention.person, mention.title.id, mention.region, context.published)
    return OfficeHolder(
        title=mention.title.id,
        person=mention.person,
        region=mention.region,
        role=mention.role,
        person_id=person.id if person is not None else None,
    )
