"""What an operator copies to a server calls commands and options that exist."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest

from indexer.cli import cli
from indexer.cli.context import Context

PACKAGING = Path(__file__).parents[2] / "packaging"
FILES = sorted(path for path in PACKAGING.rglob("*") if path.is_file())
UNITS = [path for path in FILES if path.suffix in {".service", ".timer"}]


def commands():
    for path in FILES:
        for call in re.findall(r"/opt/telusur/bin/telusur ((?:[\w-]|=|\.| )+)", path.read_text(encoding="utf-8")):
            yield pytest.param(shlex.split(call), id=f"{path.name}: {call.strip()}")


@pytest.mark.parametrize("arguments", list(commands()))
def test_every_command_that_is_called_exists_with_its_options(arguments):
    context = cli.make_context("telusur", list(arguments))
    context.obj = Context()
    name, command, rest = cli.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(name, rest, parent=context)


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix in {".service", ".timer"}], ids=lambda p: p.name
)
def test_units_are_well_formed_and_write_only_where_they_must(path):
    unit = ConfigParser(strict=False, interpolation=None, delimiters="=")
    unit.optionxform = str
    unit.read_string(path.read_text(encoding="utf-8"))
    assert unit["Unit"]["Description"]
    if path.suffix == ".service":
        assert unit["Service"]["ProtectSystem"] == "strict"
        assert unit["Service"]["ReadWritePaths"] == "/srv/arsip/var"


def test_the_image_holds_every_package_and_no_root():
    text = (PACKAGING / "Dockerfile").read_text(encoding="utf-8")
    for package in ("index", "indexer", "search_web"):
        assert f"COPY {package} " in text
    assert "USER telusur" in text
    assert "--require-hashes" in text
