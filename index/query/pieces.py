"""Query text cut into pieces: brackets, words and phrases, each with the minus and the field before it.

One scan, linear in the text: no repetition in the pattern is nested.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from index.query.values import FIELDS

QUOTES = '"“”„«»″'
DASHES = "-−"

_BRACKETS = r"()\[\]{}"
# Only ASCII letters: ignoring case would otherwise take "ſ" for "s", and no field has such a name.
_FIELD = f"(?a:{'|'.join(FIELDS)})"
_PIECE = re.compile(
    rf"""
      (?P<close>\)) | (?P<unused>[\[\]{{}}])
    | (?P<minus>(?<![^\s{_BRACKETS}])[{DASHES}](?=[^\s-]))?
      (?:(?P<field>{_FIELD}):(?=[^\s)\[\]{{}}]))?
      (?:
          (?P<open>\()
        | [{QUOTES}](?P<phrase>[^{QUOTES}]*+)[{QUOTES}](?:~(?P<distance>[0-9]++))?
        | (?P<stray>[{QUOTES}](?=\w)(?!{_FIELD}:))?(?P<word>[^\s{QUOTES}{_BRACKETS}]+)
      )
    | (?P<lone>[{QUOTES}])
    """,
    re.IGNORECASE | re.VERBOSE,
)
VALUE_WORD = re.compile(rf"[^\s{QUOTES}{_BRACKETS}]+")
"""A word of a field's value that is typed without quotes."""


class PieceKind(Enum):
    """What a piece is."""

    WORD = auto()
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    UNUSED = auto()
    """A square or curly bracket."""

    QUOTE = auto()
    """A quote by itself, or before a word, that no other closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a query text.

    Attributes:
        kind: What it is.
        text: The word, or the words inside the quotes.
        start: Offset of the piece, its minus and field included.
        text_start: Offset of ``text``.
        end: Offset behind the piece.
        is_minus: A minus stands before it.
        field: The field before it, under its Indonesian name; or None.
        distance: Digits behind the ``~`` of a phrase, or None.
    """

    kind: PieceKind
    text: str
    start: int
    text_start: int
    end: int
    is_minus: bool = False
    field: str | None = None
    distance: str | None = None


_KINDS = {
    "close": PieceKind.CLOSE,
    "unused": PieceKind.UNUSED,
    "open": PieceKind.OPEN,
    "phrase": PieceKind.PHRASE,
    "word": PieceKind.WORD,
    "lone": PieceKind.QUOTE,
}


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a query text in order; a quote that stays open is a piece before its word."""
    for match in _PIECE.finditer(text):
        if match["stray"]:
            at = match.start("stray")
            yield Piece(kind=PieceKind.QUOTE, text=match["stray"], start=at, text_start=at, end=at + 1)
        group = next(name for name in _KINDS if match[name] is not None)
        yield Piece(
            kind=_KINDS[group],
            text=match[group],
            start=match.start(),
            text_start=match.start(group),
            end=match.end(),
            is_minus=match["minus"] is not None,
            field=FIELDS[match["field"].lower()] if match["field"] else None,
            distance=match["distance"],
        )
