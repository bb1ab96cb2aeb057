"""What the command says beside its data: on standard error, as text for people or as JSON lines for collectors."""

import json
import logging
from datetime import UTC, datetime
from enum import StrEnum

import click

LOGGER = logging.getLogger("telusur")


class LogFormat(StrEnum):
    """How messages are written: the message alone, or one JSON object a line with ``time``, ``level``, ``message``."""

    TEXT = "text"
    JSON = "json"


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class _StandardError(logging.Handler):
    """Writes where standard error is at the moment, not where it was when logging was set up."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)


def set_up_logging(log_format: LogFormat) -> None:
    """Send our own messages, and warnings of the libraries, to standard error."""
    handler = _StandardError()
    if log_format is LogFormat.JSON:
        handler.setFormatter(_JsonFormatter())
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
