"""Related stories: an article or a draft in, older stories that belong with it out, each with its reasons.

:func:`related` is the one entrance, the same for the command line, the pages, the API and the evaluation. Its subject
is a :class:`~index.article.Document`: one of the archive (:func:`find_subject` takes an id or an address), or a draft,
which whoever accepts drafts reads and annotates first, as an article would be.
"""

from index.related.as_record import related_to_records
from index.related.recipe import related
from index.related.subject import find_subject
from index.related.values import DEFAULTS, Kind, Options, ReadsDraft, Reasons, RelatedStories, RelatedStory

__all__ = [
    "DEFAULTS",
    "Kind",
    "Options",
    "ReadsDraft",
    "Reasons",
    "RelatedStories",
    "RelatedStory",
    "find_subject",
    "related",
    "related_to_records",
]
