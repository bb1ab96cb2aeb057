"""Normalised text to pieces: words, numbers, dates, abbreviations, with their place in the normalised text.

What counts as one piece:

- web and e-mail addresses are skipped;
- ``20/02/2024`` (also ``20-02-2024``, ``20.02.2024``, ``2024-02-20``) is a day, an Indonesian month name and a year, so
  that it meets "20 Februari 2024"; the three share the place of the whole date;
- ``1.500.000,00`` is 1500000, ``2,5`` is 2.5, ``10:30`` is 10.30, ``1990-an`` is 1990, ``Rp2,5`` is rp and 2.5,
  ``5kg`` is 5 and kg;
- ``S.Pd.I`` and other listed or single-letter dotted abbreviations are one piece without dots;
- apostrophes inside words vanish (``Jum'at``);
- ``covid-19`` and ``covid19`` are one piece, as are all other mixtures of letters and digits;
- ``anak-anak``, ``perundang-undangan``: reduplication is one piece; a bound prefix (``se-Jambi``, ``eks-bupati``,
  ``ke-20``) and a clitic (``KPK-nya``) are dropped; other hyphens separate pieces.

All repetition in the patterns is possessive or bounded: time is linear in the text.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

MAX_SURFACE_LENGTH = 64
"""Longest surface form, in characters. No word is longer; what is gets cut, so that it can still be found by itself."""

MAX_HYPHENS = 8
"""A chain with more hyphens is split at each, without asking what it could mean."""

MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)

DROPPED_PREFIXES = frozenset(
    {
        "se",
        "ke",
        "non",
        "eks",
        "di",
        "me",
        "mem",
        "men",
        "meng",
        "meny",
        "nge",
        "ber",
        "ter",
        "pe",
        "pem",
        "pen",
        "peng",
    }
)
"""Bound prefixes that a hyphen separates from a name, number, abbreviation or foreign word."""

CLITICS = frozenset({"nya", "ku", "mu", "lah", "kah", "pun"})
"""Enclitics: never words of their own behind a hyphen."""

_SUFFIXES = frozenset({"an", "i", "kan"})
"""Suffixes written with a hyphen behind abbreviations (di-PHK-kan); dropped only there."""

_CURRENCIES = "rp|idr|usd|sgd|myr"
_UNITS = (
    "kg|gr|gram|mg|km|m|cm|mm|m2|m3|ha|hektare|hektar|meter|ton|liter|ml|kwh|kw|mw|persen|"
    "rb|jt|ribu|juta|miliar|milyar|triliun|tahun|bulan|hari|jam|menit|detik|orang"
)
"""Units that are printed without a blank behind a number."""

_DAY = "0?[1-9]|[12][0-9]|3[01]"
_MONTH = "0?[1-9]|1[0-2]"
_YEAR = "(?:1[5-9]|20)[0-9]{2}"
_LETTERS = r"[^\W_]++(?:'[^\W_]++)*+"

_PATTERN = rf"""
    # Nine in ten: a plain word that nothing but white space or closing punctuation follows.
    (?P<plain> [a-z]{{1,{MAX_SURFACE_LENGTH}}}+ (?= [\s,;!?)"] | \.?(?:\s|\Z) ) )
  | (?P<address> (?:https?://|www\.) [^\s<>"]++ )
  | (?P<date> (?<![0-9])
        (?P<day>{_DAY}) (?P<separator>[/.-]) (?P<month>{_MONTH}) (?P=separator) (?P<year>{_YEAR}) (?![\w/]) )
  | (?P<iso> (?P<iso_year>{_YEAR}) - (?P<iso_month>0[1-9]|1[0-2]) - (?P<iso_day>0[1-9]|[12][0-9]|3[01]) (?![\w-]) )
  | (?P<number>
        [0-9]{{1,3}}+ (?:\.[0-9]{{3}})++ (?:,[0-9]++)? (?![0-9])   # grouped thousands
      | (?<![0-9],) [0-9]++,[0-9]++ (?!,[0-9])                      # decimal comma, no enumeration
      | [0-9]++\.[0-9]++                                            # time or decimal point
      | [0-9]{{1,2}}:[0-9]{{2}} (?![0-9])                           # time
      | [0-9]++ (?= (?:{_UNITS}) (?!\w) | [^\w'] | _ | \Z )
    ) (?:-an(?!\w))?+
  | (?P<currency> (?:{_CURRENCIES}) (?=\.?[0-9]) )
  | (?P<dotted> [a-z]{{1,6}} (?:\.[a-z]{{1,6}}){{1,5}}+ (?!\w) )
  | (?P<word> {_LETTERS} (?:-{_LETTERS})*+ )
"""

_WITHOUT_EMAIL = re.compile(_PATTERN, re.VERBOSE)
_WITH_EMAIL = re.compile(r"(?P<email> [a-z0-9._%+-]{1,64}+@[a-z0-9.-]{1,255}+ ) |" + _PATTERN, re.VERBOSE)
"""Tried first at every place, so only used on texts that hold an @."""

_PART = re.compile(_LETTERS)
_SERIAL = re.compile(r"[a-z]{1,6}-[0-9]{1,3}")
"""A short name with its number: covid-19, f-16, u-23."""


class Piece(NamedTuple):
    """One unit of text.

    Attributes:
        surface: Its form in the index, at most :data:`MAX_SURFACE_LENGTH` characters.
        start: Offset of its first character in the normalised text.
        end: Offset behind its last character there.
    """

    surface: str
    start: int
    end: int


class Tokeniser:
    """Cuts normalised text into pieces.

    Args:
        abbreviations: Known abbreviations without their dots (``spd``, ``mag``).
        is_reduplication: Tells whether a hyphenated pair of plain words, given whole, is one reduplicated word.
    """

    def __init__(self, abbreviations: Collection[str], is_reduplication: Callable[[str], bool]) -> None:
        self._abbreviations = frozenset(abbreviations)
        self._is_reduplication = is_reduplication

    def pieces(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the pieces of a normalised text, ascending by start.

        They are tuples of what a :class:`Piece` holds: giving each word its names would take a seventh of the time.
        """
        pattern = _WITH_EMAIL if "@" in text else _WITHOUT_EMAIL
        for match in pattern.finditer(text):
            if match.lastgroup == "plain":
                yield match[0], match.start(), match.end()
            else:
                yield from self._special(match)

    def _special(self, match: re.Match[str]) -> Iterator[Piece]:
        match match.lastgroup:
            case "date":
                yield from _date(match, match["day"], match["month"], match["year"])
            case "iso":
                yield from _date(match, match["iso_day"], match["iso_month"], match["iso_year"])
            case "number":
                yield Piece(_number(match[0])[:MAX_SURFACE_LENGTH], match.start(), match.end())
            case "currency":
                yield Piece(match[0], match.start(), match.end())
            case "dotted":
                yield from self._dotted(match)
            case "word":
                yield from self._word(match)

    def _dotted(self, match: re.Match[str]) -> Iterator[Piece]:
        """Yield abbreviations as one piece each, and everything else word by word."""
        segments = [
            Piece(part[0], match.start() + part.start(), match.start() + part.end())
            for part in _PART.finditer(match[0])
        ]
        while segments:
            length = self._abbreviation_length(segments)
            taken, segments = segments[:length], segments[length:]
            yield Piece("".join(part.surface for part in taken), taken[0].start, taken[-1].end)

    def _abbreviation_length(self, segments: list[Piece]) -> int:
        """Return how many leading segments form one abbreviation; 1 when none do."""
        for length in range(len(segments), 1, -1):
            words = [part.surface for part in segments[:length]]
            if all(len(word) == 1 for word in words) or "".join(words) in self._abbreviations:
                return length
        return 1

    def _word(self, match: re.Match[str]) -> Iterator[Piece]:
        text, start = match[0], match.start()
        if "-" not in text:
            yield _piece(text, start, match.end())
            return
        parts = [_piece(part[0], start + part.start(), start + part.end()) for part in _PART.finditer(text)]
        if len(parts) > MAX_HYPHENS:
            yield from parts
            return
        yield from self._hyphenated(parts, match.end())

    def _hyphenated(self, parts: list[Piece], end: int) -> Iterator[Piece]:
        """Yield what a hyphenated word consists of; ``end`` is where it ends, dropped clitics included."""
        parts = _without_affixes(parts)
        whole = "-".join(part.surface for part in parts)
        start = parts[0].start
        if len(parts) == 1:
            yield Piece(whole, start, end)
        elif _SERIAL.fullmatch(whole):
            yield Piece(whole.replace("-", ""), start, end)
        elif len(parts) == 2 and len(whole) <= MAX_SURFACE_LENGTH and self._is_reduplication(whole):
            yield Piece(whole, start, end)
        else:
            yield from parts


def _without_affixes(parts: list[Piece]) -> list[Piece]:
    """Return the parts without bound prefixes in front and clitics behind; at least one part stays."""
    while len(parts) > 1 and parts[-1].surface in CLITICS:
        parts = parts[:-1]
    if len(parts) > 1 and parts[0].surface in DROPPED_PREFIXES and parts[0].surface != parts[1].surface:
        parts = parts[1:]
        if len(parts) > 1 and parts[-1].surface in _SUFFIXES:
            parts = parts[:-1]
    return parts


def _piece(text: str, start: int, end: int) -> Piece:
    return Piece(text.replace("'", "")[:MAX_SURFACE_LENGTH], start, end)


def _date(match: re.Match[str], day: str, month: str, year: str) -> Iterator[Piece]:
    for surface in (day.lstrip("0"), MONTHS[int(month) - 1], year):
        yield Piece(surface, match.start(), match.end())


def _number(printed: str) -> str:
    """Return a number in one spelling: no grouping, a decimal point, no empty decimals, no ``-an``."""
    printed = printed.removesuffix("-an")
    if ":" in printed:
        return printed.replace(":", ".")
    if "," in printed:
        whole, decimals = printed.split(",")
        whole = whole.replace(".", "")
        return whole if not decimals.strip("0") else f"{whole}.{decimals}"
    return printed.replace(".", "") if _GROUPED.fullmatch(printed) else printed


_GROUPED = re.compile(r"[0-9]{1,3}+(?:\.[0-9]{3})++")
