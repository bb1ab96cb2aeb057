"""The status command: what there is, how fresh it is, and what went wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from index.errors import EngineUnavailable, IndexMissing, IndexOutdated
from indexer.archive import Archive, OpenFailure, Run
from indexer.build import is_current
from indexer.cli.context import Context, json_option, pass_context, print_json

_LAST_RUNS = 5
"""Runs that are listed."""

_LISTED_FAILURES = 10
"""Open failures of a source that are listed with their reasons."""

_Record = dict[str, Any]

_TROUBLES: dict[type[Exception], str] = {IndexMissing: "missing", IndexOutdated: "outdated"}
"""States of an index that cannot be read, by error; any other one is ``unavailable``."""


@click.command()
@json_option
@pass_context
def status(context: Context, as_json: bool) -> None:
    """Say what the archive and its index hold, how far each source was read, and what failed."""
    now = datetime.now(UTC)
    with context.archive() as archive:
        record: _Record = archive.status().to_record()
        record["sources"] = {name: _source(archive, name, now) for name in _names(context, archive)}
        record["runs"] = [_run(run) for run in archive.runs(_LAST_RUNS)]
        record["index"] = _index(context, archive, now)
    if as_json:
        print_json(record)
        return
    for line in _lines(record):
        click.echo(line)


def _names(context: Context, archive: Archive) -> tuple[str, ...]:
    """Return the sources configured, and those that articles came from."""
    configured = (source.name for source in context.config.sources)
    return tuple(dict.fromkeys((*configured, *archive.status().by_source)))


def _source(archive: Archive, name: str, now: datetime) -> _Record:
    memory = archive.memory(name)
    passing, permanent = memory.count_failures()
    last = next((run for run in archive.runs(1, source=name)), None)
    sweep = memory.state("sweep")
    return {
        "articles": archive.status().by_source.get(name, 0),
        "listed": memory.count(),
        "read_up_to": memory.state("watermark"),
        "swept": memory.state("swept"),
        "sweep_at_page": sweep["page"] if isinstance(sweep, dict) else None,
        "announced": len(memory.announced()),
        "failures_passing": passing,
        "failures_permanent": permanent,
        "failures": [_failure(failure) for failure in memory.failures(_LISTED_FAILURES)],
        "last_run": _run(last) if last is not None else None,
        "age_hours": _hours(now - last.started) if last is not None else None,
    }


def _failure(failure: OpenFailure) -> _Record:
    return {
        "item": failure.item,
        "reason": failure.reason,
        "permanent": failure.permanent,
        "since": failure.since.isoformat(),
        "tries": failure.tries,
    }


def _run(run: Run) -> _Record:
    counts = {outcome: count for outcome, count in run.counts.items() if count}
    return {
        "kind": run.kind,
        "source": run.source,
        "state": run.state.value,
        "started": run.started.isoformat(timespec="seconds"),
        "finished": run.finished.isoformat(timespec="seconds") if run.finished is not None else None,
        "counts": counts,
    }


def _index(context: Context, archive: Archive, now: datetime) -> _Record:
    with context.engine() as engine:
        try:
            info = engine.info()
        except (IndexMissing, IndexOutdated, EngineUnavailable) as error:
            return {"state": _TROUBLES.get(type(error), "unavailable"), "cure": str(error)}
        current = is_current(archive, engine)
    return {
        "state": "current" if current else "behind",
        "articles": info.articles,
        "generation": info.generation,
        "built_at": info.built_at.isoformat(),
        "age_hours": _hours(now - info.built_at),
        "size_bytes": info.size_bytes,
    }


def _hours(age: timedelta) -> float:
    return round(age.total_seconds() / 3600, 1)


def _lines(record: _Record, indent: str = "") -> Iterator[str]:
    """Yield a record as indented lines."""
    for key, value in record.items():
        label = key.replace("_", " ")
        if isinstance(value, dict):
            yield f"{indent}{label}:" + ("" if value else " none")
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{label}:" + ("" if value else " none")
            for entry in value:
                yield f"{indent}  - {_flat(entry)}"
        elif value is not None:
            yield f"{indent}{label}: {value}"


def _flat(record: _Record) -> str:
    """Return a record as one line."""
    return ", ".join(
        f"{key} {_flat(value) if isinstance(value, dict) else value}"
        for key, value in record.items()
        if value is not None
    )
