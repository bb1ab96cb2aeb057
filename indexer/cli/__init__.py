"""The ``telusur`` command.

Exit codes: 0 done; 1 something failed (an item of a job, or the command itself; the reason is on standard error);
2 the command line itself is wrong.
"""

import os
import sys
from pathlib import Path

import click

from index.errors import TelusurError
from indexer.cli.alerts import alerts
from indexer.cli.ask import annotate, related, search
from indexer.cli.context import Context
from indexer.cli.credentials import password, token
from indexer.cli.insight import insight
from indexer.cli.jobs import import_, init
from indexer.cli.judge import judge
from indexer.cli.links import links
from indexer.cli.measure import evaluate
from indexer.cli.officials import officials, reannotate
from indexer.cli.pages import demo, serve
from indexer.cli.status import status
from indexer.cli.sync import sync
from indexer.cli.upkeep import backup, reindex, restore, rollback, verify
from indexer.config import CONFIG_NAME

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=True),
    default=CONFIG_NAME,
    envvar="TELUSUR_CONFIG",
    show_envvar=True,
    help="Settings of the archive to work on.",
)
@click.version_option(package_name="telusur")
@click.pass_context
def cli(context: click.Context, config: Path) -> None:
    """Search the archive of an Indonesian newsroom."""
    context.obj = Context(config_path=config)


for command in (init, sync, import_, reindex, rollback, verify, backup, restore, reannotate, status, officials):
    cli.add_command(command)
for command in (search, related, links, annotate, evaluate, judge, serve, demo, alerts, insight, password, token):
    cli.add_command(command)


def main() -> None:
    """Run the command line; telusur's own errors become one line and exit code 1."""
    try:
        cli(prog_name="telusur")
    except TelusurError as error:
        click.echo(f"telusur: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: not an error. Python would complain once more when it closes
        # standard output, so that goes to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
