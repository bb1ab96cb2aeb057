"""The archive's pages inside an application that is there already."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from search_web.app import create_app
from search_web.config import WebConfig


def mount(app: Flask, prefix: str, config: WebConfig) -> Flask:
    """Answer everything below ``prefix`` (such as ``/arsip``) with the archive's pages; return their application.

    They keep error pages, headers, limits and templates of their own, and share nothing with the application around
    them but its process. ``config.base_url`` then ends with the prefix.
    """
    if not prefix.startswith("/") or prefix.endswith("/"):
        raise ValueError(f"{prefix!r}: a prefix begins with a slash and ends without one, such as /arsip")
    pages = create_app(config)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {prefix: pages})  # type: ignore[method-assign]
    return pages
