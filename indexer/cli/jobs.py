"""Commands that set up an archive and fill it by hand: init, import."""

import sys
from pathlib import Path

import click

from index.errors import ConfigError, IndexMissing
from indexer.archive import Archive
from indexer.build import refresh
from indexer.cli.context import (
    Context,
    json_option,
    lock_timeout_option,
    note,
    pass_context,
    print_json,
    progress,
)
from indexer.config import CONFIG_NAME, TEMPLATE
from indexer.source_config import FILE_FORMATS, is_source_name
from indexer.sources import Order, open_source
from indexer.sync import Report, run_sync


@click.command()
@click.option("--force", is_flag=True, help=f"Replace an existing {CONFIG_NAME}.")
def init(force: bool) -> None:
    """Write a working telusur.toml into the current folder."""
    path = Path(CONFIG_NAME)
    if path.exists() and not force:
        raise ConfigError(f"{path} exists already; --force replaces it")
    path.write_text(TEMPLATE, encoding="utf-8")
    note(f"wrote {path}; next: `telusur sync` or `telusur import FILE`, `telusur reindex`, `telusur serve`")


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--format", "format_", type=click.Choice(FILE_FORMATS), default="auto", help="What the files are.")
@click.option("--source", "source_name", help="Name that the articles' ids begin with.  [default: the format]")
@click.option("--prune", is_flag=True, help="Remove articles of the source that are not in the files any more.")
@click.option("--allow-shrink", is_flag=True, help="With --prune: remove them however many they are.")
@lock_timeout_option
@json_option
@pass_context
def import_(
    context: Context,
    paths: tuple[Path, ...],
    format_: str,
    source_name: str | None,
    prune: bool,
    allow_shrink: bool,
    as_json: bool,
) -> None:
    """Take articles into the archive from files or folders that you name; `telusur sync` reads the configured sources.

    Each item ends as added, changed, unchanged, removed, skipped or failed. If there is an index, it is brought up to
    date. Exit code 1 if any item failed.
    """
    if source_name is not None and not is_source_name(source_name):
        raise ConfigError(f"--source {source_name!r}: use letters, digits, '-' and '_' only")
    reports = []
    with context.archive(create=True) as archive:
        for path in paths:
            source = open_source(path, format_=format_, name=source_name)
            with progress(f"importing {source.name}") as advance:
                report = run_sync(
                    archive,
                    source,
                    context.assembly.reading(),
                    order=Order(allow_shrink=allow_shrink),
                    prune=prune,
                    kind="import",
                    progress=advance,
                )
            reports.append(report)
            say(report)
        bring_index_up_to_date(context, archive)
    if as_json:
        print_json([report.to_record() for report in reports])
    if any(report.failed for report in reports):
        sys.exit(1)


def say(report: Report) -> None:
    """Tell a person what a run did."""
    counts = report.counts()
    note(f"{report.source}: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    for line in report.reasons:
        note(f"  {line}")
    if report.unknown_fields:
        note(f"  fields not used: {', '.join(report.unknown_fields)}")


def bring_index_up_to_date(context: Context, archive: Archive) -> None:
    """Write to the index what changed in the archive; where there is none yet, say what makes one.

    Raises:
        IndexOutdated: The index must be built anew: the registry's names are words of the analyser.
    """
    with context.engine() as engine:
        try:
            engine.info()
        except IndexMissing:
            note("no current index yet; `telusur reindex` builds it")
            return
        with progress("indexing") as advance:
            built = refresh(archive, engine, advance)
    note(f"index: {built.indexed} articles written, {built.removed} removed")
