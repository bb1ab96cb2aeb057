"""A search in words, where there is no page around it: titles of feeds, mails."""

from search_web.labels import Labels
from search_web.language import N_
from search_web.language import gettext as _
from search_web.urls import Search, period_label

EVERYTHING = N_("semua berita")


def search_title(search: Search, labels: Labels) -> str:
    """Return what a search is about: ``“banjir”, Kab. Bungo, 2020``."""
    parts = [
        f"“{search.text}”" if search.text else "",
        *(labels.region(code) for code in search.regions),
        *(labels.official(key) for key in search.officials),
        *search.sections,
        period_label(search),
    ]
    return ", ".join(part for part in parts if part) or _(EVERYTHING)
