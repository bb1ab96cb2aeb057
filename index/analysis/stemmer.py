"""Indonesian stemming of single words by Sastrawi, and its list of root words; only this module and `affixes` know it.

Sastrawi implements the confix-stripping stemmer of Nazief and Adriani as enhanced by Asian (2007) and later authors.
Its root list comes from Kateglo (CC BY-NC-SA 3.0), so it is only ever read from the installed package: neither the list
nor anything generated from it may be shipped.

Several distributions install the import name ``Sastrawi``. The widespread old one holds the same files but looks every
word up in a list, five hundred times slower, hence :func:`check_environment`.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from importlib import metadata

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer as SastrawiStemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from index.analysis.affixes import Visitors
from index.errors import ConfigError

DISTRIBUTION = "PySastrawi"
MINIMUM_VERSION = (1, 2, 1)
"""Older ones emit deprecation warnings on current Python; all of 1.2 stem alike."""

MAX_STEMMED_LENGTH = 40
"""Longest word that is stemmed, in characters; the longest affixed words of the news have about 30."""

_STEMMABLE = re.compile(r"[a-z]++(?:-[a-z]++)*+")

_AFFIXED = re.compile(
    r"(?:[bkmpst]e|di|ku|kau|[a-z](?:er|el|em|in)[aiueo])[a-z]*"  # prefixes, infixes behind the first letter
    r"|[a-z]*(?:i|an|nya|[km]u|[lkt]ah|pun|is|isme|isasi)"  # suffixes, enclitics
    r"|[a-z-]*-[a-z-]*"  # reduplication
)
"""Where one of the rules could apply. Other words, two in five different ones, come back unchanged without asking."""

_CURE = f"Use an environment of its own for telusur; there: pip uninstall sastrawi {DISTRIBUTION}, then pip install "


class Stemmer:
    """Stems words with Sastrawi's rules and its list of roots. Stateless, so safe to share between threads."""

    def __init__(self, roots: Iterable[str]) -> None:
        dictionary = ArrayDictionary(roots)
        self._stemmer = SastrawiStemmer(dictionary)
        self._stemmer.visitor_provider = Visitors()
        self._roots: frozenset[str] = frozenset(dictionary.words)

    def stem(self, word: str) -> str:
        """Return the stem of a normalised word; what is no plain lower-case word comes back unchanged."""
        if len(word) > MAX_STEMMED_LENGTH or _STEMMABLE.fullmatch(word) is None:
            return word
        if _AFFIXED.fullmatch(word) is None:
            return word
        # Never the library's `stem`: it rewrites the text and can return blanks, or nothing at all.
        return str(self._stemmer.stem_word(word))

    def is_root(self, word: str) -> bool:
        """Tell whether the dictionary lists ``word`` as a root."""
        return word in self._roots

    def digest(self) -> str:
        """Return a hash of the list of roots and of the version of the rules."""
        content = "\n".join([metadata.version(DISTRIBUTION), *sorted(self._roots)])
        return hashlib.sha256(content.encode()).hexdigest()


def installed_stemmer() -> Stemmer:
    """Return a stemmer with the root list of the installed package.

    Raises:
        ConfigError: Another distribution stands in its place.
    """
    check_environment()
    return Stemmer(StemmerFactory().get_words())


def check_environment() -> None:
    """Make sure that ``import Sastrawi`` is the distribution we depend on.

    Raises:
        ConfigError: It is missing, too old, or another distribution has taken its place; the message says the cure.
    """
    version = _installed_version()
    if version is None:
        raise ConfigError(f"The stemmer {DISTRIBUTION} is not installed.{_others()} {_CURE}{_requirement()}")
    if _numbers(version) < MINIMUM_VERSION:
        raise ConfigError(f"{DISTRIBUTION} {version} is too old. {_CURE}{_requirement()}")
    if type(ArrayDictionary(["a"]).words) is not dict:
        raise ConfigError(
            f"Another distribution has overwritten the files of {DISTRIBUTION}.{_others()} {_CURE}{_requirement()}"
        )


def _installed_version() -> str | None:
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return None


def _others() -> str:
    """Name the other distributions that provide the import name, as a sentence to append."""
    provided: Sequence[str] = metadata.packages_distributions().get("Sastrawi", ())
    others = sorted({name for name in provided if name.lower() != DISTRIBUTION.lower()})
    return f" The import name Sastrawi is provided by {', '.join(others)}." if others else ""


def _requirement() -> str:
    return f"'{DISTRIBUTION}>={'.'.join(map(str, MINIMUM_VERSION))}'"


def _numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: ``1.2.1.post1`` gives (1, 2, 1)."""
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, numbers[0].split("."))) if numbers else ()
