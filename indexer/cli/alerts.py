"""The job that sends alerts, and the parts it shares with the pages."""

import sys

import click

from index.errors import ConfigError
from indexer.cli.context import Context, note, pass_context
from indexer.cli.pages import alert_config, web_config
from search_web import create_app
from search_web.alerts.send import send_alerts


@click.command()
@pass_context
def alerts(context: Context) -> None:
    """Send new stories to those who follow a search. Run it after each import, or once a day."""
    configured = alert_config(context.config.web)
    if configured is None:
        raise ConfigError(
            f'{context.config_path}: nobody can follow a search; set [web] alerts = "var/alerts.sqlite" and [mail]'
        )
    with context.engine() as engine:
        sent = send_alerts(create_app(web_config(context, engine)), configured)
    note(f"{sent.mailed} mails sent, {sent.nothing_new} searches without new stories, {sent.failed} failed")
    if sent.failed:
        sys.exit(1)
