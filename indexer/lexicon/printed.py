"""Proposals as a lexicon file that a person edits: every entry a line to keep or to drop."""

from collections.abc import Iterator, Sequence

from indexer.lexicon.neighbours import Neighbours
from indexer.lexicon.proposals import Proposal
from indexer.lexicon.propose import Proposals

_HEAD = """\
# Proposed by counting the archive; nothing here is used before somebody has read it. Delete what is wrong, and name
# the file as `lexicon` in telusur.toml."""


def as_lexicon(proposals: Proposals) -> Iterator[str]:
    """Yield the lines of a lexicon with the proposals, each with what speaks for it."""
    yield _HEAD
    yield from _related(proposals.related)
    yield from _table("overrides", "word = stem", proposals.overrides)
    yield from _table("compounds", "word = the words it consists of", proposals.compounds)


def _related(pairs: Sequence[Neighbours]) -> Iterator[str]:
    if pairs:
        yield ""
        yield "related = [  # stand in the same company: synonyms, but also opposites and mere neighbours"
        yield from (f'  ["{pair.first}", "{pair.second}"],  # {pair.likeness:.2f}' for pair in pairs)
        yield "]"


def _table(name: str, meaning: str, proposals: Sequence[Proposal]) -> Iterator[str]:
    if proposals:
        yield ""
        yield f"[{name}]  # {meaning}"
    for proposal in proposals:
        yield f"# {_printable(proposal.sample)}"
        yield (
            f'{proposal.word} = "{" ".join(proposal.stems)}"'
            f"  # in {proposal.articles} articles, now {' '.join(proposal.now)}; proposed: {proposal.evidence} articles"
        )


def _printable(text: str) -> str:
    """Return a text that cannot end the comment it stands in (TOML forbids control characters)."""
    return "".join(character if character.isprintable() else " " for character in text)
