"""The link lines of "Baca Juga" as editors paste them: WordPress blocks, HTML, Markdown, plain text.

Headlines and addresses may hold anything. In HTML they are escaped; square brackets too, because WordPress would run
``[gallery]`` in a headline as a shortcode.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import escape

from search_web.language import N_

CSS_CLASS = "baca-juga"
"""Class of a link line, for themes, and for extraction, which cuts such lines out of the story again."""

_UNSAFE_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"'`\\^{|}\[\]]")
_MARKDOWN_SIGN = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a line links: a headline and its address; without an address the line is the headline alone."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write link lines.

    Attributes:
        key: Its short name.
        name: What editors call it, to be translated.
        write: Makes the lines from a label ("Baca Juga:") and links.
    """

    key: str
    name: str
    write: Callable[[str, Sequence[Link]], str]


def as_blocks(label: str, links: Sequence[Link]) -> str:
    """Return one WordPress paragraph block per link."""
    opening = f'<!-- wp:paragraph {{"className":"{CSS_CLASS}"}} -->'
    return "\n\n".join(f"{opening}\n{_paragraph(label, link)}\n<!-- /wp:paragraph -->" for link in links)


def as_html(label: str, links: Sequence[Link]) -> str:
    """Return one paragraph per link."""
    return "\n".join(_paragraph(label, link) for link in links)


def as_markdown(label: str, links: Sequence[Link]) -> str:
    """Return one Markdown paragraph per link."""
    return "\n\n".join(f"**{_marked_down(label)}** {_markdown_link(link)}" for link in links)


def as_text(label: str, links: Sequence[Link]) -> str:
    """Return a line with the label and the headline per link, and one with its address."""
    lines = [(f"{_one_line(label)} {_one_line(link.title)}", link.url and _safe(link.url)) for link in links]
    return "\n".join(line for pair in lines for line in pair if line)


FORMATS = (
    Format("blok", N_("Blok Gutenberg"), as_blocks),
    Format("html", N_("HTML"), as_html),
    Format("teks", N_("Teks biasa"), as_text),
    Format("markdown", N_("Markdown"), as_markdown),
)
"""All formats, the one that editors need most often first."""


def _paragraph(label: str, link: Link) -> str:
    title = _escaped(link.title)
    linked = f'<a href="{escape(_safe(link.url))}">{title}</a>' if link.url else title
    return f'<p class="{CSS_CLASS}"><strong>{_escaped(label)}</strong> {linked}</p>'


def _markdown_link(link: Link) -> str:
    title = _marked_down(link.title)
    return f"[{title}](<{_safe(link.url)}>)" if link.url else title


def _escaped(text: str) -> str:
    return str(escape(_one_line(text))).replace("[", "&#91;").replace("]", "&#93;")


def _marked_down(text: str) -> str:
    return _MARKDOWN_SIGN.sub(r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _safe(url: str) -> str:
    """Return an address with what could end an attribute or begin a shortcode in percent signs."""
    return _UNSAFE_IN_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), url)
