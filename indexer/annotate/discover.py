"""Entries that an archive suggests for the officials registry: for ``telusur officials discover``.

Heads of regions whom many stories name with their title, over weeks, and whom the registry does not know yet. What
comes out is a proposal: terms begin before the first story and end after the last one, so a person must look.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, count
from zoneinfo import ZoneInfo

from index.article import ArticleId, Document, OfficeHolder, RegionCode, Role
from index.gazetteer import HEADS, Gazetteer, Person, words_of
from index.gazetteer.registry import SAME_NAME
from index.schema import person_key

LEAST_STORIES = 5
"""Stories that must name somebody: fewer may be one mistake, copied."""

LEAST_TIME = timedelta(days=14)
"""Time between the first and the last of them: a visit or a ceremony is over sooner."""

MAX_SAMPLES = 3
"""Stories named with a proposal."""

_IN_OFFICE = {Role.INCUMBENT: "definitif", Role.ACTING: "pj"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A person and a term that the registry may lack.

    Attributes:
        title: Title class.
        region: The office's region.
        name: The most frequent spelling.
        aliases: Other spellings, the most frequent first.
        role: Role most stories name the person in: incumbent or acting.
        stories: How many stories name them so.
        first: Day of the first of these stories.
        last: Day of the last.
        samples: Ids of some of them, the oldest first.
    """

    title: str
    region: RegionCode
    name: str
    aliases: tuple[str, ...]
    role: Role
    stories: int
    first: date
    last: date
    samples: tuple[ArticleId, ...]

    def to_toml(self, person_id: str) -> str:
        """Return the entries to paste into ``officials.toml``, under an id that is still free."""
        aliases = f"aliases = {json.dumps(self.aliases, ensure_ascii=False)}\n" if self.aliases else ""
        return (
            f"# {self.stories} stories from {self.first} to {self.last}: {', '.join(map(_quoted, self.samples))}\n"
            f"[[person]]\nid = {_quoted(person_id)}\nname = {_quoted(self.name)}\n{aliases}\n"
            f"[[term]]\nperson = {_quoted(person_id)}\noffice = {_quoted(self.title)}\n"
            f"region = {_quoted(self.region)}\n"
            f'role = "{_IN_OFFICE[self.role]}"\nfrom = {self.first}  # first story; write the day of the inauguration\n'
        )


@dataclass(slots=True)
class _Sightings:
    """Stories that name one spelling in one office."""

    spellings: Counter[str] = field(default_factory=Counter)
    roles: Counter[Role] = field(default_factory=Counter)
    days: list[tuple[date, ArticleId]] = field(default_factory=list)

    def add(self, other: "_Sightings") -> None:
        self.spellings += other.spellings
        self.roles += other.roles
        self.days += other.days


_Office = tuple[str, RegionCode]


def discover(
    documents: Iterable[Document],
    *,
    zone: ZoneInfo,
    titles: Collection[str] = HEADS,
    least_stories: int = LEAST_STORIES,
    least_time: timedelta = LEAST_TIME,
) -> list[Proposal]:
    """Return whom the stories name in office but the registry does not know, office by office.

    Args:
        documents: The archive's stories, annotated with the present registry.
        zone: Where days begin and end.
        titles: Title classes to look for.
        least_stories: How many stories must name somebody.
        least_time: How much time must lie between the first and the last of them.
    """
    offices: dict[_Office, dict[str, _Sightings]] = {}
    for document in documents:
        published = document.article.published
        if published is None:
            continue
        sighted = (published.astimezone(zone).date(), document.article.id)
        for official in document.annotations.officials:
            if official.title in titles and official.region is not None and _is_unknown(official):
                _sight(offices.setdefault((official.title, official.region), {}), official, sighted)
    proposals = [
        _proposal(office, sightings)
        for office in sorted(offices, key=lambda office: office[::-1])
        for sightings in _persons(offices[office])
    ]
    return [p for p in proposals if p.stories >= least_stories and p.last - p.first >= least_time]


def free_ids(proposals: Iterable[Proposal], gazetteer: Gazetteer) -> list[str]:
    """Return an id for each proposed person that nobody else has: the name, else with the region's, else numbered."""
    taken = set(gazetteer.registry.persons)
    ids: list[str] = []
    for proposal in proposals:
        name, region = person_key(proposal.name), gazetteer.regions.get(proposal.region)
        longer = f"{name}-{person_key(region.name if region is not None else proposal.region)}"
        numbered = (f"{longer}-{number}" for number in count(2))
        ids.append(next(key for key in chain((name, longer), numbered) if key not in taken))
        taken.add(ids[-1])
    return ids


def _is_unknown(official: OfficeHolder) -> bool:
    is_named = official.person is not None and official.person_id is None
    return is_named and official.role in _IN_OFFICE


def _sight(names: dict[str, _Sightings], official: OfficeHolder, sighted: tuple[date, ArticleId]) -> None:
    name = official.person or ""
    seen = names.setdefault("".join(words_of(name)), _Sightings())
    seen.spellings[name] += 1
    seen.roles[official.role] += 1
    seen.days.append(sighted)


def _persons(names: dict[str, _Sightings]) -> list[_Sightings]:
    """Put spellings of one name together: like ones, and parts of just one longer name; the most frequent leads."""
    persons: list[_Sightings] = []
    for sightings in sorted(names.values(), key=lambda seen: (-len(seen.days), seen.days[0])):
        alike = [known for known in persons if _is_same(known, sightings)]
        if len(alike) == 1:
            alike[0].add(sightings)
        else:
            persons.append(sightings)
    return persons


def _is_same(known: _Sightings, other: _Sightings) -> bool:
    person = Person("", _leading(known))
    name = _leading(other)
    return person.likeness(name) >= SAME_NAME or person.has_part(name) or Person("", name).has_part(person.name)


def _leading(sightings: _Sightings) -> str:
    return min(sightings.spellings, key=lambda name: (-sightings.spellings[name], name))


def _proposal(office: _Office, sightings: _Sightings) -> Proposal:
    title, region = office
    name = _leading(sightings)
    days = sorted(sightings.days)
    others = sorted((n for n in sightings.spellings if n != name), key=lambda n: (-sightings.spellings[n], n))
    return Proposal(
        title=title,
        region=region,
        name=name,
        aliases=tuple(others),
        role=max(sightings.roles, key=lambda role: (sightings.roles[role], role is Role.INCUMBENT)),
        stories=len(days),
        first=days[0][0],
        last=days[-1][0],
        samples=tuple(article_id for _, article_id in days[:MAX_SAMPLES]),
    )


def _quoted(text: str) -> str:
    """Return text as a TOML string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
