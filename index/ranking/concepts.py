"""What a reader asked for as engines score it: concepts, each with the forms that count as it."""

from dataclasses import dataclass, field
from enum import StrEnum

from index.search import Correction


class Kind(StrEnum):
    """Why a form counts as what was asked for."""

    TYPED = "typed"
    SYNONYM = "synonym"
    RELATED = "related"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One form of a concept: the same words in the stem layer, the surface layer, or both.

    Attributes:
        stems: Stems at consecutive positions; empty when only the surface form counts.
        surfaces: Surface forms at consecutive positions; empty when only the stem counts.
        weight: Factor on this form's score.
        kind: Why this form counts. A related one does not mean the same: it neither lowers the concept's idf nor goes
            beyond its own.
    """

    stems: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    weight: float = 1.0
    kind: Kind = Kind.TYPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that was asked for.

    Attributes:
        alternatives: Its forms; the best one counts.
        weight: Factor on the concept's score.
        title_only: Only occurrences in the headline count.
        text: What the reader typed, for explanations.
        is_function_word: It carries grammar, not content: nothing to mark or to correct.
    """

    alternatives: tuple[Alternative, ...]
    weight: float = 1.0
    title_only: bool = False
    text: str = field(default="", compare=False)
    is_function_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an engine scores and matches. Restrictions and filters are applied beside it.

    Attributes:
        scored: Concepts that add to the score.
        required: Concepts each hit must match (phrases); they are scored as well.
        excluded: Concepts no hit may match.
        corrections: Spelling corrections among the scored concepts.

    A document matches when it satisfies every required concept and no excluded one and, where nothing is required but
    something is scored, at least one scored concept. With no concept at all every document matches.
    """

    scored: tuple[Concept, ...] = ()
    required: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()
    corrections: tuple[Correction, ...] = ()
