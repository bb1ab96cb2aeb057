"""Accuracy on labelled stories; the floors only rise."""

import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.article import Annotations, Article, OfficeHolder, RegionCode
from index.gazetteer import Gazetteer, load_gazetteer, words_of
from indexer.annotate import annotate
from indexer.extract import extract
from indexer.sources import JsonlSource, RawPage

JAKARTA = ZoneInfo("Asia/Jakarta")
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))["sample"]


@pytest.fixture(scope="module")
def measured(sample_dir):
    gazetteer = load_gazetteer(home=RegionCode("15"), registry=sample_dir / "officials.toml")
    with (sample_dir / "labels.jsonl").open(encoding="utf-8") as lines:
        labels = {label["id"]: label for label in map(json.loads, lines)}
    counts: Counter[str] = Counter()
    for own_id, _, found in _annotated(sample_dir / "articles.jsonl", lambda home: gazetteer):
        counts += _region_counts(labels[own_id], found)
        counts += _official_counts(labels[own_id]["officials"], found.officials, gazetteer)
        counts["event_date_right"] += labels[own_id]["event_date"] == (found.event_date and str(found.event_date))
        counts["stories"] += 1
    return _measures(counts)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_annotation_of_the_sample_archive_is_no_worse_than_before(measured, name):
    assert measured[name] >= FLOORS[name], measured


@pytest.mark.shared
def test_annotation_of_real_stories_passes_the_bars_of_their_scorer(shared_data, tmp_path):
    folder = shared_data / "data" / "facets"
    stories, predicted = tmp_path / "stories.jsonl", tmp_path / "predicted.jsonl"
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        stories.write_text("".join(_as_source_line(json.loads(line)) for line in lines), encoding="utf-8")
    gazetteer = cache(lambda home: load_gazetteer(home=home))
    rows = [_predicted(*story) for story in _annotated(stories, gazetteer)]
    predicted.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    score = [sys.executable, folder / "score.py", folder / "articles.jsonl", predicted, "--bars"]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _annotated(path: Path, gazetteer_of) -> Iterator[tuple[str, Article, Annotations]]:
    for page in JsonlSource("", path).pages():
        assert isinstance(page, RawPage), page
        gazetteer: Gazetteer = gazetteer_of(page.home_region)
        article = extract(page, zone=JAKARTA, is_place=lambda text, g=gazetteer: g.region(text) is not None)
        yield page.own_id, article, annotate(article, gazetteer, zone=JAKARTA, home=gazetteer.home)


def _region_counts(label: dict, found: Annotations) -> Counter[str]:
    wanted, got = set(label["regions"]), set(found.regions)
    return Counter(
        focus_right=len(wanted & got),
        focus_found=len(got),
        focus_wanted=len(wanted),
        primary_right=bool(wanted) and found.regions[:1] == tuple(label["regions"][:1]),
        with_focus=bool(wanted),
    )


def _official_counts(wanted: list[dict], found: tuple[OfficeHolder, ...], gazetteer: Gazetteer) -> Counter[str]:
    named = [official for official in found if official.person is not None]
    counts: Counter[str] = Counter(officials_wanted=len(wanted), officials_found=len(named))
    for label in wanted:
        hit = next(
            (o for o in named if o.title == label["title"] and _squashed(label["person"]) in _names(o, gazetteer)), None
        )
        if hit is not None:
            named.remove(hit)
            counts["officials_right"] += 1
            counts["role_right"] += hit.role == label["role"]
            # Labels name the regency of a camat or head of a village.
            counts["office_region_right"] += (hit.region or "")[: len(label["region"])] == label["region"]
    return counts


def _names(official: OfficeHolder, gazetteer: Gazetteer) -> set[str]:
    """Return the names an official goes by, without spaces and capitals."""
    known = gazetteer.registry.persons.get(official.person_id or "")
    return {_squashed(name) for name in (official.person, known.name if known else None) if name}


def _squashed(name: str) -> str:
    return "".join(words_of(name))


def _measures(counts: Counter[str]) -> dict[str, float]:
    parts = {
        "officials_precision": ("officials_right", "officials_found"),
        "officials_recall": ("officials_right", "officials_wanted"),
        "role_accuracy": ("role_right", "officials_right"),
        "office_region_accuracy": ("office_region_right", "officials_right"),
        "focus_precision": ("focus_right", "focus_found"),
        "focus_recall": ("focus_right", "focus_wanted"),
        "primary_accuracy": ("primary_right", "with_focus"),
        "event_date_accuracy": ("event_date_right", "stories"),
    }
    return {name: round(counts[right] / counts[whole], 4) for name, (right, whole) in parts.items()}


def _as_source_line(story: dict) -> str:
    """Return a labelled story as a line of a source: only what a newsroom's export would say of it."""
    line = {key: story[key] for key in ("id", "title", "url", "home_region") if story.get(key)}
    line["html" if story.get("html") else "body"] = story.get("html") or story["body"]
    if story.get("meta_date"):
        line["published"] = story["meta_date"]
    if story.get("category"):
        line["sections"] = [story["category"]]
    return f"{json.dumps(line)}\n"


def _predicted(own_id: str, article: Article, found: Annotations) -> dict:
    published = article.published.astimezone(JAKARTA).date() if article.published else None
    return {
        "id": own_id,
        "regions": list(found.regions),
        "mentions": list(found.mentioned),
        "officials": [
            {"title": o.title, "person": o.person, "region": o.region, "role": o.role, "registry_id": o.person_id}
            for o in found.officials
        ],
        "publish_date": published and published.isoformat(),
        "event_date": found.event_date and found.event_date.isoformat(),
        "dates": [day.isoformat() for day in found.dates],
        "byline": article.byline,
        "dateline": article.dateline,
    }
