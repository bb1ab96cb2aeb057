"""What every view needs of the application that it runs in."""

from dataclasses import dataclass, replace

from flask import current_app, g, url_for

from index.offers import Offer, Offering
from index.query import Mode, Parsed, parse
from index.search import SearchRequest, Sort
from index.suggest import Suggester
from search_web.config import WebConfig
from search_web.insight import QueryLog
from search_web.insight.popular import PopularSearches
from search_web.labels import Labels
from search_web.look import Stylesheet, stylesheet
from search_web.metrics import Metrics
from search_web.overview import OverviewCache
from search_web.search import Search
from search_web.urls import write

_KEY = "telusur"


@dataclass(frozen=True, slots=True)
class Site:
    """One archive on the web.

    Attributes:
        config: Its parts.
        labels: Its names.
        overview: What it holds.
        metrics: What has been asked.
        stylesheet: How pages look.
        suggester: Completes what is being typed.
        popular: What is searched for often; None where nothing is remembered.
    """

    config: WebConfig
    labels: Labels
    overview: OverviewCache
    metrics: Metrics
    stylesheet: Stylesheet
    suggester: Suggester
    popular: PopularSearches | None

    @classmethod
    def of(cls, config: WebConfig) -> "Site":
        """Return the site of a configuration."""
        return cls(
            config,
            Labels(config.gazetteer),
            OverviewCache(config.engine, config.zone),
            Metrics(config),
            stylesheet(config.accent, config.accent_dark),
            Suggester(config.engine, config.analyzer, config.gazetteer),
            PopularSearches(config.query_log) if config.query_log is not None else None,
        )

    @property
    def query_log(self) -> QueryLog | None:
        """Remembers searches; None: nothing does."""
        return self.config.query_log

    @property
    def province(self) -> str | None:
        """The newsroom's province, if it has a region."""
        home = self.config.gazetteer.home
        return home.partition(".")[0] if home is not None else None

    def parse(self, text: str, mode: Mode = Mode.LENIENT) -> Parsed:
        """Return the query that a reader's text means. In strict mode raises QuerySyntaxError."""
        return parse(text, resolver=self.config.gazetteer, mode=mode, today=self.config.today())

    def offers(self, request: SearchRequest) -> tuple[Offer, ...]:
        """Return the filters that a search's words suggest, each with what it would find."""
        here = self.config
        return Offering(here.engine, here.analyzer, here.gazetteer).offers(request, here.today())


def site() -> Site:
    """Return the site of the application that is answering."""
    found: Site = current_app.extensions[_KEY]
    return found


def search_url(search: Search) -> str:
    """Return the address of a page of results, relative to the host."""
    path, query = _search_path(), write(search)
    return f"{path}?{query}" if query else path


def _search_path() -> str:
    """Return the path of pages of results, made once for an answer that links to dozens of them."""
    if "search_path" not in g:
        g.search_path = url_for("pages.search")
    path: str = g.search_path
    return path


def feed_url(search: Search, *, kind: str = "atom") -> str:
    """Return the address of a search as a feed: always the newest stories first, from the first page."""
    query = write(replace(search, sort=Sort.RELEVANCE, page=1))
    path = url_for("feeds.feed", kind=kind)
    return f"{path}?{query}" if query else path


def results_url(search: Search) -> str:
    """Return the address of a page of results at its count, where focus belongs after a change of filters."""
    return f"{search_url(search)}#hasil"
