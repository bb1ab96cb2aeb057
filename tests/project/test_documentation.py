"""What can be typed, set or called is documented; generated files are current."""

import dataclasses
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from indexer.cli import cli
from indexer.config import TEMPLATE
from indexer.source_config import SOURCE_FORMATS
from indexer.web_config import MAIL_KEYS, WEB_KEYS

ROOT = Path(__file__).parent.parent.parent
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def commands(command: click.Command, path: str):
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), f"{path} {name}")


@pytest.mark.parametrize("tool", ["generate_cli_docs.py", "generate_regions.py", "translations.py"])
def test_generated_files_are_current(tool):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, "--check"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("path", "command"), list(commands(cli, "telusur")))
def test_every_command_and_option_says_what_it_is_for(path, command):
    assert command.help, path
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.opts}"


@pytest.mark.parametrize("name", sorted(cli.list_commands(click.Context(cli))))
def test_every_command_is_named_in_the_readme_or_the_operations_guide(name):
    texts = "".join((ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "docs/operations.md"))

    assert f"telusur {name}" in texts


def test_a_command_loads_no_more_than_it_needs():
    code = "import sys; from indexer.cli import cli; cli.get_command(None, 'sync'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "indexer.sync" in loaded
    assert {"flask", "search_web", "ir_measures", "indexer.evaluate"}.isdisjoint(loaded)


def test_every_setting_is_documented():
    settings = re.findall(r"^(?:# )?(\w+) = ", TEMPLATE, flags=re.MULTILINE)

    assert len(settings) >= 11
    for setting in settings:
        assert f"`{setting}`" in CONFIGURATION, setting
    for setting in (*WEB_KEYS, *MAIL_KEYS):
        assert f"`{setting}`" in CONFIGURATION, setting
    for format_ in SOURCE_FORMATS:
        assert f"`{format_}`" in CONFIGURATION, format_


def test_links_between_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_lock_pins_one_whoosh_and_one_sastrawi():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==(\S+)", lock, flags=re.MULTILINE)

    assert [version for name, version in pinned if name.startswith("whoosh")] == ["2.7.4"]
    assert [name for name, _ in pinned if "sastrawi" in name] == ["pysastrawi"]
    assert lock.count("--hash=sha256:") > len(pinned)


def test_every_dependency_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    for dependency in project["dependencies"]:
        name = re.match(r"[A-Za-z0-9-]+", dependency)
        assert name is not None
        assert f"\n{name[0].lower()}==" in f"\n{lock}"


def test_values_that_cross_seams_are_frozen():
    from index import article, search

    for module in (article, search):
        for value in vars(module).values():
            if dataclasses.is_dataclass(value):
                assert value.__dataclass_params__.frozen, value
