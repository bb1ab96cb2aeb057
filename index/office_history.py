"""Who held an office when, and how many stories the archive has of each: the data of an office's page."""

from dataclasses import dataclass
from datetime import date, timedelta

from index.article import RegionCode, Role
from index.engine import Engine
from index.gazetteer import Registry, Term
from index.search import DateFilter, FacetField, FacetFilter, SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A person's time in an office.

    Attributes:
        person_id: The person facet's value.
        name: For readers.
        role: Incumbent, or acting.
        first: First day.
        end: First day after it; None while it lasts.
        stories: Stories of that time in which both the office and the person are named: what a reader gets by
            :func:`tenure_filters`.
    """

    person_id: str
    name: str
    role: Role
    first: date
    end: date | None
    stories: int


def office_history(engine: Engine, registry: Registry, title: str, region: RegionCode) -> tuple[Tenure, ...]:
    """Return who is known to have held an office, the oldest first; nothing for an office the registry lacks.

    Args:
        engine: Where stories are counted, one search without hits for each term.
        registry: Who held which office when.
        title: Title class, such as ``bupati``.
        region: The office's region.

    Raises:
        IndexMissing: There is no whole index.
        IndexOutdated: The index is of another schema or analyser.
    """
    return tuple(_tenure(engine, registry, term) for term in registry.history(title, region))


def tenure_filters(term: Term) -> tuple[FacetFilter, FacetFilter, DateFilter]:
    """Return what narrows a search to the stories of a term: the office, the person, the days."""
    last = term.end - timedelta(days=1) if term.end is not None else None
    return (
        FacetFilter(field=FacetField.OFFICE, values=(f"{term.title}@{term.region}",)),
        FacetFilter(field=FacetField.PERSON, values=(term.person,)),
        DateFilter(first=term.first, last=last),
    )


def _tenure(engine: Engine, registry: Registry, term: Term) -> Tenure:
    counted = engine.search(SearchRequest(filters=tenure_filters(term), limit=0))
    return Tenure(
        person_id=term.person,
        name=registry.persons[term.person].name,
        role=term.role,
        first=term.first,
        end=term.end,
        stories=counted.total,
    )
