"""Request to search to page: the only Flask code. :func:`create_app` makes the application."""

from search_web.app import create_app
from search_web.config import WebConfig
from search_web.mounting import mount

__all__ = ["WebConfig", "create_app", "mount"]
