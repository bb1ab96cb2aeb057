"""Which of several regions of one name is meant: those around decide, and what police are called."""

from collections.abc import Collection, Sequence

from index.article import RegionCode
from indexer.annotate.persons import HONORIFICS
from indexer.annotate.words import Word


def is_metro_police(words: Sequence[Word], at: int) -> bool:
    """Tell whether ``words[at]`` is that of "Kapolres Metro Bekasi": the police around Jakarta, not the city Metro."""
    if words[at].lower != "metro" or at == 0 or at + 1 >= len(words) or words[at].gap != " ":
        return False
    is_police = words[at - 1].lower.endswith(("polres", "polsek", "polresta"))
    return is_police and words[at + 1].is_capitalised and words[at + 1].lower not in HONORIFICS


def is_city_police(words: Sequence[Word], at: int) -> bool:
    """Tell whether ``words[at]`` is the last of "Polres Bogor Kota": the city's police, not the regency's."""
    return at < len(words) and words[at].text == "Kota" and words[at - 1].gap == " "


def nearest(codes: Sequence[RegionCode], context: Collection[RegionCode]) -> RegionCode | None:
    """Return the code that shares most with the regions around, or None.

    A district must lie in a province around, a village in a regency around: their names are everywhere. Of several that
    share equally much none is meant.
    """
    if len(codes) == 1 and codes[0].count(".") < 2:
        return codes[0]
    scored = sorted(
        ((max((_shared(code, other) for other in context), default=0), code) for code in codes), reverse=True
    )
    best, code = scored[0]
    if best < code.count(".") - 1 or (len(scored) > 1 and scored[1][0] == best):
        return None
    return code if best > 0 else None


def _shared(code: RegionCode, other: RegionCode) -> int:
    """Return how many leading parts two codes share."""
    count = 0
    for mine, theirs in zip(code.split("."), other.split("."), strict=False):
        if mine != theirs:
            break
        count += 1
    return count
