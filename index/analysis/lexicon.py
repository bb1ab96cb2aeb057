"""What telusur knows of Indonesian words beyond the stemmer's rules: one data file per kind, read once.

The packaged files in ``data/`` hold groups, each with the reason for its entries. A newsroom adds its own words in a
TOML file, or in several in one folder::

    protected = ["lenterajambi"]                # never stemmed
    abbreviations = ["S.Pd.K.H."]               # one word, without its dots
    common_words = ["harian"]                   # not protected, although a gazetteer lists a place of that name
    function_words = ["nan"]                    # weighs little in queries
    synonyms = [["unja", "universitas jambi"]]  # mean the same
    related = [["wisuda", "yudisium"]]          # used in each other's place: low weight, in every inflected form

    [overrides]                                 # word = its stem
    perbankan = "bank"

    [compounds]                                 # word = the words it is written together from
    kerjasama = "kerja sama"

    [spellings]                                 # non-standard stem = standard stem
    ijin = "izin"

Its entries win over packaged ones.
"""

import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from index.analysis.normalise import normalise_word
from index.errors import ConfigError

_Value = TypeVar("_Value")

Words = tuple[str, ...]
"""Surface forms at consecutive positions."""


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Expressions that mean the same.

    Attributes:
        members: The expressions, each a sequence of surface forms.
        origin: Why they do, or which file says so.
    """

    members: tuple[Words, ...]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Knowledge of words. Keys and members are surface forms.

    Attributes:
        overrides: Word -> stem, where the stemmer errs.
        compounds: Word -> stems of the words it is written together from.
        protected: Words that are their own stem.
        abbreviations: Abbreviations without dots; their own stems too.
        spellings: Non-standard stem -> standard stem.
        common_words: Everyday words that a gazetteer does not protect although a place is called so.
        function_words: Words that carry grammar, not content.
        synonyms: Groups of expressions that mean the same.
        related: Groups of expressions that news uses in each other's place, in every inflected form.
        synonyms_of: Expression -> the other members of its groups; derived.
    """

    overrides: Mapping[str, str] = field(default_factory=dict)
    compounds: Mapping[str, Words] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)
    common_words: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
    synonyms: tuple[SynonymGroup, ...] = ()
    related: tuple[SynonymGroup, ...] = ()
    synonyms_of: Mapping[Words, tuple[Words, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "synonyms_of", _by_member(self.synonyms))


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """Return the packaged lexicon, with a newsroom's own additions where there are any.

    Args:
        extra: A file, or a folder whose ``*.toml`` files are read in the order of their names, later ones winning.

    Raises:
        ConfigError: A file cannot be read, or says something a lexicon does not hold; the folder has no file.
    """
    lexicon = _packaged()
    for path in _files(extra) if extra is not None else ():
        lexicon = _merged(lexicon, _read_extra(path))
    return lexicon


def _files(extra: Path) -> list[Path]:
    if not extra.is_dir():
        return [extra]
    files = sorted(extra.glob("*.toml"))
    if not files:
        raise ConfigError(f"The lexicon folder {extra} holds no .toml file; put one there or name a file.")
    return files


@cache
def _packaged() -> Lexicon:
    return Lexicon(
        overrides={word: normalise_word(stem) for word, stem in _pairs("overrides")},
        compounds={word: _words(stems) for word, stems in _pairs("compounds")},
        protected=frozenset(_listed("protected")),
        abbreviations=frozenset(_listed("abbreviations")),
        spellings={word: normalise_word(standard) for word, standard in _pairs("spellings")},
        common_words=frozenset(_listed("common_words")),
        function_words=frozenset(_listed("function_words")),
        synonyms=tuple(_expressions("synonyms")),
        related=tuple(_expressions("related")),
    )


def _groups(kind: str) -> list[dict[str, Any]]:
    source = resources.files(__package__).joinpath("data", f"{kind}.toml")
    groups: list[dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))["group"]
    return groups


def _pairs(kind: str) -> Iterator[tuple[str, str]]:
    for group in _groups(kind):
        yield from ((normalise_word(word), value) for word, value in group["words"].items())


def _listed(kind: str) -> Iterator[str]:
    for group in _groups(kind):
        yield from map(_undotted, group["words"])


def _expressions(kind: str) -> Iterator[SynonymGroup]:
    for group in _groups(kind):
        yield from (SynonymGroup(tuple(map(_words, members)), group["reason"]) for members in group["words"])


def _read_extra(path: Path) -> Lexicon:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"The lexicon {path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:  # both what is no UTF-8 and what is no TOML
        raise ConfigError(f"The lexicon {path} is not a TOML file in UTF-8: {error}.") from error
    return _Extra(path, content).lexicon()


@dataclass(frozen=True, slots=True)
class _Extra:
    """A newsroom's file; every value is checked before it is used."""

    path: Path
    content: Mapping[str, object]

    def lexicon(self) -> Lexicon:
        tables = {"overrides", "compounds", "spellings"}
        lists = {"protected", "abbreviations", "common_words", "function_words", "synonyms", "related"}
        for key in self.content:
            if key not in tables | lists:
                raise self._error(key, f"is unknown; a lexicon holds {', '.join(sorted(tables | lists))}")
        return Lexicon(
            overrides={word: normalise_word(stem) for word, stem in self._table("overrides")},
            compounds={word: _words(stems) for word, stems in self._table("compounds")},
            protected=frozenset(self._list("protected")),
            abbreviations=frozenset(self._list("abbreviations")),
            spellings={word: normalise_word(standard) for word, standard in self._table("spellings")},
            common_words=frozenset(self._list("common_words")),
            function_words=frozenset(self._list("function_words")),
            synonyms=tuple(self._expressions("synonyms")),
            related=tuple(self._expressions("related")),
        )

    def _table(self, key: str) -> Iterator[tuple[str, str]]:
        table = self.content.get(key, {})
        if not isinstance(table, dict):
            raise self._error(key, "must be a table of word = value")
        for word, value in table.items():
            if not isinstance(value, str) or not normalise_word(value) or not normalise_word(word):
                raise self._error(key, f"{word!r} must be a word with a text as its value")
            yield normalise_word(word), value

    def _list(self, key: str) -> Iterator[str]:
        for word in self._array(key, self.content.get(key, [])):
            yield _undotted(self._text(key, word))

    def _expressions(self, key: str) -> Iterator[SynonymGroup]:
        for group in self._array(key, self.content.get(key, [])):
            members = [self._text(key, member) for member in self._array(key, group)]
            yield SynonymGroup(tuple(map(_words, members)), str(self.path))

    def _array(self, key: str, value: object) -> list[object]:
        if not isinstance(value, list):
            raise self._error(key, "must be a list of lists" if key in {"synonyms", "related"} else "must be a list")
        return value

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not normalise_word(value):
            raise self._error(key, f"{value!r} is no word; put words in quotes")
        return value

    def _error(self, key: str, problem: str) -> ConfigError:
        return ConfigError(f"The lexicon {self.path}: {key} {problem}.")


def _merged(first: Lexicon, second: Lexicon) -> Lexicon:
    """Return both lexicons as one; where both know a word, ``second`` decides what it is."""
    decided = second.overrides.keys() | second.compounds.keys() | second.protected
    return Lexicon(
        overrides=_without(first.overrides, decided) | dict(second.overrides),
        compounds=_without(first.compounds, decided) | dict(second.compounds),
        protected=(first.protected - decided) | second.protected,
        abbreviations=first.abbreviations | second.abbreviations,
        spellings={**first.spellings, **second.spellings},
        common_words=first.common_words | second.common_words,
        function_words=first.function_words | second.function_words,
        synonyms=first.synonyms + second.synonyms,
        related=first.related + second.related,
    )


def _without(mapping: Mapping[str, _Value], keys: AbstractSet[str]) -> dict[str, _Value]:
    return {word: value for word, value in mapping.items() if word not in keys}


def _by_member(groups: tuple[SynonymGroup, ...]) -> dict[Words, tuple[Words, ...]]:
    others: dict[Words, dict[Words, None]] = {}
    for group in groups:
        for member in group.members:
            others.setdefault(member, {}).update(dict.fromkeys(other for other in group.members if other != member))
    return {member: tuple(found) for member, found in others.items()}


def _words(text: str) -> Words:
    return tuple(normalise_word(text).split())


def _undotted(text: str) -> str:
    return normalise_word(text).replace(".", "")
