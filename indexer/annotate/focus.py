"""Which regions a story is about, told from those it only mentions.

Every mention is evidence, weighed by where it stands. Districts and villages speak for their regency, a province only
for what its regencies do not explain. CLIFF (Media Cloud) separates focus from mentions in the same way.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.article import RegionCode


class Ground(StrEnum):
    """Where a region is named, or how."""

    DATELINE = "dateline"
    TITLE = "headline"
    SECTION = "section or tag"
    OPENING = "opening"
    OFFICE = "somebody's office"
    MENTION = "text"


WEIGHTS: Mapping[Ground, float] = {
    Ground.DATELINE: 3.0,
    Ground.TITLE: 3.0,
    Ground.SECTION: 3.0,
    Ground.OPENING: 2.0,
    Ground.OFFICE: 0.5,
    Ground.MENTION: 1.0,
}
"""Weights of evidence, by where it stands."""

DISTRICT_SHARE = 0.7
"""What a district's or village's evidence counts for its regency."""

FOCUS_SHARE = 0.5
"""A region is a focus from this share of the strongest region's evidence. Tried on the sample archive: 0.4 lets in
where something merely took place (precision .91), 0.6 drops second regions (recall .94)."""

LEAST_EVIDENCE = 2.0
"""Evidence below which a story has no focus: one mention in passing is none."""

CAPITAL = RegionCode("31")
"""Jakarta: ministries, courts and reporters sit there, so a story held in it is seldom about it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to think that a story is about a region.

    Attributes:
        code: The region.
        ground: Where it is named.
        at: Index of the word in the body that names it; None for what stands outside the body.
        is_firm: Whether the region's kind is said ("Provinsi Jambi", "Pemprov DKI"): a bare "Jambi" may be the town.
        is_own: Whether it speaks for a province whatever its regencies explain: its government acts.
    """

    code: RegionCode
    ground: Ground
    at: int | None = None
    is_firm: bool = False
    is_own: bool = False

    @property
    def weight(self) -> float:
        """How much it says."""
        return WEIGHTS[self.ground]


@dataclass(frozen=True, slots=True)
class Focus:
    """What a story is about.

    Attributes:
        regions: Regions it is about, the primary one first.
        mentioned: The others that it names, in the order of naming.
        scores: Evidence for each, summed; provinces keep what their regencies do not explain.
    """

    regions: tuple[RegionCode, ...]
    mentioned: tuple[RegionCode, ...]
    scores: Mapping[RegionCode, float]


def focus_regions(
    evidence: Iterable[Evidence], mentions: Sequence[Evidence], anchored: Collection[RegionCode] = ()
) -> Focus:
    """Return the regions a story is about, apart from the others that it mentions.

    Args:
        evidence: What stands in prominent places; counted in full.
        mentions: Every region named in running text, each time it is named; repeats count less and less.
        anchored: Regencies that the text ties to their province's name: "Kuala Tungkal, Jambi", the city of Jambi.
    """
    evidence = list(evidence)
    scores: dict[RegionCode, float] = defaultdict(float)
    counts = Counter(item.code for item in mentions)
    weight = {item.code: 0.0 for item in mentions}
    for item in mentions:
        weight[item.code] = max(weight[item.code], item.weight)
    for code, count in counts.items():
        scores[regency(code)] += weight[code] * _share(code) * (1 + math.log(count))
    for item in evidence:
        scores[regency(item.code)] += item.weight * _share(item.code)
    firm = {item.code for item in (*evidence, *mentions) if item.is_firm}
    _explain_provinces(scores, evidence, firm, anchored)
    _leave_out_capital(scores, firm)
    focus = _strongest(scores)
    others = [code for code in dict.fromkeys(regency(item.code) for item in mentions) if code not in focus]
    return Focus(focus, tuple(others), scores)


def regency(code: RegionCode) -> RegionCode:
    """Return the regency or city that a district or village belongs to; a higher region as it is."""
    return RegionCode(".".join(code.split(".")[:2]))


def province(code: RegionCode) -> RegionCode:
    """Return the province that a region belongs to or is."""
    return RegionCode(code.split(".")[0])


def _share(code: RegionCode) -> float:
    return DISTRICT_SHARE if code.count(".") > 1 else 1.0


def _explain_provinces(
    scores: dict[RegionCode, float],
    evidence: Sequence[Evidence],
    firm: Collection[RegionCode],
    anchored: Collection[RegionCode],
) -> None:
    """Take from each province what its regencies explain.

    Where the story names just one regency of it, ties it to the province or says enough of it, and never says
    "province", the province's name only says where that regency lies, and its evidence is the regency's.
    """
    for whole in [code for code in scores if "." not in code]:
        below = [code for code in scores if code.startswith(f"{whole}.")]
        own = sum(item.weight for item in evidence if item.code == whole and item.is_own)
        is_told = len(below) == 1 and (below[0] in anchored or scores[below[0]] >= LEAST_EVIDENCE)
        if is_told and whole not in firm and own == 0:
            scores[below[0]] += scores.pop(whole)
        elif below:
            scores[whole] = own + max(0.0, scores[whole] - own - max(scores[code] for code in below))


def _leave_out_capital(scores: dict[RegionCode, float], firm: set[RegionCode]) -> None:
    """Drop Jakarta unless the story speaks of it as a region, or of nothing else and in prominent places."""
    parts = [code for code in scores if province(code) == CAPITAL]
    if not parts:
        return
    elsewhere = any(score >= LEAST_EVIDENCE for code, score in scores.items() if code not in parts)
    if CAPITAL not in firm or elsewhere:
        scores.pop(CAPITAL, None)
    if elsewhere:
        for code in parts:
            if code in scores:
                scores[code] -= WEIGHTS[Ground.DATELINE]


def _strongest(scores: Mapping[RegionCode, float]) -> tuple[RegionCode, ...]:
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ordered or ordered[0][1] < LEAST_EVIDENCE:
        return ()
    least = max(LEAST_EVIDENCE, FOCUS_SHARE * ordered[0][1])
    return tuple(code for code, score in ordered if score >= least)
