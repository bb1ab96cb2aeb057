"""Who held an office before, and who does now: the words of succession around an official."""

from collections.abc import Sequence

from index.article import Role
from indexer.annotate.holders import HolderFinder
from indexer.annotate.mentions import Mention, Rule
from indexer.annotate.offices import Office
from indexer.annotate.persons import Name, skip_degrees
from indexer.annotate.titles import title_at
from indexer.annotate.words import Word

MAX_SUCCESSION_WORDS = 12
"""Words between an official and the word that names a predecessor."""

MAX_HANDOVER_WORDS = 4
"""Words between a predecessor and the word that names who follows."""

_POINTING = frozenset(("ini", "itu", "tersebut"))
_BEFORE = frozenset(("sebelumnya", "semula"))
_FILLED = frozenset(("dijabat", "diisi", "diemban", "dipegang"))
_HANDED = frozenset(("jabatan", "sertijab"))
"""Before an office: it is handed over, "serah terima jabatan Dandim X dari A kepada B"."""


class SuccessionReader:
    """Reads the successions of one text."""

    def __init__(self, words: Sequence[Word], holders: HolderFinder) -> None:
        self._words = words
        self._holders = holders

    def beside(self, office: Office, at: int) -> list[Mention]:
        """Return the predecessor or successor that the sentence names: ``menggantikan P``, ``digantikan Q``."""
        words = self._words
        for index in range(at, min(at + MAX_SUCCESSION_WORDS, len(words) - 1)):
            is_over = words[index - 1].breaks or words[index].lower in _POINTING
            if is_over or (index > at and title_at(words, index) is not None):
                return []
            role = self._role_of_other(index)
            if role is not None:
                name = self._name_behind(index)
                return [] if name is None else [self._mention(office, name, role)]
        return []

    def handover(self, office: Office) -> list[Mention]:
        """Return both officials of ``jabatan X dari A kepada B`` and ``X yang sebelumnya dijabat A kini diisi B``."""
        words, at = self._words, office.last
        if at + 2 >= len(words) or words[at - 1].breaks:
            return []
        if words[at].lower == "yang":
            at += 1
        if words[at].lower in _BEFORE and words[at + 1].lower in _FILLED:
            return self._both(office, at + 1, _FILLED)
        before = {word.lower for word in words[max(0, office.first - 2) : office.first]}
        if words[at].lower == "dari" and before & _HANDED:
            return self._both(office, at, frozenset(("kepada", "ke")))
        return []

    def _both(self, office: Office, at: int, links: frozenset[str]) -> list[Mention]:
        """Return the one named behind ``words[at]``, and the one behind the next of ``links``."""
        words = self._words
        former = self._name_behind(at)
        if former is None:
            return []
        end = skip_degrees(words, former.last)
        found = [self._mention(office, former, Role.FORMER)]
        for index in range(end, min(end + MAX_HANDOVER_WORDS, len(words) - 1)):
            if words[index - 1].breaks:
                break
            if words[index].lower in links:
                name = self._name_behind(index)
                return found if name is None else [*found, self._mention(office, name, Role.INCUMBENT)]
        return found

    def _mention(self, office: Office, name: Name, role: Role) -> Mention:
        self._holders.take(name)
        return Mention(office.title, name.text, office.region, role, office.first + 1, rule=Rule.SUCCESSION)

    def _name_behind(self, at: int) -> Name | None:
        """Return the name behind a word of succession, "oleh" skipped."""
        start = at + 2 if self._words[at + 1].lower == "oleh" else at + 1
        name = self._holders.name_at(start)
        return None if name is None or self._holders.is_place(name) else name

    def _role_of_other(self, at: int) -> Role | None:
        lower = self._words[at].lower
        if lower in ("menggantikan", "gantikan"):
            return Role.FORMER
        if lower == "dijabat" and self._words[at - 1].lower in _BEFORE:
            return Role.FORMER
        return Role.INCUMBENT if lower == "digantikan" else None
