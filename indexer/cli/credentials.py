"""Commands that make what the configuration keeps of secrets."""

import click

from search_web.access import MIN_PASSWORD_CHARS, password_hash
from search_web.api.tokens import new_token


@click.command()
@click.password_option(help="Asked for where it is not given.")
def password(password: str) -> None:
    """Print what `operator_password` in telusur.toml keeps of a password."""
    if len(password) < MIN_PASSWORD_CHARS:
        raise click.UsageError(f"use at least {MIN_PASSWORD_CHARS} characters")
    click.echo(f'operator_password = "{password_hash(password)}"')


@click.command()
def token() -> None:
    """Print a new API token, and what `api_tokens` in telusur.toml keeps of it. It is shown only once."""
    made, kept = new_token()
    click.echo(f"token: {made}")
    click.echo(f'api_tokens = ["{kept}"]')
