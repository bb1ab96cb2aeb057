"""Which region, office or person a name means."""

from index.gazetteer.audit import Doubt, Finding, audit
from index.gazetteer.gazetteer import Gazetteer, load_gazetteer
from index.gazetteer.regions import Level, Region, Regions, load_regions, words_of
from index.gazetteer.registry import Person, Registry, Term, load_registry
from index.gazetteer.titles import (
    HEADS,
    NATION,
    Scope,
    Title,
    load_national_titles,
    load_titles,
    office_label,
    title_label,
)

__all__ = [
    "HEADS",
    "NATION",
    "Doubt",
    "Finding",
    "Gazetteer",
    "Level",
    "Person",
    "Region",
    "Regions",
    "Registry",
    "Scope",
    "Term",
    "Title",
    "audit",
    "load_gazetteer",
    "load_national_titles",
    "load_regions",
    "load_registry",
    "load_titles",
    "office_label",
    "title_label",
    "words_of",
]
