"""What every command shares: where the configuration is, the parts it describes, and how results are printed."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import click

from index.engine import DEFAULT_LIMITS, Engine, Limits
from indexer.archive import Archive
from indexer.assemble import Assembly, assemble_from
from indexer.cli.log import LOGGER
from indexer.config import CONFIG_NAME, Config, load_config


@dataclass
class Context:
    """One invocation of the command: configuration and parts are loaded when first asked for."""

    config_path: Path = field(default_factory=lambda: Path(CONFIG_NAME))
    lock_timeout: float = 0.0

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
        archive = Archive.open(self.config.database, create=create, lock_timeout=self.lock_timeout)
        try:
            yield archive
        finally:
            archive.close()

    @contextmanager
    def engine(self, limits: Limits = DEFAULT_LIMITS) -> Iterator[Engine]:
        """Open the configured index."""
        engine = self.assembly.engine(self.config.engine, limits, self.lock_timeout)
        try:
            yield engine
        finally:
            engine.close()


pass_context = click.make_pass_decorator(Context)

json_option = click.option("--json", "as_json", is_flag=True, help="Print data as JSON on standard output.")


def _wait_for_others(command: click.Context, _: click.Parameter, seconds: float) -> None:
    command.find_object(Context).lock_timeout = seconds  # type: ignore[union-attr] # the group has made one


lock_timeout_option = click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0, max=86_400),
    default=0.0,
    metavar="SECONDS",
    expose_value=False,
    callback=_wait_for_others,
    help="How long to wait for another process that is writing.",
)


def print_json(data: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def note(message: str) -> None:
    """Say something to the person who runs the command; never part of the data."""
    LOGGER.info("%s", message)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far a job is, on standard error: a bar on a terminal, else a line every half minute.

    Yields a callback that takes the number of items done.
    """
    if not sys.stderr.isatty():
        yield _Reporter(label, total).advance
        return
    with click.progressbar(length=total or 0, label=label, file=sys.stderr, show_pos=True) as bar:

        def advance(done: int) -> None:
            if total is None:
                bar.length = max(done, bar.length or 0)
            bar.update(done - bar.pos)

        yield advance


REPORT_SECONDS = 30.0
"""How often a long job says where it is when nobody sees a bar."""


class _Reporter:
    """Says in lines how far a job is, how fast it goes and how long it will take."""

    def __init__(self, label: str, total: int | None) -> None:
        self._label = label
        self._total = total
        self._started = self._told = time.monotonic()

    def advance(self, done: int) -> None:
        """Take the number of items done; say something when it is time to."""
        now = time.monotonic()
        if now - self._told < REPORT_SECONDS:
            return
        self._told = now
        rate = done / (now - self._started)
        left = f" of {self._total}, {(self._total - done) / rate / 60:.0f} min left" if self._total and rate else ""
        note(f"{self._label}: {done}{left} ({rate:.0f}/s)")
