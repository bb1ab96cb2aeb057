"""How one site's pages are made: CSS selectors for the parts that JSON-LD and meta tags do not tell, in TOML.

.. code-block:: toml

    body = "div.detail__body-text"
    byline = ".detail__author"
    remove = [".detail__anchor", "table.pic_artikel_sisip_table"]
"""

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

import soupsieve

from index.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """CSS selectors of one site; None leaves a field to the page's own data.

    Attributes:
        title: Headline.
        body: The story; of several elements the first counts.
        byline: Author.
        published: Element with the date of publishing, in ``datetime``, ``content`` or as text.
        modified: Element with the date of the last change.
        sections: Names of categories, one per element.
        tags: Names of tags, one per element.
        remove: What is cut out of the story.
    """

    title: str | None = None
    body: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    sections: str | None = None
    tags: str | None = None
    remove: str | None = None


def load_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        ConfigError: It is missing, no TOML, or holds an unknown field or a selector that is none.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: the profile cannot be read: {error.strerror}; check the path") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    known = [field.name for field in fields(Profile)]
    for name in data:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise ConfigError(f"{path}: unknown field {name!r}; known are {', '.join(near or known)}")
    return Profile(**{name: _selector(value, f"{path}: {name}") for name, value in data.items()})


def _selector(value: object, where: str) -> str:
    """Return a selector, or one for any of a list of selectors."""
    given: list[object] = value if isinstance(value, list) else [value]
    selectors = [each for each in given if isinstance(each, str) and each.strip()]
    if not selectors or len(selectors) != len(given):
        raise ConfigError(f'{where} must be a CSS selector in quotes, such as "div.entry-content", or a list of them')
    joined = ", ".join(selectors)
    try:
        soupsieve.compile(joined)
    except soupsieve.SelectorSyntaxError as error:
        raise ConfigError(f"{where}: {joined!r} is no CSS selector ({str(error).splitlines()[0]})") from error
    return joined
