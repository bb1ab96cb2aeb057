"""What every view needs of the application that it runs in."""

from dataclasses import dataclass

from flask import current_app, url_for

from index.query import Mode, Parsed, parse
from search_web.config import WebConfig
from search_web.labels import Labels
from search_web.metrics import Metrics
from search_web.overview import OverviewCache
from search_web.urls import Search, write

_KEY = "telusur"


@dataclass(frozen=True, slots=True)
class Site:
    """One archive on the web.

    Attributes:
        config: Its parts.
        labels: Its names.
        overview: What it holds.
        metrics: What has been asked.
    """

    config: WebConfig
    labels: Labels
    overview: OverviewCache
    metrics: Metrics

    @classmethod
    def of(cls, config: WebConfig) -> "Site":
        """Return the site of a configuration."""
        return cls(config, Labels(config.gazetteer), OverviewCache(config.engine, config.zone), Metrics(config))

    def parse(self, text: str, mode: Mode = Mode.LENIENT) -> Parsed:
        """Return the query that a reader's text means. In strict mode raises QuerySyntaxError."""
        return parse(text, resolver=self.config.gazetteer, mode=mode, today=self.config.today())


def site() -> Site:
    """Return the site of the application that is answering."""
    found: Site = current_app.extensions[_KEY]
    return found


def search_url(search: Search) -> str:
    """Return the address of a page of results, relative to the host."""
    path, query = url_for("pages.search"), write(search)
    return f"{path}?{query}" if query else path


def results_url(search: Search) -> str:
    """Return the address of a page of results at its count, where focus belongs after a change of filters."""
    return f"{search_url(search)}#hasil"
