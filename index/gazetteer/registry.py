"""Who held which office when: the officials registry, a TOML file that a newsroom keeps.

``[[person]]`` has ``id``, ``name``, and optionally ``aliases`` and ``nicknames``. ``[[term]]`` has ``person``,
``office`` (a title class), ``region``, ``role`` (definitif, pj, pjs, plt, plh), ``from`` and optionally ``to``
(exclusive) and ``overlap = true`` (somebody acts while the holder is on leave or suspended). Other keys are notes.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from index.article import RegionCode, Role
from index.dates import MAX_YEAR, MIN_YEAR
from index.errors import ConfigError
from index.gazetteer.regions import Regions, Words, words_of
from index.gazetteer.titles import load_titles

SAME_NAME = 90
"""RapidFuzz ratio (0 to 100) of two spellings of one name, without spaces: variants score 90 to 97, others below 81."""

TERM_MARGIN = timedelta(days=90)
"""How far outside a term its holder may still be named with the title: inaugurations and farewells are news."""

_SQUASHED_NAMES = 10_000
"""Names remembered as they are compared: a registry's few thousand, which every name is compared with."""

_ROLES = {
    "definitif": Role.INCUMBENT,
    "pj": Role.ACTING,
    "pjs": Role.ACTING,
    "plt": Role.ACTING,
    "plh": Role.ACTING,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who held an office."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()

    def likeness(self, name: str) -> float:
        """Return how much ``name`` is like the person's, 0 to 100."""
        return max(_likeness(name, known) for known in (self.name, *self.aliases))

    def has_part(self, name: str) -> bool:
        """Tell whether all words of ``name`` are words of the person's, or it is a nickname."""
        words = set(name.lower().split())
        names = (self.name, *self.aliases, *self.nicknames)
        return any(words <= set(known.lower().split()) for known in names)


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in an office: from ``first`` until the day before ``end`` (None: still).

    ``is_beside`` tells that it may run beside another's term in the same office.
    """

    person: str
    title: str
    region: RegionCode
    role: Role
    first: date
    end: date | None
    is_beside: bool = False

    def holds(self, day: date, margin: timedelta = timedelta()) -> bool:
        """Tell whether ``day`` lies in the term, or within ``margin`` of it."""
        return self.first - margin <= day and (self.end is None or day < self.end + margin)

    def overlaps(self, other: "Term") -> bool:
        """Tell whether some day lies in both terms."""
        return (other.end is None or self.first < other.end) and (self.end is None or other.first < self.end)


class Registry:
    """Persons and their terms."""

    def __init__(self, persons: Sequence[Person] = (), terms: Sequence[Term] = ()) -> None:
        self.persons: Mapping[str, Person] = {person.id: person for person in persons}
        self.terms = tuple(terms)
        self._by_office: dict[tuple[str, RegionCode], list[Term]] = {}
        for term in terms:
            self._by_office.setdefault((term.title, term.region), []).append(term)
        self._by_name: dict[Words, list[str]] = {}
        for person in persons:
            for name in {words_of(known) for known in (person.name, *person.aliases)}:
                if len(name) > 1:
                    self._by_name.setdefault(name, []).append(person.id)
        self.first_words = frozenset(name[0] for name in self._by_name)
        """First words of all full names: no other word can begin one."""

    def terms_of(self, name: Words) -> tuple[Term, ...]:
        """Return the terms of everybody with this full name."""
        persons = self._by_name.get(name, ())
        return tuple(term for term in self.terms if term.person in persons)

    def holders(self, title: str, region: RegionCode, day: date) -> tuple[Term, ...]:
        """Return the terms in this office that hold ``day``."""
        return tuple(term for term in self._by_office.get((title, region), ()) if term.holds(day))

    def match(self, name: str, title: str, region: RegionCode | None, day: date | None) -> Person | None:
        """Return the person whom ``name`` means as holder of an office; never by the name alone.

        Args:
            name: As printed, without honorifics and degrees.
            title: Title class.
            region: The office's region.
            day: When the story appeared; None accepts every term.
        """
        if region is None:
            return None
        terms = [t for t in self._by_office.get((title, region), ()) if day is None or t.holds(day, TERM_MARGIN)]
        return self._best(name, terms)

    def match_former(self, name: str, title: str, region: RegionCode, day: date | None) -> Person | None:
        """Return the person whom ``name`` means as somebody who held an office before ``day``."""
        terms = [
            term
            for term in self._by_office.get((title, region), ())
            if day is not None and term.end is not None and term.end <= day
        ]
        return self._best(name, terms)

    def _best(self, name: str, terms: Sequence[Term]) -> Person | None:
        """Return the person among the holders whose name is most like; a part of a name means the only one it fits."""
        persons = {term.person: self.persons[term.person] for term in terms}
        likeness = {key: person.likeness(name) for key, person in persons.items()}
        best = max(likeness, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= SAME_NAME:
            return persons[best]
        partly = [person for person in persons.values() if person.has_part(name)]
        return partly[0] if len(partly) == 1 else None

    def holders_in(self, title: str, region: RegionCode, first: date, end: date) -> tuple[Term, ...]:
        """Return the terms in this office that hold some day from ``first`` until before ``end``, the oldest first."""
        return tuple(t for t in self.history(title, region) if t.first < end and (t.end is None or first < t.end))

    def history(self, title: str, region: RegionCode) -> tuple[Term, ...]:
        """Return all terms in an office, the oldest first."""
        return tuple(sorted(self._by_office.get((title, region), ()), key=lambda term: term.first))


def load_registry(path: Path, regions: Regions) -> Registry:
    """Read a registry.

    Raises:
        ConfigError: It cannot be read, or an entry is wrong; the message names the entry and the cure.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: the officials registry cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: not a TOML file in UTF-8: {error}") from error
    persons = list(_persons(_Entries.of(data, text, "person", path)))
    known = {person.id for person in persons}
    entries = _Entries.of(data, text, "term", path)
    terms = list(_terms(entries, known, regions))
    _refuse_two_holders(terms, entries)
    return Registry(persons, terms)


@dataclass(frozen=True, slots=True)
class _Entries:
    """The ``[[person]]`` or ``[[term]]`` entries of a file, and where each stands in it."""

    path: Path
    key: str
    tables: Sequence[Mapping[str, Any]]
    lines: Sequence[int]

    @classmethod
    def of(cls, data: Mapping[str, Any], text: str, key: str, path: Path) -> "_Entries":
        tables = data.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise ConfigError(f"{path}: write each {key} as [[{key}]], with double brackets")
        heading = re.compile(rf"\s*\[\[\s*{key}\s*\]\]")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if heading.match(line)]
        return cls(path, key, tables, lines if len(lines) == len(tables) else ())

    def where(self, at: int) -> str:
        """Return the place of an entry, counted from 0, for people."""
        line = f", line {self.lines[at]}" if self.lines else ""
        return f"{self.path}{line}: [[{self.key}]] number {at + 1}"


def _persons(entries: _Entries) -> Iterator[Person]:
    seen: set[str] = set()
    for at, entry in enumerate(entries.tables):
        where = entries.where(at)
        person_id, name = _text(entry, "id", where), _text(entry, "name", where)
        if person_id in seen:
            raise ConfigError(f"{where}: id {person_id!r} is used twice; give each person one of their own")
        seen.add(person_id)
        yield Person(person_id, name, _names(entry, "aliases", where), _names(entry, "nicknames", where))


def _terms(entries: _Entries, persons: set[str], regions: Regions) -> Iterator[Term]:
    for at, entry in enumerate(entries.tables):
        where = entries.where(at)
        person, title, region = (_text(entry, key, where) for key in ("person", "office", "region"))
        role = _text(entry, "role", where)
        if person not in persons:
            raise ConfigError(f"{where}: no [[person]] has the id {person!r}; add one")
        if title not in load_titles():
            raise ConfigError(f"{where}: unknown office {title!r}; known are {', '.join(load_titles())}")
        if regions.get(region) is None:
            raise ConfigError(f"{where}: unknown region code {region!r}; use Kemendagri codes such as 15.06")
        if role not in _ROLES:
            raise ConfigError(f"{where}: unknown role {role!r}; known are {', '.join(_ROLES)}")
        first, end = _day(entry, "from", where), _day(entry, "to", where) if "to" in entry else None
        if end is not None and end <= first:
            raise ConfigError(f"{where}: ends ({end}) before it begins ({first}); `to` is the first day after it")
        yield Term(person, title, RegionCode(region), _ROLES[role], first, end, entry.get("overlap") is True)


def _refuse_two_holders(terms: Sequence[Term], entries: _Entries) -> None:
    """Refuse two definitive holders of one office at one time: a story would be given to the wrong one."""
    definitive: dict[tuple[str, RegionCode], list[tuple[int, Term]]] = {}
    for at, term in enumerate(terms):
        if term.role is Role.INCUMBENT:
            definitive.setdefault((term.title, term.region), []).append((at, term))
    for holders in definitive.values():
        holders.sort(key=lambda holder: holder[1].first)
        for (earlier, before), (later, after) in pairwise(holders):
            if before.overlaps(after):
                raise ConfigError(
                    f"{entries.where(later)} ({after.person}) begins on {after.first}, while number {earlier + 1} "
                    f"({before.person}) still holds {after.title} of {after.region}; end that one by then with `to`"
                )


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f'{where} needs {key} = "..."')
    return value.strip()


def _names(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ConfigError(f'{where}: {key} must be a list of names: ["...", "..."]')
    return tuple(value)


def _day(entry: Mapping[str, Any], key: str, where: str) -> date:
    value = entry.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ConfigError(f"{where}: {key} must be a date without quotes, such as {key} = 2021-02-26")
    if not MIN_YEAR <= value.year <= MAX_YEAR:
        raise ConfigError(f"{where}: {key} = {value} lies outside {MIN_YEAR} to {MAX_YEAR}; mend the year")
    return value


def _likeness(name: str, known: str) -> float:
    return fuzz.ratio(_squashed(name), _squashed(known))


@lru_cache(maxsize=_SQUASHED_NAMES)
def _squashed(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
