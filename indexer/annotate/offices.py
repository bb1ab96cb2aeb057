"""Offices in a text: a title with what stands around it, up to where its holder's name may begin.

``Plt. Kepala Dinas Kesehatan Kabupaten Tebo, dr. …`` is an acting head of department of 15.09. What makes a title
mean no person (a governor's decree, a mayor's house, the central bank's governor) is told here too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.article import RegionCode, Role
from index.gazetteer import Gazetteer, Level, Scope, Title, words_of
from indexer.annotate.knowledge import word_list
from indexer.annotate.office_parts import YEAR, OfficeParts, is_department, term_years
from indexer.annotate.office_regions import OfficeRegions
from indexer.annotate.places import Place
from indexer.annotate.roles import role_before, role_inside
from indexer.annotate.titles import TitleMatch, is_rank
from indexer.annotate.words import Word, behind_bracket, left_of

MAX_OFFICE_WORDS = 25
"""Words of the longest office looked through: a department's name and its regions."""

_NOT_PERSONS = word_list("before_offices")
_PRIZES = word_list("behind_offices")
_THINGS = word_list("things_of_offices")
_NATIONAL = word_list("national_bodies")
_FOREIGN = word_list("foreign_places")
_ELSEWHERE = _NATIONAL | _FOREIGN


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
        self._places = {place.first for place in places}
        self._regions = OfficeRegions(words, places, gazetteer, context)
        self._parts = OfficeParts(words, self._regions)

    def office(self, match: TitleMatch) -> Office | None:
        """Return the office of a title; None where the words around say that no official is meant."""
        if self._means_no_person(match):
            return None
        first, role = role_before(self._words, match)
        if self.is_of_other(match):
            return None
        last, region, until = self._extent(match)
        words = self._words
        if last < len(words) and words[last - 1].gap == " " and region is None and words[last].lower in _ELSEWHERE:
            return None
        if last < len(words) and words[last - 1].gap == " " and words[last].lower in _PRIZES:
            return None
        if role is Role.INCUMBENT:
            role = role_inside(self._words, match.last, last)
        return Office(match.title, role, region, first, last, match.is_capitalised, until)

    def is_of_other(self, match: TitleMatch) -> bool:
        """Tell whether the word left of a title makes it a decree, a contest, or somebody around an official."""
        words, (first, _) = self._words, role_before(self._words, match)
        if first > 0 and "/" in words[first - 1].gap:
            # "Menteri Lingkungan Hidup/Kepala Badan ...": a minister's second post.
            return any(word.lower == "menteri" for word in words[max(0, first - 4) : first])
        return first > 0 and words[first - 1].gap == " " and left_of(words, first) in _NOT_PERSONS

    def is_of_thing(self, office: Office) -> bool:
        """Tell whether the word left of an office makes it a thing: ``rumah dinas Bupati``."""
        return (
            office.first > 0
            and self._words[office.first - 1].gap == " "
            and left_of(self._words, office.first) in _THINGS
        )

    def is_cut_region(self, name: str) -> bool:
        """Tell whether what looks like a name is a region's without its end: ``Bupati Tanjung Jabung Timu``."""
        return self._gazetteer.regions.is_cut_name(words_of(name))

    def _means_no_person(self, match: TitleMatch) -> bool:
        """Tell whether the word behind a title makes it another post: Inspektur Jenderal, Gubernur Bank Indonesia."""
        if match.last >= len(self._words) or self._words[match.last - 1].gap != " ":
            return False
        following = self._words[match.last].lower
        if following in _FOREIGN and match.title.scope in (Scope.PROVINCE, Scope.CITY):
            return True
        if match.title.id in ("gubernur", "wakil_gubernur", "inspektur"):
            return following in _NATIONAL or is_rank(self._words, match)
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
        at = match.last
        return is_department(self._words, at) or at in self._places or self._parts.unknown_length(at) > 0

    def _extent(self, match: TitleMatch) -> tuple[int, RegionCode | None, int | None]:
        """Return the index behind an office, its region, and the last year of the term that it states."""
        words = self._words
        at = behind_bracket(words, match.last)
        codes: list[RegionCode] = []
        until = None
        levels: tuple[Level, ...] | None = None
        limit = min(len(words), match.last + MAX_OFFICE_WORDS)
        while at < limit and not words[at - 1].breaks:
            if YEAR.fullmatch(words[at].text) and "(" in words[at - 1].gap:
                break
            step, code = self._regions.region_at(at, match, levels, codes)
            if step == 0 and not self._parts.is_joined(at, match):
                break
            if code is not None:
                codes.append(code)
                levels = None
            elif step == 0:
                years = term_years(words, at)
                step, levels = (
                    (len(years), None)
                    if years
                    else self._parts.part_at(at, match, has_region=any(code.count(".") < 2 for code in codes))
                )
                until = years[-1] if years else until
            if step == 0:
                break
            at = behind_bracket(words, at + step)
        # A type word without a name behind it ("Kepala Desa", "Bupati Kota") is not part of the office.
        return at, self._regions.of_office(match, codes), until
