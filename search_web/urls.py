"""An address's query string and what it asks for: one place, both ways.

``read(write(search))`` is ``search`` for every search that the limits below allow. Nothing a stranger can write here
raises: what cannot be used becomes a problem that is shown at its field, and the rest is searched.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus

from index.dates import Period, parse_period
from index.search import Sort
from search_web.language import gettext as _
from search_web.periods import grain_of, written_day
from search_web.search import Search

PARAMETERS = ("q", "urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "serupa", "hal")
"""The parameters in the order they are written: text, order, regions, officials, sections, from, until, group, page."""

MAX_TEXT_CHARS = 300
"""Longest query from an address, in characters; the field takes no more."""

MAX_VALUES = 20
"""Most values of one facet: people tick a few, robots walk all of them."""

MAX_VALUE_CHARS = 100
"""Longest value of a facet, in characters."""

MAX_PAGE = 100
"""Last page that is served; whoever needs more narrows the search."""

_QUOTED_VALUES = 1024
"""Values remembered as addresses hold them: those of the links of a few pages."""

_SORTS = {"terbaru": Sort.NEWEST, "terlama": Sort.OLDEST}
_SORT_NAMES = {sort: name for name, sort in _SORTS.items()}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_OFFICE = re.compile(r"[a-z_]{1,60}@([0-9.]{1,13}|ID)?")
_PERSON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,9}")


class FieldProblem(NamedTuple):
    """Something in an address that could not be used.

    Attributes:
        parameter: Where it stands.
        value: What was given, cut to a length that can be shown.
        message: What is wrong and what is right, for the reader.
    """

    parameter: str
    value: str
    message: str


class Reading(NamedTuple):
    """An address as read: the search, and what had to be left out of it."""

    search: Search
    problems: tuple[FieldProblem, ...]


def read(pairs: Iterable[tuple[str, str]]) -> Reading:
    """Return what an address's parameters ask for. Unknown parameters are ignored, single ones count once, the last."""
    values: dict[str, list[str]] = {name: [] for name in PARAMETERS}
    for name, value in pairs:
        clean = without_controls(value).strip()
        if name in values and clean:
            values[name].append(clean)
    problems: list[FieldProblem] = []
    first, last = _dates(values, problems)
    search = Search(
        text=_text(values["q"], problems),
        sort=_sort(values["urut"], problems),
        regions=_several("wilayah", values["wilayah"], is_region, problems),
        officials=_several("pejabat", values["pejabat"], is_official, problems),
        sections=_several("rubrik", values["rubrik"], lambda _value: True, problems),
        first=first,
        last=last,
        group=_group(values["serupa"], problems),
        page=_page(values["hal"], problems),
    )
    return Reading(search, tuple(problems))


def without_controls(text: str) -> str:
    """Return a text with blanks for the characters that neither pages nor XML may hold."""
    return _CONTROL.sub(" ", text)


def write(search: Search) -> str:
    """Return the query string of a search: parameters in one order, defaults left out; empty for everything."""
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs(search))


@lru_cache(maxsize=_QUOTED_VALUES)
def _quoted(value: str) -> str:
    """Return a value as an address holds it; a page's dozens of links share most of theirs."""
    return quote_plus(value, safe="@:")


def pairs(search: Search) -> list[tuple[str, str]]:
    """Return the parameters of a search, in their order."""
    pairs: list[tuple[str, str]] = []
    if search.text:
        pairs.append(("q", search.text))
    if search.sort in _SORT_NAMES:
        pairs.append(("urut", _SORT_NAMES[search.sort]))
    pairs += [("wilayah", value) for value in search.regions]
    pairs += [("pejabat", value) for value in search.officials]
    pairs += [("rubrik", value) for value in search.sections]
    grain = grain_of(search.first, search.last)
    pairs += [(name, written_day(day, grain)) for name, day in (("dari", search.first), ("sampai", search.last)) if day]
    if search.group is not None:
        pairs.append(("serupa", str(search.group)))
    if search.page > 1:
        pairs.append(("hal", str(search.page)))
    return pairs


def _text(values: Sequence[str], problems: list[FieldProblem]) -> str:
    text = values[-1] if values else ""
    if len(text) <= MAX_TEXT_CHARS:
        return text
    kept = _cut(text)
    message = _("Pencarian terlalu panjang: hanya %d huruf pertama yang dipakai.") % MAX_TEXT_CHARS
    problems.append(FieldProblem("q", _shown(text), message))
    return kept


def _cut(text: str) -> str:
    """Return the beginning of a text, on a word boundary where there is one."""
    head = text[: MAX_TEXT_CHARS + 1]
    words, blank, _ = head.rpartition(" ")
    return words.rstrip() if blank else text[:MAX_TEXT_CHARS]


def _sort(values: Sequence[str], problems: list[FieldProblem]) -> Sort:
    if not values:
        return Sort.RELEVANCE
    sort = _SORTS.get(values[-1])
    if sort is None:
        message = _("Urutan tidak dikenal; yang ada: terbaru dan terlama. Diurutkan menurut kesesuaian.")
        problems.append(FieldProblem("urut", _shown(values[-1]), message))
    return sort or Sort.RELEVANCE


def _several(
    parameter: str, values: Sequence[str], is_valid: Callable[[str], bool], problems: list[FieldProblem]
) -> tuple[str, ...]:
    valid = {value for value in values if len(value) <= MAX_VALUE_CHARS and is_valid(value)}
    for value in dict.fromkeys(values):
        if value not in valid:
            message = _("Penyaring “%s” tidak dikenal dan diabaikan.") % _shown(value)
            problems.append(FieldProblem(parameter, _shown(value), message))
            break
    if len(valid) > MAX_VALUES:
        message = _("Terlalu banyak pilihan: hanya %d yang dipakai.") % MAX_VALUES
        problems.append(FieldProblem(parameter, "", message))
    return tuple(sorted(valid)[:MAX_VALUES])


def is_region(value: str) -> bool:
    """Tell whether a value has the form of a region code."""
    return _REGION.fullmatch(value) is not None


def is_official(value: str) -> bool:
    """Tell whether a value has the form of a person's key or of an office."""
    return (_OFFICE if "@" in value else _PERSON).fullmatch(value) is not None


def _dates(values: dict[str, list[str]], problems: list[FieldProblem]) -> tuple[date | None, date | None]:
    since, until = _period("dari", values, problems), _period("sampai", values, problems)
    first, last = since.first if since else None, until.last if until else None
    if first is not None and last is not None and first > last:
        message = _("Tanggal akhir lebih awal daripada tanggal awal; kedua tanggal diabaikan.")
        problems.append(FieldProblem("sampai", _shown(values["sampai"][-1]), message))
        return None, None
    return first, last


def _period(parameter: str, values: dict[str, list[str]], problems: list[FieldProblem]) -> Period | None:
    if not values[parameter]:
        return None
    text = values[parameter][-1]
    period = parse_period(text)
    if period is None:
        message = _("“%s” bukan tanggal yang dikenal. Tulis misalnya 2021, Januari 2021, atau 18/1/2021.") % _shown(
            text
        )
        problems.append(FieldProblem(parameter, _shown(text), message))
    return period


def _group(values: Sequence[str], problems: list[FieldProblem]) -> int | None:
    if not values:
        return None
    if not _NUMBER.fullmatch(values[-1]):
        problems.append(FieldProblem("serupa", _shown(values[-1]), _("Kelompok berita serupa itu tidak dikenal.")))
        return None
    return int(values[-1])


def _page(values: Sequence[str], problems: list[FieldProblem]) -> int:
    if not values:
        return 1
    number = int(values[-1]) if _NUMBER.fullmatch(values[-1]) else 0
    if number < 1:
        problems.append(FieldProblem("hal", _shown(values[-1]), _("Nomor halaman tidak dikenal; ini halaman pertama.")))
        return 1
    if number > MAX_PAGE:
        message = (
            _(
                "Hanya %d halaman pertama yang ditampilkan; ini yang terakhir. "
                "Persempit pencarian untuk melihat yang lain."
            )
            % MAX_PAGE
        )
        problems.append(FieldProblem("hal", _shown(values[-1]), message))
        return MAX_PAGE
    return number


def _shown(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rstrip() + " …"
