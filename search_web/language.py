"""Indonesian and English: pages are written in Indonesian, and translated where their address says so.

The other language has a prefix (``/en/cari?q=banjir``), so a link keeps it and nothing is remembered of a reader.
Translations are gettext catalogues in ``translations``; ``tools/translations.py`` compiles them and finds what lacks.
Stories and the names of offices and regions stay Indonesian.
"""

import gettext as catalogues
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, request

from index.dates import format_day as indonesian_day
from index.dates import format_month as indonesian_month

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SOURCE = "id"
"""Language that pages are written in."""

LANGUAGES = (SOURCE, "en")

_LANGUAGE = ContextVar("language", default=SOURCE)
"""Language of the answer being made. A page asks hundreds of times, which the request's own values are too slow for."""

_FOLDER = Path(__file__).parent / "translations"
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class LanguagePrefix:
    """Takes the other language's prefix off an address, and notes the language of the request.

    Args:
        app: What answers then.
        own: The pages' own language, which has no prefix.
    """

    def __init__(self, app: "WSGIApplication", own: str) -> None:
        self._app = app
        self._own = own
        self._other = other_than(own)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "")
        prefix = f"/{self._other}"
        is_other = path.startswith(f"{prefix}/")
        if is_other:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = path.removeprefix(prefix)
        with _in_language(self._other if is_other else self._own):
            return self._app(environ, start_response)


def language() -> str:
    """Return the language of the answer; outside of a request that of the source."""
    return _LANGUAGE.get()


def other_than(known: str) -> str:
    """Return the other language."""
    return next(code for code in LANGUAGES if code != known)


def other_language(own: str) -> str:
    """Return the address of this page in the other language.

    Args:
        own: The language without a prefix.
    """
    root, query = request.script_root, request.query_string.decode("ascii", "replace")
    prefix = f"/{other_than(own)}"
    root = root + prefix if language() == own else root.removesuffix(prefix)
    return f"{root}{request.path}?{query}" if query else root + request.path


@contextmanager
def speaking(app: Flask, code: str) -> Iterator[None]:
    """Work outside of a request as on a page in a language: its words, and addresses that lead to it."""
    config = app.extensions["telusur"].config
    prefix = "" if code == config.language else f"/{code}"
    base_url = config.base_url + prefix if config.base_url else None
    with _in_language(code), app.test_request_context(base_url=base_url):
        yield


@contextmanager
def _in_language(code: str) -> Iterator[None]:
    """Answer in a language meanwhile; whole answers are made before they are sent, so none is made outside."""
    token = _LANGUAGE.set(code)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def gettext(message: str) -> str:
    """Return a message in the language of the answer."""
    return message if language() == SOURCE else _catalogue(language()).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message for the catalogues that is translated only where it is shown."""
    return message


def noun(count: int) -> str:
    """Return the word for so many stories."""
    return "berita" if language() == SOURCE else ("story" if count == 1 else "stories")


def number(value: int) -> str:
    """Return a count as it is printed: ``19.862`` or ``19,862``."""
    return f"{value:,}" if language() != SOURCE else f"{value:,}".replace(",", ".")


def stories(count: int) -> str:
    """Return a count of stories: ``1.204 berita``."""
    return f"{number(count)} {noun(count)}"


def format_day(day: date) -> str:
    """Return a day in words: ``3 Maret 2024`` or ``3 March 2024``."""
    return indonesian_day(day) if language() == SOURCE else f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def format_month(year: int, month: int) -> str:
    """Return a month in words: ``Maret 2024`` or ``March 2024``."""
    return indonesian_month(year, month) if language() == SOURCE else f"{_ENGLISH_MONTHS[month - 1]} {year}"


@cache
def _catalogue(code: str) -> catalogues.NullTranslations:
    with (_FOLDER / f"{code}.mo").open("rb") as file:
        return catalogues.GNUTranslations(file)
