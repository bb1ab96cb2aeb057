"""Compile the translations of the pages, and say what has none.

    .venv/bin/python tools/translations.py [--check]

Messages are found in ``search_web``'s templates and modules. ``--check`` changes nothing and fails where a message
lacks its translation, where a translation has lost its message, or where a compiled catalogue is not current.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent / "search_web"
FOLDER = ROOT / "translations"
METHODS = [
    ("**.py", "python"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
    ("templates/**.txt", "jinja2.ext:babel_extract"),
    ("templates/**.xml", "jinja2.ext:babel_extract"),
]
OPTIONS = {f"templates/**.{kind}": {"trimmed": "true", "silent": "false"} for kind in ("html", "txt", "xml")}
KEYWORDS = {"_": None, "N_": None}


def messages() -> set[str]:
    """Return every message of the pages."""
    found = extract_from_dir(ROOT, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults(wanted: set[str], check: bool) -> Iterator[str]:
    """Yield what is wrong with each catalogue; write the compiled ones unless only checking."""
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        known = {str(entry.id) for entry in catalogue if entry.id and entry.string}
        yield from (f"{path.name}: no translation of {message!r}" for message in sorted(wanted - known))
        yield from (f"{path.name}: nothing says {message!r} any more" for message in sorted(known - wanted))
        content, target = compiled(catalogue), path.with_suffix(".mo")
        if not check:
            target.write_bytes(content)
        elif not target.exists() or target.read_bytes() != content:
            yield f"{target.name} is not current; run tools/translations.py"


def main() -> None:
    """Run from the command line."""
    found = list(faults(messages(), check="--check" in sys.argv))
    for fault in found:
        print(fault)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
