"""Flat text to lines: every line is one, blank lines separate blocks."""

from indexer.extract.lines import Line, Segment, fold, split_markdown
from indexer.extract.shortcodes import replace_shortcodes

_SHORTCODE_LABEL = "Baca Juga: "


def text_lines(text: str) -> list[Line]:
    """Return the lines of a flat text; links written in Markdown are links."""
    text = replace_shortcodes(text, _read_also_line)
    lines: list[Line] = []
    block, blank = 0, False
    for raw in text.split("\n"):
        segments = fold(split_markdown(Segment(raw)))
        if not segments:
            blank = True
            continue
        block += blank and bool(lines)
        blank = False
        lines.append(Line(segments, block))
    return lines


def _read_also_line(title: str, post: str | None) -> str:  # noqa: ARG001 - flat text has no addresses
    """Stand in for a "read also" shortcode: the line that its plugin would print."""
    return f"\n{_SHORTCODE_LABEL}{title}\n" if title else ""
