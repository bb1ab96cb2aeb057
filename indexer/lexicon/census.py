"""The words of an archive, counted once: in how many articles each stands, beside which other, and an example."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from index.analysis import Analyzer
from index.article import Document

SAMPLE_CHARS = 60
"""Text shown around an example, in characters on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Counts over an archive.

    Attributes:
        articles: Surface form -> articles that hold it.
        stems: Stem -> articles that hold it in any form.
        pairs: Two neighbouring surface forms -> articles that hold them side by side.
        samples: Surface form -> its first occurrence with the words around it.
    """

    articles: Counter[str]
    stems: Counter[str]
    pairs: Counter[tuple[str, str]]
    samples: dict[str, str]


def take_census(documents: Iterable[Document], analyzer: Analyzer) -> Census:
    """Count the plain words of the documents. Memory grows with the number of different pairs."""
    articles: Counter[str] = Counter()
    stems: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    samples: dict[str, str] = {}
    for document in documents:
        text = f"{document.article.title}\n{document.article.body}"
        tokens = analyzer.tokens(text)
        for token in tokens:
            if token.surface not in samples:
                samples[token.surface] = _around(text, token.start, token.end)
        articles.update({token.surface for token in tokens})
        stems.update({stem for token in tokens for stem in token.stems})
        pairs.update({(first.surface, second.surface) for first, second in pairwise(tokens)})
    return Census(articles=articles, stems=stems, pairs=pairs, samples=samples)


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - SAMPLE_CHARS) : end + SAMPLE_CHARS].split())
