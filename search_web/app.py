"""The Flask application: its parts, its error pages and what every answer carries."""

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.dates import format_day
from index.errors import TelusurError
from search_web.api import api
from search_web.config import WebConfig
from search_web.pages import local, pages
from search_web.urls import SearchState

MAX_REQUEST_BYTES = 64 * 1024
"""Largest request body; these pages take none."""

_POLICY = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

_TITLES = {
    400: ("Permintaan tidak dimengerti", "Alamatnya tidak lengkap atau rusak."),
    404: ("Halaman tidak ada", "Berita atau halaman ini tidak ada di arsip, atau sudah dipindahkan."),
    405: ("Cara ini tidak dilayani", "Halaman ini hanya bisa dibaca."),
    413: ("Permintaan terlalu besar", "Kirim pencarian yang lebih pendek."),
    414: ("Alamat terlalu panjang", "Kirim pencarian yang lebih pendek."),
}


def create_app(config: WebConfig) -> Flask:
    """Return the application that shows ``config``'s archive."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.extensions["telusur"] = config
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = lambda moment: format_day(local(moment).date())
    app.jinja_env.filters["local"] = local
    app.jinja_env.filters["region"] = config.gazetteer.region_label
    app.jinja_env.filters["short_region"] = lambda code: _short(config, code)
    app.jinja_env.filters["web_url"] = _web_url
    app.jinja_env.globals.update(archive_name=config.archive_name, notice=config.notice, empty_state=SearchState())
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TelusurError, _unavailable)
    app.after_request(_with_headers)
    return app


def _short(config: WebConfig, code: str) -> str:
    region = config.gazetteer.regions.get(code)
    return region.name if region is not None else code


def _web_url(url: str | None) -> str | None:
    """Return an address that may be linked, or None: only the web's own schemes are harmless."""
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    code = error.code or 500
    title, text = _TITLES.get(code, ("Ada gangguan", "Coba lagi sebentar lagi."))
    return render_template("galat.html", title=title, text=text, cure=None), code


def _unavailable(error: TelusurError) -> ResponseReturnValue:
    """Say that nothing can be searched now; the cure is for whoever runs the service."""
    text = "Arsip sedang tidak bisa dicari. Coba lagi beberapa menit lagi."
    return render_template("galat.html", title="Arsip belum siap", text=text, cure=str(error)), 503


def _with_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.path.startswith(("/cari", "/api/")):
        headers["X-Robots-Tag"] = "noindex, follow"
    if not request.path.startswith("/static/") and response.status_code == 200:
        headers.setdefault("Cache-Control", "public, max-age=60")
    return response
