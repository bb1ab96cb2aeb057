"""The ``[[source]]`` blocks of telusur.toml: where articles come from, and how a site is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import ConfigError
from indexer.tables import TableReader, refuse_unknown

FILE_FORMATS = ("auto", "text", "jsonl", "wxr", "html")
"""Formats of files and folders."""

SITE_FORMATS = ("wordpress", "html")
"""Ways to read a site."""

SOURCE_FORMATS = tuple(dict.fromkeys((*FILE_FORMATS, *SITE_FORMATS)))

_SITE_KEYS = ("contact", "pause", "robots", "per_page", "max_shrink", "sweep_hours", "webhook_secret_file")
_KEYS = ("name", "format", "path", "url", "profile", *_SITE_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """How a site is read.

    Attributes:
        url: The site's address, or that of its sitemap.
        contact: Address or page by which the site's people can reach the operator.
        pause_s: Least time between two requests, in seconds.
        robots: Whether robots.txt is honoured.
        per_page: Posts asked for at once.
        max_shrink: Share of the articles that may vanish at once.
        sweep_every: Time after which an automatic pass compares the whole listing.
        webhook_secret_file: File with the secret of the site's webhook, or None: then there is none.
    """

    url: str
    contact: str
    pause_s: float
    robots: bool
    per_page: int
    max_shrink: float
    sweep_every: timedelta
    webhook_secret_file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One ``[[source]]``: files at a path, or a site.

    Attributes:
        name: First part of the articles' ids.
        format: One of :data:`SOURCE_FORMATS`.
        place: Where the articles are: a file or folder, or a site.
        profile: CSS selectors of the pages of an ``html`` source, or None.
    """

    name: str
    format: str
    place: Path | SiteConfig
    profile: Path | None = None


def read_sources(entries: object, base: Path, path: Path) -> tuple[SourceConfig, ...]:
    """Read all ``[[source]]`` blocks.

    Args:
        entries: What the file has under ``source``.
        base: Folder that paths are relative to.
        path: The file, for messages.

    Raises:
        ConfigError: One is wrong, or two have one name.
    """
    if not isinstance(entries, list):
        raise ConfigError(f"{path}: write sources as [[source]], with double brackets")
    sources = tuple(_source(entry, number, base, path) for number, entry in enumerate(entries, 1))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: two sources are called {name!r}; article ids begin with it, so rename one")
    return sources


def is_source_name(name: str) -> bool:
    """Tell whether ``name`` can begin an article id: letters, digits, hyphen, underscore."""
    return bool(name) and name.isascii() and name.replace("-", "").replace("_", "").isalnum()


def _source(entry: object, number: int, base: Path, path: Path) -> SourceConfig:
    where = f"{path}: [[source]] number {number}"
    if not isinstance(entry, dict):
        raise ConfigError(f"{where} must be a table")
    refuse_unknown(entry, _KEYS, where)
    text = TableReader(entry, where)
    name, location, url = text.optional("name"), text.optional("path"), text.optional("url")
    if name is None or (location is None) == (url is None):
        raise ConfigError(f"{where} needs a name, and either a path (files) or a url (a site)")
    if not is_source_name(name):
        raise ConfigError(f"{where}: name {name!r} may hold letters, digits, '-' and '_' only")
    format_ = text.get("format", "auto")
    known = FILE_FORMATS if url is None else SITE_FORMATS
    if format_ not in known:
        kind = "a path" if url is None else "a url"
        raise ConfigError(f"{where}: unknown format {format_!r}; with {kind}, known are {', '.join(known)}")
    profile = text.optional("profile")
    if profile is not None and format_ != "html":
        raise ConfigError(f'{where}: a profile describes web pages; it goes with format = "html"')
    return SourceConfig(
        name=name,
        format=format_,
        place=_site(entry, url, text, base) if url is not None else _files(entry, text, base),
        profile=base / profile if profile is not None else None,
    )


def _files(entry: Mapping[str, Any], text: TableReader, base: Path) -> Path:
    for key in _SITE_KEYS:
        if key in entry:
            raise ConfigError(f"{text.where}: {key} is about a site; a source with a path has none")
    return base / text.get("path", "")


def _site(entry: Mapping[str, Any], url: str, text: TableReader, base: Path) -> SiteConfig:
    where, contact = text.where, text.optional("contact")
    if contact is None or not contact.isascii() or not contact.isprintable() or len(contact) > 200:
        raise ConfigError(
            f'{where} needs contact = "…", an e-mail address or page by which the site\'s people can reach you; it is'
            " sent with every request"
        )
    secret = text.optional("webhook_secret_file")
    if secret is not None and entry.get("format") != "wordpress":
        raise ConfigError(f'{where}: webhook_secret_file goes with format = "wordpress"')
    return SiteConfig(
        url=_address(url, where),
        contact=contact,
        pause_s=text.number("pause", 1.0, least=0, most=3_600),
        robots=text.flag("robots", default=True),
        per_page=int(text.number("per_page", 100, least=1, most=100)),
        max_shrink=text.number("max_shrink", 0.05, least=0, most=1),
        sweep_every=timedelta(hours=text.number("sweep_hours", 20, least=0, most=24 * 366)),
        webhook_secret_file=base / secret if secret is not None else None,
    )


def _address(url: str, where: str) -> str:
    trouble = f'{where}: url {url!r} is no web address; "https://situs.example" is one'
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise ConfigError(trouble) from error
    if not is_web:
        raise ConfigError(trouble)
    if parts.username is not None or parts.password is not None:
        raise ConfigError(f"{where}: url must not hold a user name or password; only what is public is read")
    return url if parts.path else f"{url}/"
