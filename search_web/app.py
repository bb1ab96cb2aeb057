"""The Flask application, put together."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask.json.provider import DefaultJSONProvider
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from index.moments import timestamp
from search_web import errors, headers, limits
from search_web.alerts.views import alerts
from search_web.api import operations
from search_web.api.frame import INFO, SECURITY
from search_web.api.problems import Problem, invalid
from search_web.browse import browse
from search_web.config import WebConfig
from search_web.feeds import feeds
from search_web.hooks import hooks
from search_web.insight.views import insight
from search_web.language import LanguagePrefix, format_day, gettext, language, noun, number, other_language, stories
from search_web.link_audit.views import link_audit
from search_web.pages import pages
from search_web.periods import period_label
from search_web.read_also.views import read_also
from search_web.script_words import script_words
from search_web.search import Search, official_search, region_search
from search_web.service import service
from search_web.site import Site, feed_url, results_url, search_url
from search_web.stories import pieces
from search_web.urls import MAX_TEXT_CHARS, pairs


def create_app(config: WebConfig) -> Flask:
    """Return the application that shows ``config``'s archive."""
    app = OpenAPI(
        "search_web",
        info=INFO,
        security_schemes=SECURITY,
        doc_ui=False,
        validation_error_status=400,
        validation_error_model=Problem,
        validation_error_callback=invalid,
        root_path=str(Path(__file__).parent),
    )
    app.json = _BoundedJson(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = LanguagePrefix(app.wsgi_app, config.language)  # type: ignore[method-assign]
    here = Site.of(config)
    app.extensions["telusur"] = here
    app.url_map.merge_slashes = False  # ids may hold two slashes in a row
    _prepare_templates(app, here)
    here.metrics.register(app)
    headers.register(app)
    limits.register(app, limits.parse_limit(config.rate_limit) if config.rate_limit else None)
    errors.register(app)
    app.register_blueprint(pages)
    operations.register(app)
    app.register_blueprint(browse)
    app.register_blueprint(feeds)
    app.register_blueprint(read_also)
    app.register_blueprint(service)
    app.register_blueprint(hooks)
    app.register_blueprint(alerts)
    app.register_blueprint(insight)
    app.register_blueprint(link_audit)
    return app


class _BoundedJson(DefaultJSONProvider):
    """JSON whose nesting is bounded: beyond it the parser runs out of stack, which is the sender's mistake."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401 - the library's signature
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _prepare_templates(app: Flask, site: Site) -> None:
    config, labels = site.config, site.labels
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.autoescape = True
    environment.filters.update(
        day=format_day,
        timestamp=timestamp,
        iso_day=lambda text: format_day(date.fromisoformat(text)),
        number=number,
        noun=noun,
        stories=stories,
        pieces=pieces,
        place=labels.place,
        region=labels.region,
        official=labels.official,
    )
    versions = _versions(Path(app.static_folder or ""))
    environment.globals.update(
        archive_name=config.archive_name,
        notice=config.notice,
        max_text=MAX_TEXT_CHARS,
        search_url=search_url,
        results_url=results_url,
        feed_url=feed_url,
        contact=config.contact,
        can_follow=config.alerts is not None,
        hidden=pairs,
        is_logged=config.query_log is not None,
        is_audited=config.link_reports is not None,
        lang=language,
        other_language=lambda: other_language(config.language),
        _=gettext,
        script_words=script_words,
        region_search=region_search,
        official_search=official_search,
        section_search=lambda name: Search(sections=(name,)),
        text_search=lambda text: Search(text=text),
        period_label=period_label,
        style_url=lambda: url_for("service.style", v=site.stylesheet.version),
        static_url=lambda name: url_for("static", filename=name, v=versions[name]),
    )

    def here() -> dict[str, Any]:
        return {"address": (config.base_url or "") + request.full_path.rstrip("?"), "today": config.today()}

    app.context_processor(here)


def _versions(folder: Path) -> dict[str, str]:
    """Return a short digest per static file: part of its address, so that it may be kept for ever."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in folder.iterdir()}
