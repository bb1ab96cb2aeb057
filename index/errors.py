"""The errors telusur raises: one base, one child per thing that a caller would do differently.

Every message says what is wrong and how to mend it. The command line turns them into one line and an exit code, the
web into one error page; nothing in between catches them.
"""

from enum import StrEnum


class TelusurError(Exception):
    """Anything telusur itself refuses or cannot do; the message is fit for the person who asked."""


class ConfigError(TelusurError):
    """The configuration, or the installed environment, is wrong."""


class QueryTrouble(StrEnum):
    """What can be wrong with a query."""

    TOO_LONG = "too-long"
    TOO_MANY_PARTS = "too-many-parts"
    NO_WORDS = "no-words"
    UNCLOSED_QUOTE = "unclosed-quote"
    UNCLOSED_BRACKET = "unclosed-bracket"
    UNOPENED_BRACKET = "unopened-bracket"
    OTHER_BRACKET = "other-bracket"
    TOO_DEEP = "too-deep"
    OR_ALONE = "or-alone"
    OR_AT_END = "or-at-end"
    OR_WITH_MINUS = "or-with-minus"
    ASTERISK_IN_QUOTES = "asterisk-in-quotes"
    ASTERISK_MISPLACED = "asterisk-misplaced"
    TOO_MANY_ASTERISKS = "too-many-asterisks"
    TILDE_MISPLACED = "tilde-misplaced"
    TOO_FAR = "too-far"
    FIELD_WITHOUT_VALUE = "field-without-value"
    UNKNOWN_REGION = "unknown-region"
    UNKNOWN_OFFICIAL = "unknown-official"
    UNKNOWN_DATE = "unknown-date"
    EMPTY_SECTION = "empty-section"
    EMPTY_TAG = "empty-tag"
    EMPTY_AUTHOR = "empty-author"


class QuerySyntaxError(TelusurError):
    """A query that the strict parser does not accept.

    Attributes:
        trouble: What is wrong, for whoever words it for a reader.
        value: The limit that was passed, or the part of the query that is meant; empty where neither says more.
        position: 0-based offset into the query text, in characters, where the trouble starts.
        suggestion: The whole query mended, where that can be told.
    """

    def __init__(
        self, message: str, trouble: QueryTrouble, *, value: str = "", position: int, suggestion: str | None = None
    ) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.value = value
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
