"""Which days a reader's words for a time mean: what ``index.dates`` reads, ranges of it, and times up to today."""

import re
from calendar import monthrange
from datetime import date, timedelta

from index.dates import MAX_DATE_CHARS, Period, parse_period

_BETWEEN = re.compile(r"\s*\.\.\s*|\s+(?:sampai|hingga|s/d|-|–)\s+|(?<=\d{4})\s?[-–]\s?(?=\d{4}\b)", re.IGNORECASE)
"""What stands between the ends of a range; a dash without blanks only between two years."""

_YEAR = re.compile(r".*\b(?P<year>(?:19|20)\d\d)", re.DOTALL)

_NUMBERS = {
    "se": 1,
    **{
        word: number
        for number, word in enumerate(
            ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"), start=1
        )
    },
}
_UNIT = r"(?P<unit>hari|minggu|pekan|bulan|tahun)"
_BACK = re.compile(
    rf"(?:(?P<count>\d{{1,3}}|{'|'.join(list(_NUMBERS)[1:])})\s|(?P<one>se)){_UNIT}\s(?P<which>terakhir|lalu)",
    re.IGNORECASE | re.ASCII,
)
_DAYS = {"hari": 1, "minggu": 7, "pekan": 7}


def read_period(text: str, today: date) -> Period | None:
    """Return the days that the whole of ``text`` means, or None.

    Args:
        text: A date, month or year as :func:`index.dates.parse_period` reads them; a range (``2023..2024-02``,
            ``2019-2021``, ``Januari sampai Maret 2024``); ``7 hari terakhir``, ``tiga bulan lalu``; a month by itself,
            which is the last such month.
        today: The local day that relative times count from.
    """
    text = " ".join(text[: 2 * MAX_DATE_CHARS].split())
    ends = _BETWEEN.split(text)
    if len(ends) == 2 and all(ends):
        return _range(ends[0], ends[1], today)
    return _back(text, today) or parse_period(text, today) or _last_month(text, today)


def _range(since: str, until: str, today: date) -> Period | None:
    """Return the days from the first of one period to the last of another; the year may stand with the second only."""
    year = _YEAR.match(until)
    first = parse_period(since, today)
    if year is not None and _YEAR.match(since) is None:
        first = parse_period(f"{since} {year['year']}") or first
    last = parse_period(until, today)
    if first is None or last is None or first.first > last.last:
        return None
    return Period(first=first.first, last=last.last)


def _back(text: str, today: date) -> Period | None:
    """Read times counted back from today: days up to today (terakhir), or the one day that long ago (lalu)."""
    match = _BACK.fullmatch(text)
    if match is None:
        return None
    count = 1 if match["one"] else _NUMBERS.get(match["count"].lower()) or int(match["count"])
    then = _before(today, count, match["unit"].lower())
    if then is None:
        return None
    is_until_today = match["which"].lower() == "terakhir"
    return Period(first=then + timedelta(days=1), last=today) if is_until_today else Period(first=then, last=then)


def _before(today: date, count: int, unit: str) -> date | None:
    """Return the day so many units before today; None where that is before the calendar begins."""
    if unit in _DAYS:
        return today - timedelta(days=count * _DAYS[unit])
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "tahun" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _last_month(text: str, today: date) -> Period | None:
    """Return the last month of this name that has begun."""
    if not text.isalpha():
        return None
    for year in (today.year, today.year - 1):
        month = parse_period(f"{text} {year}")
        if month is not None and month.first <= today:
            return month
    return None
