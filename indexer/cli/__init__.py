"""The ``telusur`` command.

Exit codes: 0 done; 1 something failed (an item of a job, or the command itself; the reason is on standard error);
2 the command line itself is wrong; 3 another job is writing right now, try again later.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import click

from index.errors import IndexLocked, TelusurError
from indexer.cli.context import Context
from indexer.cli.lazy import LazyGroup
from indexer.cli.log import LOGGER, LogFormat, set_up_logging
from indexer.config import CONFIG_NAME

__all__ = ["cli", "main"]

LOCKED = 3
"""Exit code for "another job is writing": whoever starts jobs may simply try again."""


class Telusur(LazyGroup):
    """The commands, in the order of a newsroom's life with them."""

    places: ClassVar[Mapping[str, str]] = {
        "init": "indexer.cli.jobs:init",
        "sync": "indexer.cli.sync:sync",
        "import": "indexer.cli.jobs:import_",
        "reindex": "indexer.cli.upkeep:reindex",
        "rollback": "indexer.cli.upkeep:rollback",
        "verify": "indexer.cli.upkeep:verify",
        "backup": "indexer.cli.upkeep:backup",
        "restore": "indexer.cli.upkeep:restore",
        "status": "indexer.cli.status:status",
        "search": "indexer.cli.ask:search",
        "related": "indexer.cli.ask:related",
        "links": "indexer.cli.links:links",
        "annotate": "indexer.cli.ask:annotate",
        "reannotate": "indexer.cli.officials:reannotate",
        "officials": "indexer.cli.officials:officials",
        "analyze": "indexer.cli.words:analyze",
        "lexicon": "indexer.cli.words:lexicon",
        "evaluate": "indexer.cli.measure:evaluate",
        "judge": "indexer.cli.judge:judge",
        "serve": "indexer.cli.pages:serve",
        "demo": "indexer.cli.pages:demo",
        "alerts": "indexer.cli.alerts:alerts",
        "insight": "indexer.cli.insight:insight",
        "password": "indexer.cli.credentials:password",
        "token": "indexer.cli.credentials:token",
    }


@click.group(
    cls=Telusur,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 100},
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=True),
    default=CONFIG_NAME,
    envvar="TELUSUR_CONFIG",
    show_envvar=True,
    help="Settings of the archive to work on.",
)
@click.option(
    "--log",
    "log_format",
    type=click.Choice([log_format.value for log_format in LogFormat]),
    default=LogFormat.TEXT.value,
    envvar="TELUSUR_LOG",
    show_envvar=True,
    help="How messages on standard error look: text, or a JSON object a line.",
)
@click.version_option(package_name="telusur")
@click.pass_context
def cli(context: click.Context, config: Path, log_format: str) -> None:
    """Search the archive of an Indonesian newsroom."""
    set_up_logging(LogFormat(log_format))
    context.obj = Context(config_path=config)


def main() -> None:
    """Run the command line; telusur's own errors become one line and exit code 1."""
    try:
        cli(prog_name="telusur")
    except TelusurError as error:
        LOGGER.error("telusur: %s", error)
        sys.exit(LOCKED if isinstance(error, IndexLocked) else 1)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: not an error. Python would complain once more when it closes
        # standard output, so that goes to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
