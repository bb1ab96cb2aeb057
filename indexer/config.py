"""telusur.toml: what an archive is called, where its parts lie, and where its articles come from.

Paths in the file are relative to the file's own folder. Unknown keys are refused, so that a typing error never passes
as a setting that is silently ignored.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from index.article import RegionCode
from index.engine import DEFAULT_LIMITS, Limits
from index.errors import ConfigError
from indexer.source_config import SourceConfig, read_sources
from indexer.tables import TableReader, refuse_unknown
from indexer.web_config import WebSettings, web_settings

CONFIG_NAME = "telusur.toml"

SEARCH_SECONDS = 2.0
"""Time of a reader's search; whoever waits longer has left."""

MAX_NUMBER = 100_000
"""Largest number a setting takes."""

TEMPLATE = """\
# telusur: settings of one archive. Paths are relative to this file.

[archive]
name = "Arsip Berita"              # shown on every page
time_zone = "Asia/Jakarta"         # days and months are counted in it
# home_region = "15.06"            # Kemendagri code of the newsroom's region: decides between places of one name
# notice = ""                      # a sentence shown on every page
database = "var/archive.sqlite"    # the durable record of every article
engine = "whoosh:var/index"        # where the index lives; it can always be rebuilt from the database
# national_offices = false         # read president, ministers and the like, too: less certain, hence off
# registry = "officials.toml"      # who held which office when
# lexicon = "lexicon.toml"         # the newsroom's own words: overrides, compounds, names, synonyms


[web]
# base_url = "https://arsip.example.id"   # where readers find the pages; feeds and mails need it
# contact = "redaksi@example.id"          # whom readers can write to
query_log = "var/queries.sqlite"   # searches, without who searched; remove the line to remember nothing
link_audit = "var/links.json"      # where `telusur links audit --save` leaves what the operator's page shows
# proxies = 1                      # web servers in front of the pages, so that limits see readers' addresses

[search]
# seconds = 2.0                    # a reader's search that takes longer shows what it has found by then
# memory_mb = 96                   # kept per web process for the next searches

# One block per source; `telusur sync` reads them all.
# [[source]]
# name = "situs"                   # first part of the articles' ids: never change it
# format = "wordpress"             # a WordPress site; or "html", any site that has a sitemap
# url = "https://situs.example"
# contact = "redaksi@situs.example"   # by which the site's people can reach you
# pause = 1.0                      # seconds between two requests
# robots = true                    # honour robots.txt
# per_page = 100                   # posts asked for at once
# max_shrink = 0.05                # share of the articles that may vanish at once
# sweep_hours = 20                 # time after which the whole listing is compared again
# webhook_secret_file = "hook.key" # lets the site announce changes

# [[source]]
# name = "halaman"
# format = "html"                  # files: html, wxr, jsonl, text, or auto to find out
# path = "halaman"                 # a file or folder
# profile = "halaman.toml"         # CSS selectors of the pages
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one archive, with all paths absolute.

    Attributes:
        name: What readers know the archive as.
        zone: Time zone in which days and months are counted.
        home_region: The newsroom's region; a prior for ambiguous names, never a focus by itself.
        notice: Sentence shown on every page, or None.
        database: The SQLite archive.
        engine: Address of the index, see ``index.engines.open_engine``.
        national_offices: Whether offices of the state are read, too.
        registry: Officials registry, or None for the packaged example.
        lexicon: The newsroom's own words, or None.
        sources: What ``telusur sync`` reads.
        web: How pages look and what they allow.
        limits: Time and memory that a reader's search may take.
    """

    name: str
    zone: ZoneInfo
    home_region: RegionCode | None
    notice: str | None
    database: Path
    engine: str
    national_offices: bool = False
    registry: Path | None = None
    lexicon: Path | None = None
    sources: tuple[SourceConfig, ...] = field(default=())
    web: WebSettings = field(default=WebSettings())
    limits: Limits = DEFAULT_LIMITS


_ARCHIVE_KEYS = (
    "name",
    "time_zone",
    "home_region",
    "notice",
    "database",
    "engine",
    "national_offices",
    "registry",
    "lexicon",
)
_SEARCH_KEYS = ("seconds", "memory_mb")


def load_config(path: Path) -> Config:
    """Read ``telusur.toml``.

    Raises:
        ConfigError: It is missing, not TOML, or holds something unknown; the message says where and what to do.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file; `telusur init` writes one, --config names another") from None
    except IsADirectoryError:
        raise ConfigError(f"{path} is a folder; --config wants the {CONFIG_NAME} file in it") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    return _config(data, path)


def _config(data: Mapping[str, Any], path: Path) -> Config:
    refuse_unknown(data, ("archive", "search", "source", "web", "mail"), f"{path}")
    archive = _table(data, "archive", path)
    refuse_unknown(archive, _ARCHIVE_KEYS, f"{path}: [archive]")
    base = path.resolve().parent
    text = TableReader(archive, f"{path}: [archive]")
    return Config(
        name=text.get("name", "Arsip Berita"),
        zone=_zone(text.get("time_zone", "Asia/Jakarta"), path),
        home_region=_region(text.optional("home_region"), path),
        notice=text.optional("notice"),
        database=base / text.get("database", "var/archive.sqlite"),
        engine=_engine(text.get("engine", "whoosh:var/index"), base),
        national_offices=text.flag("national_offices", default=False),
        registry=_below(base, text.optional("registry")),
        lexicon=_below(base, text.optional("lexicon")),
        sources=read_sources(data.get("source", []), base, path),
        web=web_settings(data, base, str(path)),
        limits=_limits(_table(data, "search", path), f"{path}: [search]"),
    )


def _limits(table: Mapping[str, Any], where: str) -> Limits:
    refuse_unknown(table, _SEARCH_KEYS, where)
    read = TableReader(table, where)
    return Limits(
        seconds=read.number("seconds", SEARCH_SECONDS, least=0, most=MAX_NUMBER),
        cache_bytes=int(read.number("memory_mb", DEFAULT_LIMITS.cache_bytes / 2**20, least=0, most=MAX_NUMBER) * 2**20),
    )


def _table(data: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {key} must be a table: write [{key}] on a line of its own")
    return table


def _zone(name: str, path: Path) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(
            f"{path}: [archive] time_zone: no zone {name!r}; use Asia/Jakarta, Asia/Makassar or Asia/Jayapura"
        ) from error


def _region(code: str | None, path: Path) -> RegionCode | None:
    if code is None:
        return None
    if not all(part.isdigit() for part in code.split(".")):
        raise ConfigError(f'{path}: [archive] home_region: {code!r} is no Kemendagri code; "15.06" is one')
    return RegionCode(code)


def _engine(address: str, base: Path) -> str:
    """Make the folder of a whoosh address absolute; leave other addresses to their engine."""
    scheme, colon, rest = address.partition(":")
    if not colon:
        return f"whoosh:{base / address}"
    return f"whoosh:{base / rest}" if scheme == "whoosh" else address


def _below(base: Path, name: str | None) -> Path | None:
    return base / name if name is not None else None
