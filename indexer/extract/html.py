"""HTML, rendered or as WordPress stores it, to lines.

One walk over the parsed tree, without recursion: how deep a page is nested is its author's choice, not ours.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape as html_escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from indexer.extract.knowledge import furniture, read_also
from indexer.extract.lines import NAMELESS, Kind, Line, Segment, fold, split_markdown
from indexer.extract.shortcodes import replace_shortcodes

_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DROPPED = frozenset(
    (
        "applet",
        "area",
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "figure",
        "form",
        "frame",
        "frameset",
        "head",
        "iframe",
        "img",
        "input",
        "link",
        "map",
        "math",
        "meta",
        "noframes",
        "noscript",
        "object",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    )
)
_WRAPS = frozenset(
    (
        "abbr",
        "b",
        "big",
        "cite",
        "em",
        "font",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "u",
    )
)

_MAX_BOX_CHARS = 3_000
"""Longest "read also" box, in characters. A longer element with such a class is a theme's mistake, not a box."""

_PARAGRAPH_BREAK = "\u2029"
_LINE_BREAK = "\u2028"
_TAG = re.compile(r"(<[^<>]{0,10000}>)")
_BLOCK_COMMENT = re.compile(r"<!--\s{0,5}/?wp:")
_PART_MARK = re.compile(r"<!--\s{0,5}(?:more|nextpage)[^<>]{0,200}-->")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def html_lines(html: str) -> list[Line]:
    """Return the lines of an HTML fragment or page."""
    html = replace_shortcodes(html, _read_also_box)
    # Separators of our own must come from us, never from the page.
    return _walked(html.replace(_PARAGRAPH_BREAK, " ").replace(_LINE_BREAK, " "))


def wordpress_lines(body: str) -> list[Line]:
    """Return the lines of a body as WordPress stores it.

    Classic bodies have no ``<p>``: a blank line ends a paragraph, a line break is one. Bodies made of blocks (their
    comments tell) are HTML, where line breaks mean nothing.
    """
    body = body.replace(_PARAGRAPH_BREAK, " ").replace(_LINE_BREAK, " ")
    is_blocks = _BLOCK_COMMENT.search(body) is not None
    body = _PART_MARK.sub("\n\n", replace_shortcodes(body, _read_also_box))
    return _walked(body if is_blocks else "".join(_with_breaks(body)))


def plain_text(html: str) -> str:
    """Return the text of a small fragment, such as a title or a term's name, without tags; entities are decoded twice.

    WordPress stores ``Hukum &amp; Kriminal`` inside already escaped data, so that one decoding leaves an entity.
    """
    text = html
    for _ in range(2):
        if "<" in text or "&" in text:
            text = BeautifulSoup(f"<body>{text}</body>", "lxml").get_text()
    return " ".join(text.split())


def _read_also_box(title: str, post: str | None) -> str:
    """Stand in for a "read also" shortcode: an element that the walk knows as a box.

    A post that it names is linked by the short address that every WordPress post has.
    """
    text = html_escape(title) or NAMELESS
    if post is None:
        return f'<div class="baca-juga"><span>{html_escape(title)}</span></div>'
    return f'<div class="baca-juga"><a href="/?p={post}">{text}</a></div>'


def _with_breaks(body: str) -> Iterator[str]:
    for part in _TAG.split(body):
        if part.startswith("<"):
            yield part
        else:
            yield _BLANK_LINES.sub(_PARAGRAPH_BREAK, part).replace("\n", _LINE_BREAK)


def _walked(html: str) -> list[Line]:
    walk = _Walk()
    # An explicit body keeps the parser from guessing one around bare text that begins with a link or a comment.
    root = BeautifulSoup(f"<body>{html}</body>", "lxml")
    stack: list[Callable[[], None] | PageElement] = [root]
    while stack:
        step = stack.pop()
        if isinstance(step, Tag):
            leave = walk.enter(step)
            if leave is not None:
                stack.append(leave)
                stack.extend(reversed(step.contents))
        elif isinstance(step, NavigableString):
            if not isinstance(step, PreformattedString):
                walk.text(str(step))
        elif callable(step):
            step()
    walk.flush()
    return walk.lines


@dataclass(slots=True)
class _Walk:
    """Collects lines while the tree is walked; ``enter`` returns what to do on leaving, or None to skip an element."""

    lines: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    block: int = 0
    count: int = 0
    kind: Kind = Kind.PARAGRAPH
    link: tuple[int, str | None] | None = None
    wrap: int | None = None
    box: bool = False

    def enter(self, tag: Tag) -> Callable[[], None] | None:
        name, classes = tag.name, tag.get_attribute_list("class")
        present = [str(token) for token in classes if token]
        if name in _DROPPED or furniture().classes.match(present):
            return None
        if not self.box and _is_box(tag, present):
            return self._enter_box()
        if name == "br":
            self._line_break()
            return None
        if name == "a":
            return self._enter_link(tag)
        if name in _BLOCKS:
            return self._enter_block(name)
        if name in _WRAPS and self.wrap is None:
            self.count += 1
            self.wrap = self.count
            return self._leave_wrap
        return _nothing

    def text(self, text: str) -> None:
        for at, paragraph in enumerate(text.split(_PARAGRAPH_BREAK)):
            if at:
                self._block_break()
            for number, line in enumerate(paragraph.split(_LINE_BREAK)):
                if number:
                    self._line_break()
                if line:
                    number_, href = self.link if self.link is not None else (None, None)
                    segment = Segment(line, link=number_, href=href, wrap=self.wrap)
                    self.segments += [segment] if self.link is not None else split_markdown(segment)

    def flush(self, kind: Kind | None = None) -> None:
        """End the line."""
        segments = fold(self.segments)
        if segments or kind is Kind.BOX:
            self.lines.append(Line(segments, self.block, kind or self.kind))
        self.segments = []

    @property
    def _flat(self) -> bool:
        """Whether breaks mean nothing here: a box, or a link that holds blocks, is one line."""
        return self.box or self.link is not None

    def _line_break(self) -> None:
        if self._flat:
            self.text(" ")
        else:
            self.flush()

    def _block_break(self) -> None:
        if self._flat:
            self.text(" ")
        else:
            self.flush()
            self.block += 1

    def _enter_block(self, name: str) -> Callable[[], None]:
        self._block_break()
        before = self.kind
        if name in _HEADINGS:
            self.kind = Kind.HEADING
        elif name == "li":
            self.kind = Kind.ITEM

        def leave() -> None:
            self._block_break()
            self.kind = before

        return leave

    def _enter_box(self) -> Callable[[], None]:
        self._block_break()
        self.box, before = True, self.box

        def leave() -> None:
            self.flush(Kind.BOX)
            self.box = before
            self._block_break()

        return leave

    def _enter_link(self, tag: Tag) -> Callable[[], None]:
        if self.link is not None:
            return _nothing
        is_block = tag.find(_BLOCKS) is not None
        if is_block:
            self._block_break()
        self.count += 1
        href = tag.get("href")
        self.link = (self.count, href if isinstance(href, str) else None)

        def leave() -> None:
            self.link = None
            if is_block:
                self._block_break()

        return leave

    def _leave_wrap(self) -> None:
        self.wrap = None


def _is_box(tag: Tag, classes: list[str]) -> bool:
    """Tell whether an element holds "read also" links alone; the story itself never does, whatever its classes say."""
    if tag.name in ("body", "html", "article") or not read_also().classes.match(classes):
        return False
    return len(tag.get_text()) <= _MAX_BOX_CHARS


def _nothing() -> None:
    """Leave an element that means nothing for lines."""
