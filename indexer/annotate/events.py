"""The day of a story's main event, among the days that its text names."""

from collections.abc import Sequence
from datetime import date

from index.dates import FoundDay

RECENT_DAYS = 14
"""How far before publishing the event of most stories lies at most: 88 % of bracketed days are within three."""

AHEAD_DAYS = 60
"""How far ahead announced events lie at most."""

BACK_DAYS = 180
"""How far back the only day of a story still is its event."""


def stated_days(text: str, days: Sequence[FoundDay]) -> list[FoundDay]:
    """Return the days that a text states as dates: no "kemarin" or "besok", none beside a wrong weekday."""
    return [found for found in days if found.weekday_ok is not False and _has_digit(text[found.start : found.end])]


def event_day(text: str, days: Sequence[FoundDay], published: date | None) -> date | None:
    """Return the day of the main event.

    The first recent day that stands in brackets or beside its weekday, as news writes the day of what it reports; else
    the first recent one; else the first that lies ahead; else the first that is not long past.
    """
    if published is None:
        return days[0].day if days else None
    age = {found.day: (published - found.day).days for found in days}
    recent = [found for found in days if 0 <= age[found.day] <= RECENT_DAYS]
    marked = [found for found in recent if found.weekday_ok or text[found.start - 1 : found.start] == "("]
    ahead = [found for found in days if -AHEAD_DAYS <= age[found.day] < 0]
    past = [found for found in days if RECENT_DAYS < age[found.day] <= BACK_DAYS]
    for group in (marked, recent, ahead, past):
        if group:
            return group[0].day
    return None


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
