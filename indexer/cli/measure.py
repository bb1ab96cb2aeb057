"""Commands that measure: evaluate search, evaluate related, evaluate facets."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from index.article import RegionCode
from indexer.assemble import Assembly, assemble
from indexer.cli.context import json_option, print_json
from indexer.evaluate import Evaluation, as_table, evaluate_facets, evaluate_related, evaluate_search

_FILE = click.Path(path_type=Path, dir_okay=False)
_corpus = click.option("--corpus", type=_FILE, required=True, help="Articles as JSON lines (.jsonl or .jsonl.gz).")
_run = click.option("--run", type=_FILE, help="Write the rankings here, in TREC run format.")
_home = click.option("--home-region", help="Kemendagri code of the newsroom's region.")


@click.group()
def evaluate() -> None:
    """Measure search, related stories and facets on judged files; needs no archive."""


@evaluate.command("search")
@_corpus
@click.option("--queries", type=_FILE, required=True, help="Lines of `qid TAB text`, optionally `TAB kind`.")
@click.option("--qrels", type=_FILE, required=True, help="Judgements in TREC format.")
@_run
@_home
@json_option
def evaluate_search_(
    corpus: Path, queries: Path, qrels: Path, run: Path | None, home_region: str | None, as_json: bool
) -> None:
    """Measure ranking: nDCG@10, MRR@10, P@5 and Recall@100, with plain BM25 in the same run."""
    evaluation = evaluate_search(_assembly(home_region), corpus=corpus, queries=queries, qrels=qrels, run=run)
    _print(evaluation, as_json=as_json)


@evaluate.command("related")
@_corpus
@click.option("--links", type=_FILE, required=True, help="Lines of `source TAB target`: what editors linked.")
@_run
@_home
@json_option
def evaluate_related_(corpus: Path, links: Path, run: Path | None, home_region: str | None, as_json: bool) -> None:
    """Measure related stories on editors' links: Recall@5, Recall@10, MRR and nDCG@5."""
    _print(evaluate_related(_assembly(home_region), corpus=corpus, links=links, run=run), as_json=as_json)


@evaluate.command("facets")
@_corpus
@click.option("--labels", type=_FILE, required=True, help="JSON lines: id, regions, officials, event_date (see docs).")
@click.option("--registry", type=_FILE, help="Officials registry.  [default: the packaged example]")
@_home
@json_option
def evaluate_facets_(corpus: Path, labels: Path, registry: Path | None, home_region: str | None, as_json: bool) -> None:
    """Measure annotation: officials, their roles and regions, focus regions, event dates."""

    @cache
    def assembly_for(own_home: RegionCode | None) -> Assembly:
        return _assembly(own_home or home_region, registry)

    evaluation = evaluate_facets(assembly_for, corpus=corpus, labels=labels)
    if as_json:
        print_json(asdict(evaluation))
        return
    click.echo(f"{evaluation.articles} articles")
    for name, value in evaluation.measures.items():
        click.echo(f"{name:<26}{value:.4f}  of {evaluation.cases[name]}")


def _assembly(home_region: str | None, registry: Path | None = None) -> Assembly:
    home = RegionCode(home_region) if home_region else None
    return assemble(zone=ZoneInfo("Asia/Jakarta"), home_region=home, registry=registry)


def _print(evaluation: Evaluation, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(evaluation))
        return
    for line in as_table(evaluation):
        click.echo(line)
