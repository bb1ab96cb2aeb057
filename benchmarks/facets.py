"""How good and how fast annotation is: the bars on labelled stories; speed, memory and start.

    .venv/bin/python benchmarks/facets.py ../shared/data/facets [--accuracy]

The folder holds ``articles.jsonl``, ``sentences.jsonl`` and ``score.py``. Exit code 1 where a bar is missed. Speed
stands beside that of one regular expression for titles and the capitalised words behind them, in the same run: the
least that any finder of officials must do. ``--accuracy`` leaves all but accuracy out.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from index.article import Annotations, Article, ArticleId, RegionCode
from index.gazetteer import load_gazetteer, load_titles
from indexer.annotate import annotate
from indexer.assemble import assemble
from indexer.evaluate.facets import AssemblyFor, annotated, compare

ZONE = ZoneInfo("Asia/Jakarta")
HOME = RegionCode("15")

STORY_CHARS = 2900
"""Length of the stories that speed is told for."""

_LOAD = """
import json, resource, time
from pathlib import Path
def resident_mb(): return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
from index.gazetteer import load_gazetteer
before, started = resident_mb(), time.process_time()
load_gazetteer(home="15").region("Tebo")
seconds = time.process_time() - started
print(json.dumps({"gazetteer_load_s": round(seconds, 3), "gazetteer_mb": round(resident_mb() - before, 1)}))
"""
"""A process that loads the gazetteer and says what that took."""

SPEED_STORIES = 400
"""Stories annotated for a measure of speed."""

RESAMPLES = 1000
"""Bootstrap samples of the scorer."""

ARTICLE_BARS: Mapping[str, float] = {
    "heads.P": 0.95,
    "heads.R": 0.92,
    "facet_heads.P": 0.95,
    "facet_heads.R": 0.92,
    "regional.P": 0.90,
    "regional.R": 0.80,
    "role.acc": 0.97,
    "office_region.acc": 0.95,
    "focus_kab.P": 0.95,
    "focus_kab.R": 0.93,
    "primary@1": 0.93,
    "no_focus.acc": 1.0,
    "trap.clean": 1.0,
    "publish_date.acc": 0.98,
    "event_date.acc": 0.95,
}
SENTENCE_BARS: Mapping[str, float] = {
    "officials_precision": 0.92,
    "officials_recall": 0.88,
    "role_accuracy": 0.97,
    "named_regions_precision": 0.97,
    "named_regions_recall": 0.95,
}


def main() -> int:
    """Print the figures as JSON; return the exit code."""
    folder, only_accuracy = Path(sys.argv[1]).resolve(), "--accuracy" in sys.argv[2:]
    assembly_for: AssemblyFor = cache(lambda home: assemble(zone=ZONE, home_region=home))
    with tempfile.TemporaryDirectory() as name:
        articles = article_figures(folder, assembly_for, Path(name), resamples=0 if only_accuracy else RESAMPLES)
    sentences = sentence_figures(folder)
    missed = [*_missed(articles, ARTICLE_BARS), *_missed(sentences, SENTENCE_BARS)]
    report: dict[str, Any] = {"articles": articles, "sentences": sentences, "missed": missed}
    if not only_accuracy:
        report["cost"] = cost(folder)
    print(json.dumps(report, indent=2))
    return 1 if missed else 0


def _missed(figures: Mapping[str, float], bars: Mapping[str, float]) -> list[str]:
    return [f"{name}: {figures[name]} < {bar}" for name, bar in bars.items() if figures[name] < bar]


# Accuracy


def article_figures(folder: Path, assembly_for: AssemblyFor, scratch: Path, *, resamples: int) -> dict[str, Any]:
    """Return the scorer's figures for the labelled stories, as an import would annotate them."""
    stories, predicted, figures = (scratch / name for name in ("stories.jsonl", "predicted.jsonl", "figures.json"))
    gold = folder / "articles.jsonl"
    _write_lines(stories, map(_source_line, _read_lines(gold)))
    rows = (_prediction(own_id, article, found) for own_id, article, found, _ in annotated(assembly_for, stories))
    _write_lines(predicted, rows)
    score: list[str | Path] = [
        sys.executable,
        folder / "score.py",
        gold,
        predicted,
        "--boot",
        str(resamples),
        "--json",
        figures,
    ]
    subprocess.run(score, check=True, stdout=sys.stderr)  # noqa: S603 - the scorer beside the labels
    scored: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))["metrics"]
    return scored


def _source_line(story: Mapping[str, Any]) -> dict[str, Any]:
    """Return a labelled story as a line of a source: only what a newsroom's export would say of it."""
    line = {key: story[key] for key in ("id", "title", "url", "home_region") if story.get(key)}
    line["html" if story.get("html") else "body"] = story.get("html") or story["body"]
    if story.get("meta_date"):
        line["published"] = story["meta_date"]
    if story.get("category"):
        line["sections"] = [story["category"]]
    return line


def _prediction(own_id: str, article: Article, found: Annotations) -> dict[str, Any]:
    published = article.published.astimezone(ZONE).date() if article.published else None
    return {
        "id": own_id,
        "regions": found.regions,
        "mentions": found.mentioned,
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


def sentence_figures(folder: Path) -> Mapping[str, float]:
    """Return the figures for the labelled sentences, each annotated as a story of its own in a newsroom in Jambi."""
    sentences = list(_read_lines(folder / "sentences.jsonl"))
    gazetteer = load_gazetteer(home=HOME)
    found = ((s["id"], annotate(_as_article(s), gazetteer, zone=ZONE, home=HOME), gazetteer) for s in sentences)
    return compare(found, {sentence["id"]: _sentence_label(sentence) for sentence in sentences}).measures


def _as_article(sentence: Mapping[str, Any]) -> Article:
    published = datetime.fromisoformat(sentence["date"]).replace(tzinfo=ZONE) if sentence.get("date") else None
    return Article(id=ArticleId(sentence["id"]), title="", body=sentence["text"], published=published)


def _sentence_label(sentence: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sentence's label without national offices, which telusur leaves out on purpose."""
    regions = {region["code"] for region in sentence["regions"]}
    return {
        "named": sorted({".".join(code.split(".")[:2]) for code in regions}),
        "officials": [
            {"title": o["title"], "person": o["person"], "region": o["office_region"], "role": o["role"]}
            for o in sentence["officials"]
            if o["title"] in load_titles()
        ],
    }


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write_lines(path: Path, records: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")


# Cost


def cost(folder: Path) -> dict[str, Any]:
    """Return speed beside one regular expression's, and what the gazetteer takes of memory and time to load.

    Speed is per second of one core's time, so that other processes on the machine do not count.
    """
    gazetteer = load_gazetteer(home=HOME)
    stories = _stories(folder)
    pattern = re.compile(_title_pattern())
    ours = _per_second(stories, lambda story: annotate(story, gazetteer, zone=ZONE, home=HOME))
    plain = _per_second(stories, lambda story: pattern.findall(story.body))
    return {
        "stories_per_second": round(ours),
        "officials_regex_per_second": round(plain),
        "ratio": round(ours / plain, 2),
        **_loading(),
    }


def _loading() -> dict[str, float]:
    """Return what a new process spends on loading the gazetteer: seconds and MB, and seconds with all imports."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    elapsed = time.perf_counter() - started
    loading: dict[str, float] = json.loads(done.stdout)
    return loading | {"process_s": round(elapsed, 2)}


def _stories(folder: Path) -> list[Article]:
    """Return real stories of one length: whole ones, cut or continued with the next."""
    labelled = [story for story in _read_lines(folder / "articles.jsonl") if not story.get("html")]
    bodies = cycle(story["body"] for story in labelled)
    stories = []
    for number in range(SPEED_STORIES):
        body = ""
        while len(body) < STORY_CHARS:
            body += f"{next(bodies)}\n\n"
        stories.append(Article(id=ArticleId(f"uji:{number}"), title="", body=body[:STORY_CHARS]))
    return stories


def _title_pattern() -> str:
    surfaces = (" ".join(surface) for title in load_titles().values() for surface in title.surfaces)
    titles = "|".join(re.escape(surface) for surface in sorted(surfaces, key=len, reverse=True))
    return rf"(?i:\b(?:{titles})\b)[^.\n]{{0,75}}?\b((?:[A-Z][\w'.]*\s?){{1,6}})"


def _per_second(stories: Sequence[Article], work: Callable[[Article], object]) -> float:
    for story in islice(stories, 20):
        work(story)
    started = time.process_time()
    for story in stories:
        work(story)
    return len(stories) / (time.process_time() - started)


if __name__ == "__main__":
    sys.exit(main())
