"""Officials named in a text: offices joined with the persons who hold them.

The holder stands behind the office, before it ("Nama Orang, Camat X"; "Nama selaku Ketua"), or, for two offices in one
breath, behind the second. A word of succession names one more. What the whole story says about them is put
together in ``indexer.annotate.people``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.article import RegionCode, Role
from index.gazetteer import load_titles
from indexer.annotate.holders import HolderFinder
from indexer.annotate.knowledge import word_list
from indexer.annotate.mentions import Mention, Rule
from indexer.annotate.offices import Office, OfficeReader
from indexer.annotate.persons import Name, name_ending_at, skip_degrees
from indexer.annotate.places import Place
from indexer.annotate.roles import CANDIDATE, SUSPENDED
from indexer.annotate.successions import SuccessionReader
from indexer.annotate.titles import TitleMatch, is_head, title_at, title_starts
from indexer.annotate.words import Word, left_of

MAX_MENTIONS = 200
"""Namings of officials that are read in one text; stories have below 60, more is a list or a flood."""

MAX_COLLEAGUES = 12
"""Councillors read behind one title."""

_OF_MANY = ("anggota_dprd", "wakil_ketua_dprd")
"""Titles that several persons hold in one place."""

_TOLD_MORE = frozenset(("selaku", "sebagai", "dari", "yang", "alias"))
"""Behind a name in a list: what it is instead."""

_JOINS = frozenset(("dan", "serta", "bersama", "beserta", "bersama-sama", "didampingi"))
_AIMS = frozenset(("sebagai", "jadi", "menjadi"))
"""Left of an office without a holder: who would have it, and not who has it."""

_ONCE = frozenset(("pernah", "dulu", "dahulu", "sempat"))
_GENERIC = word_list("generic_around_offices")


def find_mentions(words: Sequence[Word], places: Sequence[Place], reader: OfficeReader) -> list[Mention]:
    """Return the officials that a text names, place by place, in order; no more than :data:`MAX_MENTIONS`."""
    found = islice(_MentionFinder(words, places, reader).mentions(), MAX_MENTIONS)
    return sorted(found, key=lambda mention: mention.at)


class _MentionFinder:
    def __init__(self, words: Sequence[Word], places: Sequence[Place], reader: OfficeReader) -> None:
        self._words = words
        self._reader = reader
        self._holders = HolderFinder(words, places, reader)
        self._successions = SuccessionReader(words, self._holders)
        self._office_end = -1

    def mentions(self) -> Iterator[Mention]:
        at = 0
        for start in title_starts(self._words):
            match = title_at(self._words, start) if start >= at else None
            if match is None:
                continue
            office = self._reader.office(match)
            at = match.last if office is None else max(match.last, office.last)
            if office is None:
                at = self._behind_contest(match)
                continue
            second = self._second_office(match, office)
            found, at = self._pair(office, second) if second is not None else self._single(office)
            self._office_end = office.last
            yield from found

    def _single(self, office: Office) -> tuple[list[Mention], int]:
        name = None if self._holders.is_speakers(office) else self._holders.behind(office)
        if name is not None:
            if self._is_over(name):
                office = replace(office, role=Role.FORMER)
            found = [self._mention(office, name, Rule.BEHIND)]
            end = skip_degrees(self._words, name.last)
            if name.partner is not None:
                found += self._running_mate(office, name.partner)
            else:
                found += self._colleagues(office, end) or self._successions.beside(office, end)
            return found, end
        name = self._holders.behind_second_role(office)
        if name is not None:
            return [self._mention(office, name, Rule.SECOND_ROLE)], office.last
        name = self._holders.before(office)
        if name is not None:
            if self._is_replaced(name) or self._is_past(name, office):
                office = replace(office, role=Role.FORMER)
            found = [self._mention(office, name, Rule.BEFORE), *self._successions.beside(office, office.last)]
            return found, office.last
        handed = self._successions.handover(office)
        if handed:
            return handed, office.last
        subject = self._holders.pointed_back_to(office)
        if subject is not None:
            return [self._mention(office, subject, Rule.POINTED_BACK)], office.last
        return ([self._bare(office)] if self._may_be_bare(office) else []), office.last

    def _mention(self, office: Office, name: Name, rule: Rule) -> Mention:
        self._holders.take(name, is_subject=True)
        return Mention(office.title, name.text, office.region, office.role, office.first, office.until, rule)

    def _colleagues(self, office: Office, at: int) -> list[Mention]:
        """Return those named with a councillor behind one title: ``Anggota DPRD Tebo A, B, dan C``.

        Only a list that "dan" ends is one, of full names that nothing says more about: a comma may begin anything.
        """
        names: list[Name] = []
        while office.title.id in _OF_MANY and len(names) < MAX_COLLEAGUES:
            item = self._listed(at)
            if item is None:
                return []
            name, is_last = item
            names.append(name)
            at = skip_degrees(self._words, name.last)
            if is_last:
                return [self._mention(office, name, Rule.LISTED) for name in names]
        return []

    def _listed(self, at: int) -> tuple[Name, bool] | None:
        """Return the name behind the comma or "dan" at ``at``, and whether it is the list's last."""
        words = self._words
        if at + 1 >= len(words) or words[at - 1].breaks:
            return None
        is_last = words[at].lower in ("dan", "serta")
        if not is_last and words[at - 1].gap != ", ":
            return None
        name = self._holders.named_from(at + is_last)
        if name is None or not name.is_full or name.partner is not None:
            return None
        end = skip_degrees(words, name.last)
        is_told_more = end < len(words) and (words[end].lower in _TOLD_MORE or "(" in words[end - 1].gap)
        is_titled = end < len(words) and is_last and "," in words[end - 1].gap and words[end].is_capitalised
        return None if is_told_more or is_titled else (name, is_last)

    def _bare(self, office: Office) -> Mention:
        return Mention(office.title, None, office.region, office.role, office.first, office.until)

    def _is_over(self, name: Name) -> bool:
        """Tell whether a holder's name is followed by its end: ``Bupati A nonaktif``, ``Camat A digantikan B``."""
        behind = self._words[name.last : name.last + 1]
        return bool(behind) and behind[0].lower in SUSPENDED | {"digantikan"} and not self._words[name.last - 1].breaks

    def _is_replaced(self, name: Name) -> bool:
        """Tell whether a name is the predecessor's: ``A menggantikan B sebagai Bupati``."""
        at = self._index_before_honorifics(name)
        return at > 0 and self._words[at - 1].lower in ("menggantikan", "gantikan")

    def _is_past(self, name: Name, office: Office) -> bool:
        """Tell whether the words between a name and its office put it in the past: ``A pernah menjabat Bupati``."""
        return any(word.lower in _ONCE for word in self._words[name.last : office.first])

    def _may_be_bare(self, office: Office) -> bool:
        """Tell whether an office without holder is a certain one: with its region, or a head's in the singular."""
        if not office.is_capitalised or self._is_generic(office) or self._reader.is_of_thing(office):
            return False
        return office.region is not None or is_head(office.title)

    def _is_generic(self, office: Office) -> bool:
        """Tell whether offices in general are meant: ``Gubernur, Bupati dan Wali Kota se-Indonesia``."""
        words = self._words
        if left_of(words, office.first) in _AIMS:
            return True
        if office.region is not None:
            return False
        left = words[office.first - 1] if office.first > 0 and not words[office.first - 1].breaks else None
        if left is not None and (left.lower in _GENERIC | _JOINS or office.first - self._office_end in (0, 1)):
            return True
        if office.last >= len(words) or words[office.last - 1].breaks:
            return False
        right = words[office.last]
        if right.lower in ("se", "seluruh", "di", "dan", "atau", "maupun"):
            return True
        return title_at(self._words, office.last) is not None

    def _second_office(self, match: TitleMatch, office: Office) -> Office | None:
        """Return the second office of ``Bupati dan Wakil Bupati X``: only a joining word stands between."""
        following = self._joined_title(match) if office.last == match.last else None
        return self._reader.office(following) if following is not None else None

    def _joined_title(self, match: TitleMatch) -> TitleMatch | None:
        """Return the title of ``dan Wakil Bupati``, ``-Wakil Bupati`` or ``dan Calon Wakil Bupati`` behind another."""
        words, at = self._words, match.last
        if at + 1 >= len(words) or words[at - 1].breaks:
            return None
        if words[at].lower in ("dan", "serta", "beserta"):
            at += 1
        elif words[at - 1].gap.strip() not in ("-", "–"):
            return None
        while at + 1 < len(words) and words[at].lower in CANDIDATE:
            at += 1
        return title_at(words, at)

    def _behind_contest(self, match: TitleMatch) -> int:
        """Return the index behind all offices that something is about: ``Pemilihan Bupati dan Wakil Bupati Tebo``."""
        following = self._joined_title(match)
        return match.last if following is None or not self._reader.is_of_other(match) else following.last

    def _pair(self, first: Office, second: Office) -> tuple[list[Mention], int]:
        """Return both officials, whose names follow the second office or stand before the first."""
        region = second.region or first.region
        # "Mantan" stands before both, "terpilih" behind both.
        role = second.role if first.role is Role.INCUMBENT else first.role
        one = self._holders.behind(second)
        if one is None:
            return self._pair_before(replace(first, role=role), second, region), second.last
        other = self._partner(one)
        if other is None:
            # One name behind two offices belongs to the nearer one.
            bare = [self._bare(first)] if second.region is not None and is_head(first.title) else []
            return [*bare, self._shared(second, one, role, region)], skip_degrees(self._words, one.last)
        return [
            self._shared(first, one, role, region),
            self._shared(second, other, role, region),
        ], skip_degrees(self._words, other.last)

    def _pair_before(self, first: Office, second: Office, region: RegionCode | None) -> list[Mention]:
        """Return the officials of ``melantik A dan B sebagai Wali Kota dan Wakil Wali Kota``."""
        other = self._holders.before(first)
        if other is not None:
            self._holders.take(other)
            joint = self._index_before_honorifics(other)
            if joint > 0 and self._words[joint - 1].lower in _JOINS:
                one = name_ending_at(self._words, joint - 1, taken=self._holders.taken)
                if one is not None:
                    return [
                        self._shared(first, one, first.role, region),
                        self._shared(second, other, first.role, region),
                    ]
        if region is None or self._reader.is_of_thing(first):
            return []
        return [
            Mention(office.title, None, region, first.role, office.first)
            for office in (first, second)
            if office.is_capitalised
        ]

    def _index_before_honorifics(self, name: Name) -> int:
        at = name.first
        while at > 0 and not self._words[at - 1].breaks and self._words[at - 1].lower in word_list("honorifics"):
            at -= 1
        return at

    def _shared(self, office: Office, name: Name, role: Role, region: RegionCode | None) -> Mention:
        self._holders.take(name, is_subject=True)
        return Mention(office.title, name.text, region, role, office.first, office.until, Rule.PAIR)

    def _partner(self, name: Name) -> Name | None:
        """Return the second name of ``A dan B`` or ``A-B``."""
        if name.partner is not None:
            return self._holders.name_at(name.partner)
        at = skip_degrees(self._words, name.last)
        if at >= len(self._words) or self._words[at - 1].breaks or self._words[at].lower not in _JOINS:
            return None
        return self._holders.named_from(at + 1)

    def _running_mate(self, office: Office, at: int) -> list[Mention]:
        """Return the deputy candidate of ``calon bupati A-B``."""
        deputy = load_titles().get(f"wakil_{office.title.id}")
        mate = self._holders.name_at(at)
        if deputy is None or mate is None or office.role is not Role.CANDIDATE:
            return []
        return [Mention(deputy, mate.text, office.region, office.role, office.first + 1, rule=Rule.RUNNING_MATE)]
