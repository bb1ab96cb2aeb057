"""An address's query string and what it asks for: one place, both ways.

``read(write(search))`` is ``search`` for every search that the limits below allow. Nothing a stranger can write here
raises: what cannot be used becomes a problem that is shown at its field, and the rest is searched.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import NamedTuple, assert_never
from urllib.parse import urlencode

from index.article import RegionCode
from index.dates import Period, parse_period
from index.query import Query
from index.search import DateFilter, FacetField, FacetFilter, Filter, InGroup, SearchRequest, Sort
from search_web.language import format_day, format_month
from search_web.language import gettext as _

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

_SORTS = {"terbaru": Sort.NEWEST, "terlama": Sort.OLDEST}
_SORT_NAMES = {sort: name for name, sort in _SORTS.items()}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_OFFICE = re.compile(r"[a-z_]{1,60}@([0-9.]{1,13}|ID)?")
_PERSON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,9}")


class _Grain(Enum):
    """Units that a day can be written in; the value is the length of its ISO form."""

    YEAR = 4
    MONTH = 7
    DAY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What an address asks for.

    Attributes:
        text: The query as typed.
        sort: Order of the stories.
        regions: Region codes, any of which will do; ascending.
        officials: Persons' keys and offices (with an ``@``), ascending.
        sections: Sections' names, ascending.
        first: First local day of publishing, None for any.
        last: Last local day of publishing, None for any.
        group: Number of the group of near-duplicates to show, None for any story.
        page: Page of results, from 1.
    """

    text: str = ""
    sort: Sort = Sort.RELEVANCE
    regions: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    group: int | None = None
    page: int = 1

    @property
    def persons(self) -> tuple[str, ...]:
        """The officials that are persons."""
        return tuple(value for value in self.officials if "@" not in value)

    @property
    def offices(self) -> tuple[str, ...]:
        """The officials that are offices, whoever holds them."""
        return tuple(value for value in self.officials if "@" in value)

    @property
    def choices(self) -> int:
        """How many values narrow the search."""
        ends = (self.first is not None) + (self.last is not None)
        return len(self.regions) + len(self.officials) + len(self.sections) + ends + (self.group is not None)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the query narrows the search."""
        return self.without_filters() != replace(self, page=1)

    def without_filters(self) -> "Search":
        """Return the query and its order alone."""
        return Search(text=self.text, sort=self.sort)

    def with_region(self, code: str) -> "Search":
        """Return the search within one region, from its first page."""
        return replace(self, regions=(code,), page=1)

    def with_section(self, name: str) -> "Search":
        """Return the search within one section, from its first page."""
        return replace(self, sections=(name,), page=1)

    def with_group(self, group: int | None) -> "Search":
        """Return the search within one group of near-duplicates (None: any story), from its first page."""
        return replace(self, group=group, page=1)

    def narrowed(self, text: str, offered: FacetFilter | DateFilter) -> "Search":
        """Return the search for another text within one more filter, from its first page."""
        wanted = replace(self, text=text, page=1)
        if isinstance(offered, DateFilter):
            return replace(wanted, first=offered.first, last=offered.last)
        if offered.field is FacetField.REGION:
            return replace(wanted, regions=offered.values)
        return replace(wanted, officials=tuple(sorted({*self.officials, *offered.values})))

    def between(self, period: Period | None) -> "Search":
        """Return the search in another period (None: any), from its first page."""
        first, last = (period.first, period.last) if period is not None else (None, None)
        return replace(self, first=first, last=last, page=1)


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
    return urlencode(pairs(search), safe="@:")


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
    grain = _grain(search.first, search.last)
    pairs += [
        (name, _written_day(day, grain)) for name, day in (("dari", search.first), ("sampai", search.last)) if day
    ]
    if search.group is not None:
        pairs.append(("serupa", str(search.group)))
    if search.page > 1:
        pairs.append(("hal", str(search.page)))
    return pairs


def filters(search: Search) -> tuple[Filter, ...]:
    """Return the filters of a search, for an engine."""
    chosen = (
        (FacetField.REGION, search.regions),
        (FacetField.PERSON, search.persons),
        (FacetField.OFFICE, search.offices),
        (FacetField.SECTION, search.sections),
    )
    found: list[Filter] = [FacetFilter(field=field, values=values) for field, values in chosen if values]
    if search.first is not None or search.last is not None:
        found.append(DateFilter(first=search.first, last=search.last))
    if search.group is not None:
        found.append(InGroup(group=search.group))
    return tuple(found)


def to_request(search: Search, query: Query, *, facets: Sequence[FacetField] = (), limit: int) -> SearchRequest:
    """Return the request of one page of ``limit`` stories; ``query`` is the parsed text.

    A page says when a quoted phrase is nowhere and its words were searched; feeds and alerts, which nobody reads so
    closely, set ``relax`` back.
    """
    return SearchRequest(
        query=query,
        filters=filters(search),
        facets=tuple(facets),
        sort=search.sort,
        offset=(search.page - 1) * limit,
        limit=limit,
        relax=True,
    )


def shown_period(search: Search) -> tuple[str, str]:
    """Return the ends of a period as they stand in their fields (``2020``, ``Maret 2020``), empty where open."""
    grain = _grain(search.first, search.last)
    return _shown_day(search.first, grain), _shown_day(search.last, grain)


def period_label(search: Search) -> str:
    """Return a search's period in words: ``2020``, ``sejak Maret 2020``, ``2019 sampai 2021``; empty for any."""
    grain = _grain(search.first, search.last)
    begins = _in_words(search.first, grain) if search.first is not None else ""
    ends = _in_words(search.last, grain) if search.last is not None else ""
    if begins == ends:
        return begins
    if not ends:
        return _("sejak %s") % begins
    return _("%(first)s sampai %(last)s") % {"first": begins, "last": ends} if begins else _("sampai %s") % ends


def _grain(first: date | None, last: date | None) -> _Grain:
    """Return the coarsest unit that both ends of a period can be written in: as a beginning, and as an end."""
    if (first is None or (first.month, first.day) == (1, 1)) and (last is None or (last.month, last.day) == (12, 31)):
        return _Grain.YEAR
    if (first is None or first.day == 1) and (last is None or last.day == monthrange(last.year, last.month)[1]):
        return _Grain.MONTH
    return _Grain.DAY


def _written_day(day: date, grain: _Grain) -> str:
    return day.isoformat()[: grain.value]


def _shown_day(day: date | None, grain: _Grain) -> str:
    if day is None:
        return ""
    return f"{day.day}/{day.month}/{day.year}" if grain is _Grain.DAY else _in_words(day, grain)


def _in_words(day: date, grain: _Grain) -> str:
    match grain:
        case _Grain.YEAR:
            return str(day.year)
        case _Grain.MONTH:
            return format_month(day.year, day.month)
        case _Grain.DAY:
            return format_day(day)
        case _:
            assert_never(grain)


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


def region_search(code: RegionCode | str) -> Search:
    """Return the search for all stories of a region."""
    return Search(regions=(code,))


def official_search(key: str) -> Search:
    """Return the search for all stories that name a person or the holder of an office."""
    return Search(officials=(key,))
