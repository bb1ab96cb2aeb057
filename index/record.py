"""Documents as JSON-ready dictionaries and back: the form that the archive and engines store.

The round trip is exact, but for seconds in a time zone's offset (:mod:`index.moments`). Empty values are left out, so
that a stored record stays small and a new optional field does not change old ones.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from index.article import (
    Annotations,
    Article,
    ArticleId,
    Document,
    EditorLink,
    OfficeHolder,
    PlacedBy,
    RegionCode,
    Role,
)
from index.moments import timestamp

Record = dict[str, Any]


def article_to_record(article: Article) -> Record:
    """Return the article as a dictionary of JSON values."""
    return _without_empty(
        {
            "id": article.id,
            "title": article.title,
            "body": article.body,
            "url": article.url,
            "published": _moment(article.published),
            "modified": _moment(article.modified),
            "byline": article.byline,
            "dateline": article.dateline,
            "sections": list(article.sections),
            "tags": list(article.tags),
            "links": [link_to_record(link) for link in article.links],
            "aliases": list(article.aliases),
        }
    )


def article_from_record(record: Mapping[str, Any]) -> Article:
    """Return the article that :func:`article_to_record` wrote."""
    return Article(
        id=ArticleId(record["id"]),
        title=record.get("title", ""),
        body=record.get("body", ""),
        url=record.get("url"),
        published=_parsed(record.get("published")),
        modified=_parsed(record.get("modified")),
        byline=record.get("byline"),
        dateline=record.get("dateline"),
        sections=tuple(record.get("sections", ())),
        tags=tuple(record.get("tags", ())),
        links=tuple(link_from_record(link) for link in record.get("links", ())),
        aliases=tuple(record.get("aliases", ())),
    )


def link_to_record(link: EditorLink) -> Record:
    """Return a "Baca Juga" link as a dictionary of JSON values."""
    return _without_empty(
        {"title": link.title, "url": link.url, "label": link.label, "placed_by": link.placed_by.value}
    )


def link_from_record(record: Mapping[str, Any]) -> EditorLink:
    """Return the link that :func:`link_to_record` wrote."""
    return EditorLink(
        title=record.get("title", ""),
        url=record.get("url"),
        label=record.get("label", ""),
        placed_by=PlacedBy(record["placed_by"]),
    )


def annotations_to_record(annotations: Annotations) -> Record:
    """Return the annotations as a dictionary of JSON values."""
    return _without_empty(
        {
            "regions": list(annotations.regions),
            "mentioned": list(annotations.mentioned),
            "officials": [official_to_record(official) for official in annotations.officials],
            "event_date": annotations.event_date.isoformat() if annotations.event_date else None,
            "dates": [day.isoformat() for day in annotations.dates],
        }
    )


def annotations_from_record(record: Mapping[str, Any]) -> Annotations:
    """Return the annotations that :func:`annotations_to_record` wrote."""
    event_date = record.get("event_date")
    return Annotations(
        regions=tuple(RegionCode(code) for code in record.get("regions", ())),
        mentioned=tuple(RegionCode(code) for code in record.get("mentioned", ())),
        officials=tuple(official_from_record(official) for official in record.get("officials", ())),
        event_date=date.fromisoformat(event_date) if event_date else None,
        dates=tuple(date.fromisoformat(day) for day in record.get("dates", ())),
    )


def official_to_record(official: OfficeHolder) -> Record:
    """Return an official as a dictionary of JSON values; ``person`` and ``region`` are always present."""
    record: Record = {
        "title": official.title,
        "person": official.person,
        "region": official.region,
        "role": official.role.value,
    }
    if official.person_id is not None:
        record["person_id"] = official.person_id
    return record


def official_from_record(record: Mapping[str, Any]) -> OfficeHolder:
    """Return the official that :func:`official_to_record` wrote."""
    region = record.get("region")
    return OfficeHolder(
        title=record["title"],
        person=record.get("person"),
        region=RegionCode(region) if region is not None else None,
        role=Role(record["role"]),
        person_id=record.get("person_id"),
    )


def document_to_record(document: Document) -> Record:
    """Return the document as a dictionary of JSON values."""
    record = {
        "article": article_to_record(document.article),
        "annotations": annotations_to_record(document.annotations),
    }
    return record if document.group is None else {**record, "group": document.group}


def document_from_record(record: Mapping[str, Any]) -> Document:
    """Return the document that :func:`document_to_record` wrote."""
    return Document(
        article=article_from_record(record["article"]),
        annotations=annotations_from_record(record["annotations"]),
        group=record.get("group"),
    )


def _moment(moment: datetime | None) -> str | None:
    return timestamp(moment) if moment is not None else None


def _parsed(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _without_empty(record: Record) -> Record:
    return {key: value for key, value in record.items() if value not in (None, "", [])}
