"""Years, dates, places, offices and persons named in a query, offered as filters with the number of stories each finds.

As words they are weak: a story of 2020 need not print the year. As filters they are exact, but only the reader knows
whether "Jambi" is the place or a part of a name. So they are offered, counted, and never applied unasked.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import groupby, islice
from typing import Any, Generic, TypeVar

from index.analysis import Analyzer
from index.article import RegionCode
from index.dates import Period
from index.engine import Engine
from index.gazetteer import Gazetteer, Level, Term, load_titles, words_of
from index.periods import read_period
from index.query import Query, to_text
from index.query.ast import Word
from index.search import DateFilter, FacetField, FacetFilter, Filter, SearchRequest

MAX_OFFERS = 5
"""Offers of one query; more would be a second result list."""

MAX_COUNTED = 10
"""Offers counted for one query, each by a search of its own."""

MAX_WORDS = 16
"""Words of a query that are looked at, the first ones; longer queries are pasted sentences."""

MAX_NAME_WORDS = 7
"""Words of the longest name tried: ``wakil ketua dprd kabupaten tanjung jabung barat``."""

_UPPER = (Level.PROVINCE, Level.KABUPATEN, Level.KOTA)
_BEFORE = frozenset(("di", "pada", "dari", "ke", "sejak", "tahun", "bulan"))
"""Words that belong to the place or date behind them."""

_ACTING = frozenset(("pj", "pjs", "plt", "plh", "penjabat", "pelaksana"))
_DATES = frozenset((FacetField.YEAR, FacetField.MONTH, FacetField.DAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A filter that the query's words suggest.

    Attributes:
        filter: The filter.
        term: For the holder of an office at the time that the query names: the term of office; else None.
        text: The query without the words that the filter stands for; empty where nothing else was asked.
        query: The same as a tree.
        count: Stories that ``text`` finds under the filter, and under those that were asked for already.
    """

    filter: FacetFilter | DateFilter
    term: Term | None
    text: str
    query: Query
    count: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A filter, and which clauses of the query it stands for."""

    filter: FacetFilter | DateFilter
    stands_for: frozenset[int]
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class _Office:
    """An office that a query names."""

    title: str
    region: RegionCode


@dataclass(frozen=True, slots=True)
class Offering:
    """Reads queries for what could be a filter, and counts it.

    Attributes:
        engine: The archive.
        analyzer: Tells names from common words.
        gazetteer: Knows regions, offices and persons.
    """

    engine: Engine
    analyzer: Analyzer
    gazetteer: Gazetteer

    def offers(self, request: SearchRequest, today: date) -> tuple[Offer, ...]:
        """Return the filters that a request's query suggests and that find something, the most exact first.

        Args:
            request: As answered; its filters stay, and facets that it filters by already are not offered.
            today: The local day, for "tahun lalu".
        """
        query = request.query
        if not isinstance(query, Query):
            return ()
        candidates = [c for c in self._candidates(query, today) if not _is_filtered(request.filters, c.filter)]
        counted = (self._counted(request, query, candidate) for candidate in candidates[:MAX_COUNTED])
        return tuple(islice((offer for offer in counted if offer.count), MAX_OFFERS))

    def _counted(self, request: SearchRequest, query: Query, candidate: _Candidate) -> Offer:
        kept = tuple(clause for at, clause in enumerate(query.clauses) if at not in candidate.stands_for)
        text = to_text(Query(clauses=kept))
        rest = Query(clauses=kept, text=text)
        filters = (*request.filters, candidate.filter)
        found = self.engine.search(replace(request, query=rest, filters=filters, facets=(), offset=0, limit=0))
        return Offer(filter=candidate.filter, term=candidate.term, text=text, query=rest, count=found.total)

    def _candidates(self, query: Query, today: date) -> Sequence[_Candidate]:
        """Return what could be a filter: holders of offices, persons, offices, dates and places, each once."""
        runs = list(_runs(query))
        offices = [found for run in runs for found in run.find(self._office, _first_title_words().__contains__)]
        periods = [found for run in runs for found in run.find(lambda text: read_period(text, today))]
        persons = [found for run in runs for found in run.find(self._person, self._begins_person)]
        places = [found for run in runs for found in run.find(self._region)]
        candidates = [
            *(holder for office in offices for period in periods for holder in self._holders(office, period)),
            *(_of_facet(found, FacetField.PERSON) for found in persons),
            *(_of_facet(_office_key(found), FacetField.OFFICE) for found in offices),
            *(_of_period(found) for found in periods),
            *(_of_facet(found, FacetField.REGION) for found in places),
        ]
        return list({candidate.filter: candidate for candidate in reversed(candidates)}.values())[::-1]

    def _office(self, text: str) -> _Office | None:
        """Return the office that words name, with its region; a title alone is many offices."""
        found = self.gazetteer.official(text)
        if found is None or found[2] is not None or found[0] is None or found[1] is None:
            return None
        return _Office(found[0], found[1])

    def _holders(self, office: "_Found[_Office]", period: "_Found[Period]") -> Iterator[_Candidate]:
        """Yield who held an office in the time that the query names."""
        title, region, days = office.value.title, office.value.region, period.value
        for term in self.gazetteer.registry.holders_in(title, region, days.first, days.last + timedelta(days=1)):
            holder = FacetFilter(field=FacetField.PERSON, values=(term.person,))
            yield _Candidate(holder, office.clauses | period.clauses, term)

    def _begins_person(self, word: str) -> bool:
        return word in self.gazetteer.registry.first_words

    def _person(self, text: str) -> str | None:
        """Return the registered person whose full name the words are."""
        persons = {term.person for term in self.gazetteer.registry.terms_of(words_of(text))}
        return persons.pop() if len(persons) == 1 else None

    def _region(self, text: str) -> RegionCode | None:
        """Return the region that words name: a province, regency or city, or a district at home with an own name."""
        regions, home, words = self.gazetteer.regions, self.gazetteer.home, words_of(text)
        if not words or "".join(words).isdigit():
            return None
        code = regions.resolve(text, home, levels=_UPPER)
        if code is not None or home is None:
            return code
        is_common = len(words) == 1 and (self.analyzer.is_root(words[0]) or words[0] in self._common_words)
        district = None if is_common else regions.resolve(text, home, levels=(Level.KECAMATAN,))
        is_at_home = district is not None and district.partition(".")[0] == home.partition(".")[0]
        return district if is_at_home else None

    @property
    def _common_words(self) -> Collection[str]:
        return self.analyzer.lexicon.common_words


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Found(Generic[_Value]):
    """What words of a query mean, and which clauses those words are."""

    value: _Value
    clauses: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Run:
    """Plain words in a row: the place of the first among the query's clauses, and the words as typed."""

    at: int
    words: Sequence[str]

    def find(
        self, read: Callable[[str], _Value | None], begins: Callable[[str], bool] = lambda _: True
    ) -> Iterator[_Found[_Value]]:
        """Yield what stretches of words mean to ``read``, the longest at each place, none overlapping another.

        Args:
            read: Returns what a text means, or None.
            begins: Tells whether a word (in lower case) can begin something at all; saves most of the reading.
        """
        at = 0
        while at < len(self.words):
            found = self._longest(at, read) if begins(self.words[at].lower()) else None
            if found is None:
                at += 1
                continue
            value, end = found
            yield _Found(value, frozenset(range(self.at + self._with_preposition(at), self.at + end)))
            at = end

    def _longest(self, start: int, read: Callable[[str], _Value | None]) -> tuple[_Value, int] | None:
        for end in range(min(len(self.words), start + MAX_NAME_WORDS), start, -1):
            value = read(" ".join(self.words[start:end]))
            if value is not None:
                return value, end
        return None

    def _with_preposition(self, start: int) -> int:
        """Return where a name or date begins when the small words before it are taken along."""
        while start and self.words[start - 1].lower() in _BEFORE:
            start -= 1
        return start


def _runs(query: Query) -> Iterator[_Run]:
    """Yield the plain words that stand in a row; what is in the headline or behind a minus is meant as it is."""
    numbered = enumerate(query.clauses[:MAX_WORDS])
    for is_plain, in_a_row in groupby(numbered, key=lambda pair: isinstance(pair[1], Word) and not pair[1].title_only):
        if is_plain:
            pairs = [(at, clause.text) for at, clause in in_a_row if isinstance(clause, Word)]
            yield _Run(pairs[0][0], [text for _, text in pairs])


def _of_facet(found: _Found[Any], field: FacetField) -> _Candidate:
    return _Candidate(FacetFilter(field=field, values=(found.value,)), found.clauses)


def _office_key(found: _Found[_Office]) -> _Found[str]:
    """Return an office as its facet writes it."""
    return _Found(f"{found.value.title}@{found.value.region}", found.clauses)


def _of_period(found: _Found[Period]) -> _Candidate:
    days = found.value
    return _Candidate(DateFilter(first=days.first, last=days.last), found.clauses)


def _is_filtered(filters: Sequence[Filter], offered: FacetFilter | DateFilter) -> bool:
    """Tell whether a request filters by the same facet already."""
    if isinstance(offered, DateFilter):
        return any(isinstance(f, DateFilter) or (isinstance(f, FacetFilter) and f.field in _DATES) for f in filters)
    return any(isinstance(f, FacetFilter) and f.field is offered.field for f in filters)


@cache
def _first_title_words() -> frozenset[str]:
    """Return the words that the name of an office can begin with."""
    surfaces = [surface for title in load_titles().values() for surface in (*title.surfaces, words_of(title.label))]
    return frozenset(surface[0] for surface in surfaces) | _ACTING
