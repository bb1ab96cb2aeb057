"""Initials at the end of a story, such as "(mal)": who wrote it, not what happened."""

import re

_INITIALS = re.compile(
    r"\s*\(\s*(?P<initials>(?:[^\W\d_]{2,12}(?:[/,\-.] ?[^\W\d_]{2,12}){0,3}|\*{1,5}|[^\W\d_]))\s*\)\s*\.?\s*$"
)
_END_MARKS = frozenset(("adv", "advertorial", "bersambung", "end", "habis", "selesai"))
"""Words in such brackets that say that the text ends or what it is, and name nobody."""

MAX_INITIALS_CHARS = 30
"""Longest bracket at the end that is taken for initials; longer ones are prose."""


def split_initials(body: str) -> tuple[str, str | None]:
    """Return the body without the initials at its end, and the initials; ``(*)`` is cut but names nobody.

    Only what is lower or upper case throughout counts: "(Jambi)" at the end of a sentence is prose.
    """
    tail = body[-MAX_INITIALS_CHARS:]
    match = _INITIALS.search(tail)
    if match is None:
        return body, None
    initials = match["initials"]
    if not (initials.islower() or initials.isupper() or "*" in initials):
        return body, None
    if _belongs_to_sentence(tail[: match.start()], initials):
        return body, None
    kept = body[: len(body) - len(tail) + match.start()].rstrip()
    return kept, None if "*" in initials or initials.lower() in _END_MARKS else initials


def _belongs_to_sentence(before: str, initials: str) -> bool:
    """Tell whether the bracket belongs to the words before it: "Organisasi Perangkat Daerah (OPD)", "ayat (b)"."""
    before = before.rstrip()
    return (initials.isupper() or len(initials) == 1) and bool(before) and before[-1].isalnum()
