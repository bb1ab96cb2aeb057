"""A search's period in the coarsest words and numbers that say it: a year, a month, days."""

from calendar import monthrange
from datetime import date
from enum import Enum
from typing import assert_never

from search_web.language import format_day, format_month
from search_web.language import gettext as _
from search_web.search import Search


class Grain(Enum):
    """Units that a day can be written in; the value is the length of its ISO form."""

    YEAR = 4
    MONTH = 7
    DAY = 10


def shown_period(search: Search) -> tuple[str, str]:
    """Return the ends of a period as they stand in their fields (``2020``, ``Maret 2020``), empty where open."""
    grain = grain_of(search.first, search.last)
    return _shown_day(search.first, grain), _shown_day(search.last, grain)


def period_label(search: Search) -> str:
    """Return a search's period in words: ``2020``, ``sejak Maret 2020``, ``2019 sampai 2021``; empty for any."""
    grain = grain_of(search.first, search.last)
    begins = _in_words(search.first, grain) if search.first is not None else ""
    ends = _in_words(search.last, grain) if search.last is not None else ""
    if begins == ends:
        return begins
    if not ends:
        return _("sejak %s") % begins
    return _("%(first)s sampai %(last)s") % {"first": begins, "last": ends} if begins else _("sampai %s") % ends


def grain_of(first: date | None, last: date | None) -> Grain:
    """Return the coarsest unit that both ends of a period can be written in: as a beginning, and as an end."""
    if (first is None or (first.month, first.day) == (1, 1)) and (last is None or (last.month, last.day) == (12, 31)):
        return Grain.YEAR
    if (first is None or first.day == 1) and (last is None or last.day == monthrange(last.year, last.month)[1]):
        return Grain.MONTH
    return Grain.DAY


def written_day(day: date, grain: Grain) -> str:
    """Return a day as an address has it: ``2020``, ``2020-03``, ``2020-03-05``."""
    return day.isoformat()[: grain.value]


def _shown_day(day: date | None, grain: Grain) -> str:
    if day is None:
        return ""
    return f"{day.day}/{day.month}/{day.year}" if grain is Grain.DAY else _in_words(day, grain)


def _in_words(day: date, grain: Grain) -> str:
    match grain:
        case Grain.YEAR:
            return str(day.year)
        case Grain.MONTH:
            return format_month(day.year, day.month)
        case Grain.DAY:
            return format_day(day)
        case _:
            assert_never(grain)
