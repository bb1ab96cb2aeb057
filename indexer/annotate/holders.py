"""Whose name stands at an office: behind it, before it in apposition, or before a word that links them."""

from collections.abc import Sequence

from index.article import Role
from indexer.annotate.knowledge import word_list
from indexer.annotate.offices import Office, OfficeReader
from indexer.annotate.persons import RANKS, Name, name_at, name_ending_at, skip_degrees
from indexer.annotate.places import Place
from indexer.annotate.titles import begins_title, title_at
from indexer.annotate.words import Word, begins_sentence

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
        *("kembali", "mendaftar", "maju", "dipercaya", "kini", "yang", "juga", "saat"),
        *("dulu", "dahulu", "pernah", "sempat"),
    )
)
_COPULAS = frozenset(("jadi", "menjadi", "juga", "adalah", "merupakan"))
_BEFORE_INHABITED = frozenset(("di", "ke", "dari", "penduduk", "warga", "masyarakat", "wilayah", "daerah"))
_NAMED_SO = frozenset(("yakni", "yaitu", "bernama", "ialah", "dijabat"))
_OPEN_PHRASES = frozenset(("kepada", "bersama", "selain", "hadapan", "depan"))
"""Prepositions of phrases that a comma ends: the name behind it is the sentence's subject."""

_COMMANDS = ("pangdam", "danrem")
_BESIDES = frozenset(("merangkap", "sekaligus"))
_IN_TWO_OFFICES = frozenset(("selaku", "merangkap", "sekaligus"))
_NOW = frozenset(("kini", "sekarang"))
_SPEECH = word_list("speech")
_POINTING = frozenset(("ini", "itu", "tersebut"))


class HolderFinder:
    """Finds the names of those who hold the offices of one text.

    Attributes:
        taken: Indexes of the words of names that an office already has.
    """

    def __init__(self, words: Sequence[Word], places: Sequence[Place], reader: OfficeReader) -> None:
        self._words = words
        self._reader = reader
        self._typed = {place.first for place in places if place.typed}
        self._in_places = {index for place in places for index in range(place.first, place.last)}
        self.taken: set[int] = set()
        self._last_name: Name | None = None

    def take(self, name: Name, *, is_subject: bool = False) -> None:
        """Keep the words of a name for one office; a subject may be pointed back to ("mantan Ketua DPRD ini")."""
        self.taken.update(range(name.first, name.last))
        if is_subject:
            self._last_name = name

    def name_at(self, at: int) -> Name | None:
        """Return the name that begins at ``words[at]``, whatever stands around."""
        return name_at(self._words, at, stop=self._typed) if at < len(self._words) else None

    def behind(self, office: Office) -> Name | None:
        """Return the name right behind an office."""
        name = self.named_from(office.last)
        if name is None or self._begins_main_clause(office, name) or self._is_command(office, name):
            return None
        if office.is_capitalised:
            return name
        # A title in small letters may stand before anything: only what is a name and nothing else follows it.
        return None if any(part.isupper() and len(part) > 1 for part in name.text.split()) else name

    def _is_command(self, office: Office, name: Name) -> bool:
        """Tell whether one word behind an army's office is its command's name: ``Pangdam Jayakarta``."""
        return office.title.id in _COMMANDS and not name.is_full and not name.has_honorific

    def _begins_main_clause(self, office: Office, name: Name) -> bool:
        """Tell whether the comma before a name ends a phrase: ``Kepada Bupati X, Nama Orang menyampaikan ...``."""
        words, end = self._words, skip_degrees(self._words, name.last)
        if office.first == 0 or "," not in words[office.last - 1].gap or end >= len(words):
            return False
        is_open = words[end - 1].gap == " " and not words[end].is_capitalised
        return is_open and words[office.first - 1].lower in _OPEN_PHRASES

    def named_from(self, at: int) -> Name | None:
        """Return the holder's name that begins at ``words[at]``, "yakni" and "kini dijabat" skipped."""
        words = self._words
        if at == 0 or at >= len(words) or words[at - 1].breaks:
            return None
        mark = words[at - 1].gap.strip().lstrip(".)").strip()
        if mark not in ("", ",", "-", "–"):
            return None
        if words[at].lower in _NOW and at + 1 < len(words) and words[at + 1].lower == "dijabat":
            at += 1
        while words[at].lower in _NAMED_SO and at + 2 < len(words):
            at += 2 if words[at].lower == "dijabat" and words[at + 1].lower == "oleh" else 1
        if words[at].lower in _BESIDES:
            at = self._behind_second_post(at)
        if at in self._typed or begins_title(self._words, at):
            return None
        name = name_at(words, at, stop=self._typed)
        if name is None or (mark and not self._stands_alone(name)) or self._is_dated(name):
            return None
        return None if self.is_place(name) or self._reader.is_cut_region(name.text) else name

    def behind_second_role(self, office: Office) -> Name | None:
        """Return who holds two offices: ``Wakil Bupati selaku Plt Bupati, Nama Orang``."""
        at = office.last
        if at + 1 >= len(self._words) or self._words[at].lower not in _IN_TWO_OFFICES:
            return None
        match = title_at(self._words, at + 1) or title_at(self._words, at + 2)
        second = self._reader.office(match) if match is not None else None
        return self.behind(second) if second is not None and second.first == at + 1 else None

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

    def is_place(self, name: Name) -> bool:
        """Tell whether what looks like a name is a region's."""
        return all(index in self._in_places for index in range(name.first, name.last))

    def before(self, office: Office) -> Name | None:
        """Return the holder in apposition: ``Nama Orang, Camat X``, ``Nama selaku Ketua``, ``Nama (Kadis X)``."""
        words, first = self._words, office.first
        if first == 0:
            return None
        if words[first - 1].lower in _LINKS_TO_OFFICE and not words[first - 1].breaks:
            if office.region is None and not office.is_capitalised and office.role is Role.INCUMBENT:
                # "Ia mengajak pemuda menjadi kepala desa": some office, not a certain one.
                return None
            return self._name_before_link(first - 1)
        mark = words[first - 1].gap.strip()
        if mark not in (",", "(") or words[first - 1].breaks:
            return None
        name = name_ending_at(words, first, taken=self.taken)
        if name is None or self._is_part_of_place(name):
            return None
        if not name.is_full and (office.region is None or not self._is_quoted(name)):
            return None
        return name if office.region is not None or (office.is_capitalised and self._has_department(office)) else None

    def _has_department(self, office: Office) -> bool:
        """Tell whether more than the bare title is named: enough to believe an apposition without a region."""
        return office.last - office.first > MIN_OFFICE_WORDS

    def is_speakers(self, office: Office) -> bool:
        """Tell whether an office stands in apposition to somebody quoted: no name follows it then."""
        if office.first == 0 or self._words[office.first - 1].gap != ", ":
            return False
        name = name_ending_at(self._words, office.first, taken=self.taken)
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
        name = name_ending_at(words, at, taken=self.taken) if at > 0 else None
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
                name = name_ending_at(words, index, taken=self.taken)
                if name is None or not name.is_full:
                    return None
                return None if words[name.first - 1].lower in _BEFORE_INHABITED and name.first > 0 else name
        return None

    def _is_part_of_place(self, name: Name) -> bool:
        return any(index in self._in_places for index in range(name.first, name.last))

    def pointed_back_to(self, office: Office) -> Name | None:
        """Return whom ``mantan Ketua DPRD ini`` points back to: the person named last."""
        if office.role is not Role.FORMER or office.last >= len(self._words):
            return None
        return self._last_name if self._words[office.last].lower in _POINTING else None
