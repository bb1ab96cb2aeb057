"""Pages to ask for alerts, to confirm them, and to end them."""

import logging

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from search_web.access import refuse_other_origins
from search_web.alerts.mail import MAX_ADDRESS_CHARS, MailFailed, compose, is_address
from search_web.alerts.send import search_of
from search_web.alerts.store import Subscription
from search_web.config import AlertConfig
from search_web.language import N_, language
from search_web.language import gettext as _
from search_web.search import Search
from search_web.site import site
from search_web.urls import read, write
from search_web.wording import search_title

alerts = Blueprint("alerts", __name__, url_prefix="/peringatan")

_MAX_TOKEN_CHARS = 100
_logger = logging.getLogger(__name__)


def _configured() -> AlertConfig:
    found = site().config.alerts
    if found is None:
        abort(404)
    return found


@alerts.get("")
def form() -> ResponseReturnValue:
    """Show the form that asks for mails about a search."""
    _configured()
    search = read(request.args.items(multi=True)).search
    return _page("peringatan.html", search=search, address="", problem=None)


@alerts.post("")
def ask() -> ResponseReturnValue:
    """Send a mail whose link begins the subscription."""
    refuse_other_origins()
    configured = _configured()
    search = read(request.form.items(multi=True)).search
    address = request.form.get("surel", "").strip()
    if not is_address(address):
        problem = _("Alamat surel ini tidak lengkap. Tulis misalnya nama@contoh.id.")
        return _page("peringatan.html", search=search, address=address[:MAX_ADDRESS_CHARS], problem=problem), 400
    asked = configured.store.ask(address, _key(search), site().config.now(), language=language())
    if asked is not None and not _send_request(configured, asked, search):
        return _page("peringatan.html", search=search, address=address, problem=_(_NOT_SENT)), 503
    return _page("peringatan-terkirim.html", search=search, address=address)


@alerts.get("/mulai/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Show the button that begins a subscription: programs that check mails open links, but press no buttons."""
    return _page("peringatan-mulai.html", search=search_of(_known(token)), token=token)


@alerts.post("/mulai/<token>")
def begin(token: str) -> ResponseReturnValue:
    """Begin a subscription."""
    refuse_other_origins()
    _known(token)
    begun = _configured().store.confirm(token, site().config.now())
    if begun is None:
        abort(404)
    return _page("peringatan-aktif.html", search=search_of(begun), token=token)


@alerts.get("/berhenti/<token>")
def end(token: str) -> ResponseReturnValue:
    """Show the button that ends a subscription."""
    return _page("peringatan-berhenti.html", search=search_of(_known(token)), token=token, ended=False)


@alerts.post("/berhenti/<token>")
def ended(token: str) -> ResponseReturnValue:
    """End a subscription: by the page's button, or by a mail program's (RFC 8058; it comes from another origin)."""
    subscription = _configured().store.get(token[:_MAX_TOKEN_CHARS])
    search = search_of(subscription) if subscription is not None else Search()
    _configured().store.end(token[:_MAX_TOKEN_CHARS])
    return _page("peringatan-berhenti.html", search=search, token=token, ended=True)


_NOT_SENT = N_("Surel tidak bisa dikirim sekarang. Coba lagi nanti.")


def _known(token: str) -> Subscription:
    found = _configured().store.get(token) if len(token) <= _MAX_TOKEN_CHARS else None
    if found is None:
        abort(404)
    return found


def _key(search: Search) -> str:
    """Return what a search is stored as: order and page make no other search."""
    return write(Search(
        text=search.text, regions=search.regions, officials=search.officials, sections=search.sections,
        first=search.first, last=search.last,
    ))  # fmt: skip


def _send_request(configured: AlertConfig, asked: Subscription, search: Search) -> bool:
    """Send the mail that asks to confirm; where it cannot go out, forget the request, so that it can be made again."""
    title = search_title(search, site().labels)
    root = site().config.origin or ""
    text = render_template("konfirmasi.txt", title=title, address=root + url_for("alerts.confirm", token=asked.token))
    message = compose(sender=configured.sender, to=asked.address, subject=_("Konfirmasi: %s") % title, text=text)
    try:
        configured.mailer.send(message)
    except MailFailed as error:
        _logger.warning("a request to confirm an alert was not sent: %s", error)
        configured.store.end(asked.token)
        return False
    return True


def _page(template: str, *, search: Search, **values: object) -> str:
    title = search_title(search, site().labels)
    return render_template(template, overview=None, search=search, search_title=title, query=write(search), **values)
