"""A group of commands that loads each command's module only when it is asked for.

The nightly job should not wait for the pages' libraries, nor a search for those of evaluation: loading everything takes
four times as long as most commands take to do their work.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click


class LazyGroup(click.Group):
    """A ``click.Group`` whose commands are named, not imported.

    Attributes:
        places: Command name to ``module:attribute``; the order is that of the group's help.
    """

    places: ClassVar[Mapping[str, str]]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command; None where there is none of that name."""
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.places[cmd_name]} is no command")
        return command
