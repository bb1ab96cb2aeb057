"""From what a reader types to a query tree.

The language (``docs/query-language.md``): words, ``"exact phrase"``, ``"near words"~5``, ``-not``, ``a OR b``,
``(a b)``, ``word*``, ``wo*rd``, and fields such as ``judul:`` and ``wilayah:``. ``OR`` binds its two neighbours and
nothing else.

Two modes share one reading. Lenient, for the search box: it never fails; what cannot be used as an operator is searched
as plain words, and a problem says so. Strict, for programs: the first problem is an error. Time is linear in the text:
one scan cuts it into pieces, one pass turns pieces into clauses; brackets go on a stack, not into recursion.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from index.errors import QuerySyntaxError, QueryTrouble
from index.query.ast import (
    Alternatives,
    Clause,
    Group,
    Near,
    Not,
    Phrase,
    Prefix,
    Query,
    Span,
    Term,
    Wildcard,
    Word,
)
from index.query.pieces import DASHES, VALUE_WORD, Piece, PieceKind, pieces
from index.query.problems import MAX_PROBLEMS, Mode, Parsed, Problem
from index.query.values import FIELDS, TITLE, TROUBLES, Resolver, Values, is_searchable

MAX_QUERY_CHARS = 2_000
"""Longest query read, in characters; people type fewer than a hundred."""

MAX_CLAUSES = 64
"""Most clauses kept of a query."""

MAX_DEPTH = 5
"""Most brackets inside one another."""

MAX_WILDCARDS = 8
"""Most words with an asterisk in one query: each is looked up as up to fifty words."""

MIN_PREFIX_CHARS = 3
"""Fewest letters before an asterisk: shorter beginnings fit half the vocabulary."""

MAX_DISTANCE = 50
"""Most words between those of a ``"phrase"~n``; farther apart they have nothing to do with one another."""

MAX_VALUE_WORDS = 4
"""Words tried together as a field's value typed without quotes: ``wilayah:tanjung jabung barat``."""

MAX_SHOWN_CHARS = 60
"""Longest part of a query that a message repeats, in characters."""

OR_WORDS = ("OR", "ATAU")
"""The word between alternatives, in capitals."""

_PUNCTUATION = ",;.!?"
_PLAIN_WORD = re.compile(r"[^\W_]\w*(?:[-'’./]\w+)*")
"""A word of a value that could not be used, free of anything that has a meaning in the language."""

_WILDCARD = re.compile(rf"[^\W_]{{{MIN_PREFIX_CHARS},}}(?:\*+[^\W_]+){{0,2}}\**")
_DISTANCE = re.compile(r"[^~]*~[0-9]*")


def parse(text: str, *, resolver: Resolver, mode: Mode = Mode.LENIENT, today: date) -> Parsed:
    """Return the query that ``text`` means.

    Args:
        text: What was typed.
        resolver: Turns names of regions and officials into codes.
        mode: Whether mistakes are reported beside the query or raised.
        today: The local day, for ``sejak:kemarin`` and days without a year.

    Raises:
        QuerySyntaxError: In strict mode, at the first problem.
    """
    reader = _Reader(_cut(text), Values(resolver, today), is_cut=len(text) > MAX_QUERY_CHARS)
    if reader.is_cut:
        reader.problem(QueryTrouble.TOO_LONG, len(reader.text), value=MAX_QUERY_CHARS)
        if mode is Mode.STRICT:  # what the cut itself breaks is not the mistake
            raise _error(replace(reader.problems[0], position=MAX_QUERY_CHARS))
    query = reader.read()
    if mode is Mode.STRICT and reader.problems:
        raise _error(min(reader.problems, key=lambda problem: problem.position))
    return Parsed(query=query, problems=tuple(reader.problems))


def _error(problem: Problem) -> QuerySyntaxError:
    return QuerySyntaxError(
        problem.message,
        problem.trouble,
        value=problem.value,
        position=problem.position,
        suggestion=problem.suggestion,
    )


def _cut(text: str) -> str:
    """Return the beginning of a text that is too long, without the word that the cut would go through."""
    if len(text) <= MAX_QUERY_CHARS or text[MAX_QUERY_CHARS].isspace():
        return text[:MAX_QUERY_CHARS]
    whole_words = re.match(r".*\s", text[:MAX_QUERY_CHARS], re.DOTALL)
    return whole_words[0] if whole_words else text[:MAX_QUERY_CHARS]


@dataclass(slots=True)
class _Frame:
    """What stands inside one pair of brackets, or outside of all."""

    opening: Piece | None = None
    inherited: str | None = None
    """The field before the bracket, or before one around it: it holds for every word inside."""

    clauses: list[Clause] = field(default_factory=list)
    joining: Span | None = None
    """The OR whose right side comes next."""


@dataclass(slots=True)
class _Reader:
    """One reading of one text."""

    text: str
    values: Values
    is_cut: bool
    problems: list[Problem] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    size: int = 0
    """Clauses so far, each member of alternatives and groups counted."""

    wildcards: int = 0
    too_deep: int = 0
    """Open brackets that were passed over."""

    def read(self) -> Query:
        for piece in pieces(self.text):
            if self.size >= MAX_CLAUSES:
                self.is_cut = True
                self.problem(QueryTrouble.TOO_MANY_PARTS, piece.start, value=MAX_CLAUSES)
                break
            self._take(piece)
        self._close_all()
        clauses = self._finished(self.frames[0])
        if not clauses and not self.problems and self.text.strip():
            self.problem(QueryTrouble.NO_WORDS, 0)
        return Query(clauses=tuple(clauses), text=self.text)

    def problem(
        self, trouble: QueryTrouble, position: int, suggestion: str | None = None, *, value: str | int = ""
    ) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(trouble=trouble, value=str(value), position=position, suggestion=suggestion))

    def _take(self, piece: Piece) -> None:
        match piece.kind:
            case PieceKind.OPEN:
                self._open(piece)
            case PieceKind.CLOSE:
                self._close(piece)
            case PieceKind.UNUSED:
                mended = self._with(piece.start, piece.end, " ")
                self.problem(QueryTrouble.OTHER_BRACKET, piece.start, mended)
            case PieceKind.QUOTE:
                self._open_quote(piece)
            case PieceKind.WORD if piece.text in OR_WORDS and not piece.is_minus and not piece.field:
                self._take_or(piece)
            case PieceKind.WORD | PieceKind.PHRASE:
                for clause in islice(self._clauses(piece), MAX_CLAUSES - self.size):
                    self.size += 1
                    self._add(clause)

    # Brackets

    def _open(self, piece: Piece) -> None:
        if len(self.frames) > MAX_DEPTH:
            self.too_deep += 1
            self.problem(QueryTrouble.TOO_DEEP, piece.start, value=MAX_DEPTH)
        else:
            self.frames.append(_Frame(opening=piece, inherited=piece.field or self.frames[-1].inherited))

    def _close(self, piece: Piece) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.frames) > 1:
            self._leave(piece.end)
        else:
            mended = self._with(piece.start, piece.end, " ")
            self.problem(QueryTrouble.UNOPENED_BRACKET, piece.start, mended)

    def _close_all(self) -> None:
        """Close the brackets that stay open; where the text was cut, that is nobody's mistake."""
        still_open = self.frames[1:]
        if still_open and still_open[0].opening is not None and not self.is_cut:
            position = still_open[0].opening.start
            closing = ")" * (len(still_open) + self.too_deep)
            mended = self.text.rstrip() + closing if is_searchable(self.text[position:]) else None
            self.problem(QueryTrouble.UNCLOSED_BRACKET, position, mended)
        for _ in still_open:
            self._leave(len(self.text))

    def _leave(self, end: int) -> None:
        """Turn the innermost brackets into a clause of what is around them."""
        frame = self.frames.pop()
        clauses = self._finished(frame)
        if frame.opening is None or not clauses:
            return
        span = Span(start=frame.opening.start, end=end)
        clause = clauses[0] if len(clauses) == 1 else Group(clauses=tuple(clauses), span=span)
        self._add(Not(member=clause, span=span) if frame.opening.is_minus else clause)

    def _finished(self, frame: _Frame) -> list[Clause]:
        """Return the clauses of a frame; a group that is no part of a greater clause is just its clauses."""
        if frame.joining is not None:
            self.problem(QueryTrouble.OR_AT_END, frame.joining.start)
        flat: list[Clause] = []
        for clause in frame.clauses:
            flat.extend(clause.clauses if isinstance(clause, Group) else (clause,))
        return flat

    # Alternatives

    def _take_or(self, piece: Piece) -> None:
        frame = self.frames[-1]
        if frame.joining is None and frame.clauses and not isinstance(frame.clauses[-1], Not):
            frame.joining = Span(start=piece.start, end=piece.end)
        else:
            self.problem(QueryTrouble.OR_ALONE, piece.start)

    def _add(self, clause: Clause) -> None:
        frame = self.frames[-1]
        joining, frame.joining = frame.joining, None
        if joining is None:
            frame.clauses.append(clause)
            return
        left = frame.clauses[-1]
        if isinstance(clause, Not) or isinstance(left, Not):
            self.problem(QueryTrouble.OR_WITH_MINUS, joining.start)
            frame.clauses.append(clause)
            return
        before = left.members if isinstance(left, Alternatives) else (left,)
        after = clause.members if isinstance(clause, Alternatives) else (clause,)
        span = Span(start=left.span.start, end=clause.span.end)
        frame.clauses[-1] = Alternatives(members=(*before, *after), span=span)

    # Words, phrases and values

    def _clauses(self, piece: Piece) -> Iterator[Clause]:
        """Yield what a word or phrase means; mostly one clause."""
        name = piece.field or self.frames[-1].inherited
        clauses: Iterator[Clause]
        if name is None:
            clauses = self._terms(piece)
        elif name == TITLE:
            clauses = (replace(term, title_only=True) for term in self._terms(piece))
        else:
            clauses = self._restriction(name, piece)
        for clause in clauses:
            yield Not(member=clause, span=_span(piece)) if piece.is_minus else clause

    def _terms(self, piece: Piece) -> Iterator[Term]:
        return self._word(piece) if piece.kind is PieceKind.WORD else self._phrase(piece)

    def _phrase(self, piece: Piece) -> Iterator[Phrase | Near]:
        star = piece.text.find("*")
        if star >= 0:
            self.problem(QueryTrouble.ASTERISK_IN_QUOTES, piece.text_start + star)
        words = " ".join(piece.text.replace("*", " ").split())
        if not is_searchable(words):
            return
        if piece.distance is None or " " not in words:
            yield Phrase(text=words, span=_span(piece))
        else:
            yield Near(text=words, distance=self._distance(piece.distance, piece.end), span=_span(piece))

    def _distance(self, digits: str, end: int) -> int:
        if len(digits) <= len(str(MAX_DISTANCE)) and int(digits) <= MAX_DISTANCE:
            return int(digits)
        start = end - len(digits)
        mended = self._with(start, end, str(MAX_DISTANCE))
        self.problem(QueryTrouble.TOO_FAR, start, mended, value=MAX_DISTANCE)
        return MAX_DISTANCE

    def _word(self, piece: Piece) -> Iterator[Word | Prefix | Wildcard]:
        word, span = piece.text, Span(start=piece.text_start, end=piece.end)
        if "*" in word:
            yield from self._with_asterisk(word, span)
        elif word.endswith(":") and word[:-1].lower() in FIELDS:
            self._field_alone(word, span)
            yield from _plain_words(word, span.start)
        elif _DISTANCE.fullmatch(word):
            at = span.start + word.index("~")
            self.problem(QueryTrouble.TILDE_MISPLACED, at, self._with(at, span.end, ""))
            # Behind a word the number says how far, by itself it is one.
            host = word.partition("~")[0]
            yield from _plain_words(host if is_searchable(host) else word, span.start)
        elif word[0] in DASHES:
            # Behind a quote or another dash it leaves nothing out; it is punctuation.
            yield from _plain_words(word, span.start)
        elif is_searchable(word):
            yield Word(text=word, span=span)

    def _with_asterisk(self, word: str, span: Span) -> Iterator[Word | Prefix | Wildcard]:
        if not _WILDCARD.fullmatch(word):
            at = span.start + word.index("*")
            mended = self._with(span.start, span.end, word.replace("*", "").lstrip(DASHES))
            self.problem(QueryTrouble.ASTERISK_MISPLACED, at, mended, value=MIN_PREFIX_CHARS)
            yield from _plain_words(word, span.start)
            return
        self.wildcards += 1
        if self.wildcards > MAX_WILDCARDS:
            mended = self._with(span.start, span.end, word.replace("*", ""))
            self.problem(QueryTrouble.TOO_MANY_ASTERISKS, span.start, mended, value=MAX_WILDCARDS)
            yield from _plain_words(word, span.start)
        elif "*" in word.rstrip("*"):
            yield Wildcard(pattern=re.sub(r"\*+", "*", word), span=span)
        else:
            yield Prefix(text=word.rstrip("*"), span=span)

    def _field_alone(self, word: str, span: Span) -> None:
        """Report a field's name with a blank behind its colon; it is a word then."""
        following = len(self.text) - len(self.text[span.end :].lstrip())
        mended = self._with(span.end, following, "") if following < len(self.text) else None
        self.problem(QueryTrouble.FIELD_WITHOUT_VALUE, span.start, mended, value=word)

    def _restriction(self, name: str, piece: Piece) -> Iterator[Clause]:
        """Yield the restriction that ``name:value`` means, or its words where the value means nothing."""
        is_phrase = piece.kind is PieceKind.PHRASE
        value = piece.text.strip() if is_phrase else piece.text.rstrip(_PUNCTUATION)
        clause = self.values.restriction(name, value, _span(piece))
        if clause is not None:
            yield clause
            return
        shown = value if len(value) <= MAX_SHOWN_CHARS else f"{value[:MAX_SHOWN_CHARS]}…"
        suggestion = None if is_phrase else self._quoted(name, piece)
        self.problem(TROUBLES[name], piece.start, suggestion, value=shown)
        yield from _plain_words(piece.text, piece.text_start)

    def _quoted(self, name: str, piece: Piece) -> str | None:
        """Return the text with quotes around the words behind a field where they mean something together."""
        if len(self.problems) >= MAX_PROBLEMS:
            return None
        start = piece.text_start
        words = list(islice(VALUE_WORD.finditer(self.text, start), MAX_VALUE_WORDS))
        for last in reversed(words[1:]):
            value = self.text[start : last.end()].rstrip(_PUNCTUATION)
            if self.values.restriction(name, value, _span(piece)) is not None:
                return self._with(start, start + len(value), f'"{value}"')
        return None

    # Mending

    def _open_quote(self, piece: Piece) -> None:
        closable = is_searchable(self.text[piece.start :])
        mended = f'{self.text.rstrip()}"' if closable else None
        self.problem(QueryTrouble.UNCLOSED_QUOTE, piece.start, mended)

    def _with(self, start: int, end: int, replacement: str) -> str | None:
        """Return the text with another part from ``start`` to ``end``; None where nothing is left."""
        return (self.text[:start] + replacement + self.text[end:]).strip() or None


def _plain_words(text: str, offset: int) -> Iterator[Word]:
    """Yield the words of ``text``, which begins at ``offset`` of the query, as nothing but words."""
    for found in _PLAIN_WORD.finditer(text):
        word = found[0].lower() if found[0] in OR_WORDS else found[0]
        yield Word(text=word, span=Span(start=offset + found.start(), end=offset + found.end()))


def _span(piece: Piece) -> Span:
    return Span(start=piece.start, end=piece.end)
