"""Which regions a story is about, told from those it only mentions.

Every mention is evidence, weighed by where it stands. Districts and villages speak for their regency, a province only
for what its regencies do not explain. CLIFF (Media Cloud) separates focus from mentions in the same way.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.article import RegionCode

DATELINE = 3.0
TITLE = 3.0
SECTION = 3.0
FIRST_PARAGRAPH = 2.0
OFFICE = 1.5
MENTION = 1.0
"""Weights of evidence, by place."""

DISTRICT_SHARE = 0.7
"""What a district's or village's evidence counts for its regency."""

FOCUS_SHARE = 0.4
"""A region is a focus from this share of the strongest region's evidence."""

LEAST_EVIDENCE = 2.0
"""Evidence below which a story has no focus: one mention in passing is none."""

CAPITAL_DATELINES = ("31",)
"""Datelines that say where the reporter sat: ignored where a regency of the home province has evidence of its own."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to think that a story is about a region."""

    code: RegionCode
    weight: float


def focus_regions(
    evidence: Iterable[Evidence], mentions: Sequence[RegionCode], home: RegionCode | None
) -> tuple[tuple[RegionCode, ...], tuple[RegionCode, ...]]:
    """Return the regions a story is about, the primary one first, and the others that it mentions.

    Args:
        evidence: What stands in prominent places; mentions in running text are counted from ``mentions``.
        mentions: Every region named in running text, each time it is named.
        home: The newsroom's region.
    """
    scores: dict[RegionCode, float] = defaultdict(float)
    for code, count in Counter(mentions).items():
        scores[regency(code)] += MENTION * _share(code) * (1 + math.log(count))
    for item in evidence:
        scores[regency(item.code)] += item.weight * _share(item.code)
    _explain_provinces(scores)
    _ignore_reporters_seat(scores, home)
    focus = _strongest(scores)
    others = [code for code in dict.fromkeys(map(regency, mentions)) if code not in focus]
    covered = {code.split(".")[0] for code in focus}
    return focus, tuple(code for code in others if not (len(code) == 2 and code in covered))


def regency(code: RegionCode) -> RegionCode:
    """Return the regency or city that a district or village belongs to; a higher region as it is."""
    return RegionCode(".".join(code.split(".")[:2]))


def _share(code: RegionCode) -> float:
    return DISTRICT_SHARE if code.count(".") > 1 else 1.0


def _explain_provinces(scores: dict[RegionCode, float]) -> None:
    """Take from each province what its strongest regency explains."""
    for province in [code for code in scores if "." not in code]:
        below = [score for code, score in scores.items() if code.startswith(f"{province}.")]
        if below:
            scores[province] -= max(below)


def _ignore_reporters_seat(scores: dict[RegionCode, float], home: RegionCode | None) -> None:
    province = home.split(".")[0] if home is not None else None
    if any(score >= LEAST_EVIDENCE and code.split(".")[0] == province for code, score in scores.items()):
        for code in [code for code in scores if code.split(".")[0] in CAPITAL_DATELINES]:
            scores[code] -= DATELINE


def _strongest(scores: Mapping[RegionCode, float]) -> tuple[RegionCode, ...]:
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ordered or ordered[0][1] < LEAST_EVIDENCE:
        return ()
    least = max(LEAST_EVIDENCE, FOCUS_SHARE * ordered[0][1])
    return tuple(code for code, score in ordered if score >= least)
