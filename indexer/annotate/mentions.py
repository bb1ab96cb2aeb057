"""Officials as found at one place of a text, and the rule that found them."""

from dataclasses import dataclass
from enum import StrEnum

from index.article import RegionCode, Role
from index.gazetteer import Title


class Rule(StrEnum):
    """How an official's name was found."""

    BEHIND = "the name behind the office"
    BEFORE = "the name before the office"
    SECOND_ROLE = "the name behind a second office of the same person"
    POINTED_BACK = "the person named before, to whom the office points back"
    PAIR = "two names for two offices"
    RUNNING_MATE = "the second name of a pair of candidates"
    LISTED = "a list of names behind one title"
    SUCCESSION = "a word of succession"
    BARE = "the office alone"
    QUOTED = "the holder's name beside a verb of speech"
    KNOWN = "a full name of the registry in a story of its region"


@dataclass(frozen=True, slots=True)
class Mention:
    """An official as found at one place.

    Attributes:
        title: Title class.
        person: Name as printed; None where only the office is named.
        region: Region of the office as stated there; None where it is not.
        role: In which capacity.
        at: Index of the office's first word.
        until: Last year of the stated term, if one is stated.
        rule: How the name was found.
    """

    title: Title
    person: str | None
    region: RegionCode | None
    role: Role
    at: int
    until: int | None = None
    rule: Rule = Rule.BARE
