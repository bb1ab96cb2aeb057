"""Completion of what is being typed."""

from flask import Response

from search_web.api.frame import blueprint
from search_web.api.models import SuggestAnswer, Suggestion, SuggestQuery
from search_web.api.problems import dump
from search_web.site import site
from search_web.suggestions import completions, note_of

api = blueprint("suggest", tag="search", does="Find stories.")


@api.get("/suggest", responses={200: SuggestAnswer})
def suggest(query: SuggestQuery) -> Response:
    """Complete what a reader has typed: words, names and headlines, as printed; each finds something."""
    return dump(
        SuggestAnswer(
            suggestions=[
                Suggestion(text=c.text, kind=c.kind.value, note=note_of(c), count=c.count)
                for c in completions(site(), query.q)
            ]
        )
    )
