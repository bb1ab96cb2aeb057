"""Errors as pages, and as JSON for programs: once each, here."""

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from index.errors import ConfigError, EngineUnavailable, IndexMissing, IndexOutdated, TelusurError
from search_web.api.problems import problem
from search_web.language import N_
from search_web.language import gettext as _
from search_web.site import site

RETRY_SECONDS = 60
"""When to try again while there is no index, in seconds."""

_WORDS = {
    400: (N_("Permintaan tidak dimengerti"), N_("Alamatnya tidak lengkap atau rusak.")),
    403: (N_("Tidak dilayani"), N_("Permintaan ini datang dari halaman lain. Mulailah dari halaman arsip sendiri.")),
    404: (N_("Halaman tidak ada"), N_("Berita atau halaman ini tidak ada di arsip, atau alamatnya salah tulis.")),
    405: (N_("Cara ini tidak dilayani"), N_("Halaman ini hanya bisa dibaca.")),
    413: (N_("Permintaan terlalu besar"), N_("Tulis pencarian yang lebih pendek.")),
    414: (N_("Alamat terlalu panjang"), N_("Tulis pencarian yang lebih pendek.")),
    429: (
        N_("Terlalu banyak permintaan"),
        N_("Dari jaringan ini datang terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
    ),
    500: (
        N_("Ada gangguan"),
        N_("Permintaan ini tidak bisa dijawab. Kesalahannya sudah dicatat; cobalah pencarian lain."),
    ),
    503: (N_("Arsip belum bisa dicari"), N_("Arsip sedang disiapkan. Coba lagi beberapa menit lagi.")),
}
_DEFAULT = (N_("Permintaan tidak bisa dilayani"), N_("Coba lagi, atau mulai dari halaman depan."))


def register(app: Flask) -> None:
    """Make the application answer errors in words."""
    app.register_error_handler(HTTPException, _http_error)
    for error in (IndexMissing, IndexOutdated, EngineUnavailable, ConfigError):
        app.register_error_handler(error, _unavailable)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code
    if code is None or code < 400:  # a redirect, which is no error but raised as one
        return error.get_response()
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        damage = _damage()
        if damage is not None:
            return _unavailable(damage)
    response = _answer(code, None)
    response.headers.extend((name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After"))
    return response


def _damage() -> TelusurError | None:
    """Tell whether the index is damaged: what stands in damaged files may fail far from where it was read."""
    try:
        problem = next(site().config.engine.problems(), None)
    except TelusurError as error:
        return error
    return None if problem is None else IndexMissing(f"{problem}; rebuild the index with `telusur reindex`")


def _unavailable(error: TelusurError) -> Response:
    """Say that nothing can be searched now; the message is the cure, for whoever runs the service."""
    response = _answer(503, str(error))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _answer(code: int, cure: str | None) -> Response:
    title, text = map(_, _WORDS.get(code, _DEFAULT))
    if request.path.startswith("/api/"):
        return problem(code, cure or f"{title}. {text}")
    page = render_template("galat.html", title=title, text=text, cure=cure, code=code, overview=None)
    return make_response(page, code)
