"""What an archive's own words propose for a newsroom's lexicon; a person decides."""

from indexer.lexicon.printed import as_lexicon
from indexer.lexicon.propose import KINDS, Proposals, propose

__all__ = ["KINDS", "Proposals", "as_lexicon", "propose"]
