"""From a query to what is marked in its results."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from index.analysis import Analyzer
from index.highlight import Marks
from index.query.ast import Phrase, Query, Word
from index.ranking import Alternative, Concept, EmptyVocabulary, Part, plan
from index.search import Correction, Kind, Variant


def marks_of(
    query: Query,
    analyzer: Analyzer,
    corrections: Iterable[Correction | Variant] = (),
    relaxed: Collection[str] = (),
) -> Marks:
    """Return what results of ``query`` mark: all forms of its words, synonyms and corrections, and its phrases.

    Function words are marked only inside phrases, unless the query holds nothing else.
    """
    planned = plan(_relaxed(query, relaxed), analyzer, EmptyVocabulary())
    concepts = list(_concepts((*planned.scored, *planned.required)))
    names = _names(concepts)
    forms = [form for concept in concepts for form in concept.alternatives]
    forms += [_words(correction.used, analyzer) for correction in corrections]
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
        names=names,
        weights=_weights(concepts, names),
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


def _names(concepts: Iterable[Concept]) -> dict[str, str]:
    """Return what every form that means the same as a typed one is called: as the typed one."""
    names: dict[str, str] = {}
    for concept in concepts:
        terms = [term for form in concept.alternatives if form.kind is not Kind.RELATED for term in _terms(form)]
        for term in terms:
            names.setdefault(term, names.get(terms[0], terms[0]))
    return names


def _weights(concepts: Iterable[Concept], names: Collection[str]) -> dict[str, float]:
    """Return how much related words tell that are not asked for by themselves: as much as they count in ranking."""
    forms = [form for concept in concepts for form in concept.alternatives if form.kind is Kind.RELATED]
    return {term: form.weight for form in forms for term in _terms(form) if term not in names}


def _terms(form: Alternative) -> list[str]:
    return [" ".join(words) for words in (form.stems, form.surfaces) if words]


def _relaxed(query: Query, phrases: Collection[str]) -> Query:
    """Return the query with these phrases as words, as they were searched."""
    clauses = (
        Word(text=clause.text, title_only=clause.title_only, span=clause.span)
        if isinstance(clause, Phrase) and clause.text in phrases
        else clause
        for clause in query.clauses
    )
    return replace(query, clauses=tuple(clauses))


def _words(text: str, analyzer: Analyzer) -> Alternative:
    """Return words that were searched beside the typed ones."""
    words = tuple(text.split())
    return Alternative(stems=tuple(stem for word in words for stem in analyzer.stems(word)), surfaces=words)
