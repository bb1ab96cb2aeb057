"""The days that a story states, and which of them is that of its main event."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from index.dates import DAY_NAMES, MONTH, FoundDay, find_days

RECENT_DAYS = 14
"""How far before publishing the event of most stories lies at most: 88 % of bracketed days are within three."""

AHEAD_DAYS = 60
"""How far ahead announced events lie at most."""

BACK_DAYS = 180
"""How far back the only day of a story still is its event."""

CHARS_AROUND = 30
"""Room left around a date's core for its rest: "Minggu (27 hingga " before, "tember 2024)" behind."""

_NUMBER = re.compile(r"\d")
_CORE = re.compile(rf"\d\s?[-–—/.]\s?\d|\d[\s-]{MONTH}", re.IGNORECASE)
"""What every stated day holds: a number before a month's name or another number."""

_WEEKDAYS = {name.lower(): number for number, name in enumerate(DAY_NAMES)} | {"jum'at": 4, "jum’at": 4, "ahad": 6}
_BARE_WEEKDAY = re.compile(
    # "… dilepas menuju pelabuhan, Selasa." and "Kamis pagi": a weekday that ends a clause or names a time of day. The
    # comma before it tells it from "setiap Selasa" and "Jumat Agung".
    rf",\s(?P<day>{'|'.join(_WEEKDAYS)})(?:\s(?:pagi|siang|sore|petang|malam))?(?=[.,\"”])",
    re.IGNORECASE,
)


def stated_days(text: str, published: date | None) -> list[FoundDay]:
    """Return the days that a text states as dates, in order: no "kemarin" or "besok".

    Dates are looked for only around what can be the core of one: that takes a tenth of the time.
    """
    return [
        FoundDay(day=found.day, start=start + found.start, end=start + found.end, weekday_ok=found.weekday_ok)
        for start, end in _near_cores(text)
        for found in find_days(text[start:end], published)
        if _NUMBER.search(text, start + found.start, start + found.end)
    ]


def event_day(text: str, days: Sequence[FoundDay], published: date | None) -> date | None:
    """Return the day of the main event.

    The first recent day that stands in brackets or beside its weekday, as news writes the day of what it reports; else
    the first recent one; else the first that lies ahead; else the first that is not long past; else one beside a wrong
    weekday (numbers are mistyped less often than weekdays), or the last day of a weekday named alone.
    """
    right = [found for found in days if found.weekday_ok is not False]
    if published is None:
        return right[0].day if right else None
    recent = [found for found in right if 0 <= (published - found.day).days <= RECENT_DAYS]
    marked = [found for found in recent if found.weekday_ok or text[found.start - 1 : found.start] == "("]
    ahead = [found for found in right if -AHEAD_DAYS <= (published - found.day).days < 0]
    past = [found for found in right if RECENT_DAYS < (published - found.day).days <= BACK_DAYS]
    wrong = [found for found in days if not found.weekday_ok and abs((published - found.day).days) <= RECENT_DAYS]
    for group in (marked, recent, ahead, past, wrong):
        if group:
            return group[0].day
    return _last_weekday(text, published)


def _last_weekday(text: str, published: date) -> date | None:
    """Return the latest day before, or of, publishing that has the first weekday named alone."""
    match = _BARE_WEEKDAY.search(text)
    if match is None:
        return None
    return published - timedelta(days=(published.weekday() - _WEEKDAYS[match["day"].lower()]) % len(DAY_NAMES))


def _near_cores(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text in which a stated day can stand: some words around each core of a date."""
    start = end = 0
    for match in _CORE.finditer(text):
        if match.start() - CHARS_AROUND > end:
            if end:
                yield start, end
            start = text.rfind(" ", 0, max(0, match.start() - CHARS_AROUND)) + 1
        end = match.end() + CHARS_AROUND
    if end:
        yield start, end
