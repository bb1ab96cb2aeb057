"""Names of persons as news prints them: honorifics before, degrees behind, initials and nicknames between."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from indexer.annotate.knowledge import word_list
from indexer.annotate.words import Word

MAX_NAME_WORDS = 6
"""Words of the longest name taken."""

RANKS = word_list("ranks")
HONORIFICS = word_list("honorifics") | RANKS

_MAX_HONORIFICS = 12
"""Honorifics and ranks in a row that are skipped."""

_DEGREES = word_list("degrees")
_NOT_NAMES = word_list("not_names") | word_list("headline_words")
_NOT_FIRST = word_list("headline_beginnings")
_DEGREE_ENDS = word_list("degree_ends")
_PARTICLES = frozenset(("bin", "binti", "van", "de"))
_LONG_RANKS = tuple(rank for rank in RANKS if len(rank) >= 7)
_VERB = re.compile(r"[a-z]{3,}kan")
"""Verbs of headlines as no name ends: ``Salurkan``, ``Luruskan``; names end in -kan only when short (Iskan)."""

_SURE_RANKS = frozenset(
    (
        *("akbp", "kombes", "kompol", "brigjen", "irjen", "komjen", "iptu", "ipda", "aiptu", "aipda", "bripka"),
        *("letkol", "mayor", "kapten", "kolonel", "mayjen", "letjen", "lettu", "letda", "serma", "serka"),
    )
)
"""Ranks that are never a part of a name."""

_OPENING_QUOTES = frozenset((' "', " '", " “", " ‘"))
_CLOSING_QUOTES = frozenset(('" ', "' ", "” ", "’ "))
_MAX_NICKNAME_WORDS = 3

_SUFFIX_CHARS = 3
"""Letters of the longest family initials behind a name, as in "Roslinda RM"; longer capitals are an organisation."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in a text.

    Attributes:
        text: As printed, without honorifics and degrees.
        first: Index of the first word, honorifics not counted.
        last: Index behind the last word, degrees not counted.
        has_honorific: Whether an honorific or rank stands before it.
        partner: Index where a second name begins behind a hyphen, as in "Ridwan-Nuraini"; None otherwise.
    """

    text: str
    first: int
    last: int
    has_honorific: bool
    partner: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether it has more than one word."""
        return " " in self.text


def name_at(words: Sequence[Word], at: int, *, stop: Collection[int] = ()) -> Name | None:
    """Return the name that begins at ``words[at]``, honorifics skipped; None for no name.

    Args:
        words: The text.
        at: Where the name or its honorifics begin.
        stop: Indexes that no name reaches: where names of regions and titles begin.
    """
    first = skip_honorifics(words, at)
    end = first
    partner = None
    nickname: range = range(0)
    while end < len(words) and end - first < MAX_NAME_WORDS and end not in stop:
        if not _continues_name(words, first, end):
            break
        end += 1
        if words[end - 1].gap == "-" and end < len(words) and words[end].is_capitalised and end not in stop:
            partner = end
        behind = _behind_nickname(words, end)
        if behind > end and behind not in stop and _continues_name(words, first, behind):
            nickname = range(end, behind)
            end = behind
        elif not _joins(words[end - 1]):
            break
    while end > first and (_is_loose_letter(words, first, end - 1) or words[end - 1].lower in _PARTICLES):
        end -= 1
        partner = None
    rank = next((index for index in range(first + 1, end) if words[index].lower in _SURE_RANKS), None)
    if rank is not None:
        # What stands before a rank is the rest of the office: "Dandim 0000 Nama Kota Letkol Inf Nama Orang".
        return name_at(words, rank, stop=stop)
    taken = [words[index] for index in range(first, end) if index not in nickname]
    if not _is_name(taken) or _is_shouted(words, first, end):
        return None
    return Name(_printed(taken), first, end, first > at, partner)


def _behind_nickname(words: Sequence[Word], at: int) -> int:
    """Return the index behind a nickname in quotes that begins at ``words[at]``; ``at`` where none does."""
    if at == 0 or at >= len(words) or words[at - 1].gap not in _OPENING_QUOTES:
        return at
    for index in range(at, min(at + _MAX_NICKNAME_WORDS, len(words) - 1)):
        if words[index].gap in _CLOSING_QUOTES:
            return index + 1
        if words[index].gap != " ":
            break
    return at


def _is_loose_letter(words: Sequence[Word], first: int, at: int) -> bool:
    """Tell whether a name's last word is a letter that belongs to something else; not "Hamengku Buwono X"."""
    word = words[at]
    return len(word.text) == 1 and not (word.text in "IVX" and at - first >= 2 and "." not in word.gap)


def name_ending_at(words: Sequence[Word], end: int, *, taken: Collection[int] = ()) -> Name | None:
    """Return the name that ends right before ``words[end]``, degrees skipped: ``Nama Orang, S.E., Camat``.

    Args:
        words: The text.
        end: Index behind the name and its degrees.
        taken: Indexes of words that belong to something else.
    """
    while end > 0 and is_degree(words, end - 1):
        end -= 1
    start = end
    while start > 0 and end - start < MAX_NAME_WORDS + _MAX_HONORIFICS and start - 1 not in taken:
        if not _belongs(words, start - 1, is_last=start == end):
            break
        start -= 1
    if start == end:
        return None
    found = name_at(words, start)
    return found if found is not None and found.last >= end else None


def skip_honorifics(words: Sequence[Word], at: int) -> int:
    """Return the index of the first word from ``at`` that is no honorific or rank; a mistyped long rank is one."""
    start = at
    while at + 1 < len(words) and at - start < _MAX_HONORIFICS:
        word = words[at]
        if word.breaks or "," in word.gap or not (word.lower in HONORIFICS or (at > start and _is_like_rank(word))):
            break
        at += 1
    return at


def skip_degrees(words: Sequence[Word], at: int) -> int:
    """Return the index behind the degrees that follow a name ending right before ``at``."""
    while at < len(words) and not words[at - 1].breaks and is_degree(words, at):
        at += 1
    return at


def is_degree(words: Sequence[Word], at: int) -> bool:
    """Tell whether ``words[at]`` is a degree behind a name, or a letter of one."""
    word = words[at]
    if not word.is_capitalised:
        return False
    if word.lower in _DEGREES:
        return True
    return len(word.text) == 1 and at > 0 and ("," in words[at - 1].gap or "." in words[at - 1].gap)


def _is_like_rank(word: Word) -> bool:
    """Tell whether a word is a long rank with one wrong letter: ``Jendaral``."""
    lower = word.lower
    return len(lower) >= 7 and any(
        len(rank) == len(lower) and sum(mine != theirs for mine, theirs in zip(lower, rank, strict=True)) == 1
        for rank in _LONG_RANKS
    )


def _continues_name(words: Sequence[Word], first: int, at: int) -> bool:
    word = words[at]
    if at > first and word.lower in _PARTICLES:
        return True
    if not word.is_capitalised or word.lower in _NOT_NAMES or word.is_number or _VERB.fullmatch(word.lower):
        return False
    if at == first:
        return word.lower not in _NOT_FIRST and not (
            word.text.isupper() and len(word.text) > 1 and word.lower in _DEGREES
        )
    before = words[at - 1]
    if word.lower in _DEGREES and (word.text.isupper() or word.gap.startswith(".") or len(word.text) < 3):
        return False
    if word.text.isupper() and len(word.text) > _SUFFIX_CHARS and not before.text.isupper():
        return False
    return not _begins_degree(words, at)


def _begins_degree(words: Sequence[Word], at: int) -> bool:
    """Tell whether a spaced degree begins: "M. Hum" behind a name, told from "M. Nur" before one."""
    word = words[at]
    if len(word.text) > 2 or not word.gap.startswith(".") or at + 1 >= len(words):
        return False
    return words[at + 1].lower in _DEGREE_ENDS and "-" not in words[at - 1].gap


def _joins(word: Word) -> bool:
    """Tell whether a name may go on behind a word: after a space or an initial's dot."""
    gap = word.gap
    if gap in (" ", "\u00a0"):
        return True
    if gap == "-":
        return word.lower == "al"
    return gap in (". ", ".") and (len(word.text) <= 2 or not word.breaks)


def _belongs(words: Sequence[Word], at: int, *, is_last: bool) -> bool:
    word = words[at]
    if not word.is_capitalised and word.lower not in HONORIFICS and word.lower not in _PARTICLES:
        return False
    if word.lower in _NOT_NAMES or word.is_number:
        return False
    return is_last or (_joins(word) and not word.breaks)


def _is_name(taken: Sequence[Word]) -> bool:
    if not taken or not any(len(word.text) > 2 for word in taken):
        return False
    # A word in capitals is an organisation, unless the whole name is printed so, or it is two letters of one's own.
    first = taken[0].text
    if not first.isupper() or len(first) < _SUFFIX_CHARS:
        return True
    return len(taken) > 1 and all(word.text.isupper() for word in taken)


def _is_shouted(words: Sequence[Word], first: int, end: int) -> bool:
    """Tell whether a stretch stands amid capitals, where nothing shows where a name ends."""
    if not all(word.text.isupper() for word in words[first:end] if len(word.text) > 1):
        return False
    return end < len(words) and len(words[end].text) > 3 and words[end].text.isupper() and words[end - 1].gap == " "


def _printed(taken: Sequence[Word]) -> str:
    parts: list[str] = []
    is_shouted = all(word.text.isupper() for word in taken)
    for word in taken:
        text = word.text.title() if is_shouted and len(word.text) > 2 else word.text
        joint = "-" if parts and parts[-1].lower() == "al" and taken[len(parts) - 1].gap == "-" else " "
        if len(text) == 1 and word.gap.startswith("."):
            text += "."
        if joint == "-":
            parts[-1] += f"-{text}"
        else:
            parts.append(text)
    return " ".join(parts)
