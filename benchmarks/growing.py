"""An archive of any size from real articles: first these, then copies that are stories of their own.

    .venv/bin/python -m benchmarks.growing articles.jsonl.gz berita.jsonl --articles 100000

A copy has an id and an address of its own, and was published :data:`~benchmarks.rows.DAYS_PER_COPY` days before the
copy above it, counted from the moment that the importer finds, wherever that stands. It keeps its first sentence, where
the dateline is, and most others in another order; a quarter makes room for sentences of another story. Texts stay as
long and words as frequent as they are. Of 400 real articles, two copies shared .31 of their runs of five words in the
mean, a copy and its article .44 (one in a hundred above .68): no near-duplicates (``index.related.duplicates``). Copies
of undated articles are undated, unless a sentence brings a date along.
"""

import argparse
import gzip
import itertools
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.rows import DAYS_PER_COPY
from index.article import Article
from indexer.extract import ExtractError, extract
from indexer.sources import JsonlSource, RawPage

ZONE = ZoneInfo("Asia/Jakarta")
"""Zone of dates without one, as in the configuration that ``telusur init`` writes."""

EXCHANGED = 0.25
"""Share of a text's sentences that come from another story; at least one."""

_BETWEEN_SENTENCES = re.compile(r"((?<=[.!?])[ \n]+|\n+)")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    grow(options.source, options.target, options.articles)


def grow(source: Path, target: Path, articles: int) -> None:
    """Write so many articles as JSON lines; the real ones stand there as they are in ``source``."""
    with target.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(itertools.chain(_lines(source), _copies(source)), articles))


def _lines(source: Path) -> Iterator[str]:
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines
    ):
        yield from lines


def _copies(source: Path) -> Iterator[str]:
    """Yield copies without end, all articles once before one comes again; always the same ones."""
    originals = list(_articles(source))
    chance = random.Random(17)  # noqa: S311 - repeatable copies, no secret
    for copy in itertools.count(1):
        for article in originals:
            other = chance.choice(originals)
            yield json.dumps(_copied(article, other, copy, chance), ensure_ascii=False) + "\n"


def _articles(source: Path) -> Iterator[Article]:
    for page in JsonlSource("berita", source).pages():
        if isinstance(page, RawPage):
            try:
                yield extract(page, zone=ZONE)
            except ExtractError:
                continue


def _copied(article: Article, other: Article, copy: int, chance: random.Random) -> dict[str, Any]:
    published = article.published and article.published - timedelta(days=DAYS_PER_COPY * copy)
    return {
        "id": f"{article.id.partition(':')[2]}~{copy}",
        "url": article.url and f"{article.url}{'&' if '?' in article.url else '?'}salinan={copy}",
        "title": f"{article.title} ({copy})",
        "body": _mixed(article.body, other.body, chance),
        "published": published and published.isoformat(),
        "byline": article.byline,
        "sections": article.sections,
        "tags": article.tags,
    }


def _mixed(body: str, other: str, chance: random.Random) -> str:
    """Return a text with its sentences in another order, some exchanged; what stands between them keeps its place."""
    first, *rest = _BETWEEN_SENTENCES.split(body)
    separators, sentences = rest[::2], rest[1::2]
    exchanged = max(1, round(EXCHANGED * (len(sentences) + 1)))
    sentences = chance.sample(sentences, max(0, len(sentences) - exchanged))
    sentences += chance.choices(_BETWEEN_SENTENCES.split(other)[::2], k=exchanged)
    chance.shuffle(sentences)
    return first + "".join(map("".join, zip(_endless(separators), sentences, strict=False)))


def _endless(separators: Sequence[str]) -> Iterator[str]:
    return itertools.chain(separators, itertools.repeat(" "))


if __name__ == "__main__":
    main()
