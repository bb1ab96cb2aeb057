"""Accuracy of annotation: regions, officials and event dates against labels.

A labels file has one JSON object per line and article: ``id``, ``regions`` (focus, primary first), ``named`` (all
regions named), ``officials`` (``title``, ``person`` or null, ``region``, ``role``), ``event_date``; what a line leaves
out is not measured there. An official is right when title and name are; a registered one under its registered name too.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.article import Annotations, Article, OfficeHolder, RegionCode
from index.errors import SourceError
from index.gazetteer import Gazetteer, words_of
from indexer.assemble import Assembly
from indexer.extract import ExtractError, extract
from indexer.sources import Failed, JsonlSource, RawPage

Label = Mapping[str, Any]

_MEASURES = {
    "officials_precision": ("officials_right", "officials_found"),
    "officials_recall": ("officials_right", "officials_wanted"),
    "role_accuracy": ("role_right", "officials_right"),
    "office_region_accuracy": ("office_region_right", "officials_right"),
    "focus_precision": ("focus_right", "focus_found"),
    "focus_recall": ("focus_right", "focus_wanted"),
    "primary_accuracy": ("primary_right", "with_focus"),
    "named_regions_precision": ("named_right", "named_found"),
    "named_regions_recall": ("named_right", "named_wanted"),
    "event_date_accuracy": ("event_date_right", "with_event_date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetEvaluation:
    """Annotation's figures on labelled articles.

    Attributes:
        articles: Number of labelled articles.
        measures: Each measure, 0 to 1; those without any case are left out.
        cases: What each measure was counted over.
    """

    articles: int
    measures: Mapping[str, float]
    cases: Mapping[str, int]


AssemblyFor = Callable[[RegionCode | None], Assembly]
"""The parts for a newsroom at home in a region: a line's own ``home_region`` wins."""


def evaluate_facets(assembly_for: AssemblyFor, *, corpus: Path, labels: Path) -> FacetEvaluation:
    """Annotate a corpus and compare with its labels.

    Raises:
        SourceError: A file cannot be read; the message names the line.
    """
    wanted = _read_labels(labels)
    found = ((own_id, found, gazetteer) for own_id, _, found, gazetteer in annotated(assembly_for, corpus))
    return compare(found, wanted)


def compare(found: Iterable[tuple[str, Annotations, Gazetteer]], labels: Mapping[str, Label]) -> FacetEvaluation:
    """Compare annotations, each with the id of its label and what it was made with, with labels.

    Raises:
        SourceError: A label has no annotations.
    """
    officials = [official for label in labels.values() for official in label.get("officials", ())]
    has_bare = any(official["person"] is None for official in officials)
    left = dict(labels)
    counts: Counter[str] = Counter()
    for own_id, annotations, gazetteer in found:
        label = left.pop(own_id, None)
        if label is not None:
            counts["articles"] += 1
            counts += _region_counts(label, annotations)
            counts += _event_counts(label, annotations)
            if "officials" in label:
                counted = [o for o in annotations.officials if has_bare or o.person is not None]
                counts += _official_counts(label["officials"], counted, gazetteer)
    if left:
        raise SourceError(f"{len(left)} labels have no article, {next(iter(left))!r} for one")
    return _evaluation(counts)


def annotated(assembly_for: AssemblyFor, corpus: Path) -> Iterator[tuple[str, Article, Annotations, Gazetteer]]:
    """Yield each article of a JSON lines file with its id there, its annotations, and what they were made with.

    Raises:
        SourceError: A line is no article; the message names it.
    """
    for item in JsonlSource("", corpus).pages():
        if isinstance(item, Failed):
            raise SourceError(f"{corpus}, {item.item}: {item.reason}")
        if isinstance(item, RawPage):
            home = RegionCode(item.home_region) if item.home_region else None
            assembly = assembly_for(home)
            try:
                article = extract(item, zone=assembly.zone, is_place=assembly.is_place)
            except ExtractError as error:
                raise SourceError(f"{corpus}: {item.own_id}: {error}") from error
            yield item.own_id, article, assembly.annotate(article), assembly.gazetteer


def _read_labels(path: Path) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            label = json.loads(line)
            labels[label["id"]] = label
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(f'{path}, line {number}: no label; a line is {{"id": ..., "regions": [...]}}') from error
    return labels


def _region_counts(label: Label, found: Annotations) -> Counter[str]:
    counts: Counter[str] = Counter()
    if "regions" in label:
        focus = label["regions"]
        counts += Counter(
            focus_right=len(set(focus) & set(found.regions)),
            focus_found=len(found.regions),
            focus_wanted=len(focus),
            primary_right=bool(focus) and found.regions[:1] == tuple(focus[:1]),
            with_focus=bool(focus),
        )
    if "named" in label:
        named, got = set(label["named"]), {*found.regions, *found.mentioned}
        counts += Counter(named_right=len(named & got), named_found=len(got), named_wanted=len(named))
    return counts


def _event_counts(label: Label, found: Annotations) -> Counter[str]:
    if "event_date" not in label:
        return Counter()
    event_date = found.event_date.isoformat() if found.event_date else None
    return Counter(with_event_date=1, event_date_right=label["event_date"] == event_date)


def _official_counts(wanted: list[Label], found: list[OfficeHolder], gazetteer: Gazetteer) -> Counter[str]:
    counts: Counter[str] = Counter(officials_wanted=len(wanted), officials_found=len(found))
    left = list(found)
    for label in wanted:
        hit = next((o for o in left if o.title == label["title"] and _is_named(o, label["person"], gazetteer)), None)
        if hit is not None:
            left.remove(hit)
            counts["officials_right"] += 1
            counts["role_right"] += hit.role.value == label["role"]
            # Labels may name only the regency of a camat or head of a village.
            region = label["region"] or ""
            counts["office_region_right"] += (hit.region or "")[: len(region) or None] == region
    return counts


def _is_named(official: OfficeHolder, name: str | None, gazetteer: Gazetteer) -> bool:
    if name is None or official.person is None:
        return name is None and official.person is None
    known = gazetteer.registry.persons.get(official.person_id or "")
    return _squashed(name) in {_squashed(official.person), _squashed(known.name if known else "")}


def _squashed(name: str) -> str:
    return "".join(words_of(name))


def _evaluation(counts: Counter[str]) -> FacetEvaluation:
    present = {name: pair for name, pair in _MEASURES.items() if counts[pair[1]]}
    return FacetEvaluation(
        articles=counts["articles"],
        measures={name: round(counts[right] / counts[whole], 4) for name, (right, whole) in present.items()},
        cases={name: counts[whole] for name, (_, whole) in present.items()},
    )
