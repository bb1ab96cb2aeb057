"""Reading the tables of a TOML file: unknown keys are refused, wrong values named with their place."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import ConfigError


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the settings of one table.

    Attributes:
        table: The table.
        where: What errors call it.
    """

    table: Mapping[str, Any]
    where: str

    def get(self, key: str, default: str) -> str:
        """Return a text, ``default`` where it is missing or empty."""
        return self.optional(key) or default

    def optional(self, key: str) -> str | None:
        """Return a text, None where it is missing or empty."""
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise ConfigError(f'{self.where} {key} must be text in quotes, such as {key} = "..."')
        return value.strip() or None

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """Return a number from ``least`` to ``most``."""
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ConfigError(f"{self.where} {key} must be a number from {least:g} to {most:g}")
        return float(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise ConfigError(f"{self.where} {key} must be true or false")
        return value


def refuse_unknown(table: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    """Refuse a table with a key that is not known.

    Raises:
        ConfigError: There is one; the message names what was probably meant.
    """
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise ConfigError(f"{where}: unknown setting {key!r}; {hint}")
