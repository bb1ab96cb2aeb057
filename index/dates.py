"""Which day, period or moment Indonesian text means.

Dates are read day first, always: ``3/4/2024`` is the third of April. What does not exist (31 Februari) is not a date.
The general date libraries fail on everyday spellings (Jum'at, "8 Ags", "dua hari lalu") or invent dates in running
text; these patterns read them all, in time linear in the text.

Names are matched among ASCII letters only (``(?a:...)``): without that, ignoring case makes "ı" an "i" and "ſ" an "s",
and the word found is no key of the tables.
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
    "jumaat": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
_APOSTROPHES = "'’‘`´"
_SMALL_NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_NUMBERS = (
    {name: number for number, name in enumerate(_SMALL_NUMBERS, start=1)}
    | {f"{name} belas": number + 10 for number, name in enumerate(_SMALL_NUMBERS[1:], start=2)}
    | {"sepuluh": 10, "sebelas": 11}
)
_UNITS = {"hari": 1, "minggu": 7, "pekan": 7}
_CENTURY_PIVOT = 69
"""Two-digit years from here on are of the 1900s, the others of the 2000s (as POSIX reads them)."""

MONTH = f"(?a:{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})"
"""Pattern of a month's name in any spelling; to be compiled ignoring case."""

_WEEKDAY = f"(?a:jum[{_APOSTROPHES}]at|{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})"
_NUMBER = f"(?a:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})".replace(" ", r"\s")
_YEAR = r"(?:19|20)\d\d"
_APART = r"(?<![\d/–-])(?<!\d[.,])"
"""What a date does not stand behind: it would be the tail of another number."""

_DAY = re.compile(
    rf"""
    (?:(?<!\w)(?P<weekday>{_WEEKDAY})[\s,]{{0,3}}\(?\s?)?
    (?:
        {_APART}(?P<iso_year>{_YEAR})(?P<iso_dash>[-/])(?P<iso_month>\d\d)(?P=iso_dash)(?P<iso_day>\d\d)(?![\d/-])
      | {_APART}(?:(?P<named_since>\d{{1,2}})\s?(?:[-–—]|s/d|(?a:hingga|sampai|dan))\s?)?
        (?P<named_day>\d{{1,2}})[\s-](?P<name>{MONTH})(?!\w)\.?
        (?:[\s,-]{{1,2}}(?P<named_year>{_YEAR})(?!\d)|\s(?:yang\s)?(?P<past>(?a:lalu|silam))(?!\w)
          |(?![\s,-]{{1,2}}\d{{4}}(?!\d)))
      | {_APART}(?:(?P<since>\d{{1,2}})\s?[-–—]\s?)?
        (?P<day>\d{{1,2}})\s?(?P<slash>[/.-])\s?(?P<month>\d{{1,2}})
        (?:\s?(?P=slash)\s?(?P<year>{_YEAR})|[/\s](?P<short_year>\d\d)(?=\)|\Z))?(?![\d/]|[.-]\d)
    )
    | (?<!\w)(?P<named_weekday>{_WEEKDAY})\s(?P<which>(?a:kemarin|lalu|besok|depan|mendatang))(?!\w)
    | (?<!\w)(?<!tahun\s)(?<!bulan\s)(?<!pekan\s)(?<!minggu\s)(?<!waktu\s)(?<!\d\s)
      (?P<word>(?a:hari\sini|kemarin|besok))(?!\w|\slusa)
    | (?<!\w)(?P<count>\d{{1,2}}\s|{_NUMBER}\s|(?a:se))(?P<unit>(?a:hari|minggu|pekan))
      \s(?:yang\s)?(?a:lalu|silam)(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RELATIVE = {"hari ini": 0, "kemarin": -1, "besok": 1}
_LAST = frozenset({"kemarin", "lalu"})

_ISO_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_MAIL_MOMENT = re.compile(
    r"(?:[a-z]{3},?\s)?\s?\d{1,2}\s[a-z]{3}\s\d{4}\s\d\d:\d\d(?::\d\d)?\s"
    r"(?:[+-]\d{4}|Z|UTC?|GMT|[ECMP][SD]T)(?:\s\([a-z]{1,5}\))?",
    re.IGNORECASE | re.ASCII,
)
_TIME = re.compile(
    r"(?<![\d/.])(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?:[.:](?P<second>[0-5]\d))?(?!\d)"
    r"(?:\s?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?<!\w)(?:(?P<name>(?a:wib|wita|wit|utc|gmt))(?!\w)|(?P<offset>[+-](?:0\d|1[0-4]):?[0-5]\d)(?!\d))", re.IGNORECASE
)
_MONTH_PERIOD = re.compile(rf"(?:bulan\s)?(?P<name>{MONTH})\.?[\s,-]{{0,2}}(?P<year>{_YEAR})", re.IGNORECASE)
_NUMERIC_PERIOD = re.compile(rf"(?P<year>{_YEAR})[-/](?P<month>\d{{1,2}})|(?P<m>\d{{1,2}})[-/.](?P<y>{_YEAR})")
_YEAR_PERIOD = re.compile(rf"(?:tahun\s)?(?P<year>{_YEAR})", re.IGNORECASE)
_RELATIVE_PERIOD = re.compile(r"(?P<unit>(?a:minggu|pekan|bulan|tahun))\s(?P<which>(?a:ini|lalu))", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})")
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
    match = _DAY.fullmatch(text.strip("() ,."))
    return _only_day(match, None) if match is not None else None


def parse_period(text: str, today: date | None = None) -> Period | None:
    """Return the days that the whole of ``text`` means: a year, a month or a day, in any spelling; or None.

    Args:
        text: Such as ``2024``, ``Februari 2024``, ``2024-02``, ``20/02/2024``; with ``today`` also ``kemarin``, ``tujuh
            hari lalu``, ``bulan ini``, ``tahun lalu``, ``20/2``.
        today: The local day that relative periods count from; without it they mean nothing.
    """
    text = " ".join(text[: MAX_DATE_CHARS + 1].split())
    calendar = _calendar_period(text)
    if calendar is not None:
        return calendar
    relative = _relative_period(text, today) if today is not None else None
    return relative or _single(parse_day(text))


def parse_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the aware moment that ``text`` means, or None.

    Args:
        text: An ISO 8601 or RFC 822 date, or an Indonesian one such as ``Selasa, 20 Februari 2024 | 10:15 WIB``. A day
            without a time is its first moment; years outside :data:`MIN_YEAR` to :data:`MAX_YEAR` are refused.
        zone: Zone of texts that name none.
    """
    text = " ".join(text[: MAX_DATE_CHARS + 1].split())
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    moment = _iso_moment(text, zone) or _mail_moment(text) or _printed_moment(text, zone)
    return moment if moment is not None and MIN_YEAR <= moment.year <= MAX_YEAR else None


def find_days(text: str, published: date | None) -> list[FoundDay]:
    """Return the days that a text names, in order; of a range ("5-7 Mei 2024") the first and the last.

    A day and month without a year, and words such as "kemarin", are read relative to ``published``; without it they are
    left out, as they are where ``published`` lies outside our times. A date beside a wrong weekday is returned with
    ``weekday_ok`` False: one of the two is an error.
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
        days = _matched_days(match, published)
        printed = _weekday(match["weekday"])
        weekday_ok = None if printed is None else any(day.weekday() == printed for day in days)
        for day in days:
            yield FoundDay(day=day, start=match.start(), end=match.end(), weekday_ok=weekday_ok)


def _only_day(match: re.Match[str], published: date | None) -> date | None:
    days = _matched_days(match, published)
    return days[0] if len(days) == 1 else None


def _matched_days(match: re.Match[str], published: date | None) -> list[date]:
    """Return the day that was matched, two for a range, none where it does not exist or is not known."""
    if match["iso_year"]:
        return _existing(_date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])))
    if match["named_day"]:
        last = _named_day(match, published)
        return _range(match["named_since"], last)
    if match["day"]:
        return _range(match["since"] if match["slash"] == "/" else None, _numeric_day(match, published))
    if published is None:
        return []
    return _existing(_relative_day(match, published))


def _existing(day: date | None) -> list[date]:
    return [day] if day is not None else []


def _range(since: str | None, last: date | None) -> list[date]:
    """Return the ends of a range inside one month; something else before a day ("RT 12-3 Mei") is no beginning."""
    if last is None or since is None or not 1 <= int(since) < last.day:
        return _existing(last)
    return [last.replace(day=int(since)), last]


def _named_day(match: re.Match[str], published: date | None) -> date | None:
    month, day = _MONTH_OF[match["name"].lower()], int(match["named_day"])
    if match["named_year"]:
        return _date(int(match["named_year"]), month, day)
    return _nearest_year(month, day, published, days_ahead=0 if match["past"] else MAX_DAYS_AHEAD)


def _numeric_day(match: re.Match[str], published: date | None) -> date | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return _date(int(match["year"]), month, day)
    if match["short_year"]:
        short = int(match["short_year"])
        return _date(short + (1900 if short >= _CENTURY_PIVOT else 2000), month, day)
    return _nearest_year(month, day, published) if _is_dated_bracket(match) else None


def _is_dated_bracket(match: re.Match[str]) -> bool:
    """Tell whether ``d/m`` is a date: only in brackets, or behind a weekday; elsewhere "3/4" is a fraction."""
    if match["slash"] != "/":
        return False
    start = match.start("since") if match["since"] else match.start("day")
    around = match.string[max(0, start - 1) : match.end() + 1]
    return match["weekday"] is not None or (around.startswith("(") and around.endswith(")"))


def _relative_day(match: re.Match[str], published: date) -> date | None:
    if match["word"]:
        return published + timedelta(days=_RELATIVE[" ".join(match["word"].lower().split())])
    if match["count"]:
        return published + timedelta(days=-_count(match["count"]) * _UNITS[match["unit"].lower()])
    weekday = _weekday(match["named_weekday"])
    if weekday is None or match["named_weekday"].lower() == "minggu":
        return None  # "minggu lalu" is last week more often than last Sunday
    if match["which"].lower() in _LAST:
        return published + timedelta(days=-((published.weekday() - weekday - 1) % 7 + 1))
    return published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)


def _count(text: str) -> int:
    name = " ".join(text.lower().split())
    if name == "se":
        return 1
    return int(name) if name.isdigit() else _NUMBERS[name]


def _weekday(text: str | None) -> int | None:
    if text is None:
        return None
    return _WEEKDAYS[text.lower().translate(dict.fromkeys(map(ord, _APOSTROPHES)))]


def _nearest_year(month: int, day: int, published: date | None, *, days_ahead: int = MAX_DAYS_AHEAD) -> date | None:
    """Return the last such day that lies at most ``days_ahead`` after publishing."""
    if published is None:
        return None
    latest = published + timedelta(days=days_ahead)
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


def _single(day: date | None) -> Period | None:
    return Period(first=day, last=day) if day is not None else None


def _month(year: int, month: int) -> Period | None:
    first = _date(year, month, 1)
    return Period(first=first, last=first.replace(day=monthrange(year, month)[1])) if first is not None else None


def _year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def _calendar_period(text: str) -> Period | None:
    """Read a whole year or month."""
    yearly = _YEAR_PERIOD.fullmatch(text)
    if yearly:
        return _year(int(yearly["year"]))
    named = _MONTH_PERIOD.fullmatch(text)
    if named:
        return _month(int(named["year"]), _MONTH_OF[named["name"].lower()])
    numeric = _NUMERIC_PERIOD.fullmatch(text)
    return _month(int(numeric["year"] or numeric["y"]), int(numeric["month"] or numeric["m"])) if numeric else None


def _relative_period(text: str, today: date) -> Period | None:
    """Read what counts from today: a week (from Monday), month or year, or a day."""
    match = _RELATIVE_PERIOD.fullmatch(text)
    if match:
        return _this_or_last(match["unit"].lower(), today, back=int(match["which"].lower() == "lalu"))
    bare = _DAY_AND_MONTH.fullmatch(text)
    if bare:
        return _single(_nearest_year(int(bare["month"]), int(bare["day"]), today, days_ahead=0))
    day = _DAY.fullmatch(text)
    return _single(_only_day(day, today)) if day is not None else None


def _this_or_last(unit: str, today: date, *, back: int) -> Period | None:
    if unit == "tahun":
        return _year(today.year - back)
    if unit == "bulan":
        months = today.year * 12 + today.month - 1 - back
        return _month(months // 12, months % 12 + 1)
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Period(first=monday, last=monday + timedelta(days=6))


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


def _mail_moment(text: str) -> datetime | None:
    """Read RFC 822, the dates of feeds and exports."""
    if not _MAIL_MOMENT.fullmatch(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    # Of the zones let through only "-0000" gives a naive moment: UTC, the sender's zone not known (RFC 5322).
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _printed_moment(text: str, zone: ZoneInfo) -> datetime | None:
    days = find_days(text, None)
    if len(days) != 1:
        day = parse_day(text)
        return datetime.combine(day, time(), zone) if day is not None else None
    rest = text[: days[0].start] + " " + text[days[0].end :]
    clock = _TIME.search(rest)
    return datetime.combine(days[0].day, _time(clock) if clock else time(), _zone(rest) or zone)


def _time(clock: re.Match[str]) -> time:
    hour = int(clock["hour"])
    if clock["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    return time(hour, int(clock["minute"]), int(clock["second"] or 0))


def _zone(text: str) -> timezone | None:
    match = _ZONE.search(text)
    if match is None:
        return None
    if match["name"]:
        return ZONES.get(match["name"].lower(), UTC)
    sign = -1 if match["offset"].startswith("-") else 1
    digits = match["offset"][1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
