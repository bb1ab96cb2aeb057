"""What every command shares: where the configuration is, the parts it describes, and how results are printed."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import click

from index.engine import DEFAULT_LIMITS, Engine, Limits
from indexer.archive import Archive
from indexer.assemble import Assembly, assemble_from
from indexer.config import CONFIG_NAME, Config, load_config


@dataclass
class Context:
    """One invocation of the command: configuration and parts are loaded when first asked for."""

    config_path: Path = field(default_factory=lambda: Path(CONFIG_NAME))

    @cached_property
    def config(self) -> Config:
        """The settings in ``telusur.toml``."""
        return load_config(self.config_path)

    @cached_property
    def assembly(self) -> Assembly:
        """Analyser, gazetteer and engine as configured."""
        return assemble_from(self.config)

    @contextmanager
    def archive(self, *, create: bool = False) -> Iterator[Archive]:
        """Open the configured archive; ``create`` makes a new one where there is none."""
        archive = Archive.open(self.config.database, create=create)
        try:
            yield archive
        finally:
            archive.close()

    @contextmanager
    def engine(self, limits: Limits = DEFAULT_LIMITS) -> Iterator[Engine]:
        """Open the configured index."""
        engine = self.assembly.engine(self.config.engine, limits)
        try:
            yield engine
        finally:
            engine.close()


pass_context = click.make_pass_decorator(Context)

json_option = click.option("--json", "as_json", is_flag=True, help="Print data as JSON on standard output.")


lock_timeout_option = click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0, max=86_400),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait for another process that is writing the archive.",
)


def print_json(data: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def note(message: str) -> None:
    """Say something to the person who runs the command; never part of the data."""
    click.echo(message, err=True)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far a job is, on standard error, and only where a person looks.

    Yields a callback that takes the number of items done.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    with click.progressbar(length=total or 0, label=label, file=sys.stderr, show_pos=True) as bar:

        def advance(done: int) -> None:
            if total is None:
                bar.length = max(done, bar.length or 0)
            bar.update(done - bar.pos)

        yield advance
