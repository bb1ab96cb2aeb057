"""The nightly job: sync brings the archive up to its sources."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from index.errors import ConfigError, SourceError
from indexer.archive import Archive, back_up
from indexer.assemble import source_from
from indexer.cli.context import (
    Context,
    json_option,
    lock_timeout_option,
    note,
    pass_context,
    print_json,
    progress,
)
from indexer.cli.jobs import bring_index_up_to_date, say
from indexer.source_config import SourceConfig
from indexer.sources import Order, Pass
from indexer.sync import Report, differences, run_sync


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--recent", "pass_", flag_value=Pass.RECENT.value, help="Ask sites only for what changed lately.")
@click.option("--sweep", "pass_", flag_value=Pass.SWEEP.value, help="Compare the whole listing of sites now.")
@click.option("--full", "pass_", flag_value=Pass.FULL.value, help="Read every story of sites again.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--allow-shrink", is_flag=True, help="Remove what is gone, however much of a source it is.")
@lock_timeout_option
@json_option
@pass_context
def sync(
    context: Context,
    names: tuple[str, ...],
    pass_: str | None,
    dry_run: bool,
    allow_shrink: bool,
    as_json: bool,
) -> None:
    """Bring the archive up to the configured sources (all of them, or the named ones), then the index.

    Sites are asked for what changed; once a day, or with --sweep, their whole listing is compared. Each item ends as
    added, changed, unchanged, removed, skipped or failed; failed ones are tried again by the next run. Exit code 1 if
    any item failed.
    """
    order = Order(pass_=Pass(pass_ or Pass.AUTO), allow_shrink=allow_shrink)
    sources = _chosen(context, names)
    if dry_run:
        reports = list(_try_all(context, sources, order, show=not as_json))
    else:
        with context.archive(create=True) as archive:
            reports = [_run(context, archive, source, order) for source in sources]
            bring_index_up_to_date(context, archive)
    if as_json:
        print_json([report.to_record() for report in reports])
    if any(report.failed for report in reports):
        sys.exit(1)


def _chosen(context: Context, names: tuple[str, ...]) -> tuple[SourceConfig, ...]:
    configured = {source.name: source for source in context.config.sources}
    if not configured:
        raise ConfigError(f"no source to read: add a [[source]] to {context.config_path}")
    for name in names:
        if name not in configured:
            raise ConfigError(f"no source is called {name!r}; there are {', '.join(configured)}")
    return tuple(configured[name] for name in dict.fromkeys(names or configured))


def _run(context: Context, archive: Archive, config: SourceConfig, order: Order) -> Report:
    """Read one source; one that cannot be opened is a failure of its own, and the others go on."""
    try:
        source = source_from(config)
    except SourceError as error:
        report = Report(config.name, stopped=str(error))
        report.fail(config.name, str(error))
    else:
        with progress(f"reading {config.name}") as advance:
            report = run_sync(
                archive,
                source,
                context.assembly.reading(),
                order=order,
                prune=True,
                progress=advance,
            )
    say(report)
    return report


def _try_all(context: Context, sources: tuple[SourceConfig, ...], order: Order, *, show: bool) -> Iterator[Report]:
    """Run over copies of the archive, and show in what they come to differ from it."""
    note("dry run: nothing is changed")
    for config in sources:
        with _copy(context) as (original, copy):
            since = copy.revision()
            report = _run(context, copy, config, order)
            for line in differences(original, copy, since=since) if show else ():
                click.echo(line)
        yield report


@contextmanager
def _copy(context: Context) -> Iterator[tuple[Archive, Archive]]:
    """Yield the archive, empty where there is none yet, and a copy that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="telusur-") as folder:
        path, is_there = context.config.database, context.config.database.exists()
        with Archive.open(path if is_there else Path(folder, "empty.sqlite"), create=not is_there) as original:
            back_up(original, Path(folder, "copy.sqlite"))
            with Archive.open(Path(folder, "copy.sqlite")) as copy:
                yield original, copy
