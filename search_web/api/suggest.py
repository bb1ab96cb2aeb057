"""Completion of what is being typed."""

from flask import Response

from search_web.api.frame import blueprint
from search_web.api.models import SuggestAnswer, SuggestQuery
from search_web.api.problems import dump
from search_web.suggestions import suggest as suggestions_for

api = blueprint("suggest", tag="search", does="Find stories.")


@api.get("/suggest", responses={200: SuggestAnswer})
def suggest(query: SuggestQuery) -> Response:
    """Complete what a reader has typed, in words as they are printed."""
    return dump(SuggestAnswer(suggestions=suggestions_for(query.q)))
