"""What can decide the stems of a word."""

from enum import StrEnum


class Rule(StrEnum):
    """What decided a word's stems; the first that applies, in this order."""

    NAME = "name"
    ACRONYM = "acronym"
    PROTECTED = "protected"
    ABBREVIATION = "abbreviation"
    OVERRIDE = "override"
    COMPOUND = "compound"
    NEGATED = "negated"
    ENCLITIC = "enclitic"
    SPELLING = "spelling"
    ROOT = "root"
    STEMMER = "stemmer"
    UNCHANGED = "unchanged"
