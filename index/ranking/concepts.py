"""What a reader asked for as engines score it: concepts, each with the forms that count as it."""

from dataclasses import dataclass, field

from index.query.ast import Restriction
from index.search import Correction, Kind, Variant

BESIDE = frozenset({Kind.RELATED, Kind.NAME})
"""Forms that are scored beside the others: they neither lower a concept's idf nor go beyond their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One form of a concept: the same words in the stem layer, the surface layer, or both.

    Attributes:
        stems: Stems at consecutive positions; empty when only the surface form counts.
        surfaces: Surface forms at consecutive positions; empty when only the stem counts.
        distance: Where given, the words may stand in any order, so many other words between the first and the last.
        weight: Factor on this form's score.
        kind: Why this form counts.
    """

    stems: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    distance: int | None = None
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
class Either:
    """Several questions of which one is enough; the best answer counts.

    Attributes:
        plans: The questions. A document matches when it matches one of them; its score is its best one's. What a plan
            scores inside is the sum of its parts, neither coverage nor recency applied. For coverage the whole counts
            with the idf of what it matches.
    """

    plans: tuple["Plan", ...]


Part = Concept | Either


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an engine scores and matches. The query's own restrictions and filters are applied beside it.

    Attributes:
        scored: Parts that add to the score.
        required: Parts each hit must match (phrases); they are scored as well.
        excluded: Parts no hit may match.
        restrictions: What each hit must satisfy, unscored: choices between restrictions, and in plans inside
            :class:`Either` also single ones.
        corrections: Spelling corrections among the scored concepts.
        variants: Other ways of writing the query's words among the scored concepts.
        relaxed: Phrases that no article holds as typed; their words are scored instead.

    A document matches when it satisfies all restrictions, every required part and no excluded one and, where nothing is
    required but something is scored, at least one scored part. With nothing at all every document matches.
    """

    scored: tuple[Part, ...] = ()
    required: tuple[Part, ...] = ()
    excluded: tuple[Part, ...] = ()
    restrictions: tuple[Restriction | Either, ...] = ()
    corrections: tuple[Correction, ...] = ()
    variants: tuple[Variant, ...] = ()
    relaxed: tuple[str, ...] = ()
