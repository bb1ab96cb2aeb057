"""The ``[web]`` and ``[mail]`` tables of ``telusur.toml``: how pages look, what they allow, what they remember."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ConfigError

WEB_KEYS = (
    "base_url", "contact", "accent", "accent_dark", "language", "proxies", "rate_limit", "cors_origins", "api_tokens",
    "operator_password", "query_log", "query_log_days", "link_audit", "alerts", "read_also_label",
)  # fmt: skip
MAIL_KEYS = ("server", "port", "security", "user", "password_file", "sender")
MAIL_SECURITY = ("starttls", "tls", "none")
LANGUAGES = ("id", "en")

DEFAULT_RATE_LIMIT = "300/minute"
"""Requests of one client: a reader makes a few, completion while typing included; crawlers make thousands."""

DEFAULT_LOG_DAYS = 90
"""Days that searches are remembered."""

DEFAULT_READ_ALSO_LABEL = "Baca Juga:"
"""What stands before a link that an editor pastes into a story."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_ORIGIN = re.compile(r"\*|https?://[^\s/?#]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """``[mail]``: the server that alerts go out by.

    Attributes:
        server: Its name.
        port: Its port.
        security: ``starttls``, ``tls`` or ``none``.
        user: Who logs in, or None for nobody.
        password_file: File that holds the password.
        sender: Address that alerts come from.
    """

    server: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str | None = None
    password_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``[web]``; see ``docs/configuration.md`` for each setting."""

    base_url: str | None = None
    contact: str | None = None
    accent: str | None = None
    accent_dark: str | None = None
    language: str = "id"
    proxies: int = 0
    rate_limit: str | None = DEFAULT_RATE_LIMIT
    cors_origins: tuple[str, ...] = ()
    api_tokens: tuple[str, ...] = ()
    operator_password: str | None = None
    query_log: Path | None = None
    query_log_days: int = DEFAULT_LOG_DAYS
    link_audit: Path | None = None
    alerts: Path | None = None
    read_also_label: str = DEFAULT_READ_ALSO_LABEL
    mail: MailSettings | None = None


def web_settings(data: Mapping[str, Any], base: Path, where: str) -> WebSettings:
    """Return the web settings of a configuration.

    Args:
        data: The whole file.
        base: Folder that paths are relative to.
        where: The file's name, for messages.

    Raises:
        ConfigError: A setting is unknown or wrong; the message names it and says what is right.
    """
    web = _Table(data.get("web", {}), f"{where}: [web]", WEB_KEYS)
    settings = WebSettings(
        base_url=web.matching("base_url", _ADDRESS, "https://arsip.example.id", end="/"),
        contact=web.text("contact"),
        accent=web.matching("accent", _COLOUR, "#0a5a4b"),
        accent_dark=web.matching("accent_dark", _COLOUR, "#7fcbb6"),
        language=web.one_of("language", LANGUAGES),
        proxies=web.number("proxies", 0, 0, 5),
        rate_limit=web.text("rate_limit", DEFAULT_RATE_LIMIT),
        cors_origins=web.several("cors_origins", _ORIGIN, "https://www.example.id"),
        api_tokens=web.several("api_tokens", _SHA256, "what `telusur token` prints"),
        operator_password=web.text("operator_password"),
        query_log=web.path("query_log", base),
        query_log_days=web.number("query_log_days", DEFAULT_LOG_DAYS, 1, 3660),
        link_audit=web.path("link_audit", base),
        alerts=web.path("alerts", base),
        read_also_label=web.text("read_also_label") or DEFAULT_READ_ALSO_LABEL,
        mail=_mail(data, base, where) if "mail" in data else None,
    )
    _check_alerts(settings, where)
    return settings


def _mail(data: Mapping[str, Any], base: Path, where: str) -> MailSettings:
    mail = _Table(data["mail"], f"{where}: [mail]", MAIL_KEYS)
    server, sender = mail.text("server"), mail.text("sender")
    if server is None or sender is None or "@" not in sender:
        raise ConfigError(f'{where}: [mail] needs a server and a sender, such as "arsip@example.id"')
    security = mail.one_of("security", MAIL_SECURITY)
    return MailSettings(
        server=server,
        sender=sender,
        port=mail.number("port", 465 if security == "tls" else 587, 1, 65535),
        security=security,
        user=mail.text("user"),
        password_file=mail.path("password_file", base),
    )


def _check_alerts(settings: WebSettings, where: str) -> None:
    if settings.alerts is None:
        return
    if settings.mail is None:
        raise ConfigError(f"{where}: [web] alerts needs a [mail] table: alerts are sent by mail")
    if settings.base_url is None:
        raise ConfigError(f"{where}: [web] alerts needs base_url: mails hold links to the pages")


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file, read with messages that name the place."""

    values: Mapping[str, Any]
    where: str
    known: tuple[str, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.values, dict):
            raise ConfigError(f"{self.where} must be a table")
        for key in self.values:
            if key not in self.known:
                raise ConfigError(f"{self.where}: unknown setting {key!r}; known are {', '.join(self.known)}")

    def text(self, key: str, default: str | None = None) -> str | None:
        value = self.values.get(key, default)
        if value is not None and not isinstance(value, str):
            raise ConfigError(f'{self.where} {key} must be text in quotes, such as {key} = "..."')
        return value.strip() or None if value is not None else None

    def matching(self, key: str, pattern: re.Pattern[str], example: str, *, end: str = "") -> str | None:
        value = self.text(key)
        if value is not None and not pattern.fullmatch(value):
            raise ConfigError(f'{self.where} {key}: {value!r} is not what it should be, such as "{example}"')
        return value.rstrip(end) if value is not None and end else value

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        value = self.text(key) or known[0]
        if value not in known:
            raise ConfigError(f"{self.where} {key}: unknown {value!r}; known are {', '.join(known)}")
        return value

    def number(self, key: str, default: int, least: int, most: int) -> int:
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ConfigError(f"{self.where} {key} must be a whole number from {least} to {most}")
        return value

    def several(self, key: str, pattern: re.Pattern[str], example: str) -> tuple[str, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise ConfigError(f'{self.where} {key} must be a list, such as {key} = ["..."]')
        for value in values:
            if not isinstance(value, str) or not pattern.fullmatch(value):
                raise ConfigError(f"{self.where} {key}: {value!r} is not what it should be, such as {example}")
        return tuple(values)

    def path(self, key: str, base: Path) -> Path | None:
        value = self.text(key)
        return base / value if value is not None else None
