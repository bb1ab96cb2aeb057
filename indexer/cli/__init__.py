"""The ``telusur`` command.

Exit codes: 0 done; 1 something failed (an item of a job, or the command itself; the reason is on standard error);
2 the command line itself is wrong; 3 another job is writing right now, try again later.
"""

import os
import sys
from pathlib import Path

import click

from index.errors import IndexLocked, TelusurError
from indexer.cli.alerts import alerts
from indexer.cli.ask import annotate, related, search
from indexer.cli.context import Context
from indexer.cli.credentials import password, token
from indexer.cli.insight import insight
from indexer.cli.jobs import import_, init
from indexer.cli.judge import judge
from indexer.cli.links import links
from indexer.cli.log import LOGGER, LogFormat, set_up_logging
from indexer.cli.measure import evaluate
from indexer.cli.officials import officials, reannotate
from indexer.cli.pages import demo, serve
from indexer.cli.status import status
from indexer.cli.sync import sync
from indexer.cli.upkeep import backup, reindex, restore, rollback, verify
from indexer.cli.words import analyze, lexicon
from indexer.config import CONFIG_NAME

__all__ = ["cli", "main"]

LOCKED = 3
"""Exit code for "another job is writing": whoever starts jobs may simply try again."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 100})
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


for command in (init, sync, import_, reindex, rollback, verify, backup, restore, reannotate, status, officials):
    cli.add_command(command)
for command in (search, related, links, annotate, analyze, lexicon):
    cli.add_command(command)
for command in (evaluate, judge, serve, demo, alerts, insight, password, token):
    cli.add_command(command)


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
