"""The command that tells what readers search for."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

import click

from index.errors import ConfigError
from indexer.cli.context import Context, json_option, pass_context, print_json
from search_web.insight import QueryCount, QueryLog, Report, report


def query_log(context: Context) -> QueryLog | None:
    """Return the log of searches as configured; None where nothing is remembered."""
    web = context.config.web
    return QueryLog(web.query_log, days=web.query_log_days) if web.query_log is not None else None


@click.command()
@click.option("--days", type=click.IntRange(1, 3660), default=30, help="Days to look back.")
@json_option
@pass_context
def insight(context: Context, days: int, as_json: bool) -> None:
    """Tell what readers searched for: most often, without a result, slowly."""
    log = query_log(context)
    if log is None:
        raise ConfigError(
            f'{context.config_path}: no searches are remembered; set [web] query_log = "var/queries.sqlite"'
        )
    now = datetime.now(context.config.zone)
    log.purge(now)
    told = report(log, now, days=days)
    if as_json:
        print_json(dataclasses.asdict(told))
    else:
        _print(told)


def _print(told: Report) -> None:
    click.echo(
        f"{told.searches} searches in {told.days} days, {told.empty} without a result, {told.clicks} hits opened"
    )
    _print_queries("most frequent", told.top)
    _print_queries("without a result", told.nothing)
    if told.slow:
        click.echo("\nslowest, in ms")
    for row in told.slow:
        click.echo(f"{row.milliseconds:8.1f}  {row.query}  {row.filters}".rstrip())


def _print_queries(title: str, rows: Sequence[QueryCount]) -> None:
    if rows:
        click.echo(f"\n{title}: times, stories found, opened")
    for row in rows:
        click.echo(f"{row.times:6} {row.total:6} {row.clicks:6}  {row.query}")
