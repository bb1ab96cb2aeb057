"""Where a passage may begin and end: with a sentence, between words, outside names, dates and amounts."""

import re

MAX_NAME_CHARS = 40
"""How far a boundary is moved so that a name stays whole, in characters: "Kabupaten Tanjung Jabung Barat" has 30."""

_STOP = re.compile(r"[.!?][\"”’)]{0,2}\s++")
"""What may end a sentence; it begins with a set of characters, which the search is fast for."""

_BEFORE_STOP = re.compile(r"(?<!P)[^\W_A-Z]{3}")
"""What stands before a stop that does: behind fewer small letters a dot ends an abbreviation ("Drs.", "M.Ag.")."""

_CLOSING = frozenset(')”"’%')

LONGEST_STOP = 6
"""Characters looked at before a place where a sentence may begin: the stop, what closes behind it, some white space."""

_NEVER_INSIDE = frozenset(',;:!?…)”"’]')
"""Characters behind which a name has ended."""

_CURRENCIES = frozenset(("Rp", "Rp.", "US$", "USD"))

_ABBREVIATION = re.compile(r"(?:[A-Z][a-z]{0,3}\.)+")
"""A title or an initial before a name: "Drs.", "H.", "M.Si."."""


def sentence_start(text: str, at: int, furthest: int) -> int | None:
    """Return where the sentence around ``at`` begins, None where that is before ``furthest``."""
    start = 0 if furthest <= 0 else -1
    for stop in _STOP.finditer(text, max(0, furthest - LONGEST_STOP), at):
        if _ends_sentence(text, stop.start()):
            start = stop.end()
    line = text.rfind("\n", max(0, furthest - 1), at) + 1
    if line:
        start = max(start, at - len(text[line:at].lstrip()))
    return start if start >= furthest else None


def _ends_sentence(text: str, stop: int) -> bool:
    return text[stop - 1] in _CLOSING or _BEFORE_STOP.fullmatch(text, stop - 3, stop) is not None


def word_start(body: str, start: int, limit: int) -> int:
    """Move ``start`` to the next beginning of a word, no further than ``limit``."""
    if start == 0 or body[start - 1].isspace():
        return start
    while start < limit and not body[start - 1].isspace():
        start += 1
    return start


def word_end(body: str, end: int, limit: int, furthest: int) -> int:
    """Move ``end`` back to the end of a word; where only one word follows ``limit``, forward, up to ``furthest``."""
    if end == len(body) or body[end].isspace():
        return end
    back = end
    while back > limit and not body[back - 1].isspace():
        back -= 1
    if back > limit:
        return back
    furthest = min(len(body), furthest)
    while end < furthest and not body[end].isspace():
        end += 1
    return end


def name_start(text: str, start: int) -> int:
    """Move the beginning of a word back to that of the name, date or amount that it stands in, if that is near."""
    first = start
    while start - first <= MAX_NAME_CHARS and _is_inside_name(text, first):
        first = _previous_word(text, first)[0]
    return first if start - first <= MAX_NAME_CHARS else start


def name_end(text: str, end: int, limit: int) -> int:
    """Move the end of a word out of a name, date or amount: before it, no further back than ``limit``, or behind it."""
    back = end
    while back > limit and end - back <= MAX_NAME_CHARS and _is_inside_name(text, back):
        back = _previous_word(text, _previous_word(text, back)[0])[1]
    if back >= limit and not _is_inside_name(text, back):
        return back
    ahead = end
    while ahead - end <= MAX_NAME_CHARS and _is_inside_name(text, ahead):
        ahead = _next_word(text, ahead)[1]
    return ahead if ahead - end <= MAX_NAME_CHARS else end


def _is_inside_name(text: str, at: int) -> bool:
    """Tell whether a boundary between two words stands inside a name ("Muaro Jambi"), a date or an amount."""
    (first, last), (following, end) = _previous_word(text, at), _next_word(text, at)
    before, after, gap = text[first:last], text[following:end], text[last:following]
    if not before or not after or "\n" in gap or before[-1] in _NEVER_INSIDE:
        return False
    if before[-1] == ".":
        return after[0].isupper() and _ABBREVIATION.fullmatch(before) is not None
    if before[0].isdigit() and after[0].islower():
        earlier = slice(*_previous_word(text, first))
        return text[earlier] in _CURRENCIES or not text[earlier][:1].isupper()  # "Februari 2024 di" ends with the year
    return (before[0].isupper() or before[0].isdigit()) and (after[0].isupper() or after[0].isdigit())


def _previous_word(text: str, at: int) -> tuple[int, int]:
    """Return the stretch of the word before ``at``; of an endless one its end, behind an endless gap none."""
    furthest = max(0, at - MAX_NAME_CHARS)
    last = furthest + len(text[furthest:at].rstrip())
    word = text[max(0, last - MAX_NAME_CHARS) : last]
    if not word or word[-1].isspace():
        return last, last
    return last - len(word.rsplit(None, 1)[-1]), last


def _next_word(text: str, at: int) -> tuple[int, int]:
    """Return the stretch of the word behind ``at``; of an endless one its beginning, behind an endless gap none."""
    gap = text[at : at + MAX_NAME_CHARS]
    first = at + len(gap) - len(gap.lstrip())
    word = text[first : first + MAX_NAME_CHARS]
    if not word or word[0].isspace():
        return first, first
    return first, first + len(word.split(None, 1)[0])
