"""The errors telusur raises: one base, one child per thing that a caller would do differently.

Every message says what is wrong and how to mend it. The command line turns them into one line and an exit code, the
web into one error page; nothing in between catches them.
"""

from enum import StrEnum


class TelusurError(Exception):
    """Anything telusur itself refuses or cannot do; the message is fit for the person who asked."""


class ConfigError(TelusurError):
    """The configuration, or the installed environment, is wrong."""


class QuerySyntaxError(TelusurError):
    """A query that the strict parser does not accept.

    Attributes:
        position: 0-based offset into the query text, in characters, where the trouble starts.
        suggestion: The whole query mended, where that can be told.
    """

    def __init__(self, message: str, *, position: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.suggestion = suggestion


class SourceError(TelusurError):
    """A source as a whole cannot be read (missing file, not the format it claims to be)."""


class ArchiveError(TelusurError):
    """The archive is missing, was made by a newer telusur, or is not an archive."""


class ArticleNotFound(TelusurError):
    """An article that was asked for by id or address is not in the archive."""


class DraftTrouble(StrEnum):
    """Why nothing can be suggested for a draft."""

    TOO_LONG = "too-long"
    TOO_SHORT = "too-short"
    NO_TEXT = "no-text"


class DraftError(TelusurError):
    """A draft that nothing can be suggested for; the message says what to give instead.

    Attributes:
        trouble: Why, for whoever words it for an editor.
    """

    def __init__(self, message: str, trouble: DraftTrouble) -> None:
        super().__init__(message)
        self.trouble = trouble


class IndexMissing(TelusurError):
    """There is no index yet, or what is there is not a whole one."""


class IndexOutdated(TelusurError):
    """The index was built by another schema or analyser; it must be rebuilt before it can answer."""


class IndexLocked(TelusurError):
    """Another process is writing the index (or the archive) right now."""


class EngineUnavailable(TelusurError):
    """The engine cannot be reached or does not answer in time."""
