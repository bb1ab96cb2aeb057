"""The dateline: the place at the head of a story (``JAMBI – …``), told from the site's and agency's name beside it."""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from urllib.parse import urlsplit

PlaceTest = Callable[[str], bool]
"""Tells whether a text is the name of a known place."""

MAX_DATELINE_CHARS = 80
"""Longest head that is looked at: site, agency and place together."""

MAX_PLACE_WORDS = 5
"""Words in the longest place name; "Kabupaten Tanjung Jabung Barat Jambi" has five."""

_END = re.compile(r"\s*(?:[–—]|(?<=\s)[-_](?=\s)|-\.?(?=\s)|\.?-(?=[A-Z])|(?<=\s):(?=\s)|(?<=\))\s|\n)[-–—.\s]*")
_PARTS = re.compile(r"[,|()\[\]_:–—]+|\s-\s|-$|-(?=[A-Z]{4})")
_SITE = re.compile(r"\w\.[a-z]{2,4}(?:\.[a-z]{2})?$", re.IGNORECASE)
_SITE_BEFORE = re.compile(r"^\s*\w+\.(?:com?|id|net|org)(?:\.id)?\.?\s+(?=\w)", re.IGNORECASE)
_AGENCIES = frozenset(
    # Agencies and offices met in datelines of regional news; they say who wrote, not where.
    ("antara", "kbrn", "rri", "kominfo", "diskominfo", "humas", "mc", "prokopim", "jmsi", "smsi")
)
_CREDITS = frozenset(("sumber", "foto", "catatan", "editor", "penulis", "pewarta", "laporan"))
"""Words that head a line of credits ("SUMBER: …") and look like a dateline's place."""

_SMALL_WORDS = frozenset(("dan", "di"))


def find_dateline(
    text: str, *, site_names: Collection[str] = (), url: str | None = None, is_place: PlaceTest | None = None
) -> str | None:
    """Return the place of the dateline as printed, or None.

    Args:
        text: The story's body.
        site_names: Names under which the site signs; they are no places.
        url: The story's address: its host is a name of the site too.
        is_place: Decides between several candidates, as in ``LENTERAJAMBI, BANGKO – …``.
    """
    names = {_key(name) for name in (*site_names, *_host_names(url))}
    for head in _heads(text):
        parts = [_SITE_BEFORE.sub("", part).strip(" .\"'“”") for part in _PARTS.split(head)]
        places = [part for part in parts if _could_be_place(part) and not _is_site(part, names)]
        if any(_key(part) in _CREDITS for part in parts):
            return None
        if places:
            if is_place is not None:
                places = [place for place in places if is_place(place)] or places
            return places[-1] if _could_be_place(parts[-1]) else places[0]
        if not all(_is_site(part, names) for part in parts if part):
            return None
    return None


def _heads(text: str) -> Iterator[str]:
    """Yield what stands before the first dash, then before the second: ``SITUS.COM – BANGKO – …`` has two."""
    start = text.lstrip()[: MAX_DATELINE_CHARS + 10]
    for end in islice(_END.finditer(start), 2):
        head = start[: end.start()]
        if end.start() > MAX_DATELINE_CHARS or end.end() >= len(start):
            return
        has_dash = bool(end.group().strip())
        if not has_dash and not any(_key(part) in _AGENCIES or _SITE.search(part) for part in _PARTS.split(head)):
            # "Jambi (ANTARA) Bupati …" is a dateline without a dash; "Komisi Pemberantasan Korupsi (KPK) …" a sentence.
            return
        yield head


def _could_be_place(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= MAX_PLACE_WORDS or len(part) < 3:
        return False
    return all(
        (word[0].isupper() and all(c.isalpha() or c in "'’.-" for c in word)) or word.lower() in _SMALL_WORDS
        for word in words
    )


def _is_site(part: str, names: Collection[str]) -> bool:
    key = _key(part)
    return key in names or key in _AGENCIES or _SITE.search(part) is not None


def _host_names(url: str | None) -> list[str]:
    host = (urlsplit(url).hostname or "") if url else ""
    return [label for label in host.split(".") if len(label) > 3]


def _key(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
