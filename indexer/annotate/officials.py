"""Officials named in a text: offices joined with the persons who hold them.

The holder stands behind the office, before it ("Nama Orang, Camat X"; "Nama selaku Ketua"), or, for two offices in one
breath, behind the second. A word of succession names one more. What the whole story says about them is put
together in ``indexer.annotate.people``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from index.article import RegionCode, Role
from index.gazetteer import Title, load_titles
from indexer.annotate.knowledge import word_list
from indexer.annotate.offices import SUSPENDED, Office, OfficeReader, TitleMatch, is_head
from indexer.annotate.persons import RANKS, Name, name_at, name_ending_at, skip_degrees
from indexer.annotate.places import Place
from indexer.annotate.words import Word, begins_sentence

MAX_MENTIONS = 200
"""Namings of officials that are read in one text; stories have below 60, more is a list or a flood."""

MAX_SUCCESSION_WORDS = 12
"""Words between an official and the word that names a predecessor."""

MIN_OFFICE_WORDS = 2
"""Words of a bare title such as "Ketua DPRD"."""

MAX_VERB_WORDS = 5
"""Words of the verb phrase between a name and "sebagai"."""

_LINKS_TO_OFFICE = frozenset(
    ("selaku", "sebagai", "menjabat", "merangkap", "juga", "merupakan", "adalah", "jadi", "menjadi")
)
_INAUGURATIONS = frozenset(
    (
        *("dilantik", "ditunjuk", "terpilih", "menjabat", "diangkat", "ditetapkan", "dikukuhkan", "bertugas", "resmi"),
        *("kembali", "mendaftar", "maju", "dipercaya", "kini", "yang", "juga", "saat", "dulu", "pernah"),
    )
)
_COPULAS = frozenset(("jadi", "menjadi", "juga", "adalah", "merupakan"))
_BEFORE_INHABITED = frozenset(("di", "ke", "dari", "penduduk", "warga", "masyarakat", "wilayah", "daerah"))
_NAMED_SO = frozenset(("yakni", "yaitu", "bernama", "ialah", "dijabat", "oleh"))
_OPEN_PHRASES = frozenset(("kepada", "bersama", "selain", "hadapan", "depan"))
"""Prepositions of phrases that a comma ends: the name behind it is the sentence's subject."""

_BESIDES = frozenset(("merangkap", "sekaligus"))
_IN_TWO_OFFICES = frozenset(("selaku", "merangkap", "sekaligus"))
_NOW = frozenset(("kini", "sekarang"))
_JOINS = frozenset(("dan", "serta", "bersama", "beserta", "bersama-sama", "didampingi"))
_SPEECH = word_list("speech")
_GENERIC = word_list("generic_around_offices")
_POINTING = frozenset(("ini", "itu", "tersebut"))


class Rule(StrEnum):
    """How an official's name was found."""

    BEHIND = "the name behind the office"
    BEFORE = "the name before the office"
    SECOND_ROLE = "the name behind a second office of the same person"
    POINTED_BACK = "the person named before, to whom the office points back"
    PAIR = "two names for two offices"
    RUNNING_MATE = "the second name of a pair of candidates"
    SUCCESSION = "a word of succession"
    BARE = "the office alone"
    QUOTED = "the holder's name beside a verb of speech"
    KNOWN = "a full name of the registry in a story of its region"


@dataclass(frozen=True, slots=True)
class Mention:
    """An official as found at one place.

    Attributes:
        title: Title class.
        person: Name as printed; None where only the office is named.
        region: Region of the office as stated there; None where it is not.
        role: In which capacity.
        at: Index of the office's first word.
        until: Last year of the stated term, if one is stated.
        rule: How the name was found.
    """

    title: Title
    person: str | None
    region: RegionCode | None
    role: Role
    at: int
    until: int | None = None
    rule: Rule = Rule.BARE


def find_mentions(words: Sequence[Word], places: Sequence[Place], reader: OfficeReader) -> list[Mention]:
    """Return the officials that a text names, place by place, in order; no more than :data:`MAX_MENTIONS`."""
    found = islice(_MentionFinder(words, places, reader).mentions(), MAX_MENTIONS)
    return sorted(found, key=lambda mention: mention.at)


class _MentionFinder:
    def __init__(self, words: Sequence[Word], places: Sequence[Place], reader: OfficeReader) -> None:
        self._words = words
        self._reader = reader
        self._typed = {place.first for place in places if place.typed}
        self._in_places = {index for place in places for index in range(place.first, place.last)}
        self._taken: set[int] = set()
        self._last_name: Name | None = None
        self._office_end = -1

    def mentions(self) -> Iterator[Mention]:
        at = 0
        for start in self._reader.title_starts():
            match = self._reader.title_at(start) if start >= at else None
            if match is None:
                continue
            office = self._reader.office(match)
            at = match.last if office is None else max(match.last, office.last)
            if office is None:
                continue
            second = self._second_office(match, office)
            found, at = self._pair(office, second) if second is not None else self._single(office)
            self._office_end = office.last
            yield from found

    # One office

    def _single(self, office: Office) -> tuple[list[Mention], int]:
        name = None if self._is_speakers(office) else self._name_behind(office)
        if name is not None:
            if self._is_suspended(name):
                office = replace(office, role=Role.FORMER)
            found = [self._mention(office, name, Rule.BEHIND)]
            end = skip_degrees(self._words, name.last)
            if name.partner is not None:
                found += self._running_mate(office, name.partner)
            else:
                found += self._succession(office, end)
            return found, end
        name = self._name_behind_second_role(office)
        if name is not None:
            return [self._mention(office, name, Rule.SECOND_ROLE)], office.last
        name = self._name_before(office)
        if name is not None:
            if self._is_replaced(name):
                office = replace(office, role=Role.FORMER)
            found = [self._mention(office, name, Rule.BEFORE), *self._succession(office, office.last)]
            return found, office.last
        subject = self._subject(office)
        if subject is not None:
            return [self._mention(office, subject, Rule.POINTED_BACK)], office.last
        return ([self._bare(office)] if self._may_be_bare(office) else []), office.last

    def _mention(self, office: Office, name: Name, rule: Rule) -> Mention:
        self._taken.update(range(name.first, name.last))
        self._last_name = name
        return Mention(office.title, name.text, office.region, office.role, office.first, office.until, rule)

    def _bare(self, office: Office) -> Mention:
        return Mention(office.title, None, office.region, office.role, office.first, office.until)

    # The holder behind the office

    def _name_behind(self, office: Office) -> Name | None:
        name = self._name_from(office.last)
        if name is None or self._begins_main_clause(office, name):
            return None
        if office.is_capitalised:
            return name
        # A title in small letters may stand before anything: only what is a name and nothing else follows it.
        return None if any(part.isupper() and len(part) > 1 for part in name.text.split()) else name

    def _begins_main_clause(self, office: Office, name: Name) -> bool:
        """Tell whether the comma before a name ends a phrase: ``Kepada Bupati X, Nama Orang menyampaikan ...``."""
        words, end = self._words, skip_degrees(self._words, name.last)
        if office.first == 0 or "," not in words[office.last - 1].gap or end >= len(words):
            return False
        is_open = words[end - 1].gap == " " and not words[end].is_capitalised
        return is_open and words[office.first - 1].lower in _OPEN_PHRASES

    def _name_from(self, at: int) -> Name | None:
        words = self._words
        if at == 0 or at >= len(words) or words[at - 1].breaks:
            return None
        mark = words[at - 1].gap.strip().lstrip(".)").strip()
        if mark not in ("", ",", "-", "–"):
            return None
        if words[at].lower in _NOW and at + 1 < len(words) and words[at + 1].lower == "dijabat":
            at += 1
        while words[at].lower in _NAMED_SO and at + 1 < len(words):
            at += 1
        if words[at].lower in _BESIDES:
            at = self._behind_second_post(at)
        if at in self._typed or self._reader.begins_title(at):
            return None
        name = name_at(words, at, stop=self._typed)
        if name is None or (mark and not self._stands_alone(name)) or self._is_dated(name):
            return None
        return None if self._is_place(name) or self._reader.is_cut_region(name.text) else name

    def _name_behind_second_role(self, office: Office) -> Name | None:
        """Return who holds two offices: ``Wakil Bupati selaku Plt Bupati, Nama Orang``."""
        at = office.last
        if at + 1 >= len(self._words) or self._words[at].lower not in _IN_TWO_OFFICES:
            return None
        match = self._reader.title_at(at + 1) or self._reader.title_at(at + 2)
        second = self._reader.office(match) if match is not None else None
        return self._name_behind(second) if second is not None and second.first == at + 1 else None

    def _is_suspended(self, name: Name) -> bool:
        """Tell whether a name is followed by the word of suspension: ``Bupati Nama Orang nonaktif``."""
        behind = self._words[name.last : name.last + 1]
        return bool(behind) and behind[0].lower in SUSPENDED and not self._words[name.last - 1].breaks

    def _is_dated(self, name: Name) -> bool:
        """Tell whether a year in brackets follows: then it is one of the posts of a career, "Kapolresta X (2012)"."""
        behind = self._words[name.last : name.last + 1]
        return bool(behind) and "(" in self._words[name.last - 1].gap and behind[0].text.isdigit()

    def _behind_second_post(self, at: int) -> int:
        """Return the index of the rank behind a post outside our list: ``merangkap Pabung 049 Kapten Inf. Nama``."""
        for index in range(at + 1, min(at + 9, len(self._words))):
            if self._words[index - 1].breaks or "," in self._words[index - 1].gap:
                return at
            if self._words[index].lower in RANKS:
                return index
        return at

    def _stands_alone(self, name: Name) -> bool:
        """Tell whether a name behind a comma is a holder and no item of a list: full, titled, or followed by more."""
        if name.is_full or name.has_honorific or skip_degrees(self._words, name.last) > name.last:
            return True
        word = self._words[name.last - 1]
        if len(word.text) < 4 or name.last >= len(self._words) or word.breaks:
            return False
        return not self._words[name.last].is_capitalised and self._words[name.last].lower not in ("dan", "serta")

    def _is_place(self, name: Name) -> bool:
        return all(index in self._in_places for index in range(name.first, name.last))

    # The holder before the office

    def _name_before(self, office: Office) -> Name | None:
        """Return the holder in apposition: ``Nama Orang, Camat X``, ``Nama selaku Ketua``, ``Nama (Kadis X)``."""
        words, first = self._words, office.first
        if first == 0:
            return None
        if words[first - 1].lower in _LINKS_TO_OFFICE and not words[first - 1].breaks:
            return self._name_before_link(first - 1)
        mark = words[first - 1].gap.strip()
        if mark not in (",", "(") or words[first - 1].breaks:
            return None
        name = name_ending_at(words, first, taken=self._taken)
        if name is None or self._is_part_of_place(name):
            return None
        if not name.is_full and (office.region is None or not self._is_quoted(name)):
            return None
        return name if office.region is not None or (office.is_capitalised and self._has_department(office)) else None

    def _has_department(self, office: Office) -> bool:
        """Tell whether more than the bare title is named: enough to believe an apposition without a region."""
        return office.last - office.first > MIN_OFFICE_WORDS

    def _is_speakers(self, office: Office) -> bool:
        """Tell whether an office stands in apposition to somebody quoted: no name follows it then."""
        if office.first == 0 or self._words[office.first - 1].gap != ", ":
            return False
        name = name_ending_at(self._words, office.first, taken=self._taken)
        return name is not None and self._is_quoted(name)

    def _is_quoted(self, name: Name) -> bool:
        """Tell whether a verb of speech stands right before a name: ``ujar Marlina, Kepala Desa X``."""
        return name.first > 0 and self._words[name.first - 1].lower in _SPEECH

    def _name_before_link(self, link: int) -> Name | None:
        """Return the name before ``sebagai``: right before it, or before a verb of inauguration."""
        words = self._words
        at = link
        while at > 0 and words[at - 1].lower in _INAUGURATIONS and link - at < 4:
            at -= 1
        if words[link].lower in _COPULAS and at == link and "," in words[at - 1].gap:
            return None
        name = name_ending_at(words, at, taken=self._taken) if at > 0 else None
        if (
            name is not None
            and not name.is_full
            and words[link].lower in _COPULAS
            and begins_sentence(words, name.first)
        ):
            # Any word may begin a sentence: "Begitu juga Kades", "Ini adalah Bupati".
            return None
        if name is None and words[link].lower in _IN_TWO_OFFICES:
            name = self._last_name_before(at)
        if name is None and words[link].lower in ("sebagai", "menjadi"):
            name = self._subject_of_verb(at)
        return None if name is None or self._is_part_of_place(name) else name

    def _last_name_before(self, at: int) -> Name | None:
        """Return the official named right before ``at``, who holds one more office: ``Wakil Bupati A selaku Plt``."""
        name = self._last_name
        return name if name is not None and skip_degrees(self._words, name.last) == at else None

    def _subject_of_verb(self, at: int) -> Name | None:
        """Return the full name before a short verb phrase: ``Nama Orang mendeklarasikan diri sebagai calon``."""
        words = self._words
        for index in range(at - 1, max(0, at - MAX_VERB_WORDS), -1):
            if words[index - 1].breaks or words[index].is_capitalised or words[index].is_number:
                return None
            if words[index - 1].is_capitalised:
                name = name_ending_at(words, index, taken=self._taken)
                if name is None or not name.is_full:
                    return None
                return None if words[name.first - 1].lower in _BEFORE_INHABITED and name.first > 0 else name
        return None

    def _is_replaced(self, name: Name) -> bool:
        """Tell whether a name is the predecessor's: ``A menggantikan B sebagai Bupati``."""
        at = self._index_before_honorifics(name)
        return at > 0 and self._words[at - 1].lower in ("menggantikan", "gantikan")

    def _is_part_of_place(self, name: Name) -> bool:
        return any(index in self._in_places for index in range(name.first, name.last))

    def _subject(self, office: Office) -> Name | None:
        """Return whom ``mantan Ketua DPRD ini`` points back to: the person named last."""
        if office.role is not Role.FORMER or office.last >= len(self._words):
            return None
        return self._last_name if self._words[office.last].lower in _POINTING else None

    # No holder

    def _may_be_bare(self, office: Office) -> bool:
        """Tell whether an office without holder is a certain one: with its region, or a head's in the singular."""
        if not office.is_capitalised or self._is_generic(office) or self._reader.is_of_thing(office):
            return False
        return office.region is not None or is_head(office.title)

    def _is_generic(self, office: Office) -> bool:
        """Tell whether offices in general are meant: ``Gubernur, Bupati dan Wali Kota se-Indonesia``."""
        if office.region is not None:
            return False
        words = self._words
        left = words[office.first - 1] if office.first > 0 and not words[office.first - 1].breaks else None
        if left is not None and (left.lower in _GENERIC | _JOINS or office.first - self._office_end in (0, 1)):
            return True
        if office.last >= len(words) or words[office.last - 1].breaks:
            return False
        right = words[office.last]
        if right.lower in ("se", "seluruh", "di", "dan", "atau", "maupun"):
            return True
        return self._reader.title_at(office.last) is not None

    # Two offices in one breath

    def _second_office(self, match: TitleMatch, office: Office) -> Office | None:
        """Return the second office of ``Bupati dan Wakil Bupati X``: only a joining word stands between."""
        at = match.last
        if office.last != at or at + 1 >= len(self._words) or self._words[at].lower not in ("dan", "serta", "beserta"):
            return None
        following = self._reader.title_at(at + 1)
        return self._reader.office(following) if following is not None else None

    def _pair(self, first: Office, second: Office) -> tuple[list[Mention], int]:
        """Return both officials, whose names follow the second office or stand before the first."""
        region = second.region or first.region
        # "Mantan" stands before both, "terpilih" behind both.
        role = second.role if first.role is Role.INCUMBENT else first.role
        one = self._name_behind(second)
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
        other = self._name_before(first)
        if other is not None:
            self._taken.update(range(other.first, other.last))
            joint = self._index_before_honorifics(other)
            if joint > 0 and self._words[joint - 1].lower in _JOINS:
                one = name_ending_at(self._words, joint - 1, taken=self._taken)
                if one is not None:
                    return [
                        self._shared(first, one, first.role, region),
                        self._shared(second, other, first.role, region),
                    ]
        if region is None:
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
        self._taken.update(range(name.first, name.last))
        self._last_name = name
        return Mention(office.title, name.text, region, role, office.first, office.until, Rule.PAIR)

    def _partner(self, name: Name) -> Name | None:
        """Return the second name of ``A dan B`` or ``A-B``."""
        if name.partner is not None:
            return name_at(self._words, name.partner, stop=self._typed)
        at = skip_degrees(self._words, name.last)
        if at >= len(self._words) or self._words[at - 1].breaks or self._words[at].lower not in _JOINS:
            return None
        return self._name_from(at + 1)

    def _running_mate(self, office: Office, at: int) -> list[Mention]:
        """Return the deputy candidate of ``calon bupati A-B``."""
        deputy = load_titles().get(f"wakil_{office.title.id}")
        mate = name_at(self._words, at, stop=self._typed)
        if deputy is None or mate is None or office.role is not Role.CANDIDATE:
            return []
        return [Mention(deputy, mate.text, office.region, office.role, office.first + 1, rule=Rule.RUNNING_MATE)]

    # Successions

    def _succession(self, office: Office, at: int) -> list[Mention]:
        """Return the predecessor or successor that the sentence names: ``menggantikan P``, ``digantikan Q``."""
        words = self._words
        for index in range(at, min(at + MAX_SUCCESSION_WORDS, len(words) - 1)):
            is_over = words[index - 1].breaks or words[index].lower in _POINTING
            if is_over or (index > at and self._reader.title_at(index) is not None):
                return []
            role = self._role_of_other(index)
            if role is not None:
                start = index + 2 if words[index + 1].lower == "oleh" else index + 1
                name = name_at(words, start, stop=self._typed) if start < len(words) else None
                if name is None or self._is_place(name):
                    return []
                self._taken.update(range(name.first, name.last))
                return [Mention(office.title, name.text, office.region, role, office.first + 1, rule=Rule.SUCCESSION)]
        return []

    def _role_of_other(self, at: int) -> Role | None:
        lower = self._words[at].lower
        if lower in ("menggantikan", "gantikan"):
            return Role.FORMER
        if lower == "dijabat" and self._words[at - 1].lower in ("sebelumnya", "semula"):
            return Role.FORMER
        return Role.INCUMBENT if lower == "digantikan" else None
