"""The command with which a newsroom judges its own queries: a loop that shows an article and takes a grade."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from index.highlight import highlight, spots_of
from index.marks import marks_of
from index.query import Mode, parse
from index.search import Passage
from indexer.cli.context import Context, note, pass_context
from indexer.cli.measure import corpus_option, home_option, opened_collection
from indexer.evaluate import Collection
from indexer.evaluate.files import read_queries
from indexer.evaluate.judging import GRADES, JudgementFile, Pair, pooled

_PASSAGES, _PASSAGE_CHARS = 4, 300
"""What is shown of an article at first: enough to grade most."""

_FULL, _SKIP, _UNDO, _QUIT = "f", "s", "u", "q"
_ANSWERS = (*map(str, GRADES), _FULL, _SKIP, _UNDO, _QUIT)
_HELP = ", ".join(f"{grade} {meaning}" for grade, meaning in GRADES.items())


@click.command()
@click.option(
    "--queries",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Lines of `qid TAB text`, such as your readers type.",
)
@click.option(
    "--qrels",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Judgements in TREC format; begun where missing, added to where not.",
)
@click.option("--depth", type=click.IntRange(1, 100), default=10, help="Results of each system to judge.")
@corpus_option
@home_option
@pass_context
def judge(
    context: Context, queries: Path, qrels: Path, depth: int, corpus: Path | None, home_region: str | None
) -> None:
    """Judge what telusur and its peers find, article by article, for `telusur evaluate search`.

    Every grade is written at once; what is judged already is not asked again. Answers: 0 to 3, f shows the full text, s
    skips, u takes the last grade back, q quits.
    """
    asked = read_queries(queries)
    judgements = JudgementFile(qrels)
    with opened_collection(context, corpus, home_region) as collection:
        pending = [pair for pair in pooled(collection, asked, depth) if not judgements.holds(pair)]
        note(f"{len(pending)} articles to judge. {_HELP}")
        _Session(collection, judgements, pending).run()


class _Session:
    """Walks over the pairs, forwards by grades and skips, backwards by undo."""

    def __init__(self, collection: Collection, judgements: JudgementFile, pending: Sequence[Pair]) -> None:
        self._collection = collection
        self._judgements = judgements
        self._pending = pending

    def run(self) -> None:
        at = 0
        while at < len(self._pending):
            pair = self._pending[at]
            click.echo(f"\n[{at + 1}/{len(self._pending)}] {pair.query.text}")
            self._show(pair)
            match self._answer(pair):
                case "q":
                    return
                case "s":
                    at += 1
                case "u":
                    undone = self._judgements.undo()
                    at = self._pending.index(undone) if undone is not None else at
                case grade:
                    self._judgements.add(pair, int(grade))
                    at += 1

    def _answer(self, pair: Pair) -> str:
        """Ask until there is an answer that moves on; the full text only shows more."""
        while True:
            answer: str = click.prompt("0-3 f s u q", type=click.Choice(_ANSWERS), show_choices=False)
            if answer != _FULL:
                return answer
            self._show_whole(pair)

    def _show(self, pair: Pair) -> None:
        document = self._collection.get(pair.article)
        if document is None:
            click.echo(f"{pair.article} is in the archive but not in its index yet; skip it or run `telusur reindex`.")
            return
        assembly, article = self._collection.assembly, document.article
        query = parse(pair.query.text, resolver=assembly.gazetteer, mode=Mode.LENIENT, today=date.max).query
        marks = marks_of(query, assembly.analyzer)
        spots = spots_of(marks, assembly.analyzer)
        shown = highlight(article.title, article.body, marks, spots, passages=_PASSAGES, width=_PASSAGE_CHARS)
        day = article.published.astimezone(assembly.zone).date().isoformat() if article.published else "undated"
        click.echo(f"{day}  {_marked(shown.title)}  ({_printable(pair.article)})")
        for passage in shown.passages:
            click.echo(f"  … {_marked(passage)}")

    def _show_whole(self, pair: Pair) -> None:
        document = self._collection.get(pair.article)
        if document is not None:
            click.echo(_printable(document.article.body))


def _marked(passage: Passage) -> str:
    """Return the text with its marks in bold; colours and bold vanish where no terminal is."""
    parts, end = [], 0
    for start, stop in passage.marks:
        parts += [_printable(passage.text[end:start]), click.style(_printable(passage.text[start:stop]), bold=True)]
        end = stop
    return "".join([*parts, _printable(passage.text[end:])])


def _printable(text: str) -> str:
    """Return the text without what could command a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
