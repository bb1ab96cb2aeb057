"""What is doubtful in an officials registry, though it can be read: for ``telusur officials check``.

What cannot be right at all (unknown codes, two definitive holders at once) is refused by
:func:`index.gazetteer.registry.load_registry`; here stands what somebody who knows the region should look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from index.article import Role
from index.gazetteer.regions import Regions
from index.gazetteer.registry import SAME_NAME, Registry, Term
from index.gazetteer.titles import HEADS, load_titles, office_label


class Doubt(StrEnum):
    """Kind of a finding."""

    OVERLAP = "overlap"
    GAP = "gap"
    LEVEL = "level"
    NAMESAKE = "namesake"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at.

    Attributes:
        doubt: What kind of thing.
        message: What is the case, and what to do where it is wrong.
    """

    doubt: Doubt
    message: str


def audit(registry: Registry, regions: Regions) -> list[Finding]:
    """Return what is doubtful in a registry, office by office, then person by person."""
    offices = sorted({(term.title, term.region) for term in registry.terms}, key=lambda office: office[::-1])
    findings: list[Finding] = []
    for title, region in offices:
        terms = registry.history(title, region)
        office = office_label(title, region, regions)
        findings += _wrong_level(terms, office, regions)
        findings += _overlaps(terms, office)
        if title in HEADS and not title.startswith("wakil_"):
            # A deputy's seat is often left empty; a region without a head is a gap in the file.
            findings += _gaps(terms, office)
    return [*findings, *_namesakes(registry), *_idle(registry)]


def _wrong_level(terms: Sequence[Term], office: str, regions: Regions) -> Iterator[Finding]:
    levels = load_titles()[terms[0].title].scope.levels()
    if regions.region(terms[0].region).level not in levels:
        yield Finding(Doubt.LEVEL, f"{office} ({terms[0].region}): regions of this kind have no such office")


def _overlaps(terms: Sequence[Term], office: str) -> Iterator[Finding]:
    for before, after in combinations(terms, 2):
        acting = after if after.role is Role.ACTING else before
        if before.overlaps(after) and not acting.is_beside:
            yield Finding(
                Doubt.OVERLAP,
                f"{office}: {before.person} and {after.person} both hold it on {after.first}; "
                "if one acts while the other is on leave, write overlap = true in that [[term]]",
            )


def _gaps(terms: Sequence[Term], office: str) -> Iterator[Finding]:
    filled = terms[0].end
    for term in terms[1:]:
        if filled is None:
            return
        if term.first > filled:
            yield Finding(Doubt.GAP, f"{office}: nobody holds it from {filled} until {term.first}")
        filled = None if term.end is None else max(filled, term.end)


def _namesakes(registry: Registry) -> Iterator[Finding]:
    """Yield pairs of persons whom a name alone would not tell apart."""
    for one, other in combinations(registry.persons.values(), 2):
        if max(one.likeness(name) for name in (other.name, *other.aliases)) >= SAME_NAME:
            yield Finding(
                Doubt.NAMESAKE,
                f"{one.id} and {other.id} have like names ({one.name}, {other.name}); if they are one person, keep one",
            )


def _idle(registry: Registry) -> Iterator[Finding]:
    held = {term.person for term in registry.terms}
    for key in registry.persons:
        if key not in held:
            yield Finding(Doubt.IDLE, f"{key} has no [[term]]: the name alone is never taken for a person")
