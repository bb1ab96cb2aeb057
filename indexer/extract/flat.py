"""Flat text to lines: every line is one, blank lines separate blocks."""

import re

from indexer.extract.lines import Line, Segment, fold
from indexer.extract.shortcodes import replace_shortcodes

_MARKDOWN_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\((?P<href>https?://[^()\s]{1,2000})\)")
_SHORTCODE_LABEL = "Baca Juga: "


def text_lines(text: str) -> list[Line]:
    """Return the lines of a flat text; links written in Markdown are links."""
    text = replace_shortcodes(text, _read_also_line)
    lines: list[Line] = []
    block, blank = 0, False
    for raw in text.split("\n"):
        segments = fold(_segments(raw))
        if not segments:
            blank = True
            continue
        block += blank and bool(lines)
        blank = False
        lines.append(Line(segments, block))
    return lines


def _read_also_line(title: str) -> str:
    """Stand in for a "read also" shortcode: the line that its plugin would print."""
    return f"\n{_SHORTCODE_LABEL}{title}\n" if title else ""


def _segments(raw: str) -> list[Segment]:
    segments, position = [], 0
    for number, match in enumerate(_MARKDOWN_LINK.finditer(raw)):
        segments += [Segment(raw[position : match.start()]), Segment(match["text"], link=number, href=match["href"])]
        position = match.end()
    return [*segments, Segment(raw[position:])]
