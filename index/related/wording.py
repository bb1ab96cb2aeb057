"""Suggestions in words, for people, and as JSON values, for programs."""

from collections.abc import Callable, Iterator
from typing import Any

from index.article import RegionCode
from index.related.values import Kind, Reasons, RelatedStories, RelatedStory

KIND_LABELS = {
    Kind.SAME_AFFAIR: "Masih satu rangkaian",
    Kind.BACKGROUND: "Latar belakang",
    Kind.SIMILAR_TOPIC: "Topik serupa",
}
"""What editors read."""

RegionLabel = Callable[[RegionCode], str]


def sentences(reasons: Reasons, region_label: RegionLabel = str) -> tuple[str, ...]:
    """Return the reasons as Indonesian phrases, the strongest first."""
    return tuple(_phrases(reasons, region_label))


def _phrases(reasons: Reasons, region_label: RegionLabel) -> Iterator[str]:
    if reasons.names:
        yield "sama-sama menyebut " + ", ".join(reasons.names)
    if reasons.regions:
        yield "wilayah " + ", ".join(map(region_label, reasons.regions))
    if reasons.words:
        yield "kata kunci " + ", ".join(reasons.words)
    if reasons.days_before is not None:
        yield age(reasons.days_before)


def age(days: int) -> str:
    """Return how long before the story a suggestion appeared."""
    if days == 0:
        return "hari yang sama"
    if days < 60:
        return f"{days} hari sebelumnya"
    if days < 730:
        return f"{days // 30} bulan sebelumnya"
    return f"{days // 365} tahun sebelumnya"


def related_to_records(answer: RelatedStories, region_label: RegionLabel = str) -> list[dict[str, Any]]:
    """Return the suggestions as JSON values, best first."""
    return [_story(story, region_label) for story in answer.stories]


def _story(story: RelatedStory, region_label: RegionLabel) -> dict[str, Any]:
    article, reasons = story.document.article, story.reasons
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "score": round(story.score, 6),
        "similarity": round(story.similarity, 4),
        "kind": story.kind.value,
        "label": KIND_LABELS[story.kind],
        "reasons": list(sentences(reasons, region_label)),
        "shared": {
            "names": list(reasons.names),
            "regions": [{"code": code, "label": region_label(code)} for code in reasons.regions],
            "words": list(reasons.words),
            "days_before": reasons.days_before,
        },
    }
