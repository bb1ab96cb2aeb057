"""A story as lines of segments: what HTML and flat text both become before anything is cut.

A line is what a reader sees as one: a paragraph, a list item, or what stands between two ``<br>``. Its segments keep
what the cutting rules need to know of the markup: where a link leads and what is set apart by bold, italics or a span.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import groupby

NAMELESS = "\u2060"
"""Stands for the title of a link that names its story by number alone. The character (a word joiner) never comes from a
page: :func:`clean_characters` strips it."""


class Kind(Enum):
    """What a line was in its source."""

    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()
    BOX = auto()
    """A whole element known to hold "read also" links alone, as one line; may be empty."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line with the same markup.

    Attributes:
        text: The text, white space folded.
        link: Number of the link around it, or None; two links to one address differ.
        href: Where the link leads, as written.
        wrap: Number of the outermost inline element (bold, span) around it, or None.
    """

    text: str
    link: int | None = None
    href: str | None = None
    wrap: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A link in a line: ``text[start:end]`` leads to ``href``."""

    start: int
    end: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        segments: Its stretches, in order, none empty.
        block: Number of the block (paragraph) it belongs to; lines of one block stand close together.
        kind: What it was.
        text: The text of the line.
    """

    segments: tuple[Segment, ...]
    block: int
    kind: Kind = Kind.PARAGRAPH
    text: str = field(init=False, repr=False, compare=False)
    _links: tuple[Span, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made once: the rules ask for both again and again, and a hostile line has thousands of segments.
        object.__setattr__(self, "text", "".join(segment.text for segment in self.segments))
        object.__setattr__(self, "_links", _spans(self.segments))

    def links(self) -> tuple[Span, ...]:
        """Return the links of the line, in order."""
        return self._links

    def wrap_at(self, offset: int) -> tuple[int, int] | None:
        """Return where the inline element around ``offset`` begins and ends, or None where there is none."""
        position = 0
        for wrap, group in groupby(self.segments, key=lambda segment: segment.wrap):
            end = position + sum(len(segment.text) for segment in group)
            if position <= offset < end:
                return (position, end) if wrap is not None else None
            position = end
        return None

    def without(self, start: int, end: int) -> "Line":
        """Return the line without ``text[start:end]``, one space between what is left on both sides."""
        left, right = _slice(self.segments, 0, start), _slice(self.segments, end, len(self.text))
        if left and right:
            left = (*left, Segment(" "))
        return Line(fold((*left, *right)), self.block, self.kind)


def _spans(segments: tuple[Segment, ...]) -> tuple[Span, ...]:
    spans, position = [], 0
    for (link, href), group in groupby(segments, key=lambda segment: (segment.link, segment.href)):
        end = position + sum(len(segment.text) for segment in group)
        if link is not None:
            spans.append(Span(position, end, href))
        position = end
    return tuple(spans)


def fold(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Fold white space over a line's segments: one space at most, none at the ends; drop what is empty."""
    folded: list[Segment] = []
    after_space = True
    for segment in segments:
        text = _folded(segment.text, after_space=after_space)
        if text:
            folded.append(_with_text(segment, text))
            after_space = text.endswith(" ")
    if folded and folded[-1].text.endswith(" "):
        last = folded.pop()
        if last.text != " ":
            folded.append(replace(last, text=last.text[:-1]))
    return tuple(folded)


_MARKDOWN_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\((?P<href>https?://[^()\s]{1,2000})\)")


def split_markdown(segment: Segment) -> list[Segment]:
    """Return a segment as the stretches between and inside the links that it holds in Markdown."""
    segments, position = [], 0
    for match in _MARKDOWN_LINK.finditer(segment.text):
        # Links of a page count upwards from 1: numbers below 0 are never one of theirs.
        link = replace(segment, text=match["text"], link=-1 - match.start(), href=match["href"])
        segments += [replace(segment, text=segment.text[position : match.start()]), link]
        position = match.end()
    return [*segments, replace(segment, text=segment.text[position:])]


def body_text(lines: Iterable[Line]) -> str:
    """Return lines as text: a blank line between blocks, a line break inside one."""
    blocks = groupby(lines, key=lambda line: line.block)
    return "\n\n".join("\n".join(line.text for line in block) for _, block in blocks)


def clean_characters(text: str) -> str:
    """Return text in NFC without control and invisible characters, and with Unix line ends.

    Stripped: control characters (NUL would end the text in C libraries), soft hyphens and zero-width spaces, which cut
    words in two for every reader but the eye, and byte order marks. Direction marks stay: right-to-left text needs
    them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    return unicodedata.normalize("NFC", text)


_INVISIBLE = dict.fromkeys((*range(9), *range(11, 32), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x2060, 0xFEFF))


def _with_text(segment: Segment, text: str) -> Segment:
    # Most segments stay as they are, and making a new one costs ten times the comparison.
    return segment if segment.text == text else replace(segment, text=text)


def _folded(text: str, *, after_space: bool) -> str:
    words = text.split()
    if not words:
        return "" if after_space or not text else " "
    head = " " if text[0].isspace() and not after_space else ""
    tail = " " if text[-1].isspace() else ""
    return f"{head}{' '.join(words)}{tail}"


def _slice(segments: tuple[Segment, ...], start: int, end: int) -> tuple[Segment, ...]:
    """Return the segments of ``text[start:end]``."""
    kept, position = [], 0
    for segment in segments:
        after = position + len(segment.text)
        text = segment.text[max(start - position, 0) : max(end - position, 0)]
        if text:
            kept.append(_with_text(segment, text))
        position = after
    return tuple(kept)
