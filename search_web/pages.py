"""The reader's pages and their addresses; here the start page and the help."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from search_web import article, results
from search_web.overview import Overview
from search_web.search import Search
from search_web.site import Site, site
from search_web.stories import (
    Named,
    plain,
)
from search_web.timeline import year_rows

pages = Blueprint("pages", __name__)

PLACES = 24
"""Regions in the index of the start page."""

SECTIONS = 12
"""Sections in the index of the start page."""

_EVERYTHING = Search()


@pages.get("/")
def start() -> ResponseReturnValue:
    """Show the search box and what the archive holds."""
    here = site()
    overview = here.overview.get()
    return render_template(
        "mulai.html",
        overview=overview,
        search=_EVERYTHING,
        years=year_rows(_EVERYTHING, overview.years, overview.years),
        places=_places(here, overview),
        heads=_heads(here, overview),
        sections=overview.sections[:SECTIONS],
        stories=plain(overview.latest),
    )


@pages.get("/bantuan")
def help_() -> ResponseReturnValue:
    """Say what can be typed, and how results are ordered."""
    return render_template("bantuan.html", overview=site().overview.get(), search=_EVERYTHING)


def _places(here: Site, overview: Overview) -> list[tuple[str, str, int]]:
    """Return the regions to browse, each as code, name and count: those of the newsroom's province, by name."""
    home = here.config.gazetteer.home
    province = home.partition(".")[0] if home else ""
    counted = [count for count in overview.regions if count.value.count(".") <= 1 and count.value.startswith(province)]
    named = [(count.value, here.labels.place(count.value), count.count) for count in counted[:PLACES]]
    return sorted(named, key=lambda place: ("." in place[0], place[1].removeprefix("Kota ")))


def _heads(here: Site, overview: Overview) -> list[tuple[Named, str, int]]:
    """Return who heads the newsroom's province and its regencies today, where the archive has stories about them."""
    home = here.config.gazetteer.home
    if home is None:
        return []
    counts = {count.value: count.count for count in overview.persons}
    return [
        (Named(name=here.labels.official(key), key=key), office, counts[key])
        for key, office in here.labels.heads(home, here.config.today())
        if key in counts
    ]


pages.add_url_rule("/cari", view_func=results.search)
pages.add_url_rule("/artikel/<path:article_id>", view_func=article.article)
pages.add_url_rule("/artikel", view_func=article.article_by_id)
