"""Commands that measure: evaluate search, evaluate related, evaluate facets."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from index.article import RegionCode
from index.errors import SourceError
from indexer.assemble import Assembly, assemble
from indexer.cli.context import Context, json_option, pass_context, print_json
from indexer.evaluate import (
    Collection,
    evaluate_facets,
    evaluate_related,
    evaluate_search,
    indexed,
    related_report,
    search_report,
)
from indexer.evaluate.files import read_all_qrels, read_judged_pairs, read_links, read_queries, write_run

_FILE = click.Path(path_type=Path, dir_okay=False)
corpus_option = click.option(
    "--corpus",
    type=_FILE,
    help="Articles as JSON lines (.jsonl or .jsonl.gz), indexed for the occasion. Without it: the configured archive.",
)
home_option = click.option("--home-region", help="With --corpus: Kemendagri code of the newsroom's region.")
_run = click.option("--run", type=_FILE, help="Write telusur's rankings here, in TREC run format.")


@click.group()
def evaluate() -> None:
    """Measure search, related stories and facets on judged files."""


@evaluate.command("search")
@corpus_option
@click.option("--queries", type=_FILE, required=True, help="Lines of `qid TAB text`, optionally `TAB kind`.")
@click.option(
    "--qrels",
    type=_FILE,
    required=True,
    multiple=True,
    help="Judgements in TREC format; given more than once, the later file wins.",
)
@click.option(
    "--leave-one-out", is_flag=True, help="Also measure ranking without each ingredient; builds several indexes."
)
@_run
@home_option
@json_option
@pass_context
def evaluate_search_(
    context: Context,
    corpus: Path | None,
    queries: Path,
    qrels: tuple[Path, ...],
    leave_one_out: bool,
    run: Path | None,
    home_region: str | None,
    as_json: bool,
) -> None:
    """Measure ranking beside plain BM25, Snowball, Tala with stop words, and WordPress's own search.

    Prints nDCG@10, MRR@10, P@5 and Recall@100 with bootstrap intervals and paired differences, queries without an
    answer, the share of unjudged results, kinds of queries and the worst ones.
    """
    judged = read_all_qrels(qrels)
    asked = read_queries(queries)
    if not any(query.id in judged for query in asked):
        raise SourceError(f"{qrels[0]} judges none of the queries in {queries}: their ids differ.")
    with opened_collection(context, corpus, home_region) as collection:
        evaluation, rankings = evaluate_search(collection, asked, judged, leave_one_out=leave_one_out)
    if run is not None:
        write_run(run, rankings, "telusur")
    _print(asdict(evaluation), search_report(evaluation), as_json=as_json)


@evaluate.command("related")
@corpus_option
@click.option("--links", type=_FILE, help="Lines of `source TAB target`: what editors linked.")
@click.option("--judged", type=_FILE, help="Judged pairs: TREC judgements, or .jsonl with source, target, grade.")
@_run
@home_option
@json_option
@pass_context
def evaluate_related_(
    context: Context,
    corpus: Path | None,
    links: Path | None,
    judged: Path | None,
    run: Path | None,
    home_region: str | None,
    as_json: bool,
) -> None:
    """Measure related stories on editors' links, on judged pairs, or on both side by side.

    Prints Recall@5, Recall@10, MRR and nDCG@5 with bootstrap intervals, beside ElasticPress as shipped, more-like-this
    and BM25; copies within a top five; and how much one article is used.
    """
    golds = {}
    if links is not None:
        golds["links"] = read_links(links)
    if judged is not None:
        golds["judged pairs"] = read_judged_pairs(judged)
    if not golds:
        raise click.UsageError("give --links, --judged, or both")
    with opened_collection(context, corpus, home_region) as collection:
        evaluation, rankings = evaluate_related(collection, golds)
    if not evaluation.golds:
        raise SourceError("No judged story with a relevant target is among the articles: their ids differ.")
    if run is not None:
        write_run(run, rankings, "telusur")
    _print(asdict(evaluation), related_report(evaluation), as_json=as_json)


@evaluate.command("facets")
@click.option("--corpus", type=_FILE, required=True, help="Articles as JSON lines (.jsonl or .jsonl.gz).")
@click.option("--labels", type=_FILE, required=True, help="JSON lines: id, regions, officials, event_date (see docs).")
@click.option("--registry", type=_FILE, help="Officials registry.  [default: the packaged example]")
@home_option
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


@contextmanager
def opened_collection(context: Context, corpus: Path | None, home_region: str | None) -> Iterator[Collection]:
    """Yield what is measured: the corpus file, or the configured archive with its index."""
    if corpus is not None:
        with indexed(corpus, _assembly(home_region)) as collection:
            yield collection
        return
    with context.archive() as archive, context.engine() as engine:
        yield Collection(assembly=context.assembly, archive=archive, engine=engine, address=context.config.engine)


def _assembly(home_region: str | None, registry: Path | None = None) -> Assembly:
    home = RegionCode(home_region) if home_region else None
    return assemble(zone=ZoneInfo("Asia/Jakarta"), home_region=home, registry=registry)


def _print(record: Mapping[str, object], report: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        print_json(record)
        return
    for line in report:
        click.echo(line)
