"""Completions as readers see them."""

from index.suggest import Completion, Kind
from search_web.site import Site

MAX_SUGGESTIONS = 8
"""Completions of one answer; more are not looked at."""

_NOTES = {Kind.REGION: "wilayah", Kind.OFFICE: "jabatan", Kind.PERSON: "pejabat", Kind.TITLE: "judul berita"}


def completions(here: Site, typed: str) -> tuple[Completion, ...]:
    """Return what the text that is being typed may become, the most useful first."""
    return here.suggester.complete(typed, MAX_SUGGESTIONS)


def note_of(completion: Completion) -> str:
    """Return what a completion is, in a word; empty for plain words."""
    return _NOTES.get(completion.kind, "")
