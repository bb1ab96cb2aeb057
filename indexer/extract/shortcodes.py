"""WordPress shortcodes in a stored or rendered body: ``[name key="value"]``, alone or around content.

Brackets are also prose ("[sic]"), so only what cannot be prose is taken for a shortcode: a known name, one with
attributes, or one that is closed.
"""

import re
from collections.abc import Callable

from indexer.extract.knowledge import furniture, read_also

_QUOTES = "\"'“”„‟″′‘’&"
"""Quotes met around attribute values: editors make them curly, WordPress makes them primes."""

_SHORTCODE = re.compile(
    r"\[(?P<close>/)?(?P<name>[a-z][a-z0-9_-]{1,40})(?P<attributes>(?:[=\s][^\[\]]{0,1000})?)/?\]", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[a-z_]{1,30})\s{0,3}=\s{0,3}(?:[“”″"](?P<double>[^“”″"]{0,500})[“”″"]|['‘’′](?P<single>[^'‘’′]{0,500})['‘’′]|(?P<bare>[^\s"'\]]{1,300}))""",
    re.IGNORECASE,
)
_TITLE_ATTRIBUTES = ("name", "title", "judul")
_MAX_CONTENT_CHARS = 5_000
"""Longest content that goes with a caption or embed; beyond it the closing tag belongs to another one."""


_POST_ATTRIBUTES = ("id", "post", "post_id", "posts")
_POST = re.compile(r"[0-9]{1,20}")
_BARE_POST = re.compile(r"\s{0,3}=\s{0,3}[\"'“”]?([0-9]{1,20})\b")

ReadAlsoBlock = Callable[[str, str | None], str]
"""Makes what stands in place of a "read also" shortcode, from the title and post number it names, if any."""


def replace_shortcodes(text: str, read_also_block: ReadAlsoBlock) -> str:
    """Return a body without shortcodes.

    Args:
        text: The body as stored or rendered.
        read_also_block: Makes what stands in place of a "read also" shortcode.
    """
    parts, position = [], 0
    while match := _SHORTCODE.search(text, position):
        replacement, end = _replacement(text, match, read_also_block)
        parts += [text[position : match.start()], replacement]
        position = end
    return "".join([*parts, text[position:]])


def _replacement(text: str, match: re.Match[str], read_also_block: ReadAlsoBlock) -> tuple[str, int]:
    """Return what stands in place of a shortcode, and where reading goes on."""
    name = match["name"].lower()
    if name in read_also().shortcodes:
        return ("" if match["close"] else _read_also(match["attributes"], read_also_block)), match.end()
    if name in furniture().shortcodes:
        return " ", _content_end(text, match)
    if match["close"] or "=" in match["attributes"] or _is_closed(text, match):
        return "", match.end()
    return match[0], match.end()


def _read_also(attributes: str, read_also_block: ReadAlsoBlock) -> str:
    """Return the block for a shortcode such as ``[irp posts="12" name="Judul"]`` or ``[baca_juga=12]``."""
    values = {m["name"].lower(): m["double"] or m["single"] or m["bare"] or "" for m in _ATTRIBUTE.finditer(attributes)}
    title = next((values[name].strip() for name in _TITLE_ATTRIBUTES if values.get(name)), "")
    bare = _BARE_POST.match(attributes)
    numbers = (_POST.search(values.get(name, "")) for name in _POST_ATTRIBUTES)
    named = next(filter(None, numbers), None)
    return read_also_block(title, named[0] if named is not None else bare[1] if bare is not None else None)


def _content_end(text: str, match: re.Match[str]) -> int:
    close = f"[/{match['name'].lower()}]"
    end = text[match.end() : match.end() + _MAX_CONTENT_CHARS].lower().find(close)
    return match.end() if end < 0 or match["close"] else match.end() + end + len(close)


def _is_closed(text: str, match: re.Match[str]) -> bool:
    return f"[/{match['name']}]" in text[match.end() : match.end() + _MAX_CONTENT_CHARS]
