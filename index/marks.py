"""From a query to what is marked in its results."""

from collections.abc import Iterable

from index.analysis import Analyzer
from index.highlight import Marks
from index.query.ast import Alternatives, Clause, Prefix, Query
from index.ranking import Concept, EmptyVocabulary, plan
from index.search import Correction


def marks_of(query: Query, analyzer: Analyzer, corrections: Iterable[Correction] = ()) -> Marks:
    """Return what results of ``query`` mark: all forms of its words, synonyms and corrections, and its phrases.

    Function words are marked only inside phrases, unless the query holds nothing else.
    """
    planned = plan(query, analyzer, EmptyVocabulary())
    concepts = [c for c in (*planned.scored, *planned.required) if not c.is_function_word]
    forms = [form for concept in concepts for form in _forms(concept)]
    corrected = [(analyzer.stems(correction.used), (correction.used,)) for correction in corrections]
    stems = [stems for stems, _ in (*forms, *corrected)]
    surfaces = [surfaces for _, surfaces in (*forms, *corrected)]
    return Marks(
        stems=frozenset(words[0] for words in stems if len(words) == 1),
        surfaces=frozenset(words[0] for words in surfaces if len(words) == 1),
        prefixes=tuple(_prefixes(query, analyzer)),
        stem_phrases=tuple(dict.fromkeys(words for words in stems if len(words) > 1)),
        phrases=tuple(dict.fromkeys(words for words in surfaces if len(words) > 1)),
    )


def _forms(concept: Concept) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    return ((alternative.stems, alternative.surfaces) for alternative in concept.alternatives)


def _prefixes(query: Query, analyzer: Analyzer) -> Iterable[str]:
    for clause in query.clauses:
        yield from _prefixes_of(clause, analyzer)


def _prefixes_of(clause: Clause, analyzer: Analyzer) -> Iterable[str]:
    if isinstance(clause, Prefix):
        yield from (token.surface for token in analyzer.tokens(clause.text)[:1])
    elif isinstance(clause, Alternatives):
        for member in clause.members:
            yield from _prefixes_of(member, analyzer)
