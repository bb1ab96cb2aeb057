"""What belongs to an office between its title and its holder: departments, commands, factions, terms, villages."""

import re
from collections.abc import Sequence

from index.gazetteer import Level, Scope
from indexer.annotate.knowledge import word_list
from indexer.annotate.office_regions import TYPE_WORDS, OfficeRegions
from indexer.annotate.persons import HONORIFICS, is_degree, name_at
from indexer.annotate.roles import status_length
from indexer.annotate.senses import is_metro_police
from indexer.annotate.titles import TitleMatch, title_at
from indexer.annotate.words import Word

YEAR = re.compile(r"(?:19|20)\d\d")
"""A year of a stated term: ``Bupati Tebo periode 2016-2021``."""

_DEPARTMENT = word_list("department_words")
_WITH_ORGANISATION = word_list("titles_with_organisation")
_GOVERNMENT_WORDS = frozenset(("pemerintah", "pemda", "pemkab", "pemkot", "pemprov", "setda", "lingkup"))
_GROUPS = word_list("councillors_groups")


class OfficeParts:
    """Reads the parts of the offices of one text that are no region."""

    def __init__(self, words: Sequence[Word], regions: OfficeRegions) -> None:
        self._words = words
        self._regions = regions

    def is_joined(self, at: int, match: TitleMatch) -> bool:
        """Tell whether ``words[at]`` may continue the office: behind a space, or behind a comma inside a department."""
        gap = self._words[at - 1].gap.replace(")", "").replace("/", "").replace(".", "").strip()
        if gap == "":
            return True
        return gap == "," and match.title.id in _WITH_ORGANISATION and self._words[at].lower in _DEPARTMENT

    def part_at(self, at: int, match: TitleMatch, *, has_region: bool) -> tuple[int, tuple[Level, ...] | None]:
        """Return how many words at ``at`` belong to the office beside its region, and which kind of region follows.

        Args:
            at: Index of a word behind the title.
            match: The title.
            has_region: Whether the region was read already: no name of an unknown village or department follows it.
        """
        word = self._words[at]
        if word.lower in TYPE_WORDS and _names_follow(self._words, at):
            return 1, TYPE_WORDS[word.lower]
        if word.lower in _GOVERNMENT_WORDS or status_length(self._words, at) > 0:
            return max(1, status_length(self._words, at)), None
        if is_metro_police(self._words, at):
            return 1, None
        if word.is_number and (word.text[0].isdigit() or "/" in word.gap):
            return self._number_length(at), None
        if match.title.scope is Scope.AREA and "/" in word.gap and at + 1 < len(self._words):
            # "Pangdam II/Sriwijaya": the command's name.
            return 2, None
        if match.title.id == "direktur_rsud":
            # A hospital bears a person's name; its director's follows a comma or a doctor's title.
            return int(word.lower not in ("dr", "drg") and word.is_capitalised), None
        if match.title.id.endswith("dprd") and _faction_length(self._words, at) > 0:
            return _faction_length(self._words, at), None
        if match.title.id in _WITH_ORGANISATION and is_department(self._words, at):
            return 1, None
        if match.title.scope in (Scope.DISTRICT, Scope.VILLAGE) or match.title.id == "danramil":
            return self._regions.local_length(at) or (0 if has_region else self.unknown_length(at)), None
        if match.title.id in _WITH_ORGANISATION and not has_region:
            return self.unknown_length(at), None
        return 0, None

    def _number_length(self, at: int) -> int:
        """Return the length of a command's number and name, ``0419/Tanjab``; a regency's name is left to be read."""
        is_named = "/" in self._words[at].gap and at + 1 < len(self._words)
        return 2 if is_named and not self._regions.begins_regency(at + 1) else 1

    def unknown_length(self, at: int) -> int:
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

    def _may_follow_office(self, at: int) -> bool:
        """Tell whether a holder's name, or a region around, begins at ``at``."""
        if self._regions.begins_place(at):
            return True
        is_name = name_at(self._words, at) is not None and title_at(self._words, at) is None
        return is_name and not is_degree(self._words, at)


def term_years(words: Sequence[Word], at: int) -> list[int]:
    """Return the years of a term that begin at ``at``: ``2016``, ``2016-2021``."""
    years: list[int] = []
    for word in words[at : at + 2]:
        if YEAR.fullmatch(word.text) is None:
            break
        years.append(int(word.text))
        if word.gap.strip() not in ("-", "–", "/"):
            break
    return years


def is_department(words: Sequence[Word], at: int) -> bool:
    """Tell whether ``words[at]`` is a word that names of departments are made of, or a department's capitals."""
    word = words[at]
    if word.lower in _DEPARTMENT:
        return True
    following = [word.lower for word in words[at + 1 : at + 3]]
    if word.lower in ("dan", "serta"):
        return following[:1] != [] and following[0] in _DEPARTMENT
    if following[:1] == ["dan"] and following[-1] in _DEPARTMENT and word.is_capitalised:
        return True
    return word.is_capitalised and word.text.isupper() and len(word.text) > 1 and not word.is_number


def _faction_length(words: Sequence[Word], at: int) -> int:
    """Return how many words at ``at`` name a councillor's group: ``dari Fraksi Golkar``, ``Komisi II``."""
    first = at + 1 if words[at].lower in ("dari", "asal") else at
    if first >= len(words) or words[first].lower not in ("fraksi", "partai", "komisi"):
        return 0
    end = first + 1
    while end < len(words) and words[end - 1].gap == " " and words[end].lower in _GROUPS:
        end += 1
    return end - at if end > first + 1 else 0


def _names_follow(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at].gap.strip(" .,") == "" and not words[at].breaks
