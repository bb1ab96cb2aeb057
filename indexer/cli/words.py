"""Commands about words: analyze, lexicon propose."""

from dataclasses import asdict
from typing import Any

import click

from index.analysis.reasons import WORDS, AnalysedWord, analysed
from indexer.cli.context import Context, json_option, pass_context, print_json
from indexer.lexicon import KINDS, as_lexicon
from indexer.lexicon import propose as propose_from


@click.command()
@click.argument("text")
@json_option
@pass_context
def analyze(context: Context, text: str, as_json: bool) -> None:
    """Show what becomes of each word of TEXT, and why: what the index holds, and what a query for it would ask."""
    words = list(analysed(text, context.assembly.analyzer))
    if as_json:
        print_json([_record(word) for word in words])
        return
    for word in words:
        click.echo(f"{word.printed} -> {' + '.join(word.token.stems)}: {WORDS[word.rule]}{_alone(word)}")
        for label, others in (("synonyms", word.synonyms), ("related", word.related)):
            if others:
                click.echo(f"    {label}: {', '.join(others)}")
        if word.is_function_word:
            click.echo("    a function word: weighs little in queries")


def _alone(word: AnalysedWord) -> str:
    """Say what the rules alone would have made of a word, where that is something else."""
    alone = word.by_rules_alone
    return f" (the rules alone: {alone})" if (alone,) != word.token.stems and alone != word.token.surface else ""


def _record(word: AnalysedWord) -> dict[str, Any]:
    return {
        "printed": word.printed,
        "start": word.token.start,
        "end": word.token.end,
        "surface": word.token.surface,
        "stems": list(word.token.stems),
        "rule": word.rule.value,
        "reason": WORDS[word.rule],
        "by_rules_alone": word.by_rules_alone,
        "function_word": word.is_function_word,
        "synonyms": list(word.synonyms),
        "related": list(word.related),
    }


@click.group()
def lexicon() -> None:
    """Work on the newsroom's own words."""


@lexicon.command()
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, default=KINDS, help="What to propose.")
@click.option("--min-articles", type=click.IntRange(2), default=5, help="Articles a word must stand in.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, help="Proposals of each kind at most.")
@json_option
@pass_context
def propose(context: Context, kinds: tuple[str, ...], min_articles: int, limit: int, as_json: bool) -> None:
    """Propose lexicon entries from the archive's words, as a file to edit; changes nothing.

    Overrides where another root is far more frequent than the stemmer's, compounds of words that also stand apart,
    related words that stand in the same company. Frequent ones first, each with its counts and an example.
    """
    with context.archive() as archive:
        proposals = propose_from(
            archive.documents, context.assembly.analyzer, kinds=kinds, min_articles=min_articles, limit=limit
        )
    if as_json:
        print_json(asdict(proposals))
        return
    for line in as_lexicon(proposals):
        click.echo(line)
