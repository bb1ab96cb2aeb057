"""The word lists that the rules of annotation go by: ``data/words.toml``, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


def word_list(name: str) -> frozenset[str]:
    """Return a list of the data file."""
    return frozenset(_lists()[name]["words"].split())


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("data", "words.toml").read_text(encoding="utf-8")
    lists: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return lists
