"""All proposals of one archive."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from index.analysis import Analyzer
from index.article import Document
from indexer.lexicon.census import take_census
from indexer.lexicon.neighbours import Neighbours, neighbours
from indexer.lexicon.proposals import Proposal, compounds, overrides

KINDS = ("overrides", "compounds", "related")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What may be added to the lexicon, the most frequent or most alike first; empty where it was not asked for."""

    overrides: tuple[Proposal, ...] = ()
    compounds: tuple[Proposal, ...] = ()
    related: tuple[Neighbours, ...] = ()


def propose(
    read: Callable[[], Iterable[Document]],
    analyzer: Analyzer,
    *,
    kinds: Collection[str] = KINDS,
    min_articles: int,
    limit: int,
) -> Proposals:
    """Return what the words of an archive propose.

    Args:
        read: Reads all articles; called once per pass over them.
        analyzer: What is known already.
        kinds: Which of :data:`KINDS` to propose.
        min_articles: Articles a word must stand in.
        limit: Proposals of each kind at most.
    """
    census = take_census(read(), analyzer)
    related: Iterator[Neighbours] = iter(())
    if "related" in kinds:
        related = neighbours(read(), analyzer, min_articles=min_articles)
    return Proposals(
        overrides=_first(overrides(census, analyzer, min_articles=min_articles), limit, asked="overrides" in kinds),
        compounds=_first(compounds(census, analyzer, min_articles=min_articles), limit, asked="compounds" in kinds),
        related=tuple(islice(related, limit)),
    )


def _first(proposals: Iterator[Proposal], limit: int, *, asked: bool) -> tuple[Proposal, ...]:
    return tuple(islice(proposals, limit if asked else 0))
