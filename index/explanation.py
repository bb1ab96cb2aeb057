"""Why a story ranks where it does, in words and as JSON values; for people who tune or doubt the ranking."""

from collections.abc import Iterator
from typing import Any

from index.search import Explanation, Kind, Reason

_HOW = {
    Kind.SYNONYM: "a synonym",
    Kind.RELATED: "a related expression",
    Kind.CORRECTION: "a spelling correction",
    Kind.APART: "written apart",
    Kind.NAME: "another spelling of the name",
}


def in_words(explanation: Explanation) -> Iterator[str]:
    """Yield one sentence per reason, the weightiest first, then what the whole is multiplied by, and why."""
    for reason in explanation.reasons:
        yield f"{reason.points:6.2f}  {_reason(reason)}"
    if explanation.missing:
        yield f"x {explanation.coverage:4.2f}  does not hold {', '.join(explanation.missing)}"
    if explanation.recency > 1.0:
        yield f"x {explanation.recency:4.2f}  how recent it is"


def explanation_to_record(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON values: the parts of the score, and the same in words."""
    return {
        "reasons": [
            {
                "asked": reason.asked,
                "found": reason.found,
                "kind": reason.kind.value,
                "exact": reason.is_exact,
                "points": round(reason.points, 6),
                "articles": reason.articles,
                "title": reason.in_title,
                "lead": reason.in_lead,
                "body": reason.in_body,
            }
            for reason in explanation.reasons
        ],
        "missing": list(explanation.missing),
        "coverage": round(explanation.coverage, 6),
        "recency": round(explanation.recency, 6),
        "words": list(in_words(explanation)),
    }


def _reason(reason: Reason) -> str:
    zones = ((reason.in_title, "in the headline"), (reason.in_lead, "in the lead"), (reason.in_body, "further down"))
    where = ", ".join(f"{count} {zone}" for count, zone in zones if count)
    return f"{reason.asked}: {_how(reason)}; {where}; {reason.articles} articles hold it"


def _how(reason: Reason) -> str:
    if reason.kind is Kind.TYPED:
        return "as typed" if reason.is_exact else f"in another form of {reason.found}"
    return f"as {reason.found}, {_HOW[reason.kind]}"
