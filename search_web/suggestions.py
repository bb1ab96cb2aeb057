"""Completions as readers see them."""

from index.suggest import Completion, Kind
from search_web.language import N_
from search_web.language import gettext as _
from search_web.site import Site

MAX_SUGGESTIONS = 8
"""Completions of one answer; more are not looked at."""

MAX_POPULAR = 3
"""Frequent searches among them."""

_NOTES = {
    Kind.REGION: N_("wilayah"),
    Kind.OFFICE: N_("jabatan"),
    Kind.PERSON: N_("pejabat"),
    Kind.TITLE: N_("judul berita"),
}


def completions(here: Site, typed: str) -> tuple[Completion, ...]:
    """Return what the text that is being typed may become: what others search for, then what the archive holds."""
    popular = here.popular.beginning_with(typed, MAX_POPULAR) if here.popular is not None else ()
    searched = [Completion(text=query, kind=Kind.WORD, count=1) for query in popular]
    known = {query.casefold() for query in popular}
    held = [c for c in here.suggester.complete(typed, MAX_SUGGESTIONS) if c.text.casefold() not in known]
    return (*searched, *held)[:MAX_SUGGESTIONS]


def note_of(completion: Completion) -> str:
    """Return what a completion is, in a word; empty for plain words."""
    return _(_NOTES[completion.kind]) if completion.kind in _NOTES else ""
