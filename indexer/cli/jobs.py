"""Commands of the nightly job: init, import, reindex, status."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from index.errors import ConfigError, IndexMissing, IndexOutdated
from indexer.archive import Archive
from indexer.build import is_current, refresh
from indexer.build import reindex as build_index
from indexer.cli.context import Context, json_option, note, pass_context, print_json, progress
from indexer.config import CONFIG_NAME, SOURCE_FORMATS, TEMPLATE, is_source_name
from indexer.sources import Source, open_source
from indexer.sync import Report, run_import


@click.command()
@click.option("--force", is_flag=True, help=f"Replace an existing {CONFIG_NAME}.")
def init(force: bool) -> None:
    """Write a working telusur.toml into the current folder."""
    path = Path(CONFIG_NAME)
    if path.exists() and not force:
        raise ConfigError(f"{path} exists already; --force replaces it")
    path.write_text(TEMPLATE, encoding="utf-8")
    note(f"wrote {path}; next: `telusur import FILE`, `telusur reindex`, `telusur serve`")


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--format", "format_", type=click.Choice(SOURCE_FORMATS), default="auto", help="What the files are.")
@click.option("--source", "source_name", help="Name that the articles' ids begin with.  [default: the format]")
@click.option("--prune", is_flag=True, help="Remove articles of the source that are not in the files any more.")
@json_option
@pass_context
def import_(
    context: Context, paths: tuple[Path, ...], format_: str, source_name: str | None, prune: bool, as_json: bool
) -> None:
    """Take articles into the archive, from files or folders, or from the configured sources.

    Each item ends as added, changed, unchanged, removed, skipped or failed. If there is an index, it is brought up to
    date. Exit code 1 if any item failed.
    """
    reports = []
    with context.archive(create=True) as archive:
        for source in _sources(context, paths, format_, source_name):
            with progress(f"importing {source.name}") as advance:
                report = run_import(
                    archive,
                    source,
                    annotate=context.assembly.annotate,
                    annotator=context.assembly.annotator,
                    zone=context.config.zone,
                    is_place=context.assembly.is_place,
                    prune=prune,
                    progress=advance,
                )
            reports.append(report)
            _say(report)
        bring_index_up_to_date(context, archive)
    if as_json:
        print_json([report.to_record() for report in reports])
    if any(report.failed for report in reports):
        sys.exit(1)


def _sources(context: Context, paths: Sequence[Path], format_: str, source_name: str | None) -> Iterator[Source]:
    if source_name is not None and not is_source_name(source_name):
        raise ConfigError(f"--source {source_name!r}: use letters, digits, '-' and '_' only")
    if paths:
        for path in paths:
            yield open_source(path, format_=format_, name=source_name)
        return
    if not context.config.sources:
        raise ConfigError(f"nothing to import: name files, or add a [[source]] to {context.config_path}")
    for configured in context.config.sources:
        yield open_source(configured.path, format_=configured.format, name=configured.name)


def _say(report: Report) -> None:
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


@click.command()
@json_option
@pass_context
def reindex(context: Context, as_json: bool) -> None:
    """Build the index anew from the archive; readers keep the old one until the new one is whole."""
    with (
        context.archive() as archive,
        context.engine() as engine,
        progress("indexing", archive.status().articles) as advance,
    ):
        built = build_index(archive, engine, advance)
        info = engine.info()
    note(f"index: {built.indexed} articles, generation {info.generation}")
    if as_json:
        print_json({"articles": built.indexed, "generation": info.generation})


@click.command()
@json_option
@pass_context
def status(context: Context, as_json: bool) -> None:
    """Say what the archive and its index hold, and what the last runs did."""
    with context.archive() as archive, context.engine() as engine:
        record = archive.status().to_record()
        try:
            info = engine.info()
        except (IndexMissing, IndexOutdated) as error:
            record["index"] = {
                "state": "missing" if isinstance(error, IndexMissing) else "outdated",
                "cure": str(error),
            }
        else:
            behind = not is_current(archive, engine)
            record["index"] = {
                "state": "behind" if behind else "current",
                "articles": info.articles,
                "generation": info.generation,
                "built_at": info.built_at.isoformat(),
                "size_bytes": info.size_bytes,
            }
    if as_json:
        print_json(record)
        return
    for line in _status_lines(record):
        click.echo(line)


def _status_lines(record: dict[str, object], indent: str = "") -> Iterator[str]:
    for key, value in record.items():
        label = key.replace("_", " ")
        if isinstance(value, dict):
            yield f"{indent}{label}:"
            yield from _status_lines(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{label}:" + ("" if value else " none")
            for entry in value:
                yield f"{indent}  - " + (
                    ", ".join(f"{k} {v}" for k, v in entry.items()) if isinstance(entry, dict) else str(entry)
                )
        else:
            yield f"{indent}{label}: {value}"
