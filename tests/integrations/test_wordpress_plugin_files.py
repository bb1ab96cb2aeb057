"""What can be told of the plugin without a WordPress: it is whole, translated, and what its directory asks for."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PLUGIN = Path(__file__).parents[2] / "integrations" / "wordpress" / "telusur-baca-juga"
PHP = {path.relative_to(PLUGIN).as_posix(): path.read_text(encoding="utf-8") for path in PLUGIN.rglob("*.php")}
README = (PLUGIN / "readme.txt").read_text(encoding="utf-8")
_CALL = re.compile(r"""(?:__|_e|esc_html__|esc_attr__)\(\s*'((?:[^'\\]|\\.)*)',\s*'([a-z-]+)'""")


def header(name, text=PHP["telusur-baca-juga.php"]):
    return re.search(rf"^[ *]*{name}:\s*(.+)$", text, flags=re.MULTILINE)[1].strip()


def messages():
    for text in PHP.values():
        for message, domain in _CALL.findall(text):
            assert domain == "telusur-baca-juga"
            yield message.replace("\\'", "'")


def test_every_message_is_translated_and_every_translation_is_used():
    with (PLUGIN / "languages" / "telusur-baca-juga-id_ID.po").open("rb") as file:
        catalogue = {entry.id: entry.string for entry in read_po(file) if entry.id}
    assert catalogue.keys() == {*messages(), header("Description")}
    assert all(catalogue.values())
    with (PLUGIN / "languages" / "telusur-baca-juga-id_ID.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {message: compiled.gettext(message) for message in catalogue} == catalogue


def test_readme_and_header_say_the_same():
    version = header("Version")
    assert header("Stable tag", README) == version == re.search(r"VERSION = '([^']+)'", PHP["telusur-baca-juga.php"])[1]
    for name in ("Requires at least", "Requires PHP"):
        assert header(name, README) == header(name)
    assert header("License") == "GPL-2.0-or-later"
    assert f"= {version} =" in README


@pytest.mark.parametrize(
    "section", ["Description", "Installation", "Frequently Asked Questions", "Screenshots", "Changelog"]
)
def test_the_readme_has_the_directorys_sections(section):
    assert f"\n== {section} ==\n" in README


@pytest.mark.parametrize("name", PHP)
def test_no_file_does_anything_when_it_is_called_by_itself(name):
    assert re.search(r"defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;|Silence is golden", PHP[name])
