"""What is known about "read also" blocks and page furniture: the data files beside this module, read once."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ClassNames:
    """Class names of HTML elements: whole tokens, and beginnings of tokens."""

    tokens: frozenset[str]
    prefixes: tuple[str, ...]

    def match(self, classes: Iterable[str]) -> bool:
        """Tell whether any of an element's class tokens is one of these. Never a mere part: "related" is innocent."""
        return any(token in self.tokens or token.startswith(self.prefixes) for token in map(str.lower, classes))


@dataclass(frozen=True, slots=True)
class ReadAlso:
    """How "read also" blocks are called and marked.

    Attributes:
        labels: Labels that stand before a title, lower case.
        headings: Labels that head a list of links, lower case.
        classes: Classes of elements that hold such links alone.
        shortcodes: Shortcodes that stand for such a link.
    """

    labels: tuple[str, ...]
    headings: tuple[str, ...]
    classes: ClassNames
    shortcodes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands in a body but is no part of the story.

    Attributes:
        line: Matches a whole line, see :meth:`re.Pattern.fullmatch`.
        classes: Classes of elements to remove.
        shortcodes: Shortcodes to remove with their content.
    """

    line: re.Pattern[str]
    classes: ClassNames
    shortcodes: frozenset[str]


@cache
def read_also() -> ReadAlso:
    """Return what ``data/read_also.toml`` holds."""
    data = _load("read_also.toml")
    return ReadAlso(
        labels=tuple(entry["text"] for entry in data["label"]),
        headings=tuple(entry["text"] for entry in data["heading"]),
        classes=_classes(data["class"]),
        shortcodes=frozenset(entry["name"] for entry in data["shortcode"]),
    )


@cache
def furniture() -> Furniture:
    """Return what ``data/furniture.toml`` holds."""
    data = _load("furniture.toml")
    return Furniture(
        line=re.compile("|".join(f"(?:{entry['pattern']})" for entry in data["line"]), re.IGNORECASE),
        classes=_classes(data["class"]),
        shortcodes=frozenset(entry["name"] for entry in data["shortcode"]),
    )


_Entries = list[dict[str, str]]


def _load(name: str) -> dict[str, _Entries]:
    return tomllib.loads(files("indexer.extract").joinpath("data", name).read_text(encoding="utf-8"))


def _classes(entries: _Entries) -> ClassNames:
    return ClassNames(
        tokens=frozenset(entry["token"] for entry in entries if "token" in entry),
        prefixes=tuple(entry["prefix"] for entry in entries if "prefix" in entry),
    )
