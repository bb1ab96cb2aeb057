"""Where a cluster is, as the configuration writes it, and who asks, as the environment says.

::

    opensearch+https://search.example:9200/telusur
    opensearch+https://one:9200,two:9200,three:9200/telusur?shards=6&replicas=1
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qs, urlsplit

from index.errors import ConfigError

MAX_SHARDS = 1024
"""Most shards OpenSearch lets an index have."""

MAX_REPLICAS = 9
"""Most copies of a shard; more than there are nodes cannot be placed anyway."""

_ALIAS = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
"""Names that OpenSearch takes for an alias, with room for the generation behind it."""

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

_USER, _PASSWORD, _API_KEY, _CA = (f"TELUSUR_OPENSEARCH_{name}" for name in ("USER", "PASSWORD", "API_KEY", "CA"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who asks a cluster, and by which certificates its nodes are known.

    Attributes:
        user: Name for basic authentication.
        password: Its password.
        api_key: A key in place of both.
        ca: File of the certificates that are trusted; None trusts what the machine does.
    """

    user: str | None = None
    password: str | None = None
    api_key: str | None = None
    ca: Path | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Credentials":
        """Read ``TELUSUR_OPENSEARCH_USER``, ``_PASSWORD``, ``_API_KEY`` and ``_CA``.

        Raises:
            ConfigError: Only half of a user and password is given, or there is no such file.
        """
        user, password = environment.get(_USER), environment.get(_PASSWORD)
        if bool(user) != bool(password):
            raise ConfigError(f"set both {_USER} and {_PASSWORD}, or neither")
        ca = environment.get(_CA)
        if ca and not Path(ca).is_file():
            raise ConfigError(f"{_CA} names {ca}, which is no file; give the certificates that the cluster is known by")
        return cls(
            user=user or None,
            password=password or None,
            api_key=environment.get(_API_KEY) or None,
            ca=Path(ca) if ca else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an index lives.

    Attributes:
        nodes: Addresses of nodes (``https://host:9200``).
        alias: Name that readers ask by; generations are indexes called ``alias-g000001`` and so on.
        shards: Parts that a new generation is split into.
        replicas: Copies of each part; ``0-1`` keeps one as soon as there is a second node.
        is_read_only: Nothing is ever written.
    """

    nodes: tuple[str, ...]
    alias: str
    shards: int = 1
    replicas: str = "0-1"
    is_read_only: bool = False

    @classmethod
    def parse(cls, address: str) -> "Address":
        """Take an address apart.

        Raises:
            ConfigError: It is none, or would send passwords over a network in the clear.
        """
        try:
            parts = urlsplit(address)
            options = parse_qs(parts.query, strict_parsing=bool(parts.query))
        except ValueError as error:
            raise _no_address(address) from error
        hosts = [host for host in parts.netloc.split(",") if host]
        alias = parts.path.strip("/")
        if not hosts or "@" in parts.netloc or not _ALIAS.fullmatch(alias):
            raise _no_address(address)
        scheme = parts.scheme.removeprefix("opensearch+")
        if scheme == "http" and not all(_is_loopback(host) for host in hosts):
            raise ConfigError(
                f"{address} is not encrypted; write opensearch+https:// for a cluster that is not on this machine"
            )
        return cls(nodes=tuple(f"{scheme}://{host}" for host in hosts), alias=alias, **_options(options, address))

    def __str__(self) -> str:
        return f"{','.join(self.nodes)}/{self.alias}"


class _Options(TypedDict, total=False):
    """What may stand behind the question mark."""

    shards: int
    replicas: str
    is_read_only: bool


def _options(options: Mapping[str, list[str]], address: str) -> _Options:
    """Return the options behind the question mark as attributes of an address."""
    known = _Options()
    for name, values in options.items():
        value = values[-1]
        if name == "shards" and value.isdecimal() and 1 <= int(value) <= MAX_SHARDS:
            known["shards"] = int(value)
        elif name == "replicas" and value.isdecimal() and int(value) <= MAX_REPLICAS:
            known["replicas"] = f"{value}-{value}"
        elif name == "read-only" and value in {"yes", "no"}:
            known["is_read_only"] = value == "yes"
        else:
            raise ConfigError(
                f"{address} has the option {name}={value}; there are shards=1 to {MAX_SHARDS}, replicas=0 to "
                f"{MAX_REPLICAS} and read-only=yes"
            )
    return known


def _is_loopback(host: str) -> bool:
    return host.rpartition(":")[0] in _LOOPBACK or host in _LOOPBACK


def _no_address(address: str) -> ConfigError:
    return ConfigError(
        f"{address} is no address of an index; write for example opensearch+https://search.example:9200/telusur "
        f"(user and password belong into {_USER} and {_PASSWORD})"
    )
