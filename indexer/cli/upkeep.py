"""Commands that look after the archive and its index: reindex, rollback, verify, backup, restore."""

import os
import sys
from functools import partial
from pathlib import Path

import click

from index.engine import Engine
from index.errors import IndexMissing, IndexOutdated
from index.search import SearchRequest
from indexer.archive import Archive, back_up
from indexer.archive import restore as restore_archive
from indexer.assemble import open_configured_engine
from indexer.build import BuildReport, is_current
from indexer.build import reindex as build_index
from indexer.cli.context import Context, json_option, lock_timeout_option, note, pass_context, print_json, progress
from indexer.verify import problems
from indexer.workers import Workers


@click.command()
@click.option("--if-needed", is_flag=True, help="Only where there is no index, or it is outdated or damaged.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and why.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that share the work.  [default: all cores]")
@lock_timeout_option
@json_option
@pass_context
def reindex(context: Context, if_needed: bool, dry_run: bool, workers: int | None, as_json: bool) -> None:
    """Build the index anew from the archive; readers keep the old one until the new one is whole and checked.

    Imports and syncs go on meanwhile, and what they change is in the new index too. An interrupted build is taken up
    where it was. The index before is kept for `telusur rollback`. Each process takes up to 400 MB of memory.
    """
    with context.archive() as archive, context.engine() as engine:
        reason = _reason(archive, engine)
        if (if_needed and reason is None) or dry_run:
            note(f"{reason or 'the index is sound and current'}; {archive.status().articles} articles to index")
            if as_json:
                print_json({"needed": reason is not None, "reason": reason})
            return
        built = _build(context, archive, engine, workers or len(os.sched_getaffinity(0)))
        info = engine.info()
    reused = f" ({built.reused} of them by an interrupted build)" if built.reused else ""
    note(f"index: {info.articles} articles{reused}, generation {info.generation}")
    if as_json:
        print_json({"articles": info.articles, "reused": built.reused, "generation": info.generation})


def _reason(archive: Archive, engine: Engine) -> str | None:
    """Return why the index needs to be built anew, or None."""
    for problem in engine.problems():
        return problem
    try:
        engine.search(SearchRequest(limit=0))
        is_current(archive, engine)
    except (IndexMissing, IndexOutdated) as error:
        return str(error)
    return None


def _build(context: Context, archive: Archive, engine: Engine, processes: int) -> BuildReport:
    workers = Workers(processes=processes, open_engine=partial(open_configured_engine, context.config))
    with progress("indexing", archive.status().articles) as advance:
        return build_index(archive, engine, advance, workers=workers)


@click.command()
@lock_timeout_option
@pass_context
def rollback(context: Context) -> None:
    """Let readers have the index before the current one again; called twice, it undoes itself.

    Nothing is lost: the next import, sync or `telusur reindex` writes what the older index lacks.
    """
    with context.engine() as engine:
        info = engine.rollback()
    note(f"index: generation {info.generation} of {info.built_at:%Y-%m-%d %H:%M}, {info.articles} articles")


@click.command()
@json_option
@pass_context
def verify(context: Context, as_json: bool) -> None:
    """Check archive and index, every byte of both, and the one against the other.

    Each finding says what to do. Exit code 1 if there is any.
    """
    with context.archive() as archive, context.engine() as engine:
        found = list(problems(archive, engine, context.config.zone))
    for problem in found:
        note(problem)
    if as_json:
        print_json({"problems": found})
    if found:
        sys.exit(1)
    note("archive and index are whole and agree")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_context
def backup(context: Context, file: Path) -> None:
    """Write the archive into one FILE, while it is in use; the index can be built from it again."""
    with context.archive() as archive:
        back_up(archive, file)
        articles = archive.status().articles
    note(f"wrote {file}: {articles} articles, {file.stat().st_size / 2**20:.1f} MB")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask.")
@lock_timeout_option
@pass_context
def restore(context: Context, file: Path, yes: bool) -> None:
    """Make the archive what a backup FILE holds. Whatever came later is lost; then run `telusur reindex`."""
    database = context.config.database
    if database.exists() and not yes:
        click.confirm(f"replace the content of {database} with that of {file}?", abort=True, err=True)
    restore_archive(file, database, lock_timeout=context.lock_timeout)
    with context.archive() as archive:
        note(f"restored {archive.status().articles} articles; next: `telusur reindex`")
