"""Cutting "Baca Juga" (read also) out of a story's lines, without losing a character of the story.

Each rule answers where a label's title ends. In markup a link or a set-apart label tells; in flat text only a short
line of its own, or a title that is known, does. Where nothing tells, the label alone goes and the text stays.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indexer.extract.knowledge import read_also
from indexer.extract.lines import NAMELESS, Kind, Line, Span

TitleFinder = Callable[[str], int]
"""Given running text, returns the length of the known title that it begins with, in characters; 0 for none."""

MAX_OWN_LINE_CHARS = 200
"""Longest line of its own without a link (titles met: median 71, longest 148 characters)."""

MAX_LABELLED_BLOCK_CHARS = 220
"""Longest block whose title follows a label that is set apart by markup alone."""

MAX_GAP_CHARS = 60
"""Longest text between a label and its link that belongs to the title (``Baca juga: Studi: <a>…``)."""

MAX_LABELS_PER_LINE = 20
"""Labels looked at in one line. Real lines hold three at most; each costs time in proportion to the line."""

MAX_LISTED_LINES = 50
"""Lines of links that one label may head."""

_NEAR_CHARS = 30
"""How much of the text before a label tells whether a sentence ends or a bracket opens there."""

MIN_GLUED_TITLE_CHARS = 25
"""Shortest title that may end at a full stop, question or exclamation mark glued to the next sentence."""

_KIND = r"(?:[ \t]+(?:video|foto|infografis)(?=[ \t]*[:'\"“‘]))?"
"""Word before a colon or quoted title, saying what the link shows; "Simak juga Video:" heads 300 lines of real news."""

_SEPARATOR = rf"(?P<separator>{_KIND}(?:[ \t]*(?::|[-–—](?=[\s\w])|[-–—]$)[ \t]*|[ \t]*))"
_GLUED_END = re.compile(r"(?<=\w)[.!?](?=[A-Z])")
_QUOTED_TITLE = re.compile(r"['‘“\"][^\n]{5,160}?['’”\"]\s?(?::|$)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_TEXT_BREAK = re.compile(r"(?:[^\w\s]|\d|\w\.\w+|\badvertisement)\s*$", re.IGNORECASE)
"""Where a card could stand though no sentence ends: behind a colon, a quote, a number, a site's name, an advertisement.
Ten cards of 19,862 real articles did."""

_OPENING = re.compile(r"[(\[]\s*$")


@dataclass(frozen=True, slots=True)
class ReadAlsoLink:
    """A link as it was cut: label and title as printed, address as written."""

    label: str
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class _Cut:
    """What to cut from a line: ``text[start:end]``; ``link`` is None where only the label goes."""

    start: int
    end: int
    link: ReadAlsoLink | None


def cut_read_also(
    lines: Sequence[Line], *, known_title: TitleFinder | None = None
) -> tuple[list[Line], list[ReadAlsoLink]]:
    """Return the lines without "read also" blocks, and what was in them, in order.

    Args:
        lines: A story's lines.
        known_title: Finds titles of stories known to exist, for labels in running text.
    """
    cutter = _Cutter(known_title or _no_title)
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        taken = cutter.take_lines(lines, at)
        if taken:
            at += taken
            continue
        kept.extend(cutter.cut_line(lines[at]))
        at += 1
    return kept, cutter.links


def _no_title(text: str) -> int:  # noqa: ARG001 - the callable's signature
    return 0


class _Cutter:
    """Applies the rules and collects the links."""

    def __init__(self, known_title: TitleFinder) -> None:
        self.links: list[ReadAlsoLink] = []
        self._known_title = known_title

    # Whole lines

    def take_lines(self, lines: Sequence[Line], at: int) -> int:
        """Take a box, or a label with what it heads; return how many lines that is, 0 for none."""
        line = lines[at]
        if line.kind is Kind.BOX:
            self._take_box(line)
            return 1
        label = _lone_label(line.text)
        if label is None:
            return 0
        listed = _link_lines(lines[at + 1 : at + 1 + MAX_LISTED_LINES])
        if listed:
            for item in listed:
                self._take_links(item, label)
            return 1 + len(listed)
        if not _is_label(label):
            return 0
        return 1 + self._take_title_line(line, lines[at + 1 : at + 2], label)

    def _take_title_line(self, line: Line, following: Sequence[Line], label: str) -> int:
        """Take the line under a label as its title where the markup, or a known title, says that it is one."""
        if not following:
            return 0
        (below,) = following
        set_apart = line.block == below.block and line.wrap_at(_label_start(line.text)) is not None
        is_title = set_apart and len(below.text) <= MAX_LABELLED_BLOCK_CHARS
        if is_title or self._known_title(below.text) == len(below.text):
            self.links.append(ReadAlsoLink(label, below.text, None))
            return 1
        return 0

    def _take_box(self, line: Line) -> None:
        found = _label_at_start(line.text)
        label = found["label"] if found else _default_label()
        if line.links():
            self._take_links(line, label)
            return
        title = line.text[found.end() :] if found else line.text
        title = _without_heading(title)
        if title:
            self.links.append(ReadAlsoLink(label, title, None))

    def _take_links(self, line: Line, label: str) -> None:
        for span in line.links():
            title = _without_label(line.text[span.start : span.end])
            if title:
                self.links.append(ReadAlsoLink(label, title.replace(NAMELESS, ""), span.href))

    # Inside a line

    def cut_line(self, line: Line) -> Iterable[Line]:
        """Return the line without its "read also" blocks: itself, what is left of it, or nothing."""
        position = 0
        for _ in range(MAX_LABELS_PER_LINE):
            match = _LABEL.search(line.text, position)
            if match is None:
                break
            cut = self._cut(line, match)
            if cut is None:
                position = match.end()
                continue
            if cut.link is not None:
                self.links.append(cut.link)
            line = line.without(cut.start, cut.end)
            position = cut.start
        return [line] if line.segments else []

    def _cut(self, line: Line, match: re.Match[str]) -> _Cut | None:
        start = _start_of_block(line.text, match)
        if match.start("label") and line.text[match.start("label") - 1].isalnum() and not match["separator"].strip():
            return None
        cut = self._linked(line, match)
        if cut is None and start == 0:
            cut = self._own_line(line, match)
        if cut is None:
            cut = self._in_text(line, match)
        return cut if cut is None else _with_brackets(line.text, cut, start)

    def _linked(self, line: Line, match: re.Match[str]) -> _Cut | None:
        """Cut a label inside a link, or one with a link close behind it."""
        span = next((span for span in line.links() if span.end > match.end()), None)
        if span is None:
            return None
        gap = line.text[match.end() : max(span.start, match.end())]
        if len(gap) > MAX_GAP_CHARS or re.search(r"[.!?]\s", gap) or (gap.strip() and not match["separator"].strip()):
            return None
        if not _plausible(line, match, linked=True):
            return None
        title = line.text[match.end() : span.end].strip()
        return _Cut(match.start("label"), span.end, ReadAlsoLink(match["label"], title, span.href)) if title else None

    def _own_line(self, line: Line, match: re.Match[str]) -> _Cut | None:
        """Cut a label at the head of a line that is a title to its end."""
        text, rest = line.text, line.text[match.end() :]
        if match["separator"].strip():
            if len(text) > MAX_OWN_LINE_CHARS or not _plausible(line, match, linked=False):
                return None
            end = match.end() + (self._known_title(rest) or _title_length(rest))
            return _title_cut(text, match, end)
        if _is_set_apart(line, match) and rest.strip() and len(text) <= MAX_LABELLED_BLOCK_CHARS:
            return _title_cut(text, match, len(text))
        return None

    def _in_text(self, line: Line, match: re.Match[str]) -> _Cut | None:
        """Cut a label in running text: with the known title behind it, the rest of its markup, or alone."""
        text = line.text
        if not match["label"][0].isupper():
            return None
        if match["separator"].strip():
            known = self._known_title(text[match.end() :])
            wrap = line.wrap_at(match.start("label"))
            quoted = _QUOTED_TITLE.match(text, match.end())
            if quoted:
                return _title_cut(text, match, quoted.end())
            if known:
                return _title_cut(text, match, match.end() + known)
            if wrap is not None and match.end() < wrap[1] and wrap[1] - match.end() <= MAX_OWN_LINE_CHARS:
                return _title_cut(text, match, wrap[1])
            return _Cut(match.start("label"), match.end(), None)
        if _is_left_over(text, match):
            return _Cut(match.start("label"), match.end(), None)
        return None


def _is_left_over(text: str, match: re.Match[str]) -> bool:
    """Tell whether the two words are what is left of a card whose title was lost, between two sentences."""
    before, after = text[: match.start("label")], text[match.end() :].strip()
    if not after or after[0].islower() or not _is_title_case(match["label"]):
        return False
    if not match["label"].isupper() and _TEXT_BREAK.search(before[-_NEAR_CHARS:]):
        return True
    # A program's name in capitals may begin a sentence ("BACA JUGA 2024 diluncurkan …"), so it stays there.
    return bool(_SENTENCE_END.search(before[-_NEAR_CHARS:])) or (not before and not match["label"].isupper())


def _title_cut(text: str, match: re.Match[str], end: int) -> _Cut | None:
    title = text[match.end() : end].strip()
    closing = {"(": ")", "[": "]"}
    opening = _OPENING.search(text[: match.start("label")][-_NEAR_CHARS:])
    if opening and title.endswith(closing[opening.group().strip()]):
        title = title[:-1].strip()
    title = title.strip("*_ ").rstrip(": ")
    return _Cut(match.start("label"), end, ReadAlsoLink(match["label"], title, None) if title else None)


def _title_length(rest: str) -> int:
    """Return where a title ends: at a sentence glued to it, else with the line."""
    for glued in _GLUED_END.finditer(rest):
        if glued.end() >= MIN_GLUED_TITLE_CHARS:
            return glued.end()
    return len(rest)


def _start_of_block(text: str, match: re.Match[str]) -> int:
    """Return 0 where only bullets, brackets or emoji stand before the label, else where the label begins."""
    start = match.start("label")
    return start if any(character.isalnum() for character in text[:start]) else 0


def _with_brackets(text: str, cut: _Cut, start: int) -> _Cut:
    """Let the cut take what only belonged to it: bullets before it, brackets around it, a full stop behind it."""
    begin, end = cut.start, cut.end
    rest = text[end:]
    if start == 0:
        begin = 0
        if not any(character.isalnum() for character in rest):
            end = len(text)
    before = text[: begin or cut.start]
    opening = _OPENING.search(before[-_NEAR_CHARS:])
    if opening and cut.link is not None:
        closing = re.match(r"\s*[)\]]", text[end:])
        begin = min(begin, len(before) - len(opening.group()))
        end += closing.end() if closing else 0
    return _Cut(begin, end, cut.link)


def _plausible(line: Line, match: re.Match[str], *, linked: bool) -> bool:
    """Tell whether a label is one: in prose ("mohon baca juga lampirannya") it is in lower case and unmarked."""
    if match["label"][0].isupper():
        return True
    if _start_of_block(line.text, match) == 0 and match["separator"].strip():
        return True
    return linked and (_is_set_apart(line, match) or bool(match["separator"].strip()))


def _is_set_apart(line: Line, match: re.Match[str]) -> bool:
    """Tell whether markup wraps the label, and nothing but the label."""
    wrap = line.wrap_at(match.start("label"))
    return wrap is not None and not any(
        character.isalnum()
        for character in line.text[wrap[0] : match.start("label")] + line.text[match.end() : wrap[1]]
    )


def _is_title_case(label: str) -> bool:
    return all(word[0].isupper() for word in label.split())


def _is_label(label: str) -> bool:
    return " ".join(label.lower().split()) in read_also().labels


def _lone_label(text: str) -> str | None:
    """Return the label or heading that a line consists of, or None."""
    found = _LONE.fullmatch(text)
    return found["label"] if found else None


def _label_start(text: str) -> int:
    found = _LONE.fullmatch(text)
    return found.start("label") if found else 0


def _label_at_start(text: str) -> re.Match[str] | None:
    return _LEADING.match(text)


def _without_label(title: str) -> str:
    found = _LEADING.match(title)
    return (title[found.end() :] if found else title).strip()


def _without_heading(title: str) -> str:
    title = title.strip()
    return "" if _LONE.fullmatch(title) else title


def _default_label() -> str:
    return "Baca Juga"


def _link_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines at the beginning that hold links and nothing else."""
    listed = []
    for line in lines:
        if line.kind is Kind.BOX or not line.links() or _has_text_outside(line.text, line.links()):
            break
        listed.append(line)
    return listed


def _has_text_outside(text: str, spans: Iterable[Span]) -> bool:
    position, outside = 0, ""
    for span in spans:
        outside += text[position : span.start]
        position = span.end
    return any(character.isalnum() for character in outside + text[position:])


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)


_GLUED = r"(?-i:(?<=\w)(?=[A-Z][a-z]))"
"""A label with its capital, printed without a space behind a word: ``Foto: PDIPBaca juga: …``."""

_LABEL = re.compile(
    rf"(?:(?<!\w)|{_GLUED})(?P<label>{_alternatives(read_also().labels)})(?!\w){_SEPARATOR}", re.IGNORECASE
)
_LEADING = re.compile(
    rf"\W*(?P<label>{_alternatives((*read_also().labels, *read_also().headings))})(?!\w){_SEPARATOR}", re.IGNORECASE
)
_LONE = re.compile(rf"\W*(?P<label>{_alternatives((*read_also().labels, *read_also().headings))})\W*", re.IGNORECASE)
