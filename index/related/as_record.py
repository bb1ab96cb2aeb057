"""Suggestions as JSON values, for programs: what is shared as data, and no words for people."""

from collections.abc import Callable
from typing import Any

from index.article import RegionCode
from index.moments import timestamp
from index.related.values import RelatedStories, RelatedStory

RegionLabel = Callable[[RegionCode], str]


def related_to_records(answer: RelatedStories, region_label: RegionLabel = str) -> list[dict[str, Any]]:
    """Return the suggestions as JSON values, best first."""
    return [_story(story, region_label) for story in answer.stories]


def _story(story: RelatedStory, region_label: RegionLabel) -> dict[str, Any]:
    article, reasons = story.document.article, story.reasons
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": timestamp(article.published) if article.published else None,
        "score": round(story.score, 6),
        "similarity": round(story.similarity, 4),
        "kind": story.kind.value,
        "shared": {
            "names": list(reasons.names),
            "regions": [{"code": code, "label": region_label(code)} for code in reasons.regions],
            "words": list(reasons.words),
            "days_before": reasons.days_before,
        },
    }
