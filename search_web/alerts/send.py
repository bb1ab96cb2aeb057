"""The job: new stories of every followed search, one mail each."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import parse_qsl

from flask import Flask, render_template, url_for

from index.query import Query
from index.search import Hit, Sort
from search_web.alerts.mail import MailFailed, compose
from search_web.alerts.store import Subscription
from search_web.config import AlertConfig
from search_web.language import gettext as _
from search_web.language import number, speaking
from search_web.search import Search, to_request
from search_web.site import Site, search_url, site
from search_web.stories import own_address, public_address, title_of
from search_web.urls import read
from search_web.wording import search_title

MAX_STORIES = 20
"""Stories listed in one mail; a link leads to the others."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one run did: each subscription is one of these."""

    mailed: int
    nothing_new: int
    failed: int


@dataclass(frozen=True, slots=True)
class _News:
    """A story in a mail."""

    published: datetime
    title: str
    day: str
    address: str


def send_alerts(app: Flask, alerts: AlertConfig) -> Sent:
    """Tell every subscriber what is new. A mail that cannot be sent is tried again by the next run.

    Args:
        app: The application; its configuration has a public address.
        alerts: Who follows what, and what sends mails.
    """
    outcomes = [_send_one(app, alerts, one) for one in alerts.store.confirmed()]
    return Sent(
        mailed=outcomes.count(_MAILED), nothing_new=outcomes.count(_NOTHING_NEW), failed=outcomes.count(_FAILED)
    )


_MAILED, _NOTHING_NEW, _FAILED = "mailed", "nothing new", "failed"


def _send_one(app: Flask, alerts: AlertConfig, subscription: Subscription) -> str:
    with speaking(app, subscription.language):
        here, search = site(), search_of(subscription)
        news = _news(here, search, subscription.seen)
        if not news:
            return _NOTHING_NEW
        message = _message(here, alerts, subscription, search, news)
    try:
        alerts.mailer.send(message)
    except MailFailed as error:
        _logger.warning("an alert was not sent: %s", error)
        return _FAILED
    alerts.store.told(subscription.token, news[0].published)
    return _MAILED


def search_of(subscription: Subscription) -> Search:
    """Return the search that a subscription follows."""
    return read(parse_qsl(subscription.search)).search


def _message(
    here: Site, alerts: AlertConfig, subscription: Subscription, search: Search, news: Sequence[_News]
) -> EmailMessage:
    title = search_title(search, here.labels)
    unsubscribe = url_for("alerts.end", token=subscription.token, _external=True)
    text = render_template(
        "peringatan.txt",
        title=title,
        lines=news[:MAX_STORIES],
        more=len(news) - MAX_STORIES,
        address=(here.config.origin or "") + search_url(replace(search, sort=Sort.NEWEST)),
        unsubscribe=unsubscribe,
    )
    return compose(
        sender=alerts.sender,
        to=subscription.address,
        subject=_("%(count)s berita baru: %(search)s") % {"count": number(len(news)), "search": title},
        text=text,
        unsubscribe=unsubscribe,
    )


def _news(here: Site, search: Search, seen: datetime | None) -> list[_News]:
    """Return stories published after ``seen`` and not in the future, the newest first."""
    now = here.config.now()
    query = here.parse(search.text).query if search.text else Query()
    request = to_request(replace(search, sort=Sort.NEWEST, page=1), query, limit=5 * MAX_STORIES)
    found = (_story(here, hit) for hit in here.config.engine.search(request).hits)
    return [
        news for news in found if news is not None and (seen is None or seen < news.published) and news.published <= now
    ]


def _story(here: Site, hit: Hit) -> _News | None:
    article = hit.document.article
    if article.published is None:
        return None
    return _News(
        published=article.published,
        title=" ".join(title_of(article).split()),
        day=article.published.astimezone(here.config.zone).date().isoformat(),
        address=public_address(article.url) or (here.config.origin or "") + own_address(hit.document),
    )
