"""From a query to what is marked in its results."""

from collections.abc import Iterable, Iterator

from index.analysis import Analyzer
from index.highlight import Marks
from index.query.ast import Query
from index.ranking import Alternative, Concept, EmptyVocabulary, Part, plan
from index.search import Correction


def marks_of(query: Query, analyzer: Analyzer, corrections: Iterable[Correction] = ()) -> Marks:
    """Return what results of ``query`` mark: all forms of its words, synonyms and corrections, and its phrases.

    Function words are marked only inside phrases, unless the query holds nothing else.
    """
    planned = plan(query, analyzer, EmptyVocabulary())
    forms = [form for concept in _concepts((*planned.scored, *planned.required)) for form in concept.alternatives]
    forms += [Alternative(stems=analyzer.stems(c.used), surfaces=(c.used,)) for c in corrections]
    near = [form for form in forms if form.distance is not None]
    stems = [form.stems for form in forms if form.stems]
    surfaces = [form.surfaces for form in forms if form.surfaces and form.distance is None]
    single = frozenset(words[0] for words in surfaces if len(words) == 1)
    patterns = frozenset(word for word in single if "*" in word)  # no vocabulary has expanded them
    return Marks(
        stems=frozenset(words[0] for words in stems if len(words) == 1),
        surfaces=single - patterns,
        patterns=tuple(sorted(patterns)),
        stem_phrases=tuple(dict.fromkeys(words for words in stems if len(words) > 1)),
        phrases=tuple(dict.fromkeys(words for words in surfaces if len(words) > 1)),
        near=tuple((form.surfaces, form.distance) for form in near if form.distance is not None),
    )


def _concepts(parts: Iterable[Part]) -> Iterator[Concept]:
    """Yield the concepts of parts that are worth marking, however deep they lie."""
    for part in parts:
        if isinstance(part, Concept):
            if not part.is_function_word:
                yield part
        else:
            for inner in part.plans:
                yield from _concepts((*inner.scored, *inner.required))
