"""What a reader may be about to type."""

from search_web.site import site

MAX_SUGGESTIONS = 8
"""Suggestions of one answer; more are not looked at."""

MIN_TYPED = 2
"""Characters before anything is suggested."""


def suggest(typed: str) -> list[str]:
    """Return names in the archive with a word that begins with ``typed``, the most frequent first."""
    begun = typed.casefold().strip()
    if len(begun) < MIN_TYPED:
        return []
    here = site()
    overview = here.overview.get()
    names = [
        *((here.labels.place(c.value), c.count) for c in overview.regions),
        *((here.labels.official(c.value), c.count) for c in overview.persons),
        *((c.value, c.count) for c in overview.sections),
    ]
    fitting = {name: count for name, count in names if _begins(name.casefold(), begun)}
    return sorted(fitting, key=lambda name: (-fitting[name], name))[:MAX_SUGGESTIONS]


def _begins(name: str, begun: str) -> bool:
    return name.startswith(begun) or f" {begun}" in name
