"""What a page says of its story in JSON-LD (schema.org), as far as it says it.

Pages hold several scripts, graphs, lists of types, authors by reference, and broken JSON; what cannot be read is passed
over, for there are other places to look.
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.sources.strict_json import parse_json

MAX_NODES = 2_000
"""Most objects of one page that are looked at. Real pages have fewer than a hundred."""

MAX_SCRIPT_CHARS = 1_000_000
"""Longest script that is parsed."""

_STORY_TYPES = frozenset(
    (
        "AnalysisNewsArticle",
        "Article",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
    )
)

_Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryData:
    """A story's fields as its page states them; None or empty where it does not."""

    title: str | None = None
    url: str | None = None
    published: str | None = None
    modified: str | None = None
    byline: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_json_ld(scripts: list[str]) -> StoryData | None:
    """Return what the scripts of a page say of its story, or None where they speak of none."""
    nodes = list(_nodes(scripts))
    story = next((node for node in nodes if _STORY_TYPES & set(_texts(node.get("@type")))), None)
    if story is None:
        return None
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    return StoryData(
        title=_first(story.get("headline")) or _first(story.get("name")),
        url=_first(story.get("url")) or _reference(story.get("mainEntityOfPage")),
        published=_first(story.get("datePublished")),
        modified=_first(story.get("dateModified")),
        byline=", ".join(_persons(story.get("author"), named)) or None,
        sections=tuple(_texts(story.get("articleSection"))),
        tags=tuple(_keywords(story.get("keywords"))),
    )


def _nodes(scripts: list[str]) -> Iterator[_Node]:
    """Yield the objects of all scripts, those of graphs and lists too, outer ones first."""
    queue: list[Any] = []
    for script in scripts:
        try:
            queue.append(parse_json(script[:MAX_SCRIPT_CHARS]))
        except ValueError:
            continue
    for _ in range(MAX_NODES):
        if not queue:
            return
        value = queue.pop(0)
        if isinstance(value, list):
            queue[:0] = value[:MAX_NODES]
        elif isinstance(value, dict):
            yield value
            queue += [value[key] for key in ("@graph", "mainEntity", "author") if key in value]


def _persons(value: object, named: Mapping[str, _Node]) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, dict):
            known = person if "name" in person else named.get(str(person.get("@id")), {})
            yield from _texts(known.get("name"))
        else:
            yield from _texts(person)


def _keywords(value: object) -> Iterator[str]:
    for text in _texts(value):
        yield from filter(None, (part.strip() for part in text.split(",")))


def _reference(value: object) -> str | None:
    return _first(value.get("@id")) if isinstance(value, dict) else _first(value)


def _first(value: object) -> str | None:
    return next(_texts(value), None)


def _texts(value: object) -> Iterator[str]:
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and text.strip():
            yield html.unescape(text.strip())
