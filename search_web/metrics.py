"""Numbers for Prometheus: requests, their times, the engine's times, and the size of the archive."""

import time

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from index.errors import TelusurError
from search_web.config import WebConfig

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Bounds of the histogram: pages aim at 25 ms and must not take more than 100 ms."""

_STARTED = "telusur_started"


class Metrics:
    """The numbers of one application in one process; each worker is asked for its own.

    Args:
        config: Whose archive is counted.
    """

    def __init__(self, config: WebConfig) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "telusur_request_seconds", "Time to answer.", ["endpoint"], buckets=_SECONDS, registry=self._registry
        )
        self._answers = Counter(
            "telusur_answers", "Answers by status.", ["endpoint", "status"], registry=self._registry
        )
        articles = Gauge("telusur_articles", "Articles in the index; -1 without one.", registry=self._registry)
        articles.set_function(lambda: _articles(config))

    def register(self, app: Flask) -> None:
        """Count every request of the application."""
        app.before_request(self._start)
        app.after_request(self._count)

    def text(self) -> Response:
        """Return all numbers in Prometheus' format."""
        return Response(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)

    def _start(self) -> None:
        setattr(g, _STARTED, time.perf_counter())

    def _count(self, response: Response) -> Response:
        endpoint = request.endpoint or "none"  # never the path: strangers choose it, and each value costs memory
        self._seconds.labels(endpoint).observe(time.perf_counter() - getattr(g, _STARTED))
        self._answers.labels(endpoint, str(response.status_code)).inc()
        return response


def _articles(config: WebConfig) -> float:
    try:
        return float(config.engine.info().articles)
    except TelusurError:
        return -1.0
