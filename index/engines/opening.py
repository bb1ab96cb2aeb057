"""From an address in the configuration to an engine."""

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.engine import DEFAULT_LIMITS, Engine, Limits
from index.engines.whoosh import WhooshEngine
from index.errors import ConfigError
from index.ranking import INGREDIENTS, Ingredients

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):(.*)", re.DOTALL)
"""A scheme has two letters at least, so that ``C:`` is none."""


def open_engine(
    address: str,
    *,
    analyzer: Analyzer,
    zone: ZoneInfo,
    ingredients: Ingredients = INGREDIENTS,
    limits: Limits = DEFAULT_LIMITS,
    lock_timeout: float = 0.0,
) -> Engine:
    """Return the engine for ``address``; nothing is read or written before it is used.

    Args:
        address: A folder, plain or as ``whoosh:FOLDER``: an embedded index kept there.
        analyzer: The analyser of both index and queries.
        zone: Where days begin and end.
        ingredients: What takes part in ranking; other choices than the default are for measuring.
        limits: Time and memory that answers may take.
        lock_timeout: Seconds that whoever writes waits for another writer.

    Raises:
        ConfigError: The address names no engine, or the environment holds another whoosh than the one needed.
    """
    scheme, location = _split(address)
    if not location.strip() or "\0" in location:
        raise ConfigError(f"the index address {address!r} names no folder; write for example whoosh:var/index")
    match scheme:
        case "whoosh":
            return WhooshEngine(
                Path(location),
                analyzer=analyzer,
                zone=zone,
                ingredients=ingredients,
                limits=limits,
                lock_timeout=lock_timeout,
            )
        case "opensearch+https" | "opensearch+http":
            return _open_search(address)(
                analyzer=analyzer, zone=zone, ingredients=ingredients, limits=limits, lock_timeout=lock_timeout
            )
        case _:
            raise ConfigError(
                f"no engine is called {scheme!r} (in the index address {address!r}); write a folder, or whoosh:FOLDER "
                "for the embedded engine, or opensearch+https://HOST:9200/NAME"
            )


def _open_search(address: str) -> Callable[..., Engine]:
    """Return what makes an engine on a cluster. Its client is an extra, and loaded only where it is asked for."""
    try:
        from index.engines.opensearch import (  # noqa: PLC0415 - an extra that most installations have not
            Address,
            Credentials,
            OpenSearchEngine,
        )
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"the index address {address!r} needs OpenSearch's client; install it with "
            "`pip install 'telusur[opensearch]'`"
        ) from error
    return partial(OpenSearchEngine, Address.parse(address), Credentials.of(os.environ))


def _split(address: str) -> tuple[str, str]:
    parts = _SCHEME.fullmatch(address)
    return (parts[1], parts[2]) if parts else ("whoosh", address)
