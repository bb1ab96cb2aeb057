"""Make sure that the installed Whoosh is the one whose files and internals this engine knows.

Several distributions install the import name ``whoosh`` and overwrite one another; the engine relies on details of one
version (``layout`` and ``bulk`` name them), so anything else is refused before it can do harm.
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions, version

import whoosh

from index.errors import ConfigError

SUPPORTED = (2, 7, 4)
"""The one version of Whoosh whose file format and internals are known; released in 2016 and frozen since."""

_CURE = "mend it with: pip uninstall -y {} && pip install --force-reinstall whoosh==2.7.4"


@cache
def check_environment() -> None:
    """Make sure that ``import whoosh`` gives Whoosh 2.7.4 and nothing else.

    Raises:
        ConfigError: Another version, or another distribution that provides the same import name, is installed.
    """
    check_distributions(set(packages_distributions().get("whoosh", ())), whoosh.__version__)


def check_distributions(providers: Iterable[str], loaded: tuple[int, ...]) -> None:
    """Check the distributions that provide ``whoosh`` and the version that was loaded."""
    intruders = sorted(name for name in providers if name.lower() != "whoosh")
    if intruders:
        names = ", ".join(intruders)
        raise ConfigError(f"{names} has taken the import name of whoosh 2.7.4; " + _CURE.format(" ".join(intruders)))
    if tuple(loaded) != SUPPORTED or version("whoosh") != ".".join(map(str, SUPPORTED)):
        found = ".".join(map(str, loaded))
        raise ConfigError(f"whoosh {found} is installed, 2.7.4 is needed; " + _CURE.format("whoosh"))
