"""The page of the audit: how many links are well, and lists of those that are not, with what they should lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from search_web.access import operator_only
from search_web.language import N_, format_day
from search_web.language import gettext as _
from search_web.link_audit.report import LinkedArticle, LinkReport, ReportedArticle, State
from search_web.site import site
from search_web.stories import article_address, local, public_address

link_audit = Blueprint("link_audit", __name__)

ROWS = 100
"""Rows of one page of a list."""

TROUBLES: tuple[State, ...] = ("broken", "removed", "moved", "unresolved")
"""States of links that somebody may want to mend, the worst first."""

_LISTS = {
    "broken": N_("Alamat rusak"),
    "removed": N_("Berita dihapus"),
    "moved": N_("Berita pindah alamat"),
    "unresolved": N_("Judul tidak ditemukan"),
    "orphans": N_("Tidak pernah ditautkan"),
    "without_links": N_("Tanpa tautan"),
    "most_linked": N_("Paling sering ditautkan"),
}
_MAX_PAGE_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An article in a list: its headline, and where it can be read."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list.

    Attributes:
        article: The article: for a link the linking one.
        link: What the link says: its address, or the title that stands in its place; empty where the row is no link.
        target: Where it should lead, if that is known.
        count: How many articles link to the article, where the list tells.
    """

    article: Named
    link: str = ""
    target: Named | None = None
    count: int | None = None


@link_audit.get("/pengelola/tautan")
@operator_only
def page() -> ResponseReturnValue:
    """Show what the last audit found."""
    reports = site().config.link_reports
    if reports is None:
        abort(404)
    report = reports.latest()
    if report is None:
        return render_template("tautan.html", overview=None, report=None)
    sizes = _sizes(report)
    chosen = request.args.get("daftar", "")
    if chosen not in sizes:
        chosen = next((name for name, size in sizes.items() if size), TROUBLES[0])
    last = max(1, -(-sizes[chosen] // ROWS))
    number = min(_page_number(request.args.get("hal", "")), last)
    return render_template(
        "tautan.html",
        overview=None,
        report=report,
        total=sum(report.links.values()),
        checked=_checked(report.checked),
        good=report.links.get("good", 0),
        elsewhere=report.links.get("elsewhere", 0),
        lists=[(name, _(words), sizes[name]) for name, words in _LISTS.items()],
        chosen=chosen,
        title=_(_LISTS[chosen]),
        rows=_rows(report, chosen)[(number - 1) * ROWS : number * ROWS],
        number=number,
        last=last,
    )


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_PAGE_DIGITS
    return max(1, int(text)) if is_number else 1


def _checked(moment: datetime) -> str:
    """Return when the audit was made, and how long ago that is."""
    days = (site().config.now() - moment).days
    age = _("hari ini") if days < 1 else _("kemarin") if days == 1 else _("%d hari lalu") % days
    return f"{format_day((local(moment) or moment).date())} ({age})"


def _sizes(report: LinkReport) -> dict[str, int]:
    """Return how many rows each list has."""
    others = {"orphans": report.orphans, "without_links": report.without_links, "most_linked": report.most_linked}
    return {name: report.links.get(name, 0) for name in TROUBLES} | {name: len(rows) for name, rows in others.items()}


def _rows(report: LinkReport, chosen: str) -> Sequence[Row]:
    match chosen:
        case "orphans":
            return [Row(article=_named(article)) for article in report.orphans]
        case "without_links":
            return [Row(article=_named(article)) for article in report.without_links]
        case "most_linked":
            return [_counted(article) for article in report.most_linked]
        case _:
            return [
                Row(
                    article=_named(link.source),
                    link=link.url or link.title,
                    target=_named(link.target) if link.target is not None else None,
                )
                for link in report.troubled
                if link.state == chosen
            ]


def _counted(article: LinkedArticle) -> Row:
    return Row(article=_named(article), count=article.linked_by)


def _named(article: ReportedArticle) -> Named:
    address = public_address(article.url) or article_address(article.id)
    return Named(title=article.title.strip() or article.id, address=address)
