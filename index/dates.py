"""Which day, period or moment Indonesian text means.

Dates are read day first, always: ``3/4/2024`` is the third of April. What does not exist (31 Februari) is not a date.
The general date libraries fail on everyday spellings (Jum'at, "8 Ags", "dua hari lalu") or invent dates in running
text; these patterns read them all, in time linear in the text.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

ZONES = {
    "wib": timezone(timedelta(hours=7), "WIB"),
    "wita": timezone(timedelta(hours=8), "WITA"),
    "wit": timezone(timedelta(hours=9), "WIT"),
}
"""Indonesia's zones by the abbreviations that newsrooms print."""

MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
"""Names of the months as they are shown."""

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
"""Names of the days as they are shown, Monday first as in ``date.weekday``."""

MAX_DAYS_AHEAD = 45
"""A day without a year lies at most this many days after publishing, else in the year before (stories announce events
some weeks ahead, but look back over months)."""

MIN_YEAR, MAX_YEAR = 1900, 2099
"""Years that a four-digit number may mean."""

MAX_DATE_CHARS = 100
"""Longest text that is read as one date."""

_MONTHS = {
    # Spellings met in news, old orthography and the usual abbreviations included.
    1: ("januari", "jan"),
    2: ("februari", "pebruari", "feb", "peb"),
    3: ("maret", "mar", "mrt"),
    4: ("april", "apr"),
    5: ("mei", "may"),
    6: ("juni", "jun", "june"),
    7: ("juli", "jul", "july"),
    8: ("agustus", "agu", "ags", "agst", "agt", "aug", "august"),
    9: ("september", "sept", "sep"),
    10: ("oktober", "okt", "oct", "october"),
    11: ("november", "nopember", "nov", "nop"),
    12: ("desember", "des", "dec", "december"),
}
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names} | {
    "january": 1,
    "february": 2,
    "march": 3,
}
_WEEKDAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "jum'at": 4,
    "jum’at": 4,
    "jumaat": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
_NUMBERS = {
    name: number
    for number, name in enumerate(
        ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
    )
}
_UNITS = {"hari": 1, "minggu": 7, "pekan": 7}

_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_NUMBER = "|".join(_NUMBERS)
_YEAR = r"(?:19|20)\d\d"

_DAY = re.compile(
    rf"""
    (?:(?<!\w)(?P<weekday>{_WEEKDAY})[\s,]{{0,3}}\(?\s?)?
    (?:
        (?<![\d/-])(?<!\d[.,])(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?![\d/-])
      | (?<![\d/-])(?<!\d[.,])(?P<day>\d{{1,2}})\s?(?P<slash>[/.-])\s?(?P<month>\d{{1,2}})
        (?:\s?(?P=slash)\s?(?P<year>{_YEAR})|\s(?P<short_year>\d\d)(?=\)))?(?![\d/]|[.-]\d)
      | (?<![\d/-])(?<!\d[.,])(?P<named_day>\d{{1,2}})[\s-](?P<name>{_MONTH})(?!\w)\.?
        (?:[\s,-]{{1,2}}(?P<named_year>{_YEAR})(?!\d))?
    )
    | (?<!\w)(?P<word>hari\sini|kemarin|besok)(?!\w)
    | (?<![\w])(?P<count>\d{{1,2}}|{_NUMBER}|se)(?:\s|(?<=se))(?P<unit>hari|minggu|pekan)\s(?:yang\s)?lalu(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RELATIVE = {"hari ini": 0, "kemarin": -1, "besok": 1}

_ISO_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_MAIL_MOMENT = re.compile(
    r"(?:[a-z]{3},\s{0,3})?\d{1,2}\s[a-z]{3}\s\d{4}\s\d{1,2}:\d\d(?::\d\d)?\s(?:[+-]\d{4}|GMT|UTC?|Z)", re.IGNORECASE
)
_TIME = re.compile(r"(?<![\d/.])(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?:[.:](?P<second>[0-5]\d))?(?!\d)")
_ZONE = re.compile(r"(?<!\w)(wib|wita|wit)(?!\w)", re.IGNORECASE)
_MONTH_PERIOD = re.compile(rf"(?P<name>{_MONTH})\.?[\s,-]{{0,2}}(?P<year>{_YEAR})", re.IGNORECASE)
_NUMERIC_PERIOD = re.compile(rf"(?P<year>{_YEAR})[-/](?P<month>\d{{1,2}})|(?P<m>\d{{1,2}})[-/.](?P<y>{_YEAR})")
_PLAIN_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})|(\d{1,2})[ .](\d{1,2})[ .](\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days ``first`` to ``last``, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDay:
    """A day named in running text.

    Attributes:
        day: The day.
        start: Offset of the expression in the text.
        end: Offset behind it.
        weekday_ok: Whether the weekday printed beside it is right; None where none is printed.
    """

    day: date
    start: int
    end: int
    weekday_ok: bool | None


def parse_day(text: str) -> date | None:
    """Return the day that the whole of ``text`` means, or None."""
    text = text.strip()[: MAX_DATE_CHARS + 1]
    digits = _PLAIN_DIGITS.fullmatch(text)
    if digits:
        day, month, year = (int(part) for part in digits.groups() if part is not None)
        return _date(year, month, day)
    stripped = text.strip("() ,.")
    match = _DAY.fullmatch(stripped)
    if match is None or match["word"] or match["count"]:
        return None
    return _matched_day(match, None)


def parse_period(text: str) -> Period | None:
    """Return the days that ``text`` means: a year, a month or a day, in any spelling; or None."""
    text = text.strip()[: MAX_DATE_CHARS + 1]
    if re.fullmatch(_YEAR, text):
        return Period(first=date(int(text), 1, 1), last=date(int(text), 12, 31))
    named = _MONTH_PERIOD.fullmatch(text)
    if named:
        return _month(int(named["year"]), _MONTH_OF[named["name"].lower()])
    numeric = _NUMERIC_PERIOD.fullmatch(text)
    if numeric:
        return _month(int(numeric["year"] or numeric["y"]), int(numeric["month"] or numeric["m"]))
    day = parse_day(text)
    return Period(first=day, last=day) if day is not None else None


def parse_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the aware moment that ``text`` means, or None.

    Args:
        text: An ISO 8601 or RFC 822 date, or an Indonesian one such as ``Selasa, 20 Februari 2024 | 10:15 WIB``. A day
            without a time is its first moment; years outside :data:`MIN_YEAR` to :data:`MAX_YEAR` are refused.
        zone: Zone of texts that name none.
    """
    text = text.strip()
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    for read in (_iso_moment, _mail_moment, _printed_moment):
        moment = read(text, zone)
        if moment is not None:
            return moment if MIN_YEAR <= moment.year <= MAX_YEAR else None
    return None


def find_days(text: str, published: date | None) -> list[FoundDay]:
    """Return the days that a text names, in order.

    A day and month without a year, and words such as "kemarin", are read relative to ``published``; without it they are
    left out, as they are where ``published`` lies outside our times. A full date beside a wrong weekday is returned
    with ``weekday_ok`` False: one of the two is an error.
    """
    usable = published is not None and MIN_YEAR <= published.year <= MAX_YEAR
    return list(_found(text, published if usable else None))


def format_day(day: date) -> str:
    """Return the day as it is shown: ``20 Februari 2024``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_month(year: int, month: int) -> str:
    """Return the month as it is shown: ``Februari 2024``."""
    return f"{MONTH_NAMES[month - 1]} {year}"


def _found(text: str, published: date | None) -> Iterator[FoundDay]:
    for match in _DAY.finditer(text):
        day = _matched_day(match, published)
        if day is None:
            continue
        weekday = match["weekday"]
        weekday_ok = None if weekday is None else _WEEKDAYS[weekday.lower()] == day.weekday()
        yield FoundDay(day=day, start=match.start(), end=match.end(), weekday_ok=weekday_ok)


def _matched_day(match: re.Match[str], published: date | None) -> date | None:
    if match["word"] or match["count"]:
        return _relative_day(match, published)
    if match["iso_year"]:
        return _date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))
    if match["named_day"]:
        day, month, year = int(match["named_day"]), _MONTH_OF[match["name"].lower()], match["named_year"]
    else:
        day, month, year = int(match["day"]), int(match["month"]), match["year"]
        if match["short_year"]:
            year = f"20{match['short_year']}"
        if year is None and not _is_dated_bracket(match):
            return None
    return _date(int(year), month, day) if year else _nearest_year(month, day, published)


def _is_dated_bracket(match: re.Match[str]) -> bool:
    """Tell whether ``d/m`` is a date: only in brackets, or behind a weekday; elsewhere "3/4" is a fraction."""
    if match["slash"] != "/":
        return False
    around = match.string[max(0, match.start("day") - 1) : match.end() + 1]
    return match["weekday"] is not None or (around.startswith("(") and around.endswith(")"))


def _relative_day(match: re.Match[str], published: date | None) -> date | None:
    if published is None:
        return None
    if match["word"]:
        return published + timedelta(days=_RELATIVE[" ".join(match["word"].lower().split())])
    count = match["count"].lower()
    number = 1 if count == "se" else int(count) if count.isdigit() else _NUMBERS[count]
    return published - timedelta(days=number * _UNITS[match["unit"].lower()])


def _nearest_year(month: int, day: int, published: date | None) -> date | None:
    """Return the day in the year of publishing, or in the one before or after where that is nearer."""
    if published is None:
        return None
    latest = published + timedelta(days=MAX_DAYS_AHEAD)
    for year in (latest.year, latest.year - 1):
        found = _date(year, month, day)
        if found is not None and found <= latest:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where there is none such."""
    if not (MIN_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _month(year: int, month: int) -> Period | None:
    first = _date(year, month, 1)
    return Period(first=first, last=first.replace(day=monthrange(year, month)[1])) if first is not None else None


def _iso_moment(text: str, zone: ZoneInfo) -> datetime | None:
    match = _ISO_MOMENT.fullmatch(text)
    if match is None:
        return None
    day, clock, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{_offset(offset)}")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _offset(offset: str | None) -> str:
    if offset is None:
        return ""
    if offset in "Zz":
        return "+00:00"
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"


def _printed_moment(text: str, zone: ZoneInfo) -> datetime | None:
    days = find_days(text, None)
    if len(days) != 1:
        day = parse_day(text)
        return datetime.combine(day, time(), zone) if day is not None else None
    rest = text[: days[0].start] + " " + text[days[0].end :]
    clock, named = _TIME.search(rest), _ZONE.search(rest)
    at = time(int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)) if clock else time()
    return datetime.combine(days[0].day, at, ZONES[named[1].lower()] if named else zone)


def _mail_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Read RFC 822, the dates of feeds; it always names its zone, "-0000" says UTC (RFC 5322)."""
    del zone
    if not _MAIL_MOMENT.fullmatch(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
