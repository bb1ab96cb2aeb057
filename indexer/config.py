"""telusur.toml: what an archive is called, where its parts lie, and where its articles come from.

Paths in the file are relative to the file's own folder. Unknown keys are refused, so that a typing error never passes
as a setting that is silently ignored.
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from index.article import RegionCode
from index.engine import DEFAULT_LIMITS, Limits
from index.errors import ConfigError
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
# registry = "officials.toml"      # who held which office when
# lexicon = "lexicon.toml"         # the newsroom's own words: overrides, compounds, names, synonyms

[web]
# base_url = "https://arsip.example.id"   # where readers find the pages; feeds and mails need it
# contact = "redaksi@example.id"          # whom readers can write to
query_log = "var/queries.sqlite"   # searches, without who searched; remove the line to remember nothing
# proxies = 1                      # web servers in front of the pages, so that limits see readers' addresses

[search]
# seconds = 2.0                    # a reader's search that takes longer shows what it has found by then
# memory_mb = 72                   # kept per web process for the next searches

# One block per source; `telusur import` without arguments reads them all.
# [[source]]
# name = "berita"
# format = "jsonl"                 # auto, text, jsonl or wxr
# path = "berita.jsonl"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One ``[[source]]``: a name that becomes part of article ids, a format, and a file or folder."""

    name: str
    format: str
    path: Path


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
        registry: Officials registry, or None for the packaged example.
        lexicon: The newsroom's own words, or None.
        sources: What ``telusur import`` reads by default.
        web: How pages look and what they allow.
        limits: Time and memory that a reader's search may take.
    """

    name: str
    zone: ZoneInfo
    home_region: RegionCode | None
    notice: str | None
    database: Path
    engine: str
    registry: Path | None = None
    lexicon: Path | None = None
    sources: tuple[SourceConfig, ...] = field(default=())
    web: WebSettings = field(default=WebSettings())
    limits: Limits = DEFAULT_LIMITS


_ARCHIVE_KEYS = ("name", "time_zone", "home_region", "notice", "database", "engine", "registry", "lexicon")
_SEARCH_KEYS = ("seconds", "memory_mb")
_SOURCE_KEYS = ("name", "format", "path")
SOURCE_FORMATS = ("auto", "text", "jsonl", "wxr")


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
    _refuse_unknown(data, ("archive", "search", "source", "web", "mail"), f"{path}")
    archive = _table(data, "archive", path)
    _refuse_unknown(archive, _ARCHIVE_KEYS, f"{path}: [archive]")
    base = path.resolve().parent
    text = _TextReader(archive, f"{path}: [archive]")
    return Config(
        name=text.get("name", "Arsip Berita"),
        zone=_zone(text.get("time_zone", "Asia/Jakarta"), path),
        home_region=_region(text.optional("home_region"), path),
        notice=text.optional("notice"),
        database=base / text.get("database", "var/archive.sqlite"),
        engine=_engine(text.get("engine", "whoosh:var/index"), base),
        registry=_below(base, text.optional("registry")),
        lexicon=_below(base, text.optional("lexicon")),
        sources=_sources(data.get("source", []), base, path),
        web=web_settings(data, base, str(path)),
        limits=_limits(_table(data, "search", path), f"{path}: [search]"),
    )


@dataclass(frozen=True, slots=True)
class _TextReader:
    """Reads string settings of one table, naming the place in errors."""

    table: Mapping[str, Any]
    where: str

    def get(self, key: str, default: str) -> str:
        return self.optional(key) or default

    def optional(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise ConfigError(f'{self.where} {key} must be text in quotes, such as {key} = "..."')
        return value.strip() or None


def _limits(table: Mapping[str, Any], where: str) -> Limits:
    _refuse_unknown(table, _SEARCH_KEYS, where)
    return Limits(
        seconds=_number(table, "seconds", SEARCH_SECONDS, where),
        cache_bytes=int(_number(table, "memory_mb", DEFAULT_LIMITS.cache_bytes / 2**20, where) * 2**20),
    )


def _number(table: Mapping[str, Any], key: str, default: float, where: str) -> float:
    value = table.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= MAX_NUMBER:
        raise ConfigError(f"{where} {key} must be a number from 0 to {MAX_NUMBER}, such as {key} = {default:g}")
    return float(value)


def _table(data: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {key} must be a table: write [{key}] on a line of its own")
    return table


def _refuse_unknown(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise ConfigError(f"{where}: unknown setting {key!r}; {hint}")


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


def _sources(entries: object, base: Path, path: Path) -> tuple[SourceConfig, ...]:
    if not isinstance(entries, list):
        raise ConfigError(f"{path}: write sources as [[source]], with double brackets")
    sources = tuple(_source(entry, number, base, path) for number, entry in enumerate(entries, 1))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: two sources are called {name!r}; article ids begin with it, so rename one")
    return sources


def _source(entry: object, number: int, base: Path, path: Path) -> SourceConfig:
    where = f"{path}: [[source]] number {number}"
    if not isinstance(entry, dict):
        raise ConfigError(f"{where} must be a table")
    _refuse_unknown(entry, _SOURCE_KEYS, where)
    text = _TextReader(entry, where)
    name, location = text.optional("name"), text.optional("path")
    if name is None or location is None:
        raise ConfigError(f"{where} needs a name and a path")
    if not is_source_name(name):
        raise ConfigError(f"{where}: name {name!r} may hold letters, digits, '-' and '_' only")
    format_ = text.get("format", "auto")
    if format_ not in SOURCE_FORMATS:
        raise ConfigError(f"{where}: unknown format {format_!r}; known are {', '.join(SOURCE_FORMATS)}")
    return SourceConfig(name=name, format=format_, path=base / location)


def is_source_name(name: str) -> bool:
    """Tell whether ``name`` can begin an article id: letters, digits, hyphen, underscore."""
    return bool(name) and name.isascii() and name.replace("-", "").replace("_", "").isalnum()
